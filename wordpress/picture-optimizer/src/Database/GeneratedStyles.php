<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** Style sheets that page builders keep as files, one for each post, and make again when a page asks for one that is not on record. */
final class GeneratedStyles
{
    private const OF_ELEMENTOR = '~/elementor/css/post-(\d+)\.css$~D';
    private const ELEMENTORS_META = ['_elementor_css', '_elementor_element_cache'];

    /** In a network, its name tells the site as well. */
    private const OF_GENERATEBLOCKS = '~/generateblocks/style(?:_blog-\d+)?-(\d+)\.css$~D';
    private const GENERATEBLOCKS_OPTION = 'generateblocks_dynamic_css_posts';

    /** Scripts, too. It makes again what is not there. */
    private const OF_BEAVER_BUILDER = '~/bb-plugin/cache/(\d+)-layout[a-z-]*\.(?:css|js)$~D';

    /** It makes again what is not there, and has no function that throws one away. */
    private const OF_ESSENTIAL_BLOCKS = '~/eb-style/eb-style-(\d+)\.min\.css$~D';
    private const ESSENTIAL_BLOCKS_CLASS = 'EssentialBlocks\\Modules\\StyleHandler';

    /** @return bool Whether the file is one of them, and will be made again. */
    public static function forgetFile(string $path): bool
    {
        foreach ([self::OF_BEAVER_BUILDER, self::OF_ESSENTIAL_BLOCKS] as $files) {
            if (preg_match($files, $path, $match) === 1) {
                self::forgetMade((int) $match[1]);
                clearstatcache(true, $path);
                return !is_file($path);
            }
        }
        $isMadeAgain = match (true) {
            preg_match(self::OF_ELEMENTOR, $path, $match) === 1 => did_action('elementor/loaded') > 0,
            preg_match(self::OF_GENERATEBLOCKS, $path, $match) === 1 => isset(self::ofGenerateBlocks()[$match[1]]),
            default => false,
        };
        $isMadeAgain && self::forget((int) $match[1]);
        return $isMadeAgain;
    }

    public static function forget(int $post): void
    {
        foreach (self::ELEMENTORS_META as $meta) {
            delete_post_meta($post, $meta);
        }
        $made = self::ofGenerateBlocks();
        if (isset($made[$post])) {
            unset($made[$post]);
            update_option(self::GENERATEBLOCKS_OPTION, $made);
        }
        self::forgetMade($post);
    }

    private static function forgetMade(int $post): void
    {
        is_callable(['FLBuilderModel', 'delete_all_asset_cache']) && \FLBuilderModel::delete_all_asset_cache($post);
        $file = wp_get_upload_dir()['basedir'] . "/eb-style/eb-style-{$post}.min.css";
        class_exists(self::ESSENTIAL_BLOCKS_CLASS, false) && is_file($file) && wp_delete_file($file);
    }

    /** @return array<int, mixed> by post */
    private static function ofGenerateBlocks(): array
    {
        return (array) get_option(self::GENERATEBLOCKS_OPTION, []);
    }
}
