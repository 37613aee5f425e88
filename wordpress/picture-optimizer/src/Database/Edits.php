<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** Replacements that do not overlap, in the order of their offsets: all that changes in a cell, and nothing else does. */
final class Edits
{
    /** Bytes of a large text that are copied at once. */
    private const PIECE = 64 * KB_IN_BYTES;

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

    /** The one edit that makes a text another one. */
    public static function between(string $before, string $after): self
    {
        $middle = Middle::between($before, $after);
        $old = substr($before, $middle->start, strlen($before) - $middle->start - $middle->end);
        return new self($old === $middle->text ? [] : [new Edit($middle->start, $old, $middle->text)]);
    }

    /** @throws \UnexpectedValueException When the text is not the one that the edits were made for. */
    public function apply(string $text): string
    {
        $result = '';
        foreach ($this->pieces($text) as $piece) {
            $result .= $piece;
        }
        return $result;
    }

    /**
     * @return string SHA-256 of the text after the edits, which need not be in memory for that.
     * @throws \UnexpectedValueException When the text is not the one that the edits were made for.
     */
    public function hashOf(string $text): string
    {
        $hash = hash_init('sha256');
        foreach ($this->pieces($text) as $piece) {
            hash_update($hash, $piece);
        }
        return hash_final($hash);
    }

    /** @return iterable<string> The text after the edits, in small pieces. */
    private function pieces(string $text): iterable
    {
        $position = 0;
        foreach ($this->list as $edit) {
            $isOutside = $edit->offset < $position || $edit->end() > strlen($text);
            if ($isOutside || substr_compare($text, $edit->old, $edit->offset, strlen($edit->old)) !== 0) {
                throw new \UnexpectedValueException('The edits do not fit the text.'); // not for people
            }
            yield from self::cut($text, $position, $edit->offset);
            yield $edit->new;
            $position = $edit->end();
        }
        yield from self::cut($text, $position, strlen($text));
    }

    /** @return iterable<string> */
    private static function cut(string $text, int $from, int $to): iterable
    {
        for ($at = $from; $at < $to; $at += self::PIECE) {
            yield substr($text, $at, min(self::PIECE, $to - $at));
        }
    }

    /**
     * Edits of which those that stand close together are one: few, and small altogether.
     *
     * @return list<Edit>
     */
    public function joined(string $text, int $closest): array
    {
        $joined = [];
        foreach ($this->list as $edit) {
            $last = array_key_last($joined);
            if ($last === null || $edit->offset - $joined[$last]->end() > $closest) {
                $joined[] = $edit;
                continue;
            }
            $first = $joined[$last];
            $between = substr($text, $first->end(), $edit->offset - $first->end());
            $joined[$last] = new Edit($first->offset, $first->old . $between . $edit->old, $first->new . $between . $edit->new);
        }
        return $joined;
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
