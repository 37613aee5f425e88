<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\CellRefused;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Database\Written;

/** Goes through the site once and rewrites what names the images of a batch. */
final class ReferenceWriter
{
    private const ATTEMPTS = 5;

    /** Cells that are read, written down and changed together; their values are in memory at once. */
    private const SLICE = 25;
    private const SLICE_BYTES = 2 * MB_IN_BYTES;

    public function __construct(
        private readonly \wpdb $db,
        private readonly Scanner $scanner,
        private readonly Cells $cells,
        private readonly Fence $fence,
    ) {
    }

    /**
     * @param array<int, int>|null $runs Replacement id by attachment id; null leaves nothing in the journal.
     * @param array<string, Rewriter> $others For values that others than visitors see, by audience; the same where there is none.
     * @param Leftovers|null       $proof Looks what old names are left in the values that were read.
     * @return list<Place> What names an image and was left alone, with the reason as its kind.
     */
    public function rewrite(
        Rewriter $rewriter,
        Needles $needles,
        ?array $runs,
        array $others = [],
        ?Leftovers $proof = null,
    ): array {
        $left = [];
        foreach ($this->scanner->scan($needles, all: $proof !== null) as $chunk) {
            if ($chunk[0]->table->leftBecause !== '') {
                array_push($left, ...$this->leftAlone($chunk, $proof));
                continue;
            }
            foreach ($this->slices($this->withoutRevisions($chunk), $left, $proof) as $slice) {
                $this->fence->check();
                $audience = $chunk[0]->table->audience;
                $used = $others[$audience->value] ?? $rewriter;
                array_push($left, ...$this->rewriteSlice($used, $slice, $audience, $runs, $proof));
            }
        }
        foreach ($proof === null ? [] : $this->scanner->unread as $table => $why) {
            array_push($left, ...self::leftovers(new Cell($table, '', '', ''), $why, $proof->perhaps(static fn (): bool => true)));
        }
        return $left;
    }

    /**
     * @param non-empty-list<Found> $chunk
     * @return list<Place> Old names where nothing may be changed.
     */
    private function leftAlone(array $chunk, ?Leftovers $proof): array
    {
        $left = [];
        foreach ($chunk as $found) {
            $cell = $found->cell();
            $names = $this->cells->obstacle($cell, $found->bytes) === null
                ? $proof?->in($this->cells->read($cell) ?? '')
                : $proof?->perhaps(fn (string $word): bool => $this->cells->holds($cell, $word));
            array_push($left, ...self::leftovers($cell, $found->table->leftBecause, $names ?? []));
        }
        return $left;
    }

    /**
     * @param list<Found> $chunk
     * @param list<Place> $left  What this server cannot change is added here.
     * @return iterable<non-empty-list<Cell>> Some cells of one column at a time, and of large ones fewer.
     */
    private function slices(array $chunk, array &$left, ?Leftovers $proof): iterable
    {
        $columns = [];
        foreach ($chunk as $found) {
            $columns[$found->column][] = $found;
        }
        foreach ($columns as $ofColumn) {
            $slice = [];
            $bytes = 0;
            foreach ($ofColumn as $found) {
                $cell = $found->cell();
                $obstacle = $this->cells->obstacle($cell, $found->bytes);
                if ($obstacle !== null) {
                    $names = $proof?->perhaps(fn (string $word): bool => $this->cells->holds($cell, $word)) ?? [];
                    array_push($left, ...$this->notDone($cell, $obstacle, $names));
                    continue;
                }
                if ($slice !== [] && (count($slice) === self::SLICE || $bytes + $found->bytes > self::SLICE_BYTES)) {
                    yield $slice;
                    [$slice, $bytes] = [[], 0];
                }
                $slice[] = $cell;
                $bytes += $found->bytes;
            }
            if ($slice !== []) {
                yield $slice;
            }
        }
    }

    /**
     * @param non-empty-list<Cell> $cells
     * @param array<int, int>|null $runs
     * @return list<Place> What was left alone.
     */
    private function rewriteSlice(Rewriter $rewriter, array $cells, Audience $audience, ?array $runs, ?Leftovers $proof): array
    {
        $left = [];
        $raced = [];
        for ($attempt = 0; $attempt < self::ATTEMPTS && $cells !== []; $attempt++) {
            $written = $this->write($this->changes($rewriter, $cells, $audience, $left, $proof), $runs);
            foreach ($written->refused as [$change, $why]) {
                array_push($left, ...$this->notWritten($change, $why, $proof));
            }
            // Where somebody saved in between, what they wrote is what has to be rewritten.
            $raced = [];
            foreach ($written->raced as $change) {
                if ($change->cell->isToldByValue()) {
                    // Nothing tells which value has come in its place.
                    $why = __('someone changed it at the same moment', 'picture-optimizer');
                    array_push($left, ...$this->notWritten($change, $why, $proof));
                } else {
                    $raced[] = $change;
                }
            }
            $cells = array_map(static fn (CellChange $change): Cell => $change->cell, $raced);
        }
        foreach ($raced as $change) {
            $why = __('changes faster than it can be rewritten', 'picture-optimizer');
            array_push($left, ...$this->notWritten($change, $why, $proof));
        }
        return $left;
    }

    /**
     * @param non-empty-list<Cell> $cells
     * @param list<Place>          $left What stays as it is is added here.
     * @return list<CellChange>
     */
    private function changes(Rewriter $rewriter, array $cells, Audience $audience, array &$left, ?Leftovers $proof): array
    {
        $changes = [];
        $values = $this->cells->readAll($cells);
        foreach ($cells as $cell) {
            $value = $values[$cell->key] ?? '';
            [$change, $problems, $seen] = self::change($rewriter, $cell, $value);
            $change === null || $changes[] = $change;
            // Names that are left say whose they are, and the reason with it.
            $named = $change === null && $proof !== null ? self::unchanged($cell, $value, $audience, $problems, $seen, $proof) : [];
            array_push($left, ...($named !== [] ? $named : $this->places($cell, $problems)));
        }
        return $changes;
    }

