<?php

declare(strict_types=1);

namespace PictureOptimizer\Review;

use PictureOptimizer\References\Usage;

/** Where one image is used, with the words that stand around it there: what its alt text has to fit. */
final class Places
{
    /** Posts that are named. */
    private const POSTS = 20;

    /** Words before and after the image. */
    private const WORDS = 15;

    public function __construct(private readonly Usage $usage)
    {
    }

    /** @return array{posts: list<array{id: int, title: string, edit: string, words: string}>, elsewhere: int} most used first */
    public function of(int $attachmentId): array
    {
        $count = $this->usage->count([$attachmentId], false, false);
        arsort($count->posts);
        $posts = [];
        foreach (array_slice(array_keys($count->posts), 0, self::POSTS) as $id) {
            $title = trim(html_entity_decode(get_the_title($id), ENT_QUOTES, 'UTF-8'));
            $posts[] = [
                'id' => $id,
                'title' => $title !== '' ? $title : __('(no title)', 'picture-optimizer'),
                'edit' => (string) get_edit_post_link($id, 'raw'),
                'words' => self::around((string) get_post_field('post_content', $id, 'raw'), $attachmentId),
            ];
        }
        return ['posts' => $posts, 'elsewhere' => $count->elsewhere];
    }

    /** The last words before the image and the first after it; empty where the image is not in the text itself. */
    private static function around(string $content, int $attachmentId): string
    {
        $parts = preg_split('~<img[^>]*\bwp-image-' . $attachmentId . '\b[^>]*>~', $content, 2) ?: [];
        if (count($parts) < 2) {
            return '';
        }
        $before = array_slice(self::words($parts[0]), -self::WORDS);
        $after = array_slice(self::words($parts[1]), 0, self::WORDS);
        return trim(implode(' ', $before) . ' … ' . implode(' ', $after));
    }

    /** @return list<string> */
    private static function words(string $html): array
    {
        $text = html_entity_decode(wp_strip_all_tags(strip_shortcodes($html), true), ENT_QUOTES, 'UTF-8');
        return preg_split('~\s+~u', $text, -1, PREG_SPLIT_NO_EMPTY) ?: [];
    }
}
