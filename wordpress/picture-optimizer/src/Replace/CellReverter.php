<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\CellRefused;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\ChangeKind;
use PictureOptimizer\Database\ChangeState;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Database\WrittenChange;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\References\FilledAlts;
use PictureOptimizer\References\ReferenceWriter;
use PictureOptimizer\References\Rewriter;

/**
 * Takes back the change of one value. Unchanged since: it is restored to the byte. Edited since: only what is ours goes back, what
 * others wrote stays.
 */
final class CellReverter
{
    private const ATTEMPTS = 5;

    /** The name of a file, long enough for a mark in its place; or a piece of Base64, in which another host can be named by now. */
    private const NAME = '~^(?:[^\s"\'<>=]{5,}\.[A-Za-z\d]{3,5}|[A-Za-z\d+/_-]{24,}={0,2})$~D';

    /** What metadata says of the file itself. */
    private const MEASURES = ['width' => true, 'height' => true, 'filesize' => true];

    public function __construct(private readonly Cells $cells)
    {
    }

    /**
     * @param Rewriter $back Leads this picture's new names back to the old ones.
     * @return string|null What people should know, or null.
     */
    public function revert(WrittenChange $change, Rewriter $back): ?string
    {
        $cell = $change->cell;
        $obstacle = $this->cells->obstacle($cell);
        if ($obstacle !== null) {
            return self::left($cell, $obstacle);
        }
        try {
            return $this->goBack($change, $back);
        } catch (CellRefused $error) {
            return self::left($cell, $error->getMessage());
        } catch (\UnexpectedValueException) {
            return self::left($cell, __('in a format that Picture Optimizer doesn’t know', 'picture-optimizer'));
        }
    }

    private static function left(Cell $cell, string $why): string
    {
        return sprintf(
            /* translators: 1: table and column, 2: key of the row, 3: why */
            __('%1$s %2$s still has the new names: %3$s.', 'picture-optimizer'),
            "{$cell->table}.{$cell->column}",
            $cell->key,
            $why
        );
    }

    private function goBack(WrittenChange $change, Rewriter $back): ?string
    {
        $cell = $change->cell;
        for ($attempt = 0; $attempt < self::ATTEMPTS; $attempt++) {
            $now = $this->cells->read($cell);
            $edits = $now === null ? null : $this->editsBack($change, $now, $back);
            if ($edits === null || $edits->isEmpty() || $this->cells->apply(new CellChange($cell, $now, $edits))) {
                $this->cells->mark([$change->id], ChangeState::Reverted);
                return $now !== null && $edits === null ? sprintf(
                    /* translators: %s: name of a database column */
                    __('%s has been edited since and stays as it is.', 'picture-optimizer'),
                    $cell->column
                ) : null;
            }
        }
        return sprintf(
            /* translators: 1: name of a database column, 2: key of a row, 3: name of a database table */
            __('%1$s in row %2$s of the table %3$s changes faster than it can be restored.', 'picture-optimizer'),
            $cell->column,
            $cell->key,
            $cell->table
        );
    }

    /** @return Edits|null What leads the value back; null when it is somebody else's now. */
    private function editsBack(WrittenChange $change, string $now, Rewriter $back): ?Edits
    {
        $hash = hash('sha256', $now);
        if ($hash === $change->hashBefore) {
            return new Edits();
        }
        if ($hash === $change->hashAfter && !$this->cells->isShared($change)) {
            return $change->edits->inverted();
        }
        $before = match (true) {
            $change->kind === ChangeKind::Reference => $this->mapBack($now, $change->edits, $change->attachmentId, $back),
            is_serialized($now) => $this->mergeMetadata($now, $change->edits->list[0]),
            default => null,
        };
        return $before === null ? null : Edits::between($now, $before);
    }

    private function mapBack(string $now, Edits $edits, int $attachmentId, Rewriter $back): string
    {
        $alts = $this->untouchedAlts($now, $edits, $attachmentId);
        $text = $alts === [] ? $now : Rewriter::of(new FilledAlts($alts))->rewrite($now)->edits->apply($now);
        $text = self::parted($text, $edits, $attachmentId);
        $result = $back->rewrite($text)->edits->apply($text);
        return ReferenceWriter::staysReadable($now, $result) ? $result : $now;
    }

