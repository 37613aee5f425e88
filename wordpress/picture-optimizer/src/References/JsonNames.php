<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;

/** Follows the structure of JSON, a whole text or the attributes of blocks, for paths below uploads and names without a folder. */
final class JsonNames
{
    private const TOKEN = '~"(?:[^"\\\\]++|\\\\.)*+"|[{}\[\]:,]~s';
    private const CANDIDATE = '~"[^":]{1,300}\.' . BareNames::EXTENSIONS . '"~';
    private const PATH = '~^[^/:\s][^:<>]*\.' . BareNames::EXTENSIONS . '$~D';
    private const BLOCK = '~<!--\s+wp:[a-z0-9/-]+\s+(\{.*?\})\s+/?-->~s';

    /** @param list<Edit> $edits What was found in the text so far, in the order of their offsets. */
    public static function look(string $text, array $edits, ?Lookup $names): BareNames
    {
        $bare = new BareNames($names);
        if ($names !== null && preg_match(self::CANDIDATE, $text)) {
            foreach (self::documents($text) as [$json, $offset]) {
                self::walk($json, $offset, (new Edits($edits))->list, $bare, $names);
            }
        }
        return $bare;
    }

    /** @return list<array{string, int}> */
    private static function documents(string $text): array
    {
        if (in_array(ltrim($text)[0] ?? '', ['{', '['], true) && json_decode($text) !== null) {
            return [[$text, 0]];
        }
        preg_match_all(self::BLOCK, $text, $blocks, PREG_OFFSET_CAPTURE);
        return array_filter($blocks[1], static fn (array $block): bool => json_decode($block[0]) !== null);
    }

    /** @param list<Edit> $edits */
    private static function walk(string $json, int $offset, array $edits, BareNames $bare, Lookup $names): void
    {
        $objects = [];
        $isKey = false;
        $next = 0;
        // One by one: all tokens of a long text at once would take much memory.
        for ($from = 0; preg_match(self::TOKEN, $json, $match, PREG_OFFSET_CAPTURE, $from); $from = $at + strlen($token)) {
            [$token, $at] = $match[0];
            $inObject = end($objects) === true;
            switch ($token[0]) {
                case '{':
                case '[':
                    $bare->open($inObject);
                    $objects[] = $token === '{';
                    $isKey = $token === '{';
                    break;
                case '}':
                case ']':
                    array_pop($objects);
                    $bare->close();
                    break;
                case ',':
                    $isKey = $inObject;
                    break;
                case ':':
                    $isKey = false;
                    break;
                default:
                    $start = $offset + $at + 1;
                    $here = self::within($edits, $next, $start, $start + strlen($token) - 2);
                    $isKey || self::value(substr($token, 1, -1), $start, $here, $bare, $names);
            }
        }
    }

    /**
     * @param list<Edit> $edits In the order of their offsets.
     * @param int        $next  The first that was not passed yet.
     * @return list<Edit>
     */
    private static function within(array $edits, int &$next, int $from, int $to): array
    {
        $here = [];
        for (; isset($edits[$next]) && $edits[$next]->offset <= $to; $next++) {
            if ($edits[$next]->offset >= $from && $edits[$next]->end() <= $to) {
                $here[] = $edits[$next];
            }
        }
        return $here;
    }

    /** @param list<Edit> $here What was found in this string. */
    private static function value(string $written, int $at, array $here, BareNames $bare, Lookup $names): void
    {
        $value = Spelling::decoded($written);
        if ($here === [] && ($edit = self::path($written, $value, $at, $names)) !== null) {
            $bare->edits[] = $here[] = $edit;
        }
        $write = static fn (Target $target): array => [
            new Edit($at, $written, Spelling::like($written, $target->fileName), [$target->attachmentId]),
        ];
        $bare->value($value, $here, $write);
    }

    /** A string that is nothing but a path below uploads, as WordPress' own metadata has it. */
    private static function path(string $written, string $value, int $at, Lookup $names): ?Edit
    {
        $slash = strrpos($written, '/');
        // To look up a name can cost a query: only what can be a path is looked up.
        $isPath = $slash !== false && strlen($value) <= 500 && preg_match(self::PATH, $value);
        $target = $isPath ? $names->find($value) : null;
        if ($target === null) {
            return null;
        }
        $name = substr($written, $slash + 1);
        $new = Spelling::like($name, $target->fileName);
        return new Edit($at + $slash + 1, $name, $new, [$target->attachmentId], dirname($value));
    }
}
