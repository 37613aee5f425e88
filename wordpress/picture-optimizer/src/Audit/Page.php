<?php

declare(strict_types=1);

namespace PictureOptimizer\Audit;

use PictureOptimizer\Access;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Media\Statuses;
use PictureOptimizer\Settings\Labels;
use PictureOptimizer\Text\AltFaults;

/** Media → Picture audit: what is wrong in the library, and the wizard for the pictures that one ticks. */
final class Page
{
    public const SLUG = 'picture-optimizer-audit';

    private const SIZE = 50;

    public function __construct(
        private readonly Index $index,
        private readonly Statuses $statuses,
    ) {
    }

    public function register(): void
    {
        add_action('admin_menu', function (): void {
            if (Access::mayUse()) {
                $title = __('Image audit', 'picture-optimizer');
                add_media_page($title, $title, 'upload_files', self::SLUG, $this->show(...));
            }
        });
    }

    public function show(): void
    {
        if (!Access::mayUse()) {
            wp_die(esc_html__('You may not use Picture Optimizer.', 'picture-optimizer'), 403);
        }
        $kind = Kind::tryFrom(sanitize_key($_GET['kind'] ?? '')) ?? Kind::MissingAlt;
        $number = max(1, (int) ($_GET['paged'] ?? 1));
        $counts = $this->index->counts();
        $progress = $this->index->progress();
        $progress['looked_at'] < $progress['total'] && $this->index->lookLater();
        $rows = $this->rows($kind, $number);
        $pages = paginate_links(['base' => add_query_arg('paged', '%#%', self::url($kind)), 'format' => '',
            'current' => $number, 'total' => (int) max(1, ceil($counts[$kind->value] / self::SIZE))]);
        require __DIR__ . '/views/audit.php';
    }

    public static function url(Kind $kind): string
    {
        return add_query_arg(['page' => self::SLUG, 'kind' => $kind->value], admin_url('upload.php'));
    }

    /** @return list<array<string, mixed>> what is shown of each picture */
    private function rows(Kind $kind, int $number): array
    {
        $rows = $this->index->page($kind, $number, self::SIZE);
        $ids = array_map(intval(...), array_column($rows, 'attachment_id'));
        _prime_post_caches($ids, false, true);
        $this->statuses->expect($ids);
        return array_map(fn (array $row): array => [
            'id' => (int) $row['attachment_id'],
            'bytes' => (int) $row['bytes'],
            'type' => Labels::format($row['mime']),
            'alt' => Described::alt((int) $row['attachment_id']),
            'fault' => AltFaults::sentence($row['alt_fault']),
            'same' => substr($row['sha256'], 0, 8),
            'status' => $this->statuses->of((int) $row['attachment_id']),
        ], $rows);
    }
}
