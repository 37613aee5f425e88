<?php

declare(strict_types=1);

namespace PictureOptimizer\Review;

use PictureOptimizer\Access;
use PictureOptimizer\References\PlaceFinder;
use PictureOptimizer\References\Usage;
use PictureOptimizer\References\UsedOn;

/**
 * Where one image is used, with the words that stand around it there: what its alt text has to fit.
 *
 * @phpstan-type Post array{id: int, title: string, edit: string, words: string}
 * @phpstan-type Spot array{key: string, post: int, title: string, edit: string, words: string, link: string, link_text: string,
 *     decorative: bool, alt: string}
 */
final class Places
{
    /** Posts, and places in texts, that are named. */
    private const MOST = 20;

    /** Words before and after the image. */
    private const WORDS = 15;

    public function __construct(private readonly Usage $usage, private readonly PlaceFinder $finder)
    {
    }

    /**
     * @return array{posts: list<Post>, elsewhere: int, spots: list<Spot>} posts, the one that uses it most first; then each place
     *     in a text, where it can have an alt text of its own
     */
    public function of(int $attachmentId): array
    {
        $count = $this->usage->count([$attachmentId], false, []);
        $used = $this->finder->find([$attachmentId])[$attachmentId];
        arsort($count->posts);
        $posts = [];
        foreach (array_slice(array_keys($count->posts), 0, self::MOST) as $id) {
            $here = array_values(array_filter($used, static fn (UsedOn $one): bool => $one->postId === $id && $one->isInText()));
            $posts[] = ['id' => $id, 'words' => isset($here[0]) ? self::around($here[0]) : ''] + self::post($id);
        }
        $inText = array_filter($used, static fn (UsedOn $one): bool => $one->isInText());
        $spots = array_map(self::spot(...), array_slice(array_values($inText), 0, self::MOST));
        return ['posts' => $posts, 'elsewhere' => $count->elsewhere, 'spots' => $spots];
    }

    /** @return array{title: string, edit: string} */
    private static function post(int $id): array
    {
        $title = match (true) {
            $id === 0 => __('Widget', 'picture-optimizer'),
            !Access::mayRead($id) => Access::hiddenTitle(),
            default => trim(html_entity_decode(get_the_title($id), ENT_QUOTES, 'UTF-8')),
        };
        return ['title' => $title !== '' ? $title : __('(no title)', 'picture-optimizer'),
            'edit' => $id === 0 ? admin_url('widgets.php') : (string) get_edit_post_link($id, 'raw')];
    }

    /** @return Spot */
    private static function spot(UsedOn $used): array
    {
        $place = $used->place;
        $tells = self::mayTell($used);
        return ['key' => $used->key(), 'post' => $used->postId, 'words' => self::around($used), 'link' => $tells ? $place->link : '',
            'link_text' => $tells ? $place->linkText : '', 'decorative' => $place->decorative,
            'alt' => $tells ? trim((string) $place->alt) : ''] + self::post($used->postId);
    }

    private static function mayTell(UsedOn $used): bool
    {
        return $used->postId === 0 || Access::mayRead($used->postId);
    }

    /** The last words before the image and the first after it; empty where it stands alone, or the reader may not see them. */
    private static function around(UsedOn $used): string
    {
        if (!self::mayTell($used)) {
            return '';
        }
        $before = array_slice(explode(' ', $used->place->before), -self::WORDS);
        $after = array_slice(explode(' ', $used->place->after), 0, self::WORDS);
        $words = trim(implode(' ', $before) . ' … ' . implode(' ', $after));
        return $words === '…' ? '' : $words;
    }
}
