<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

/**
 * Text that WordPress or a plugin has made of the file's name: nobody wrote it. WordPress takes the title from it. Some plugins (Slim
 * SEO, SEOPress, Image Attributes from Filename) take alt text, caption, and description from it as well; where a camera or a program
 * has named the file, that says nothing. Words that a person may have given a file stay: the same words may be the person's here, too.
 */
final class CopiedName
{
    /**
     * A file whose name was taken has a number behind it since, its title has none: that is told by the letters' case, which the title
     * keeps as well.
     */
    public static function isTitle(int $attachmentId, string $title): bool
    {
        $name = self::of($attachmentId);
        return sanitize_title($title) === sanitize_title($name)
            || sanitize_file_name($title) === preg_replace('/-\d{1,2}$/', '', $name);
    }

    /** Whether an alt text, a caption, or a description says what a camera's or program's name of the file says, or its beginning. */
    public static function isText(int $attachmentId, string $text): bool
    {
        $name = self::of($attachmentId);
        return trim($text) !== '' && self::words($text) === self::words($name) && NameTitle::isBare($name);
    }

    private static function of(int $attachmentId): string
    {
        return pathinfo(wp_basename((string) wp_get_original_image_path($attachmentId)), PATHINFO_FILENAME);
    }

    /** Signs between words are put in and taken out, and numbers at the end are taken off, by those who copy a name. */
    private static function words(string $text): string
    {
        $words = (string) preg_replace('/[^\p{L}\p{N}]+/u', ' ', mb_strtolower(trim($text), 'UTF-8'));
        return (string) preg_replace('/(?<=.)(?: \d+)+ ?$/u', '', trim($words));
    }
}
