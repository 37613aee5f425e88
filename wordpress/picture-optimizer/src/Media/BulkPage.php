<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Counted;
use PictureOptimizer\Reporting\Progress;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\PictureStore;

/** Media → Optimize all: the whole library at once, and what came of earlier jobs. Also the dashboard's widget. */
final class BulkPage
{
    public const SLUG = 'picture-optimizer-bulk';

    public function __construct(
        private readonly Selection $selection,
        private readonly PictureStore $pictures,
        private readonly Report $report,
        private readonly \wpdb $db,
        private readonly AcceptedTypes $accepted,
    ) {
    }

    public static function url(): string
    {
        return admin_url('upload.php?page=' . self::SLUG);
    }

    public function register(): void
    {
        add_action('admin_menu', $this->addPage(...));
        add_action('wp_dashboard_setup', $this->addWidget(...));
    }

    public function addPage(): void
    {
        if (Access::mayUse()) {
            $title = __('Optimize all', 'picture-optimizer');
            add_media_page($title, $title, 'upload_files', self::SLUG, $this->show(...));
        }
    }

    public function addWidget(): void
    {
        if (Access::mayUse()) {
            wp_add_dashboard_widget(self::SLUG, __('Picture Optimizer', 'picture-optimizer'), $this->showWidget(...));
        }
    }

    public function show(): void
    {
        if (!Access::mayUse()) {
            wp_die(esc_html__('You may not use Picture Optimizer.', 'picture-optimizer'), 403);
        }
        $counts = $this->selection->counts();
        $totals = $this->pictures->totals();
        $jobs = $this->report->recent();
        $filter = ['choices' => (new FilterChoices($this->db, $this->accepted))->all(), 'views' => (new Views())->all()];
        require __DIR__ . '/views/bulk.php';
    }

    public function showWidget(): void
    {
        $totals = $this->pictures->totals();
        $waiting = $this->selection->counts()['unprocessed'];
        echo '<p>' . esc_html(self::saved($totals)) . '</p><p>' . esc_html(sprintf(
            /* translators: %s: number of pictures */
            _n('%s image is not optimized yet.', '%s images are not optimized yet.', $waiting, 'picture-optimizer'),
            number_format_i18n($waiting)
        )) . ' <a href="' . esc_url(self::url()) . '">'
            . esc_html__('Optimize all', 'picture-optimizer') . '</a> · <a href="'
            . esc_url(admin_url('upload.php?page=' . ReportPage::SLUG)) . '">'
            . esc_html__('Image report', 'picture-optimizer') . '</a></p>';
    }

    /** @param array<string, int> $totals as PictureStore::totals() gives them */
    private static function saved(array $totals): string
    {
        $done = $totals['optimized'];
        return sprintf(
            /* translators: 1: number of pictures, 2: size */
            _n(
                '%1$s image optimized: %2$s saved.',
                '%1$s images optimized: %2$s saved.',
                $done,
                'picture-optimizer'
            ),
            number_format_i18n($done),
            Counted::bytes(max(0, $totals['saved']))
        );
    }

    private static function label(string $choice): string
    {
        return match ($choice) {
            'all' => __('All images', 'picture-optimizer'),
            'unprocessed' => PictureStatus::Seen->label(),
            'failed' => __('Failed', 'picture-optimizer'),
            default => __('Without alt text', 'picture-optimizer'),
        };
    }

    private static function title(Progress $progress): string
    {
        return sprintf(
            /* translators: 1: what is done, such as “Analyze & Export”, 2: number of images */
            _n('%1$s: %2$s image', '%1$s: %2$s images', $progress->total, 'picture-optimizer'),
            $progress->job->pipeline->label(),
            number_format_i18n($progress->total)
        );
    }
}
