<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Hooks;

/** Keywords of pictures: a taxonomy that the library can search and visitors never see. */
final class Tags
{
    public const TAXONOMY = 'picture_tag';

    /** Meta of a tag that came with a text of ours. */
    private const CAME_WITH_US = '_picture_optimizer_made';

    public function register(): void
    {
        add_action('init', $this->registerTaxonomy(...));
        add_action('pre_get_posts', Hooks::on(self::leaveOut(...)));
    }

    /** Where attachments are listed and their tags are not shown, nobody needs to ask for them: visitors, the library's list. */
    private static function leaveOut(\WP_Query $query): void
    {
        $isVisit = !is_admin() && !wp_is_serving_rest_request();
        $isList = $query->is_main_query() && ($GLOBALS['pagenow'] ?? '') === 'upload.php';
        if (
            ($isVisit || $isList) && $query->get('post_type') === 'attachment'
            && get_object_taxonomies('attachment') === [self::TAXONOMY]
        ) {
            $query->query_vars += ['update_post_term_cache' => false];
        }
    }

    public function registerTaxonomy(): void
    {
        register_taxonomy(self::TAXONOMY, 'attachment', [
            'labels' => [
                'name' => __('Image tags', 'picture-optimizer'),
                'singular_name' => __('Image tag', 'picture-optimizer'),
            ],
            'public' => false,
            'show_ui' => true,
            'show_in_menu' => false,
            'show_in_rest' => true,
            'rest_controller_class' => TagsController::class,
            'show_admin_column' => false,
            'update_count_callback' => '_update_generic_term_count',
            'rewrite' => false,
            'query_var' => false,
        ]);
    }

    /** @return list<string> */
    public function of(int $attachmentId): array
    {
        $this->ensure();
        $names = wp_get_object_terms($attachmentId, self::TAXONOMY, ['fields' => 'names']);
        return is_array($names) ? array_values($names) : [];
    }

    /**
     * @param list<string> $tags
     * @return list<string> The tags as they are now.
     */
    public function set(int $attachmentId, array $tags): array
    {
        $this->ensure();
        $clean = array_values(array_filter(array_map('sanitize_text_field', $tags), 'strlen'));
        $result = wp_set_object_terms($attachmentId, wp_slash($clean), self::TAXONOMY); // WordPress takes slashes away.
        if (is_wp_error($result)) {
            throw new ChangeError(sprintf(
                /* translators: %s: WordPress' message */
                __('The tags can’t be saved: %s', 'picture-optimizer'),
                $result->get_error_message()
            ));
        }
        return $this->of($attachmentId);
    }

    /**
     * @param list<string> $tags
     * @return list<string> Those that nobody has used or made so far.
     */
    public function unknown(array $tags): array
    {
        $this->ensure();
        return array_values(array_filter($tags, static fn (string $tag): bool => !term_exists(wp_slash($tag), self::TAXONOMY)));
    }

    /** @param list<string> $tags That were unknown until a text of ours brought them. */
    public function rememberMade(array $tags): void
    {
        foreach ($tags as $tag) {
            $term = get_term_by('name', wp_slash($tag), self::TAXONOMY);
            $term instanceof \WP_Term && update_term_meta($term->term_id, self::CAME_WITH_US, '1');
        }
    }

    /**
     * @param list<string> $tags
     * @return list<string> Those that came with a text of ours, of this image or of another one.
     */
    public function made(array $tags): array
    {
        $this->ensure();
        return array_values(array_filter($tags, static function (string $tag): bool {
            $term = get_term_by('name', wp_slash($tag), self::TAXONOMY);
            return $term instanceof \WP_Term && get_term_meta($term->term_id, self::CAME_WITH_US, true) === '1';
        }));
    }

    /** @param list<string> $tags Are taken away where nothing has them any more. */
    public function removeUnused(array $tags): void
    {
        $this->ensure();
        foreach ($tags as $tag) {
            $term = get_term_by('name', wp_slash($tag), self::TAXONOMY);
            if ($term instanceof \WP_Term && get_objects_in_term($term->term_id, self::TAXONOMY) === []) {
                wp_delete_term($term->term_id, self::TAXONOMY);
            }
        }
    }

    private function ensure(): void
    {
        taxonomy_exists(self::TAXONOMY) || $this->registerTaxonomy();
    }
}
