<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\References\Place;

/** A place that still names old files of a replaced image. They stay on the disk until it is changed by hand. */
final class Leftover
{
    /**
     * @param string       $table  Database table; the path of a file, where the column says that it is one.
     * @param string       $key    Of the row; "" where no single column tells rows apart.
     * @param list<string> $names  Old file names.
     * @param string       $reason Why the place was not rewritten.
     */
    public function __construct(
        public readonly int $attachmentId,
        public readonly string $table,
        public readonly string $column,
        public readonly string $key,
        public readonly array $names,
        public readonly string $reason,
    ) {
    }

    /** Whether it is right as it is. */
    public function isWanted(): bool
    {
        return in_array($this->reason, [Place::LINK, Place::MAIL, Place::DEVICES], true);
    }

    /** What a person reads of it. */
    public function sentence(): string
    {
        if ($this->isWanted()) {
            $where = $this->column === Place::FILE ? $this->table : trim("{$this->table}.{$this->column} {$this->key}");
            return sprintf($this->wantedSentence(), $where, implode(', ', $this->names));
        }
        if ($this->column === Place::FILE) {
            return sprintf(
                /* translators: 1: path of a file, 2: names of image files, 3: what to do */
                __('The file %1$s still uses %2$s, so the old image stays on the disk (%3$s).', 'picture-optimizer'),
                $this->table,
                implode(', ', $this->names),
                $this->reason
            );
        }
        if ($this->column === '') {
            return sprintf(
                /* translators: 1: table, 2: names of files, 3: the database's message */
                __('%1$s can’t be read (%3$s), so it isn’t known whether it uses %2$s. The old file stays.', 'picture-optimizer'),
                $this->table,
                implode(', ', $this->names),
                $this->reason
            );
        }
        return sprintf(
            /* translators: 1: table, column and key, 2: names of files, 3: reason */
            __('%1$s still uses %2$s (%3$s). The old file stays; edit that place by hand.', 'picture-optimizer'),
            trim("{$this->table}.{$this->column} {$this->key}"),
            implode(', ', $this->names),
            $this->reason
        );
    }

    /** @return string With marks for the place and the files. */
    private function wantedSentence(): string
    {
        return match ($this->reason) {
            Place::MAIL => /* translators: 1: table, column and key, 2: names of files */
                __('The email in %1$s keeps using %2$s, because some email programs don’t show WebP and AVIF.', 'picture-optimizer'),
            Place::DEVICES => /* translators: 1: table, column and key, or path of a file, 2: names of image files */
                __('%1$s keeps using %2$s, because icons and podcast artwork must keep their format.', 'picture-optimizer'),
            default => /* translators: 1: table, column and key, 2: names of files */
                __('%1$s links to %2$s. That file stays, because links keep their format.', 'picture-optimizer'),
        };
    }

    /** @return array{table: string, column: string, key: string, names: list<string>, reason: string} */
    public function toArray(): array
    {
        return [
            'table' => $this->table,
            'column' => $this->column,
            'key' => $this->key,
            'names' => $this->names,
            'reason' => $this->reason,
        ];
    }

    /** @param array{table: string, column: string, key: string, names: list<string>, reason: string} $kept */
    public static function fromArray(int $attachmentId, array $kept): self
    {
        return new self($attachmentId, $kept['table'], $kept['column'], $kept['key'], $kept['names'], $kept['reason']);
    }
}
