<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

/** A post's title as its author wrote it: what WordPress puts before those of private and protected ones is no part of it. */
final class PostTitle
{
    private const FORMATS = ['private_title_format', 'protected_title_format'];

    public static function of(int $postId): string
    {
        $bare = static fn (): string => '%s';
        foreach (self::FORMATS as $format) {
            add_filter($format, $bare, PHP_INT_MAX);
        }
        $title = get_the_title($postId);
        foreach (self::FORMATS as $format) {
            remove_filter($format, $bare, PHP_INT_MAX);
        }
        return $title;
    }
}
