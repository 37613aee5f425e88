<?php

declare(strict_types=1);

namespace PictureOptimizer\Audit;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Budget;
use PictureOptimizer\Database\Schema as Tables;
use PictureOptimizer\Hooks;

/**
 * The audit's table: filled some pictures at a time, and a picture's row is dropped whenever the picture changes. A page of the
 * audit reads it and nothing else.
 */
final class Index
{
    private const BATCH = 200;

    /** Meta that a row depends on. */
    private const META = ['_wp_attachment_image_alt', '_wp_attachment_metadata', '_wp_attached_file'];

    /**
     * Both are made when something is looked at: a visitor's page needs neither.
     *
     * @param \Closure(): AcceptedTypes $accepted
     * @param \Closure(): Look $look
     */
    public function __construct(
        private readonly \wpdb $db,
        private readonly \Closure $accepted,
        private readonly \Closure $look,
    ) {
    }

    public function register(): void
    {
        foreach (['added_post_meta', 'updated_post_meta', 'deleted_post_meta'] as $hook) {
            add_action($hook, Hooks::on(function (mixed $metaId, int $postId, string $key): void {
                in_array($key, self::META, true) && $this->forget($postId);
            }), 10, 3);
        }
        // Changes that came past the hooks end with this one.
        add_action('clean_attachment_cache', Hooks::on($this->forget(...)));
        add_action('clean_post_cache', Hooks::on(function (int $id, \WP_Post $post): void {
            $post->post_type === 'attachment' && $this->forget($id);
        }), 10, 2);
        add_action('delete_attachment', Hooks::on($this->forget(...)));
        Hooks::onEvent(Hooks::DAILY, $this->lookLater(...));
        Hooks::onEvent(Hooks::LOOK, function (): void {
            $this->advance(Budget::ofWebRequest()) || $this->lookLater();
        });
    }

    /** The first look at a large library takes a while: it is nobody's page that waits for it. */
    public function lookLater(): void
    {
        wp_next_scheduled(Hooks::LOOK) || wp_schedule_single_event(time(), Hooks::LOOK);
    }

    public function forget(int $attachmentId): void
    {
        Tables::isHere() && $this->db->delete($this->table(), ['attachment_id' => $attachmentId]);
    }

    /**
     * Looks at pictures that are not known yet, then at files of equal size, for as long as the budget lasts.
     *
     * @return bool whether all is known
     */
    public function advance(Budget $budget): bool
    {
        while ($budget->isLeft()) {
            $ids = $this->unknown();
            if ($ids === []) {
                return $this->compareFiles($budget);
            }
            $this->write(($this->look)()->at($ids));
        }
        return false;
    }

    /** @return array{looked_at: int, total: int} */
    public function progress(): array
    {
        $where = $this->ofPictures();
        return [
            'looked_at' => (int) $this->db->get_var("SELECT COUNT(*) FROM {$this->table()} WHERE alt_hash IS NOT NULL"),
            'total' => (int) $this->db->get_var("SELECT COUNT(*) FROM {$this->db->posts} p WHERE {$where}"),
        ];
    }

    /** @return array<string, int> number of pictures by kind */
    public function counts(): array
    {
        $counts = [];
        foreach (Kind::cases() as $kind) {
            $where = $kind->condition($this->table());
            $counts[$kind->value] = (int) $this->db->get_var("SELECT COUNT(*) FROM {$this->table()} a WHERE {$where}");
        }
        return $counts;
    }

    /** @return list<array{attachment_id: string, bytes: string, mime: string, alt_fault: string, sha256: string}> */
    public function page(Kind $kind, int $page, int $size): array
    {
        return $this->db->get_results($this->db->prepare(
            "SELECT a.* FROM {$this->table()} a WHERE {$kind->condition($this->table())}"
                . " ORDER BY {$kind->order()} LIMIT %d OFFSET %d",
            $size,
            $size * max(0, $page - 1)
        ), ARRAY_A);
    }

    public function table(): string
    {
        return "{$this->db->prefix}picopt_audit";
    }

    /** @return list<int> */
    private function unknown(): array
    {
        $where = $this->ofPictures();
        return array_map(intval(...), $this->db->get_col(
            "SELECT p.ID FROM {$this->db->posts} p LEFT JOIN {$this->table()} a ON a.attachment_id = p.ID"
                . " WHERE {$where} AND a.alt_hash IS NULL LIMIT " . self::BATCH
        ));
    }

    private function ofPictures(): string
    {
        $ours = ($this->accepted)()->condition($this->db, 'p');
        return "p.post_type = 'attachment' AND p.post_status <> 'trash' AND {$ours}";
    }

    /** @param list<array{int, int, string, string, int, string}> $rows as Look::at() gives them */
    private function write(array $rows): void
    {
        $values = array_map(
            fn (array $row): string => (string) $this->db->prepare('(%d, %d, %s, %s, %d, %s)', ...$row),
            $rows
        );
        $this->db->query(
            "REPLACE INTO {$this->table()} (attachment_id, bytes, mime, alt_fault, width, alt_hash) VALUES " . implode(', ', $values)
        );
    }

    /** Only files of the same length can be the same; only those are read. */
    private function compareFiles(Budget $budget): bool
    {
        $candidates = "SELECT a.attachment_id FROM {$this->table()} a JOIN (SELECT bytes FROM {$this->table()} WHERE bytes > 0"
            . " GROUP BY bytes HAVING COUNT(*) > 1) s ON s.bytes = a.bytes WHERE a.sha256 = '' LIMIT 20";
        $look = ($this->look)();
        while ($budget->isLeft()) {
            $ids = array_map(intval(...), $this->db->get_col($candidates));
            if ($ids === []) {
                return true;
            }
            foreach ($ids as $id) {
                // A file that cannot be read is like no other; its own id says that it was looked at.
                $hash = $look->sha256($id) ?? "none-{$id}";
                $this->db->update($this->table(), ['sha256' => $hash], ['attachment_id' => $id]);
            }
        }
        return false;
    }
}
