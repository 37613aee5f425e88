<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** The table of what people changed in review, kept where the site's owner agreed to that. */
final class LessonStore
{
    /** Changes that are kept; older ones go. */
    public const MOST = 2000;

    public function __construct(private readonly \wpdb $db)
    {
    }

    public function keep(Lesson $lesson): void
    {
        $this->db->insert($this->table(), [
            'attachment_id' => $lesson->attachmentId,
            'field' => $lesson->field,
            'kind' => $lesson->kind->value,
            'text_before' => $lesson->before,
            'text_after' => $lesson->after,
            'created_at' => time(),
        ]);
        $this->db->query($this->db->prepare(
            "DELETE FROM {$this->table()} WHERE id <= %d",
            $this->db->insert_id - self::MOST
        ));
    }

    /** @return list<Lesson> newest first */
    public function all(int $limit = self::MOST): array
    {
        $rows = $this->db->get_results(
            $this->db->prepare("SELECT * FROM {$this->table()} ORDER BY id DESC LIMIT %d", $limit)
        );
        return array_map(static fn (object $row): Lesson => new Lesson(
            (int) $row->attachment_id,
            $row->field,
            $row->text_before,
            $row->text_after,
            LessonKind::tryFrom($row->kind) ?? LessonKind::Rewritten,
        ), $rows);
    }

    public function forgetAll(): void
    {
        $this->db->query("DELETE FROM {$this->table()}");
    }

    private function table(): string
    {
        return $this->db->prefix . 'picopt_lessons';
    }
}
