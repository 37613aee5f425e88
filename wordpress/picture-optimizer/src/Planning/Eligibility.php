<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\Why;

/** Which attachments can be worked on at all. */
final class Eligibility
{
    public function __construct(private readonly Settings $settings, private readonly AcceptedTypes $accepted)
    {
    }

    /** Null when it can be processed; else a decision to skip it, with the reason. */
    public function obstacle(int $attachmentId): ?Decision
    {
        $post = get_post($attachmentId);
        if (!$post instanceof \WP_Post || $post->post_type !== 'attachment' || $post->post_status === 'trash') {
            return Decision::skip(Why::own('gone'));
        }
        $type = $post->post_mime_type;
        if ($this->accepted->includeAttachment($post)) {
            return $this->notLocal($attachmentId) ?? $this->excluded($post);
        }
        return Decision::skip(Why::own('unsupported_media', ['type' => $type]));
    }

    /** Whether the service takes files of this media type. */
    public function allows(string $mediaType): bool
    {
        return $this->accepted->include($mediaType);
    }

    private function notLocal(int $attachmentId): ?Decision
    {
        $path = Described::path($attachmentId);
        if ($path !== null && is_file($path)) {
            return null;
        }
        return Decision::skip(Why::own('not_local'));
    }

    private function excluded(\WP_Post $post): ?Decision
    {
        $file = Described::file($post->ID);
        $bytes = (int) @filesize((string) Described::path($post->ID));
        $rule = (new Exclusions($this->settings->all()))->reason($file, $bytes, $post->post_date);
        $own = $rule === null ? null : (string) $rule;
        /**
         * Filters why a picture is left alone.
         *
         * @param string|null $why a sentence, or null when it may be processed
         * @param int $attachmentId
         */
        $why = apply_filters('picture_optimizer_exclude', $own, $post->ID);
        return match (true) {
            !is_string($why) || $why === '' => null,
            $rule !== null && $why === $own => Decision::skip($rule),
            default => Decision::skip(Why::told('excluded', $why)),
        };
    }
}
