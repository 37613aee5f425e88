<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Store\Tags;

/** Remembers every replacement and every step of it, before the step and after, so that a killed run can be finished or undone. */
final class Journal
{
    /** Rows read at once: each has a plan of some kilobytes. */
    private const MOST_RUNS = 500;

    public function __construct(
        private readonly \wpdb $db,
        private readonly Fence $fence,
        private readonly Tags $tags,
    ) {
    }

    public function begin(Change $change, Attachment $attachment): Run
    {
        $bytes = $attachment->servedBytes();
        $run = new Run(0, $change, $attachment->folder(), $attachment->names(), $attachment->alt, $bytes);
        foreach (['_wp_attachment_image_alt', '_wp_attachment_metadata'] as $key) {
            metadata_exists('post', $change->attachmentId, $key) || $run->absentMeta[] = $key;
        }
        $run->tagsBefore = $this->tags->of($change->attachmentId);
        $run->seen = Unedited::state($this->db, $change->attachmentId);
        return $this->insert($run);
    }

    /** Writes down a replacement that was made and whose journal is gone. */
    public function reinstate(Run $run): Run
    {
        return $this->insert($run);
    }

    private function insert(Run $run): Run
    {
        $now = current_time('mysql', true);
        $this->must($this->db->insert($this->table('replacements'), [
            'attachment_id' => $run->attachmentId(),
            'state' => $run->state->value,
            'step' => $run->step,
            'token' => $this->fence->token(),
            'backup' => $run->backup,
            'original_sha256' => $run->change->originalSha256,
            'applied_sha256' => $run->appliedSha256,
            'plan' => $this->json($run->plan()),
            'outcome' => '',
            'created_at' => $now,
            'updated_at' => $now,
        ]));
        return $this->find((int) $this->db->insert_id)
            ?? throw new ChangeError(__('The journal can’t be written, so nothing was changed.', 'picture-optimizer'));
    }

    /** Writes down where a run stands. Nothing is written by a runner that another one has replaced. */
    public function save(Run $run, string $step): void
    {
        $this->fence->check();
        $run->step = $step;
        $this->must($this->db->update($this->table('replacements'), [
            'state' => $run->state->value,
            'step' => $step,
            'token' => $this->fence->token(),
            'backup' => $run->backup,
            'applied_sha256' => $run->appliedSha256,
            'plan' => $this->json($run->plan()),
            'updated_at' => current_time('mysql', true),
        ], ['id' => $run->id]));
        $this->must($this->db->insert($this->table('journal'), [
            'replacement_id' => $run->id,
            'step' => $step,
            'token' => $this->fence->token(),
            'at' => current_time('mysql', true),
        ]));
        /** For tests that kill the process between two steps, and for logs. */
        do_action('picture_optimizer_step', $step, $run->attachmentId());
    }

    /** A picture that somebody replaced after us starts anew: what we did before cannot be reverted any more. */
    public function supersede(Run $new, ?Run $stillValid): void
    {
        foreach ($this->inEffect($new->attachmentId()) as $run) {
            if ($stillValid === null && $run->hasFiles()) {
                $run->state = RunState::Superseded;
                $this->save($run, 'superseded');
            }
        }
    }

    /** A picture was deleted, and another attachment has its file: what was done to it can be reverted there. */
    public function handOver(int $from, int $to): void
    {
        foreach ($this->allOf($from) as $run) {
            $plan = ['change' => ['attachment' => $to] + $run->change->toArray()] + $run->plan();
            $this->db->update($this->table('replacements'), ['attachment_id' => $to, 'plan' => $this->json($plan)], ['id' => $run->id]);
            $this->db->update($this->table('changes'), ['attachment_id' => $to], ['replacement_id' => $run->id]);
        }
    }

    /** A picture was deleted: there is nothing left to revert, and its backup may expire. */
    public function forgetPicture(int $attachmentId): void
    {
        $this->db->update(
            $this->table('replacements'),
            ['state' => RunState::Superseded->value],
            ['attachment_id' => $attachmentId]
        );
    }

    public function find(int $id): ?Run
    {
        $row = $this->db->get_row($this->db->prepare("SELECT * FROM {$this->table('replacements')} WHERE id = %d", $id));
        return $row ? Run::fromRow($row) : null;
    }

    /** @return list<string> Backups that it knows, whatever became of their replacements. */
    public function backups(): array
    {
        return array_map(strval(...), $this->db->get_col(
            "SELECT DISTINCT backup FROM {$this->table('replacements')} WHERE backup <> ''"
        ));
    }

    /** @return iterable<Run> All that is in effect and has a backup, a few at a time. */
    public function withBackups(): iterable
    {
        $last = 0;
        do {
            $runs = $this->runs(
                "state IN (%s, %s, %s) AND backup <> '' AND id > %d",
                RunState::Applied->value,
                RunState::Reverting->value,
                RunState::Abandoned->value,
                $last
            );
            foreach ($runs as $run) {
                $last = $run->id;
                yield $run;
            }
        } while (count($runs) === self::MOST_RUNS);
    }

    /** @return list<Run> Replacements in effect of which something still names old files, newest last. */
    public function withLeftovers(): array
    {
        return $this->runs('state = %s AND plan NOT LIKE %s', RunState::Applied->value, '%"still_named":[]%');
    }

    /** @return list<Run> What a killed runner left behind, oldest first. */
    public function unfinished(): array
    {
        return $this->runs('state IN (%s, %s)', RunState::Working->value, RunState::Reverting->value);
    }

    /** @return list<Run> All that is now in effect for a picture, oldest first. */
    public function inEffect(int $attachmentId): array
    {
        return $this->runs(
            'attachment_id = %d AND state IN (%s, %s, %s)',
            $attachmentId,
            RunState::Applied->value,
            RunState::Reverting->value,
            RunState::Abandoned->value
        );
    }

    /** @return list<Run> Whatever became of them, oldest first. */
    public function allOf(int $attachmentId): array
    {
        return $this->runs('attachment_id = %d', $attachmentId);
    }

    /** @return list<int> Pictures that can be reverted. */
    public function revertible(): array
    {
        return array_map('intval', $this->db->get_col($this->db->prepare(
            "SELECT DISTINCT attachment_id FROM {$this->table('replacements')} WHERE state IN (%s, %s) ORDER BY attachment_id",
            RunState::Applied->value,
            RunState::Abandoned->value
        )));
    }

    /** @return list<Run> */
    private function runs(string $where, string|int ...$values): array
    {
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT * FROM {$this->table('replacements')} WHERE {$where} ORDER BY id LIMIT " . self::MOST_RUNS,
            ...$values
        ));
        return array_map([Run::class, 'fromRow'], $rows);
    }

    /** @param array<string, mixed> $value */
    private function json(array $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
    }

    private function must(int|bool $result): void
    {
        if ($result === false) {
            throw new ChangeError(sprintf(
                /* translators: %s: the database's message */
                __('The journal can’t be written: %s', 'picture-optimizer'),
                $this->db->last_error
            ));
        }
    }

    private function table(string $name): string
    {
        return "{$this->db->prefix}picopt_{$name}";
    }
}
