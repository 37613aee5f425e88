<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Hooks;
use PictureOptimizer\Quoted;
use PictureOptimizer\Store\PictureStore;

/** The Media Library's list: a status column, a filter, row actions and bulk actions. */
final class Library
{
    private const COLUMN = 'picopt_status';
    private const FILTER = 'picopt_status';

    public function __construct(
        private readonly PictureStore $pictures,
        private readonly Statuses $statuses,
        private readonly AcceptedTypes $accepted,
    ) {
    }

    public function register(): void
    {
        add_filter('manage_media_columns', Hooks::onArrays($this->addColumn(...)));
        add_action('manage_media_custom_column', $this->showColumn(...), 10, 2);
        add_filter('media_row_actions', Hooks::onArrays($this->addRowActions(...)), 10, 2);
        add_filter('bulk_actions-upload', Hooks::onArrays($this->addBulkActions(...)));
        add_filter('handle_bulk_actions-upload', Hooks::onTexts($this->openForBulk(...)), 10, 3);
        add_action('restrict_manage_posts', $this->showFilter(...));
        add_filter('posts_clauses', Hooks::onArrays($this->filterByStatus(...)), 10, 2);
        add_filter('wp_prepare_attachment_for_js', Hooks::onArrays($this->addToGrid(...)), 10, 2);
        add_filter('ajax_query_attachments_args', Hooks::onArrays($this->askInGrid(...)));
    }

    /**
     * @param array<string, string> $columns
     * @return array<string, string>
     */
    public function addColumn(array $columns): array
    {
        return Access::mayUse() ? $columns + [self::COLUMN => __('Optimized', 'picture-optimizer')] : $columns;
    }

    public function showColumn(string $column, int $attachmentId): void
    {
        if ($column === self::COLUMN) {
            echo wp_kses_post($this->statuses->of($attachmentId)->html());
        }
    }

    /**
     * @param array<string, string> $actions
     * @return array<string, string>
     */
    public function addRowActions(array $actions, \WP_Post $post): array
    {
        if (!$this->isOurs($post) || !Access::mayUse() || !Access::mayChange($post->ID)) {
            return $actions;
        }
        $actions['picopt_optimize'] = self::action($post, 'optimize', __('Optimize', 'picture-optimizer'));
        if ($this->statuses->of($post->ID)->canRevert()) {
            $actions['picopt_revert'] = self::action($post, 'revert', __('Restore original', 'picture-optimizer'));
        }
        return $actions;
    }

    /**
     * @param array<string, string> $actions
     * @return array<string, string>
     */
    public function addBulkActions(array $actions): array
    {
        return Access::mayUse() ? $actions + [
            'picopt_optimize' => __('Optimize images', 'picture-optimizer'),
            'picopt_revert' => __('Restore originals', 'picture-optimizer'),
        ] : $actions;
    }

    /**
     * The page opens again with the chosen pictures; the confirm step comes up there. Nothing is done before it.
     *
     * @param list<int> $ids
     */
    public function openForBulk(string $redirect, string $action, array $ids): string
    {
        if (!in_array($action, ['picopt_optimize', 'picopt_revert'], true)) {
            return $redirect;
        }
        return add_query_arg([
            'picopt_action' => substr($action, strlen('picopt_')),
            'picopt_ids' => implode(',', array_map(intval(...), $ids)),
        ], $redirect);
    }

    public function showFilter(string $postType): void
    {
        if ($postType !== 'attachment' || !Access::mayUse()) {
            return;
        }
        $chosen = sanitize_key($_GET[self::FILTER] ?? '');
        printf(
            '<label for="picopt-filter" class="screen-reader-text">%s</label><select name="%s" id="picopt-filter">',
            esc_html__('Filter by status', 'picture-optimizer'),
            esc_attr(self::FILTER)
        );
        foreach (StatusFilter::labels() as $value => $label) {
            printf(
                '<option value="%s"%s>%s</option>',
                esc_attr($value),
                selected($chosen, $value, false),
                esc_html($label)
            );
        }
        echo '</select>';
    }

    /**
     * @param array<string, string> $clauses
     * @return array<string, string>
     */
    public function filterByStatus(array $clauses, \WP_Query $query): array
    {
        global $pagenow;
        $chosen = (string) $query->get(self::FILTER);
        if ($chosen === '' && $pagenow === 'upload.php' && $query->is_main_query()) {
            $chosen = sanitize_key($_GET[self::FILTER] ?? '');
        }
        if ($chosen === '' || $query->get('post_type') !== 'attachment') {
            return $clauses;
        }
        return StatusFilter::apply($clauses, $chosen, $this->pictures->table());
    }

    /**
     * The grid asks by its own request; WordPress passes on only what it knows.
     *
     * @param array<string, mixed> $query
     * @return array<string, mixed>
     */
    public function askInGrid(array $query): array
    {
        $chosen = sanitize_key($_REQUEST['query'][self::FILTER] ?? '');
        return $chosen === '' || !Access::mayUse() ? $query : $query + [self::FILTER => $chosen];
    }

    /**
     * @param array<string, mixed> $response
     * @return array<string, mixed>
     */
    public function addToGrid(array $response, \WP_Post $post): array
    {
        if ($this->isOurs($post) && Access::mayUse()) {
            $response['picopt'] = $this->statuses->of($post->ID)->toArray();
        }
        return $response;
    }

    private function isOurs(\WP_Post $post): bool
    {
        return $this->accepted->includeAttachment($post);
    }

    private static function action(\WP_Post $post, string $action, string $label): string
    {
        $url = add_query_arg(['mode' => 'list', 'picopt_action' => $action, 'picopt_ids' => $post->ID], admin_url('upload.php'));
        return sprintf(
            '<a href="%s" data-picopt-action="%s" data-picopt-ids="%d" aria-label="%s">%s</a>',
            esc_url($url),
            esc_attr($action),
            $post->ID,
            esc_attr($label . ' ' . Quoted::text(get_the_title($post))),
            esc_html($label)
        );
    }
}
