<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** The table of what happened to images. */
final class EventStore
{
    /** Events that are kept, of all images; older ones go. */
    private const MOST = 100_000;

    /** One change can come by two ways within one request: in seconds. */
    private const SAME = 30;

    public function __construct(private readonly \wpdb $db)
    {
    }

    public function note(int $attachmentId, EventKind $kind, string $field = '', string $before = '', string $after = ''): void
    {
        if ($this->isNoted($attachmentId, $kind, $field, $after)) {
            return;
        }
        $this->db->insert($this->table(), [
            'attachment_id' => $attachmentId,
            'kind' => $kind->value,
            'field' => $field,
            'text_before' => $before,
            'text_after' => $after,
            'user_id' => get_current_user_id(),
            'at' => time(),
        ]);
        $this->db->query($this->db->prepare("DELETE FROM {$this->table()} WHERE id <= %d", $this->db->insert_id - self::MOST));
    }

    /** @return list<Event> newest first */
    public function of(int $attachmentId, int $limit): array
    {
        return array_values(array_filter(array_map(self::read(...), $this->db->get_results($this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE attachment_id = %d ORDER BY id DESC LIMIT %d",
            $attachmentId,
            $limit
        )) ?: [])));
    }

    public function get(int $id): ?Event
    {
        $row = $this->db->get_row($this->db->prepare("SELECT * FROM {$this->table()} WHERE id = %d", $id));
        return $row === null ? null : self::read($row);
    }

    public function forget(int $attachmentId): void
    {
        $this->db->delete($this->table(), ['attachment_id' => $attachmentId]);
    }

    /** @return list<Event> of what this user did, oldest first */
    public function ofUser(int $userId, int $limit, int $offset): array
    {
        return array_values(array_filter(array_map(self::read(...), $this->db->get_results($this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE user_id = %d ORDER BY id LIMIT %d OFFSET %d",
            $userId,
            $limit,
            $offset
        )) ?: [])));
    }

    public function forgetUser(int $userId): int
    {
        return (int) $this->db->update($this->table(), ['user_id' => 0], ['user_id' => $userId]);
    }

    private function isNoted(int $attachmentId, EventKind $kind, string $field, string $after): bool
    {
        $last = $this->of($attachmentId, 1)[0] ?? null;
        return $last !== null && $last->kind === $kind && $last->field === $field && $last->after === $after
            && $last->at > time() - self::SAME;
    }

    /** @return Event|null null for one of a kind that only a later version of the plugin knows */
    private static function read(object $row): ?Event
    {
        $kind = EventKind::tryFrom($row->kind);
        return $kind === null ? null : new Event(
            (int) $row->id,
            (int) $row->attachment_id,
            $kind,
            $row->field,
            $row->text_before,
            $row->text_after,
            (int) $row->user_id,
            (int) $row->at,
        );
    }

    private function table(): string
    {
        return $this->db->prefix . 'picopt_events';
    }
}
