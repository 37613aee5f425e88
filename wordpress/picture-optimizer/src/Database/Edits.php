<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** Replacements that do not overlap, in the order of their offsets: all that changes in a cell, and nothing else does. */
final class Edits
{
    /** @var list<Edit> */
    public readonly array $list;

    /** @param list<Edit> $edits In any order. */
    public function __construct(array $edits = [])
    {
        usort($edits, static fn (Edit $a, Edit $b): int => $a->offset <=> $b->offset);
        $this->list = $edits;
    }

    public function isEmpty(): bool
    {
        return $this->list === [];
    }

    /** @throws \UnexpectedValueException When the text is not the one that the edits were made for. */
    public function apply(string $text): string
    {
        $result = '';
        $position = 0;
        foreach ($this->list as $edit) {
            if ($edit->offset < $position || substr($text, $edit->offset, strlen($edit->old)) !== $edit->old) {
                throw new \UnexpectedValueException('The edits do not fit the text.'); // not for people
            }
            $result .= substr($text, $position, $edit->offset - $position) . $edit->new;
            $position = $edit->offset + strlen($edit->old);
        }
        return $result . substr($text, $position);
    }

    /** The edits that lead back from the changed text. */
    public function inverted(): self
    {
        $growth = 0;
        $inverted = [];
        foreach ($this->list as $edit) {
            $inverted[] = new Edit($edit->offset + $growth, $edit->new, $edit->old, $edit->attachments);
            $growth += $edit->growth();
        }
        return new self($inverted);
    }

    public function growth(): int
    {
        return array_sum(array_map(static fn (Edit $edit): int => $edit->growth(), $this->list));
    }

    /** @return list<int> The pictures that have edits here. */
    public function attachments(): array
    {
        $ids = array_merge([], ...array_map(static fn (Edit $edit): array => $edit->attachments, $this->list));
        return array_values(array_unique($ids));
    }

    /** Text for a database column; the bytes of the edits need not be valid UTF-8. */
    public function encoded(): string
    {
        return implode("\n", array_map(static fn (Edit $edit): string => implode(' ', [
            $edit->offset,
            implode(',', $edit->attachments),
            base64_encode($edit->old),
            base64_encode($edit->new),
        ]), $this->list));
    }

    public static function decoded(string $text): self
    {
        $edits = [];
        foreach (array_filter(explode("\n", $text)) as $line) {
            [$offset, $ids, $old, $new] = explode(' ', $line);
            $attachments = $ids === '' ? [] : array_map('intval', explode(',', $ids));
            $edits[] = new Edit((int) $offset, base64_decode($old), base64_decode($new), $attachments);
        }
        return new self($edits);
    }
}
