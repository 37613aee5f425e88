<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;

/** Alts that were filled in, on their way out again: found as they were written, also where a structure around them was decoded. */
final class FilledAlts implements TextRewriter
{
    /** @var array<string, Edit> By what was written. */
    private readonly array $alts;

    /** @param list<Edit> $written */
    public function __construct(array $written)
    {
        $alts = [];
        foreach ($written as $edit) {
            [$old, $new] = [$edit->old, $edit->new];
            do {
                $alts[$new] ??= new Edit(0, $old, $new, $edit->attachments);
                $outer = $new;
                [$old, $new] = [json_decode("\"{$old}\""), json_decode("\"{$new}\"")];
            } while (is_string($old) && is_string($new) && $new !== $outer);
        }
        $this->alts = $alts;
    }

    /** @return list<Edit> */
    public function edits(string $text, int $postId = 0): array
    {
        $edits = [];
        foreach ($this->alts as $new => $edit) {
            for ($from = 0; ($at = strpos($text, $new, $from)) !== false; $from = $at + strlen($new)) {
                $edits[] = new Edit($at, $new, $edit->old, $edit->attachments);
            }
        }
        return $edits;
    }
}
