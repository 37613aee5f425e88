<?php

declare(strict_types=1);

namespace PictureOptimizer\Review;

use PictureOptimizer\Database\ChangeKind;
use PictureOptimizer\Database\ChangeState;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Text\TextPolicy;

/** What a picture's texts were before we wrote ours, from the journal; each can be put back on its own. */
final class History
{
    public function __construct(private readonly \wpdb $db)
    {
    }

    /** @return array<string, string> the text before, by field; only fields that still hold what we wrote */
    public function before(int $attachmentId): array
    {
        $before = [];
        $present = TextPolicy::present($attachmentId);
        foreach ($this->changes($attachmentId) as $field => $changes) {
            $first = Edits::decoded($changes[0]->edits)->list[0]->old;
            $isOurs = hash('sha256', $present[$field]) === end($changes)->hash_after;
            if ($isOurs && $first !== $present[$field]) {
                $before[$field] = $first;
            }
        }
        return $before;
    }

    /**
     * A later revert of the whole picture finds the text as it was before and leaves it.
     *
     * @throws \DomainException when there is nothing to put back, or somebody has edited the text since
     */
    public function putBack(int $attachmentId, string $field): string
    {
        $text = $this->before($attachmentId)[$field] ?? throw new \DomainException(
            __('Someone has changed this text since, or it is already as it was before.', 'picture-optimizer')
        );
        TextRestore::write($attachmentId, $field, $text);
        return $text;
    }

    /** @return array<string, non-empty-list<object>> our changes by field, oldest first */
    private function changes(int $attachmentId): array
    {
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT c.col, c.edits, c.hash_after, m.meta_key FROM {$this->db->prefix}picopt_changes c
            LEFT JOIN {$this->db->postmeta} m ON c.tbl = %s AND m.meta_id = c.pk
            WHERE c.attachment_id = %d AND c.kind = %s AND c.state = %s
                AND (m.post_id = %d OR (c.tbl = %s AND c.pk = %s)) ORDER BY c.id",
            $this->db->postmeta,
            $attachmentId,
            ChangeKind::Own->value,
            ChangeState::Done->value,
            $attachmentId,
            $this->db->posts,
            (string) $attachmentId
        ));
        $fields = array_flip(TextRestore::COLUMNS);
        $changes = [];
        foreach ($rows as $row) {
            $field = $row->meta_key === TextRestore::ALT ? 'alt' : $fields[$row->col] ?? null;
            if ($field !== null) {
                $changes[$field][] = $row;
            }
        }
        return $changes;
    }
}
