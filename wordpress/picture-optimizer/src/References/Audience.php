<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Who gets to see a text: what they can show decides which file of an image it names. */
enum Audience: string
{
    case Visitors = 'visitors';
    /** Social networks and feed readers. */
    case Networks = 'networks';
    case Mail = 'mail';
    /** What shows an image outside of a page: icons of apps, tabs and home screens, the artwork of a podcast. */
    case Devices = 'devices';

    private const HARDLY_SHOWN = ['webp', 'avif'];

    /** @return list<self> All that do not see what every visitor sees. */
    public static function others(): array
    {
        return [self::Networks, self::Mail, self::Devices];
    }

    /**
     * Whether they are shown the new file in the place of the old one. A manifest and a feed say of which type an image is, and who
     * reads them refuses some: there the format stays.
     */
    public function canFollow(string $old, string $new): bool
    {
        [$before, $after] = [self::format($old), self::format($new)];
        return match ($this) {
            self::Visitors, self::Networks => true,
            self::Mail => !in_array($after, self::HARDLY_SHOWN, true) || $before === $after,
            self::Devices => $before === $after,
        };
    }

    private static function format(string $name): string
    {
        $extension = strtolower(pathinfo($name, PATHINFO_EXTENSION));
        return in_array($extension, ['jpe', 'jpeg', 'jfif'], true) ? 'jpg' : $extension;
    }
}
