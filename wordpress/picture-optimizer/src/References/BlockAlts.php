<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;

/**
 * The alt text of an image in the comment of its block. Cover blocks keep it there, and many of other plugins under names of their
 * own; where comment and HTML differ, the editor calls the block broken.
 */
final class BlockAlts
{
    private const BLOCK = '~\G<!-- wp:(?<name>[a-z][a-z0-9/-]*) (?<attributes>\{.*?\}) /?-->~s';

    /** `alt`, `imageAlt`, `image_alt`, `altText`; no `default`, no `altitude`. */
    private const NAME = '(?:alt|[A-Za-z0-9]*Alt|[A-Za-z0-9_]+_alt)(?:_?[Tt]ext|Tag)?';

    /** `id`, `imageId`, `media_id`, `imgid`; no `isValid`, no `paid`. */
    private const ID = '~(?:^|_|image|img|media|attachment|photo|picture)id$|I[dD]$~D';

    /** Possessive: whole pages stand in some, for which PHP has too little memory otherwise. */
    private const STRING = '"(?:[^"\\\\]++|\\\\.)*+"';

    private const MEMBER = '~(?<=[{,])"(?<name>' . self::NAME . ')":(?<value>' . self::STRING . ')~';

    /**
     * @return list<Edit>|null Null where the block has the alt text in a place that cannot be told: then its HTML stays as well.
     */
    public static function edits(string $text, ImagePlace $place, string $new): ?array
    {
        $comment = strrpos(substr($text, 0, $place->at), '<!-- wp:');
        if ($comment === false || !preg_match(self::BLOCK, $text, $match, PREG_OFFSET_CAPTURE, $comment)) {
            return [];
        }
        [$json, $at] = $match['attributes'];
        $objects = self::objects($json);
        $ours = array_filter($objects, static fn (array $object): bool => self::shows($object[1], $place));
        if (!array_filter($ours, static fn (array $object): bool => self::names($object[1], $place->attachmentId))) {
            return [];
        }
        $members = self::members($json);
        $same = array_filter($members, static fn (array $member): bool => trim($member[2]) === trim((string) $place->alt));
        if ($members !== [] && $same === []) {
            return []; // Somebody's own words, which only the block knows.
        }
        $chosen = array_filter($same, static fn (array $member): bool => isset($ours[self::innermost($objects, $member[0])]));
        if (count($chosen) === 1) {
            [$offset, $written, , $name] = reset($chosen);
            return [new Edit($at + $offset, $written, self::written($name, $new), [$place->attachmentId])];
        }
        $known = self::ownNames($match['name'][0]);
        $own = $chosen === [] && isset($ours[0]) ? array_keys($known, false, true) : [];
        return match (true) {
            count($own) === 1 => [new Edit($at + 1, '', self::written($own[0], $new) . ',', [$place->attachmentId])],
            $same === [] || in_array(true, $known, true) => [],
            default => null,
        };
    }

    private static function written(string $name, string $alt): string
    {
        return substr(serialize_block_attributes([$name => $alt]), 1, -1);
    }

    /** @return list<array{int, string, string, string}> where it begins, as it is written, its value, its name */
    private static function members(string $json): array
    {
        preg_match_all(self::MEMBER, $json, $found, PREG_SET_ORDER | PREG_OFFSET_CAPTURE);
        return array_map(static fn (array $member): array
            => [$member[0][1], $member[0][0], (string) json_decode($member['value'][0]), $member['name'][0]], $found);
    }

    /** @return list<array{int, string}> where each object begins, and its text; the whole first */
    private static function objects(string $json): array
    {
        preg_match_all('~' . self::STRING . '(*SKIP)(*FAIL)|[{}]~', $json, $braces, PREG_OFFSET_CAPTURE);
        $objects = $open = [];
        foreach ($braces[0] as [$brace, $at]) {
            if ($brace === '{') {
                $open[] = count($objects);
                $objects[] = [$at, ''];
            } elseif ($open !== []) {
                $begun = array_pop($open);
                $objects[$begun][1] = substr($json, $objects[$begun][0], $at + 1 - $objects[$begun][0]);
            }
        }
        return $objects;
    }

    /** @param list<array{int, string}> $objects */
    private static function innermost(array $objects, int $at): int
    {
        $around = array_filter($objects, static fn (array $object): bool => $object[0] < $at && $at < $object[0] + strlen($object[1]));
        return (int) array_key_last($around);
    }

    /** Whether an object is about the image: by its ID, or by the address that its tag has, too. */
    private static function shows(string $object, ImagePlace $place): bool
    {
        $tag = new \WP_HTML_Tag_Processor($place->tag);
        $source = $tag->next_tag() ? $tag->get_attribute('src') : null;
        $sources = array_intersect_key((array) json_decode($object, true), ['src' => true, 'url' => true]);
        return self::names($object, $place->attachmentId) || (is_string($source) && in_array($source, $sources, true));
    }

    /** Whether an object has the image's ID, itself and not one within it. */
    private static function names(string $object, int $attachmentId): bool
    {
        $ids = array_filter((array) json_decode($object, true), static fn (mixed $value, int|string $name): bool
            => preg_match(self::ID, (string) $name) === 1 && (is_int($value) || is_string($value)), ARRAY_FILTER_USE_BOTH);
        return in_array((string) $attachmentId, array_map(strval(...), $ids), true);
    }

    /**
     * Alt texts of a block that WordPress knows of.
     *
     * @return array<string, bool> by name, whether the editor reads it from the HTML and not from the comment
     */
    private static function ownNames(string $block): array
    {
        $type = \WP_Block_Type_Registry::get_instance()->get_registered(str_contains($block, '/') ? $block : "core/{$block}");
        $alts = array_filter($type->attributes ?? [], static fn (string $name): bool
            => preg_match('~^' . self::NAME . '$~D', $name) === 1, ARRAY_FILTER_USE_KEY);
        return array_map(static fn (array $attribute): bool => isset($attribute['source']), $alts);
    }
}
