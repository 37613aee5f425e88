<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;

/**
 * File names without a folder in structured data ("sizes" of copied metadata, a builder's "filename"). Alone, nobody can know which
 * picture such a name means. It is ours where the same structure says so: a URL or path of the same picture stands beside it, or
 * beside the structure that holds it, at most two levels up and only through named members, never across the items of a list.
 */
final class BareNames
{
    public const EXTENSIONS = '(?i:jpe?g|jpe|jfif|png|gif|webp|avif|bmp|tiff?|heic|heif)';

    private const NAME = '~^[^/\\\\:"<>?*|\s][^/\\\\:"<>?*|]{0,199}\.' . self::EXTENSIONS . '$~D';
    private const FARTHEST = 2;

    /** @var list<array{named: bool, proofs: array<string, Edit>, waiting: list<array{string, int, callable}>}> */
    private array $open = [];

    /** @var list<Edit> */
    public array $edits = [];

    /** @var list<string> Names that could be ours. */
    public array $unproved = [];

    public function __construct(private readonly ?Lookup $names)
    {
    }

    public static function isName(string $value): bool
    {
        return preg_match(self::NAME, $value) === 1;
    }

    /** @param bool $named Whether the structure is a named member of the one around it. */
    public function open(bool $named): void
    {
        $this->open[] = ['named' => $named, 'proofs' => [], 'waiting' => []];
    }

    /**
     * @param list<Edit>                  $edits What was found in the value.
     * @param callable(Target): list<Edit> $write How the value is replaced as a whole.
     */
    public function value(string $value, array $edits, callable $write): void
    {
        $last = count($this->open) - 1;
        if ($last < 0 || $this->names === null) {
            return;
        }
        if (self::isName($value)) {
            $this->open[$last]['waiting'][] = [$value, 0, $write];
        } elseif (!preg_match('/[<>\s]/', $value)) {
            foreach ($edits as $edit) {
                $edit->folder === null || $this->open[$last]['proofs'][$edit->folder . implode(',', $edit->attachments)] = $edit;
            }
        }
    }

    public function close(): void
    {
        ['named' => $named, 'proofs' => $proofs, 'waiting' => $waiting] = array_pop($this->open);
        foreach ($waiting as [$name, $climbed, $write]) {
            $target = $this->target($name, $proofs);
            if ($target !== null) {
                array_push($this->edits, ...$write($target));
            } elseif ($named && $proofs === [] && $climbed < self::FARTHEST && $this->open !== []) {
                $this->open[count($this->open) - 1]['waiting'][] = [$name, $climbed + 1, $write];
            } else {
                $this->unproved[] = $name;
            }
        }
    }

    /** @param array<string, Edit> $proofs */
    private function target(string $name, array $proofs): ?Target
    {
        $found = [];
        foreach ($proofs as $proof) {
            $target = $this->names->find(ltrim("{$proof->folder}/{$name}", '/'));
            if ($target !== null && in_array($target->attachmentId, $proof->attachments, true)) {
                $found["{$target->attachmentId} {$target->fileName}"] = $target;
            }
        }
        return count($found) === 1 ? reset($found) : null;
    }
}