    /**
     * @param list<string> $problems Why the value, or a part of it, stays.
     * @param list<string> $seen     Names without a folder that nothing proves to be ours.
     * @return list<Place> Old names in a value that is not changed.
     */
    private static function unchanged(
        Cell $cell,
        string $value,
        Audience $audience,
        array $problems,
        array $seen,
        Leftovers $proof
    ): array {
        $left = [];
        foreach ($proof->in($value) as $image => $names) {
            $wanted = $problems === [] ? $proof->wanted($image, $value, $audience) : null;
            $why = $wanted ?? $problems[0] ?? (array_diff($names, $seen) === [] ? self::withoutFolder() : self::notUnderstood());
            array_push($left, ...self::leftovers($cell, $why, [$image => $names]));
        }
        return $left;
    }

    /** @return list<Place> */
    private function notWritten(CellChange $change, string $why, ?Leftovers $proof): array
    {
        return $this->notDone($change->cell, $why, $proof?->in($change->before) ?? []);
    }

    /**
     * A value that nobody has thought of must not hold up all others.
     *
     * @return array{CellChange|null, list<string>, list<string>} What becomes of the value, why it, or a part of it, stays, and which
     *                                                            names without a folder were seen.
     */
    private static function change(Rewriter $rewriter, Cell $cell, string $value): array
    {
        try {
            $rewrite = $rewriter->rewrite($value, $cell->postId);
            $change = $rewrite->edits->isEmpty() ? null : new CellChange($cell, $value, $rewrite->edits);
        } catch (\UnexpectedValueException) {
            return [null, [self::notUnderstood()], []]; // One name in it means two images, by two ways to read it.
        }
        return $change === null || self::isReadableAfter($change)
            ? [$change, $rewrite->problems, $rewrite->seen]
            : [null, [...$rewrite->problems, __('would not be readable afterward', 'picture-optimizer')], $rewrite->seen];
    }

    private static function withoutFolder(): string
    {
        return __('without its folder, so it could be another image’s name', 'picture-optimizer');
    }

    private static function notUnderstood(): string
    {
        return __('in a format that Picture Optimizer doesn’t know', 'picture-optimizer');
    }

    /**
     * @param list<CellChange>     $changes
     * @param array<int, int>|null $runs
     */
    private function write(array $changes, ?array $runs): Written
    {
        if ($runs !== null) {
            return $this->cells->change($changes, $runs);
        }
        $raced = $refused = [];
        foreach ($changes as $change) {
            try {
                $this->cells->apply($change) || $raced[] = $change;
            } catch (CellRefused $error) {
                $refused[] = [$change, $error->getMessage()];
            }
        }
        return new Written($raced, $refused);
    }

    /**
     * @param array<int, list<string>> $names Old names that stay there, by image.
     * @return list<Place>
     */
    private function notDone(Cell $cell, string $why, array $names): array
    {
        return $names === [] ? $this->places($cell, [$why]) : self::leftovers($cell, $why, $names);
    }

    /**
     * @param list<string> $problems
     * @return list<Place>
     */
    private function places(Cell $cell, array $problems): array
    {
        return array_map(
            static fn (string $why): Place => new Place($cell->table, $cell->shownKey(), $cell->column, $why, $cell->postId),
            $problems
        );
    }

    /**
     * @param array<int, list<string>> $names Old names by image.
     * @return list<Place>
     */
    private static function leftovers(Cell $cell, string $why, array $names): array
    {
        $places = [];
        foreach ($names as $image => $left) {
            $places[] = new Place($cell->table, $cell->shownKey(), $cell->column, $why, $cell->postId, $image, $left);
        }
        return $places;
    }

    /** Text that is neither serialized data nor JSON is not put together for this: it may be large. */
    public static function isReadableAfter(CellChange $change): bool
    {
        $canBeData = preg_match('/^[\s\0]*(?:[[{"tfn0-9-]|[aOCsidbEN][:;])/', $change->before) === 1;
        return !$canBeData || self::staysReadable($change->before, $change->after());
    }

    /** What was serialized data or JSON before must be so afterwards. */
    public static function staysReadable(string $before, string $after): bool
    {
        if (is_serialized($before)) {
            $options = ['allowed_classes' => false];
            return @unserialize(trim($before), $options) === false || @unserialize(trim($after), $options) !== false;
        }
        json_decode($before);
        if (json_last_error() === JSON_ERROR_NONE) {
            json_decode($after);
            return json_last_error() === JSON_ERROR_NONE;
        }
        return true;
    }

    /**
     * A revision is history: it stays. If somebody goes back to it, the save is led to today's names.
     *
     * @param non-empty-list<Found> $chunk
     * @return list<Found>
     */
    private function withoutRevisions(array $chunk): array
    {
        $posts = $chunk[0]->table;
        if (!$posts->holdsPosts()) {
            return $chunk;
        }
        $ids = implode(',', array_map(static fn (Found $found): int => (int) $found->key, $chunk));
        $revisions = array_flip($this->db->get_col(
            "SELECT ID FROM `{$posts->table}` WHERE post_type = 'revision' AND ID IN ({$ids})"
        ));
        return array_values(array_filter($chunk, static fn (Found $found): bool => !isset($revisions[$found->key])));
    }
}
