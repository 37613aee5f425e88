<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Settings\Settings;

/** Which attachments can be worked on at all. */
final class Eligibility
{
    /** What the service reads (`input_media_types`), as far as WordPress takes it. */
    public const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/tiff',
        'image/bmp'];

    private const HEIC = ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'];

    public function __construct(private readonly Settings $settings)
    {
    }

    /** Null when it can be processed; else a decision to skip it, with the reason. */
    public function obstacle(int $attachmentId): ?Decision
    {
        $post = get_post($attachmentId);
        if (!$post instanceof \WP_Post || $post->post_type !== 'attachment') {
            return Decision::skip('gone', __('This image is no longer in the Media Library.', 'picture-optimizer'));
        }
        if (in_array($post->post_mime_type, self::HEIC, true)) {
            return Decision::skip('unsupported_media', __(
                'HEIC photos are left as they are. Save this one as a JPEG and upload it again.',
                'picture-optimizer'
            ));
        }
        if (!in_array($post->post_mime_type, self::MEDIA_TYPES, true)) {
            return Decision::skip('unsupported_media', sprintf(
                /* translators: %s: media type */
                __('Files of the type %s are not processed.', 'picture-optimizer'),
                $post->post_mime_type
            ));
        }
        return $this->notLocal($attachmentId) ?? $this->excluded($post);
    }

    private function notLocal(int $attachmentId): ?Decision
    {
        $path = get_attached_file($attachmentId);
        if (is_string($path) && !str_contains($path, '://') && is_file($path)) {
            return null;
        }
        return Decision::skip('not_local', __(
            'The file is not on this server; it may have been moved to another storage by a plugin.',
            'picture-optimizer'
        ));
    }

    private function excluded(\WP_Post $post): ?Decision
    {
        $file = (string) get_post_meta($post->ID, '_wp_attached_file', true);
        $bytes = (int) @filesize((string) get_attached_file($post->ID));
        $rule = (new Exclusions($this->settings->all()))->reason($file, $bytes, $post->post_date);
        /**
         * Filters why a picture is left alone.
         *
         * @param string|null $rule a sentence, or null when it may be processed
         * @param int $attachmentId
         */
        $rule = apply_filters('picture_optimizer_exclude', $rule, $post->ID);
        return $rule === null ? null : Decision::skip('excluded', (string) $rule);
    }
}
