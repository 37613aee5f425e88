<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\Wire\ItemContext;
use PictureOptimizer\Files\Described;
use PictureOptimizer\References\PlaceFinder;
use PictureOptimizer\References\UsedOn;
use PictureOptimizer\Settings\JobSettings;

/** What surrounds images on the site, for those who write their text: one scan for a whole order. */
final class Surroundings
{
    /** Other alts of one image that the contract takes. */
    private const ALTS = 10;

    private readonly FocusKeyword $keywords;
    private readonly Neighbors $neighbors;

    public function __construct(\wpdb $db, private readonly PlaceFinder $finder)
    {
        $this->keywords = new FocusKeyword($db);
        $this->neighbors = new Neighbors($db);
    }

    /**
     * @param list<int> $ids
     * @return array<int, ItemContext> by attachment id
     */
    public function of(array $ids, JobSettings $settings): array
    {
        $contexts = [];
        foreach ($this->finder->find($ids) as $id => $used) {
            $told = array_values(array_filter($used, static fn (UsedOn $one): bool
                => $settings->is('send_unpublished') || self::isPublic($one->postId)));
            $contexts[$id] = $this->describe($id, $told, $settings);
        }
        return $contexts;
    }

    /** What the service's dashboard shows of an image whose text is not asked for: its file's name. */
    public static function nameOnly(int $id, JobSettings $settings): ItemContext
    {
        return new ItemContext(fileName: $settings->is('send_names') ? self::fileName($id) : '');
    }

    private static function fileName(int $id): string
    {
        return Plain::text(wp_basename((string) wp_get_original_image_path($id)), 255);
    }

    /** Drafts, private pages and those behind a password are not for others, unless the owner says so. */
    private static function isPublic(int $postId): bool
    {
        $post = $postId === 0 ? null : get_post($postId);
        // A variation of a product that nobody sees yet counts as published to WooCommerce.
        $isPart = $post?->post_type === 'product_variation' && $post->post_parent > 0;
        return $post === null
            || ($post->post_status === 'publish' && $post->post_password === '' && (!$isPart || self::isPublic($post->post_parent)));
    }

    /** @param list<UsedOn> $used */
    private function describe(int $id, array $used, JobSettings $settings): ItemContext
    {
        $places = new Placements($settings, Language::of($id, $settings), $this->keywords);
        // Who asks from the editor asks about the post that is open there, and not about the others.
        $placements = $places->ofSpots($settings->spots->of($id)) ?: $places->of($used);
        $posts = array_column($used, 'postId');
        $alt = $settings->is('send_alts') ? self::alt($id) : '';
        $tellsNames = $settings->is('send_names');
        return new ItemContext(
            existingAlt: $alt,
            fileName: $tellsNames ? self::fileName($id) : '',
            placements: $placements,
            product: $settings->is('send_products') ? Products::of($id, $posts, Language::of($id, $settings)) : null,
            siteName: $tellsNames ? Plain::text(get_bloginfo('name'), 300) : '',
            otherAlts: $settings->is('send_alts') ? self::otherAlts($used, $alt) : [],
            folder: $tellsNames ? Neighbors::folder($id) : '',
            neighbors: $tellsNames && $placements === [] ? $this->neighbors->of($id) : [],
        );
    }

    private static function alt(int $attachmentId): string
    {
        return Plain::text(Described::alt($attachmentId));
    }

    /**
     * @param list<UsedOn> $used
     * @return list<string>
     */
    private static function otherAlts(array $used, string $own): array
    {
        $alts = array_map(static fn (UsedOn $one): string => Plain::beginning((string) $one->place->alt, 300), $used);
        return array_slice(array_values(array_unique(array_diff($alts, ['', $own]))), 0, self::ALTS);
    }
}
