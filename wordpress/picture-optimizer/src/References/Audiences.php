<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Tells who gets to see a text: by the name of what holds it, and by what stands around it. */
final class Audiences
{
    /** Bytes around an address that are looked at. */
    private const BYTES = 300;
    private const OBJECT_BYTES = 1000;
    private const LETTER_BYTES = 4000;

    /** In any escaping: a tag of the page's head, of a feed, or of what a system reads, that is not ended yet. */
    private const TAG = '~' . Spelling::TAG_BEGIN . '(?:meta|link|[a-z]+:image|[a-z]+\d+x\d+logo|TileImage)(?![A-Za-z])(?:(?!'
        . Spelling::TAG_END . ').)*+$~sD';

    /** @return array<string, Names> By audience, types of posts that only they see. */
    public static function postTypes(): array
    {
        return [Audience::Mail->value => MailPlaces::postTypes()];
    }

    /** @return array<string, Names> The same of meta of whatever. */
    public static function metaKeys(): array
    {
        return [
            Audience::Networks->value => new Names(SocialPlaces::META_KEYS),
            Audience::Devices->value => new Names(DevicePlaces::META_KEYS),
            Audience::Mail->value => MailPlaces::metaKeys(),
        ];
    }

    /** @return array<string, Names> */
    public static function options(): array
    {
        return [
            Audience::Networks->value => new Names(SocialPlaces::OPTIONS),
            Audience::Devices->value => new Names(DevicePlaces::OPTIONS),
            Audience::Mail->value => MailPlaces::options(),
        ];
    }

    /** @param array<string, Names> $names One of the lists above. */
    public static function named(string $name, array $names): Audience
    {
        foreach ($names as $audience => $listed) {
            if ($listed->include($name)) {
                return Audience::from($audience);
            }
        }
        return Audience::Visitors;
    }

    /** @return Audience|null Who sees a member of data by its name; null where the name does not tell. */
    public static function ofMember(string $name): ?Audience
    {
        return match (true) {
            DevicePlaces::isMember($name) => Audience::Devices,
            SocialPlaces::isMember($name) => Audience::Networks,
            MailPlaces::isHolder($name) => Audience::Mail,
            default => null,
        };
    }

    /** Who sees an address that begins at a byte of a text. */
    public static function at(string $text, int $start): Audience
    {
        $before = substr($text, max(0, $start - self::BYTES), min($start, self::BYTES));
        return match (true) {
            preg_match(SocialPlaces::NAMED, $before) === 1 => Audience::Networks,
            preg_match(DevicePlaces::NAMED, $before) === 1, self::isInManifest($text, $start) => Audience::Devices,
            preg_match(self::TAG, $before, $tag) === 1 => self::ofTag($tag[0], substr($text, $start, self::BYTES)),
            MailPlaces::isNamed(substr($text, max(0, $start - self::LETTER_BYTES), min($start, self::LETTER_BYTES))) => Audience::Mail,
            default => Audience::Visitors,
        };
    }

    private static function ofTag(string $begun, string $rest): Audience
    {
        $tag = $begun . (preg_split('~' . Spelling::TAG_END . '~', $rest)[0] ?? '');
        return match (true) {
            preg_match(SocialPlaces::IN_TAG, $tag) === 1 => Audience::Networks,
            preg_match(DevicePlaces::IN_TAG, $tag) === 1 => Audience::Devices,
            default => Audience::Visitors,
        };
    }

    /** Whether an address is one of an image in the JSON of a manifest. */
    private static function isInManifest(string $text, int $start): bool
    {
        $before = substr($text, max(0, $start - self::OBJECT_BYTES), min($start, self::OBJECT_BYTES));
        if (!preg_match(DevicePlaces::SOURCE, $before, $object)) {
            return false;
        }
        $object = $object[0] . substr($text, $start, strcspn($text, '{}', $start, self::OBJECT_BYTES));
        return DevicePlaces::isManifestImage($object);
    }
}
