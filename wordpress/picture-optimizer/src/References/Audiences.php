<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Tells who gets to see a text: by the name of what holds it, and by what stands around it. */
final class Audiences
{
    /** By audience, names of what only they see. */
    public const POST_TYPES = [Audience::Mail->value => MailPlaces::POST_TYPES];
    public const META_KEYS = [
        Audience::Networks->value => SocialPlaces::META_KEYS,
        Audience::Mail->value => MailPlaces::META_KEYS,
        Audience::Devices->value => DevicePlaces::META_KEYS,
    ];
    public const OPTIONS = [
        Audience::Networks->value => SocialPlaces::OPTIONS,
        Audience::Mail->value => MailPlaces::OPTIONS,
        Audience::Devices->value => DevicePlaces::OPTIONS,
    ];

    /** Bytes around an address that are looked at. */
    private const BYTES = 300;
    private const OBJECT_BYTES = 1000;

    /** In any escaping: a tag of the page's head, of a feed, or of what a system reads, that is not ended yet. */
    private const TAG = '~' . Spelling::TAG_BEGIN . '(?:meta|link|[a-z]+:image|[a-z]+\d+x\d+logo|TileImage)(?![A-Za-z])(?:(?!'
        . Spelling::TAG_END . ').)*+$~sD';

    /** @param array<string, list<string>> $names One of the lists above. */
    public static function named(string $name, array $names): Audience
    {
        foreach ($names as $audience => $listed) {
            if (in_array($name, $listed, true)) {
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
