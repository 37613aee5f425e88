<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Settings\Settings;

/** Which attachments can be worked on at all. */
final class Eligibility
{
    private const HEIC = ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'];

    public function __construct(private readonly Settings $settings, private readonly AcceptedTypes $accepted)
    {
    }

    /** Null when it can be processed; else a decision to skip it, with the reason. */
    public function obstacle(int $attachmentId): ?Decision
    {
        $post = get_post($attachmentId);
        if (!$post instanceof \WP_Post || $post->post_type !== 'attachment') {
            return Decision::skip('gone', __('This image is no longer in the Media Library.', 'picture-optimizer'));
        }
        $type = $post->post_mime_type;
        if ($this->allows($type)) {
            return $this->notLocal($attachmentId) ?? $this->excluded($post);
        }
        if (in_array($type, self::HEIC, true)) {
            return Decision::skip('unsupported_media', __(
                'HEIC photos are left as they are. Save this one as a JPEG and upload it again.',
                'picture-optimizer'
            ));
        }
        return Decision::skip('unsupported_media', sprintf(
            /* translators: %s: media type */
            __('Files of the type %s are not processed.', 'picture-optimizer'),
            $type
        ));
    }

    /** Whether the service takes files of this media type. */
    public function allows(string $mediaType): bool
    {
        return $this->accepted->include($mediaType);
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
