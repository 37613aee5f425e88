<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Queue\Reconciliation;
use PictureOptimizer\Reporting\Achievements;
use PictureOptimizer\Reporting\PageWeights;

/** Media → Image report: what was achieved, to look at, to print for a client, and as a table for a program. */
final class ReportPage
{
    public const SLUG = 'picture-optimizer-report';
    private const CSV = 'picture_optimizer_report_csv';
    private const MEASURE = 'picture_optimizer_measure';

    public function __construct(private readonly Achievements $achievements, private readonly PageWeights $weights)
    {
    }

    public function register(): void
    {
        add_action('admin_menu', function (): void {
            if (Access::mayUse()) {
                $title = __('Image report', 'picture-optimizer');
                add_media_page($title, $title, 'upload_files', self::SLUG, $this->show(...));
            }
        });
        add_action('admin_post_' . self::CSV, $this->download(...));
        add_action('admin_post_' . self::MEASURE, $this->measure(...));
    }

    public function show(): void
    {
        if (!Access::mayUse()) {
            wp_die(esc_html__('You may not use Picture Optimizer.', 'picture-optimizer'), 403);
        }
        $tables = [
            __('Month', 'picture-optimizer') => array_map(self::withMonth(...), $this->achievements->byMonth()),
            __('Uploaded by', 'picture-optimizer') => $this->achievements->byAuthor(),
        ];
        $history = $this->achievements->history();
        ksort($history);
        $now = end($history) ?: ['images' => 0, 'with_alt' => 0];
        $csv = wp_nonce_url(admin_url('admin-post.php?action=' . self::CSV), self::CSV);
        $books = Reconciliation::last();
        $pages = $this->weights->known();
        $measure = wp_nonce_url(admin_url('admin-post.php?action=' . self::MEASURE), self::MEASURE);
        $isUnreachable = sanitize_key($_GET['picopt_measured'] ?? '') === 'unreachable';
        require __DIR__ . '/views/report.php';
    }

    /** @return list<list<string|int>> header and rows; a cell that a spreadsheet could take for a formula gets a quote before it */
    public function table(): array
    {
        $lines = [['by', 'name', 'images', 'bytes_before', 'bytes_after', 'credits']];
        foreach (['month' => $this->achievements->byMonth(), 'author' => $this->achievements->byAuthor()] as $by => $rows) {
            foreach ($rows as $row) {
                $name = preg_match('/^[=+\-@\t\r]/', $row['name']) ? "'{$row['name']}" : $row['name'];
                $lines[] = [$by, $name, $row['images'], $row['before'], $row['after'], $row['credits']];
            }
        }
        foreach ($this->weights->known() as $page) {
            $lines[] = ['page', (string) get_permalink($page['post']), $page['images'], $page['before'], $page['after'], ''];
        }
        return $lines;
    }

    private function measure(): never
    {
        check_admin_referer(self::MEASURE);
        if (!Access::mayUse()) {
            wp_die(esc_html__('You may not use Picture Optimizer.', 'picture-optimizer'), 403);
        }
        $reached = $this->weights->measure();
        wp_safe_redirect(add_query_arg('picopt_measured', $reached ? 'yes' : 'unreachable', admin_url('upload.php?page=' . self::SLUG)));
        exit;
    }

    private function download(): never
    {
        check_admin_referer(self::CSV);
        if (!Access::mayUse()) {
            wp_die(esc_html__('You may not use Picture Optimizer.', 'picture-optimizer'), 403);
        }
        nocache_headers();
        header('Content-Type: text/csv; charset=utf-8'); // not for people
        header('Content-Disposition: attachment; filename="image-report.csv"'); // not for people
        $out = fopen('php://output', 'w');
        foreach ($this->table() as $line) {
            fputcsv($out, $line, ',', '"', '');
        }
        exit;
    }

    /**
     * @param array{name: string, images: int, before: int, after: int, credits: int} $row
     * @return array{name: string, images: int, before: int, after: int, credits: int} with the month as people say it
     */
    private static function withMonth(array $row): array
    {
        $first = \DateTimeImmutable::createFromFormat('!Y-m', $row['name'], wp_timezone());
        return ['name' => $first === false ? $row['name'] : (string) wp_date('F Y', $first->getTimestamp())] + $row;
    }
}
