<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Database\Schema;
use PictureOptimizer\Reporting\Achievements;
use PictureOptimizer\Store\PictureStore;

/**
 * Network admin → Sites → Image report: what was achieved on each site of a network.
 *
 * @phpstan-type Line array{name: string, report: string, connected: bool, images: int, with_alt: int, optimized: int, saved: int}
 */
final class NetworkReport
{
    private const SLUG = 'picture-optimizer-sites';

    /** Sites on a page. */
    private const PAGE = 50;

    public function __construct(
        private readonly PictureStore $pictures,
        private readonly Achievements $achievements,
        private readonly Connection $connection,
    ) {
    }

    public function register(): void
    {
        add_action('network_admin_menu', fn () => add_submenu_page(
            'sites.php',
            __('Image report', 'picture-optimizer'),
            __('Image report', 'picture-optimizer'),
            'manage_sites',
            self::SLUG,
            $this->show(...)
        ));
    }

    public function show(): void
    {
        $number = max(1, (int) ($_GET['paged'] ?? 1));
        $lines = $this->lines($number);
        $links = (string) paginate_links(['total' => (int) ceil(self::sites(['count' => true]) / self::PAGE), 'current' => $number,
            'base' => add_query_arg('paged', '%#%')]);
        require __DIR__ . '/views/network.php';
    }

    /** @return list<Line> of the sites on that page */
    public function lines(int $page): array
    {
        $lines = [];
        foreach (self::sites(['fields' => 'ids', 'number' => self::PAGE, 'offset' => ($page - 1) * self::PAGE]) as $id) {
            is_multisite() && switch_to_blog($id);
            $lines[] = $this->line();
            is_multisite() && restore_current_blog();
        }
        return $lines;
    }

    /** @return Line of the present site */
    private function line(): array
    {
        // A site whose pages nobody has opened since has no tables yet.
        $totals = get_option(Schema::OPTION, '') === '' ? [] : $this->pictures->totals();
        $coverage = $this->achievements->coverage();
        return [
            'name' => get_bloginfo('name') ?: home_url(),
            'report' => admin_url('upload.php?page=' . ReportPage::SLUG),
            'connected' => $this->connection->isReady(),
            'images' => $coverage['images'],
            'with_alt' => $coverage['with_alt'],
            'optimized' => $totals['optimized'] ?? 0,
            'saved' => $totals['saved'] ?? 0,
        ];
    }

    /**
     * @param array<string, mixed> $of as get_sites() takes it
     * @return list<int>|int ids, or their number
     */
    private static function sites(array $of): array|int
    {
        $alone = isset($of['count']) ? 1 : [get_current_blog_id()];
        return is_multisite() ? get_sites($of + ['archived' => 0, 'deleted' => 0]) : $alone;
    }
}