    /**
     * Several names can have become one, as all sizes do where social networks are shown a copy. While that one stands there as often as
     * it was written, the first of them is the first of the former names, and so on. Each is marked by letters of the same length, so
     * that data around it stays readable, and then gets its name.
     */
    private static function parted(string $now, Edits $edits, int $attachmentId): string
    {
        $former = $marks = [];
        foreach ($edits->list as $edit) {
            $isName = $edit->attachments === [$attachmentId] && preg_match(self::NAME, $edit->new) === 1;
            $isName && $former[$edit->new][] = $edit->old;
        }
        $marked = $now;
        foreach ($former as $new => $olds) {
            if (substr_count($now, $new) !== count($olds)) {
                continue;
            }
            foreach ($olds as $old) {
                $mark = str_pad(sprintf('%04dZ', count($marks)), strlen($new), 'Q', STR_PAD_LEFT);
                if (str_contains($now, $mark)) {
                    return $now;
                }
                $marked = substr_replace($marked, $mark, (int) strpos($marked, $new), strlen($new));
                $marks[] = new Edit(0, $old, $mark, [$attachmentId]);
            }
        }
        return $marks === [] ? $now : Rewriter::of(new FilledAlts($marks))->rewrite($marked)->edits->apply($marked);
    }

    /**
     * An alt that we filled in and that nobody touched is still there as often as we wrote it.
     *
     * @return list<Edit>
     */
    private function untouchedAlts(string $now, Edits $edits, int $attachmentId): array
    {
        $alts = array_filter($edits->list, static fn (Edit $edit): bool => $edit->attachments === [$attachmentId]
            && preg_match('/^(?: alt=|(?:\\\\*"|\\\\u0022)alt)/', $edit->new) === 1);
        return array_values(array_filter($alts, static function (Edit $alt) use ($alts, $now): bool {
            $written = array_filter($alts, static fn (Edit $other): bool => $other->new === $alt->new);
            return substr_count($now, $alt->new) === count($written);
        }));
    }

    /** Other plugins keep their own keys in the metadata, and may have added sizes. */
    private function mergeMetadata(string $now, Edit $edit): ?string
    {
        $options = ['allowed_classes' => false];
        [$old, $ours, $current] = array_map(
            static fn (string $text): mixed => @unserialize($text, $options),
            [$edit->old, $edit->new, $now]
        );
        if (!is_array($old) || !is_array($ours) || !is_array($current)) {
            return null;
        }
        if (($current['file'] ?? null) !== ($ours['file'] ?? null)) {
            return null; // It describes a file of somebody else.
        }
        $sizes = static fn (array $meta): array => is_array($meta['sizes'] ?? null) ? $meta['sizes'] : [];
        $theirs = array_diff_key($sizes($current), $sizes($ours));
        $result = self::merge($old, $ours, $current);
        $result['sizes'] = $sizes($old) + $theirs;
        $measures = self::isBack($old) ? array_intersect_key($old, self::MEASURES) : [];
        return serialize(array_replace($result, $measures));
    }

    /**
     * Whether the former file is on the disk again: then what somebody wrote of the one between, as programs do that compress or scale
     * images in place, is true no longer.
     *
     * @param array<mixed> $old
     */
    private static function isBack(array $old): bool
    {
        $path = is_string($old['file'] ?? null) ? Attachment::uploads() . "/{$old['file']}" : '';
        clearstatcache(true, $path);
        return is_file($path) && filesize($path) === ($old['filesize'] ?? null);
    }

    /**
     * What is still ours becomes what it was, at any depth; what others wrote since stays.
     *
     * @param array<mixed> $old
     * @param array<mixed> $ours
     * @param array<mixed> $current
     * @return array<mixed>
     */
    private static function merge(array $old, array $ours, array $current): array
    {
        foreach ($ours as $key => $value) {
            $now = $current[$key] ?? null;
            $before = $old[$key] ?? null;
            if ($now === $value && $before === null) {
                unset($current[$key]);
            } elseif ($now === $value) {
                $current[$key] = $before;
            } elseif (is_array($now) && is_array($value) && is_array($before)) {
                $current[$key] = self::merge($before, $value, $now);
            }
        }
        return $current;
    }
}
