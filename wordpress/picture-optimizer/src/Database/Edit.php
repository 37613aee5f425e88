<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** One replacement inside a text: at a byte offset, some old bytes become some new bytes. */
final class Edit
{
    /**
     * @param list<int>   $attachments The pictures that it is for; empty for a length in serialized data.
     * @param string|null $folder      For a file name: the folder that stands with it, relative to uploads. Not kept in the journal.
     */
    public function __construct(
        public readonly int $offset,
        public readonly string $old,
        public readonly string $new,
        public readonly array $attachments = [],
        public readonly ?string $folder = null,
    ) {
    }

    public function shifted(int $by): self
    {
        return new self($this->offset + $by, $this->old, $this->new, $this->attachments, $this->folder);
    }

    public function growth(): int
    {
        return strlen($this->new) - strlen($this->old);
    }

    public function end(): int
    {
        return $this->offset + strlen($this->old);
    }
}
