<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** One database cell that names a picture. */
final class Place
{
    /** As kinds: an old name that stands there on purpose, because links keep their format, or because its readers show no other. */
    public const LINK = 'link';
    public const MAIL = 'mail';
    public const DEVICES = 'devices';

    /** In the place of a column: not a value of the database but a file, whose path stands in the place of the table. */
    public const FILE = 'file';

    /**
     * @param string $key    Value of the primary key.
     * @param string $kind   What the cell holds: html, json, serialized, base64, text, id, revision, or "unknown class"
     *                       (an object that is reported and left alone).
     * @param int    $postId The post that the cell belongs to, 0 when none.
     * @param int    $image  Whose old names are left there, 0 where that is not known.
     * @param list<string> $left Old names that are left there after a replacement.
     */
    public function __construct(
        public readonly string $table,
        public readonly string $key,
        public readonly string $column,
        public readonly string $kind,
        public readonly int $postId = 0,
        public readonly int $image = 0,
        public readonly array $left = [],
    ) {
    }

    public function as(string $kind): self
    {
        return new self($this->table, $this->key, $this->column, $kind, $this->postId, $this->image, $this->left);
    }
}
