<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;

/** One replacement of one picture, as the journal knows it. */
final class Run
{
    /** @var list<string> What people should know. */
    public array $notes = [];

    /** @var list<string> Old names that something still uses after the rewrite: their files stay. */
    public array $stillNamed = [];

    /** @var list<Leftover> Where they are used. */
    public array $leftovers = [];

    /** Name of the former full file in the backup: the copy that social networks get is made of it. */
    public string $socialSource = '';

    /** A second backup while a picture is processed again: what it was just before, in case that fails. */
    public string $rollback = '';

    /** What the database knew of the image as it began; see Unedited. */
    public string $seen = '';

    /** The folder of today, where another plugin has moved the files since. The journal's changes speak of the former one. */
    public ?string $movedTo = null;

    /** How often it was taken up again after a kill or an error. */
    public int $attempts = 0;

    /** @var list<string> Rows of the attachment's meta that did not exist before. */
    public array $absentMeta = [];

    /** @var list<string> */
    public array $tagsBefore = [];

    /** @var list<string>|null Null when tags were not touched. */
    public ?array $tagsAfter = null;

    /** @var list<string> Tags that did not exist on the site before. */
    public array $tagsMade = [];

    /**
     * @param array<string, string> $oldNames File names before, by size.
     * @param array<string, string> $newNames File names after, by size; empty until they are chosen.
     * @param array<string, string> $hashes   SHA-256 of the new files, by size.
     * @param string                $oldAlt   The attachment's alt before.
     */
    public function __construct(
        public readonly int $id,
        public readonly Change $change,
        public readonly string $folder,
        public readonly array $oldNames,
        public readonly string $oldAlt,
        public readonly int $bytesBefore,
        public RunState $state = RunState::Working,
        public string $step = 'begin',
        public string $backup = '',
        public array $newNames = [],
        public array $hashes = [],
        public string $appliedSha256 = '',
        public string $verified = '',
    ) {
    }

    /**
     * A replacement whose journal is gone, by what stands beside its backup. Its text is not known any more and stays.
     *
     * @param array<mixed> $plan As of plan(); only names and hashes of files are taken of it.
     */
    public static function reinstated(FoundManifest $manifest, array $plan, string $backup, string $original): self
    {
        $id = $manifest->attachmentId;
        $file = static fn (string $name): NewFile => new NewFile($name, '', '', 0, 0, 0, '', '');
        $files = array_map($file, array_map(strval(...), array_keys($plan['new_names'])));
        $change = new Change($id, $manifest->files[$original] ?? '', $files);
        $bytes = (int) ($plan['bytes_before'] ?? 0);
        $run = new self(0, $change, $manifest->folder, $manifest->names, '', $bytes, RunState::Applied, 'done', $backup);
        $run->newNames = $plan['new_names'];
        $run->hashes = array_filter($plan['hashes'], is_string(...));
        $run->appliedSha256 = $run->hashes['full'];
        return $run;
    }

    public function attachmentId(): int
    {
        return $this->change->attachmentId;
    }

    public function hasFiles(): bool
    {
        return $this->change->files !== [];
    }

    public function relative(string $name): string
    {
        return ltrim(($this->movedTo ?? $this->folder) . "/{$name}", '/');
    }

    /** The path that the journal's changes speak of. */
    public function recorded(string $name): string
    {
        return ltrim("{$this->folder}/{$name}", '/');
    }

    public function absolute(string $name): string
    {
        return Attachment::uploads() . '/' . $this->relative($name);
    }

    /** @return list<string> Addresses of its files, before and after. */
    public function urls(): array
    {
        $base = wp_get_upload_dir()['baseurl'];
        return array_values(array_unique(array_map(
            fn (string $name): string => "{$base}/" . implode('/', array_map(rawurlencode(...), explode('/', $this->relative($name)))),
            [...array_values($this->oldNames), ...array_values($this->newNames)]
        )));
    }

    /**
     * Old names that have a new one which differs; several sizes may share a file.
     *
     * @return array<string, string> Size by old name.
     */
    public function renamed(): array
    {
        $renamed = [];
        foreach ($this->newNames as $size => $new) {
            $old = $this->oldNames[$size] ?? $new;
            if ($old !== $new) {
                $renamed[$old] ??= $size;
            }
        }
        return $renamed;
    }

    public function newAlt(): ?string
    {
        $alt = $this->change->text?->alt;
        return $alt === null ? null : sanitize_text_field($alt);
    }

    /** @return array<string, mixed> */
    public function plan(): array
    {
        return [
            'change' => $this->change->toArray(),
            'folder' => $this->folder,
            'old_names' => $this->oldNames,
            'old_alt' => $this->oldAlt,
            'bytes_before' => $this->bytesBefore,
            'new_names' => $this->newNames,
            'hashes' => $this->hashes,
            'verified' => $this->verified,
            'notes' => $this->notes,
            'still_named' => $this->stillNamed,
            'leftovers' => array_map(static fn (Leftover $place): array => $place->toArray(), $this->leftovers),
            'social_source' => $this->socialSource,
            'rollback' => $this->rollback,
            'moved_to' => $this->movedTo,
            'seen' => $this->seen,
            'attempts' => $this->attempts,
            'absent_meta' => $this->absentMeta,
            'tags_before' => $this->tagsBefore,
            'tags_after' => $this->tagsAfter,
            'tags_made' => $this->tagsMade,
        ];
    }

    /** @param object $row A row of the table. */
    public static function fromRow(object $row): self
    {
        $plan = json_decode($row->plan, true, 512, JSON_THROW_ON_ERROR);
        $run = new self(
            (int) $row->id,
            Change::fromArray($plan['change']),
            $plan['folder'],
            $plan['old_names'],
            $plan['old_alt'],
            $plan['bytes_before'],
            RunState::from($row->state),
            $row->step,
            $row->backup,
            $plan['new_names'],
            $plan['hashes'],
            $row->applied_sha256,
            $plan['verified'],
        );
        $run->notes = $plan['notes'];
        $run->stillNamed = $plan['still_named'] ?? []; // newer than the journal's first rows
        $run->leftovers = array_map(
            static fn (array $place): Leftover => Leftover::fromArray($run->attachmentId(), $place),
            $plan['leftovers'] ?? []
        );
        $run->socialSource = $plan['social_source'] ?? ''; // newer than the journal's first rows
        $run->rollback = $plan['rollback'];
        $run->movedTo = $plan['moved_to'] ?? null;
        $run->seen = $plan['seen'] ?? '';
        $run->attempts = (int) ($plan['attempts'] ?? 0);
        $run->absentMeta = $plan['absent_meta'];
        $run->tagsBefore = $plan['tags_before'];
        $run->tagsAfter = $plan['tags_after'];
        $run->tagsMade = $plan['tags_made'] ?? [];
        return $run;
    }
}
