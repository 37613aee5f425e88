<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Follows the structure of JSON, a whole text or the attributes of blocks, for paths below uploads and names without a folder. */
final class JsonNames
{
    private const TOKEN = '~"(?:[^"\\\\]++|\\\\.)*+"|[{}\[\]:,]~s';
    private const CANDIDATE = '~"[^":]{1,300}\.' . BareNames::EXTENSIONS . '"~';
    private const BLOCK = '~<!--\s+wp:[a-z0-9/-]+\s+(\{.*?\})\s+/?-->~s';

    /** @param list<Edit> $edits What was found in the text so far, in the order of their offsets. */
    public static function look(string $text, array $edits, ?Lookup $names): BareNames
    {
        $bare = new BareNames($names);
        if ($names !== null && preg_match(self::CANDIDATE, $text)) {
            foreach (self::documents($text) as [$json, $offset]) {
                self::walk($json, $offset, $edits, $bare, $names);
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
        preg_match_all(self::TOKEN, $json, $tokens, PREG_OFFSET_CAPTURE);
        $objects = [];
        $isKey = false;
        foreach ($tokens[0] as [$token, $at]) {
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
                    $isKey || self::value(substr($token, 1, -1), $offset + $at + 1, $edits, $bare, $names);
            }
        }
    }

    /** @param list<Edit> $edits */
    private static function value(string $written, int $at, array $edits, BareNames $bare, Lookup $names): void
    {
        $end = $at + strlen($written);
        $here = array_values(array_filter(
            $edits,
            static fn (Edit $edit): bool => $edit->offset >= $at && $edit->end() <= $end
        ));
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
        $target = $slash === false || strlen($value) > 500 ? null : $names->find($value);
        if ($target === null) {
            return null;
        }
        $name = substr($written, $slash + 1);
        $new = Spelling::like($name, $target->fileName);
        return new Edit($at + $slash + 1, $name, $new, [$target->attachmentId], dirname($value));
    }
}
