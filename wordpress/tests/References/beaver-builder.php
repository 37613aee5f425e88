<?php

declare(strict_types=1);

/** The part of Beaver Builder that throws away what it has made of a layout. */
final class FLBuilderModel // phpcs:ignore PSR1.Classes.ClassDeclaration.MissingNamespace -- its name
{
    public static bool $isOn = false;

    public static function delete_all_asset_cache(int $post): void // phpcs:ignore PSR1.Methods.CamelCapsMethodName -- its name
    {
        foreach (self::$isOn ? glob(wp_get_upload_dir()['basedir'] . "/bb-plugin/cache/{$post}-layout*") ?: [] : [] as $file) {
            unlink($file);
        }
    }
}
