<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Where pictures are named for social networks and feed readers. */
final class SocialPlaces
{
    /** Meta of SEO plugins, and of WordPress for feeds, that names a picture for others. */
    public const META_KEYS = [
        '_yoast_wpseo_opengraph-image',
        '_yoast_wpseo_twitter-image',
        'rank_math_facebook_image',
        'rank_math_twitter_image',
        '_seopress_social_fb_img',
        '_seopress_social_twitter_img',
        '_social_image_url',
        '_aioseo_og_image_custom_url',
        '_aioseo_twitter_image_custom_url',
        'enclosure',
    ];

    /** Options of the same: pictures for a whole site, for terms, for authors. */
    public const OPTIONS = [
        'wpseo_social',
        'wpseo_titles',
        'wpseo_taxonomy_meta',
        'rank-math-options-titles',
        'aioseo_options',
        'seopress_social_option_name',
        'autodescription-site-settings',
    ];

    /** Members of data whose name says the same: "og_image", "twitterImage", "social_thumbnail". */
    private const MEMBER = '(?:(?:[\w-]*[_-])?og[_-]?|[\w-]*(?:open_?graph|twitter|facebook|social)[\w-]*)(?i:image|img|picture|thumb)';
    public const NAMED = '~' . Spelling::QUOTE . self::MEMBER . '[\w-]*' . Spelling::QUOTE . '\s*:\s*' . Spelling::QUOTE
        . '(?:(?!' . Spelling::QUOTE . ')[^\s<>{}\[\],])*$~sD';

    /** Tags of a page's head. */
    public const IN_TAG = '~(?:og|twitter)(?::|%(?:25)*3[Aa])image~';

    /** Tables of the same, without prefix: key, and columns with URLs of pictures. */
    public const TABLES = [
        'yoast_indexable' => ['id', ['open_graph_image', 'open_graph_image_meta', 'twitter_image']],
        'aioseo_posts' => ['id', ['og_image_url', 'og_image_custom_url', 'twitter_image_url', 'twitter_image_custom_url']],
        'aioseo_terms' => ['id', ['og_image_url', 'og_image_custom_url', 'twitter_image_url', 'twitter_image_custom_url']],
    ];

    public static function isMember(string $name): bool
    {
        return preg_match('~^' . self::MEMBER . '[\w-]*$~D', $name) === 1;
    }
}
