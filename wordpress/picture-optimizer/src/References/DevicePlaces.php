<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Where images are named for what is no browser's page. Each of these readers takes few formats, and shows nothing where it gets another:
 * browsers install a web app by an icon in PNG, SVG or WebP (Chromium: components/webapps/browser/installable), and by the type that
 * its manifest tells; Apple's touch icons are PNG; Windows' tiles are PNG, JPEG or GIF; artwork of podcasts is JPEG or PNG (Apple
 * Podcasts, Spotify); RSS 2.0 has GIF, JPEG and PNG for a channel's image. So there an image keeps its file where the format changes.
 */
final class DevicePlaces
{
    /** Super Progressive Web Apps, PWA for WP; podcasts of Seriously Simple Podcasting and Podlove; a favicon's plugins. */
    public const OPTIONS = [
        'superpwa_settings', 'superpwa_apple_icons_settings', 'pwaforwp_settings', 'ss_podcasting_data_image', 'podlove_podcast',
        'pwa4wp_manifest', 'aio-favicon_settings', 'favicon', 'site_favicon', 'apple_touch_icon',
    ];

    /** Of an episode: PowerPress, Podlove, Seriously Simple Podcasting. */
    public const META_KEYS = ['itunes_image', '_podlove_meta_image', 'ss_podcasting_data_image'];

    /** What names of members of data have in them that say it, of an image or of all that is in them. */
    private const MEMBER = '(?:fav[_-]?icon|apple[_-]?touch|msapplication|mstile'
        . '|(?<![A-Za-z])(?:web[_-]?(?:app[_-]?)?)?manifest(?![A-Za-z])'
        . '|(?:touch|splash|maskable|monochrome|(?<![A-Za-z])app|pwa|iphone|ipad|android|home[_-]?screen|tile)[_-]?icon'
        . '|(?:itunes|rss\d?|podcast)[_-]?(?:image|cover|artwork))';

    /** The same in a text's words, up to the value: itself in quotes, or a member of what the name stands for. */
    public const NAMED = '~' . Spelling::QUOTE . '[\w-]*?(?i:' . self::MEMBER . ')[\w-]*' . Spelling::QUOTE . '\s*:\s*'
        . '(?:\{[^{}]*|' . Spelling::QUOTE . '(?:(?!' . Spelling::QUOTE . ')[^\s<>{}\[\],])*)$~sD';

    /** An image in the JSON of a manifest, up to its address; and what a manifest says of it: measures in pixels, type or purpose. */
    public const SOURCE = '~\{[^{}]*' . Spelling::QUOTE . 'src' . Spelling::QUOTE . '\s*:\s*' . Spelling::QUOTE . '(?:(?!'
        . Spelling::QUOTE . ')[^\s<>{}])*$~sD';
    private const MEASURES = '~' . Spelling::QUOTE . 'sizes' . Spelling::QUOTE . '\s*:\s*' . Spelling::QUOTE . '(?:\d+x\d+|any)\b~';
    private const TYPE = '~' . Spelling::QUOTE . '(?:purpose|type' . Spelling::QUOTE . '\s*:\s*' . Spelling::QUOTE . 'image)\b~';
    private const SERIALIZED = '~\Ga:\d+:\{(?=[^{}]*"sizes";s:\d+:"(?:\d+x\d+|any)\b)(?=[^{}]*"(?:purpose"|type";s:\d+:"image/))'
        . '[^{}]*"src"~';

    /** What tells of a tag that it is one of these, by its name or by what it is a link to. */
    private const RELATION = '\brel(?:\s|%(?:25)*20)*(?:=|%(?:25)*3[Dd])(?:\s|%(?:25)*20)*' . Spelling::QUOTE . '?(?:(?!'
        . Spelling::QUOTE . ')[^>])*\b(?:icon|apple-touch-[a-z-]+)\b';
    public const IN_TAG = '~' . self::RELATION . '|msapplication-|^' . Spelling::TAG_BEGIN
        . '(?:[a-z]+:image|[a-z]+\d+x\d+logo|TileImage)\b~i';

    /** Whether a member of this name, or what it holds, is for them. */
    public static function isMember(string $name): bool
    {
        return preg_match('~' . self::MEMBER . '~i', $name) === 1;
    }

    /** Whether an object of JSON is an image of a manifest. */
    public static function isManifestImage(string $object): bool
    {
        return preg_match(self::MEASURES, $object) === 1 && preg_match(self::TYPE, $object) === 1;
    }

    /** The same of an array that begins at a byte of serialized data. */
    public static function isManifestArray(string $data, int $at): bool
    {
        return preg_match(self::SERIALIZED, $data, $match, 0, $at) === 1;
    }
}
