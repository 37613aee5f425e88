<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Replace\Cell;
use PictureOptimizer\Replace\Cells;
use PictureOptimizer\Replace\Fence;

/** Goes through the site once and rewrites what names the pictures of a batch. */
final class ReferenceWriter
{
    private const ATTEMPTS = 5;

    public function __construct(
        private readonly \wpdb $db,
        private readonly Scanner $scanner,
        private readonly Cells $cells,
        private readonly Fence $fence,
    ) {
    }

    /**
     * @param array<int, int>|null $runs Replacement id by attachment id; null leaves nothing in the journal.
     * @return list<Place> What names a picture and was left alone, with the reason as its kind.
     */
    public function rewrite(Rewriter $rewriter, Needles $needles, ?array $runs): array
    {
        $left = [];
        foreach ($this->scanner->scan($needles) as $found) {
            $this->fence->check();
            if ($this->isRevision($found)) {
                // A revision is history. If somebody goes back to it, the save is mapped to today's names.
                continue;
            }
            foreach ($this->rewriteCell($rewriter, $found, $runs) as $problem) {
                $left[] = new Place($found->table->table, $found->key, $found->column, $problem, $found->postId);
            }
        }
        return $left;
    }

    /**
     * @param array<int, int>|null $runs
     * @return list<string> Problems.
     */
    private function rewriteCell(Rewriter $rewriter, Found $found, ?array $runs): array
    {
        $cell = new Cell($found->table->table, $found->table->key, $found->key, $found->column, $found->postId);
        $value = $found->value;
        for ($attempt = 0; $attempt < self::ATTEMPTS && $value !== null; $attempt++) {
            $rewrite = $rewriter->rewrite($value);
            if ($rewrite->edits->isEmpty()) {
                return $rewrite->problems;
            }
            $after = $rewrite->edits->apply($value);
            if (!self::staysReadable($value, $after)) {
                return ['would not be readable afterwards'];
            }
            $done = $runs === null
                ? $this->cells->swap($cell, $value, $after)
                : $this->cells->change($cell, $value, $rewrite->edits, $runs);
            if ($done) {
                return $rewrite->problems;
            }
            // Somebody saved in between: what they wrote is what has to be rewritten.
            $value = $this->cells->read($cell);
        }
        return $value === null ? [] : ['changes faster than it can be rewritten'];
    }

    /** What was serialized data or JSON before must be so afterwards. */
    public static function staysReadable(string $before, string $after): bool
    {
        if (is_serialized($before)) {
            $options = ['allowed_classes' => false];
            return @unserialize(trim($before), $options) === false || @unserialize(trim($after), $options) !== false;
        }
        json_decode($before);
        if (json_last_error() === JSON_ERROR_NONE) {
            json_decode($after);
            return json_last_error() === JSON_ERROR_NONE;
        }
        return true;
    }

    private function isRevision(Found $found): bool
    {
        return $found->table->table === $this->db->posts && get_post_type((int) $found->key) === 'revision';
    }
}
