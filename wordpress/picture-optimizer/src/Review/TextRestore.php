<?php

declare(strict_types=1);

namespace PictureOptimizer\Review;

/** Gives one text of an image a former wording, as a person would write it: WordPress and its plugins notice. */
final class TextRestore
{
    public const ALT = '_wp_attachment_image_alt';
    public const COLUMNS = ['title' => 'post_title', 'caption' => 'post_excerpt', 'description' => 'post_content'];

    /**
     * @param string $field alt, title, caption or description
     * @throws \DomainException with the sentence of a veto
     */
    public static function write(int $attachmentId, string $field, string $text): void
    {
        /**
         * Filters whether one text of an image may be restored now.
         *
         * @param string|null $veto a sentence that says why not; null lets it happen
         * @param int $attachmentId
         * @param string $field alt, title, caption or description
         */
        $veto = apply_filters('picture_optimizer_before_text_restore', null, $attachmentId, $field);
        if (is_string($veto) && $veto !== '') {
            throw new \DomainException($veto);
        }
        if ($field === 'alt') {
            update_post_meta($attachmentId, self::ALT, wp_slash($text));
        } else {
            wp_update_post(wp_slash(['ID' => $attachmentId, self::COLUMNS[$field] => $text]));
        }
        /**
         * Fires after one text of an image was restored.
         *
         * @param int $attachmentId
         * @param string $field
         * @param string $text as it is now
         */
        do_action('picture_optimizer_text_restored', $attachmentId, $field, $text);
    }
}
