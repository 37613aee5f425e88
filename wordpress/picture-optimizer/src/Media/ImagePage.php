<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

/** The facts of one image as its page shows them. Sizes in bytes and pixels, times in Unix seconds, scores from 0 to 100. */
final class ImagePage
{
    /**
     * @param array{name: string, label: string, detail: string, canRevert: bool} $status
     * @param bool $replaced the original is kept and can be compared and restored
     * @param list<array{name: string, file: string, width: int, height: int, bytes: int, mime: string, score: float|null}> $sizes
     * @param list<array{field: string, label: string, before: string|null, after: string|null}> $metadata embedded fields that were changed
     * @param list<string> $notes what was converted, kept or lost, in sentences
     * @param list<array{field: string, label: string, text: string, by: string, at: int, before: string|null}> $texts
     * @param list<array{at: int, what: string, state: string, reason: string, credits: int, by: string, undo: int}> $history newest
     *     first; `undo` is the step that can be taken back, or 0
     */
    public function __construct(
        public readonly int $id,
        public readonly string $file,
        public readonly string $image,
        public readonly array $status,
        public readonly bool $replaced,
        public readonly int $bytes_before,
        public readonly int $bytes_after,
        public readonly int $credits,
        public readonly array $sizes,
        public readonly array $metadata,
        public readonly array $notes,
        public readonly array $texts,
        public readonly array $history,
    ) {
    }
}
