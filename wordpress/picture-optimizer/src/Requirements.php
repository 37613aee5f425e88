<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** What WordPress can do without and the plugin, by its main file, can not: it stays off then, and says so to who can help. */
final class Requirements
{
    /** Functions by their extension: another plugin may bring them along. */
    private const FUNCTIONS = ['mbstring' => 'mb_strtolower', 'ctype' => 'ctype_digit'];

    public function register(): void
    {
        add_action('admin_notices', static function (): void {
            current_user_can('activate_plugins') && self::say();
        });
    }

    /** @return list<string> */
    private static function missing(): array
    {
        return array_keys(array_filter(self::FUNCTIONS, static fn (string $name): bool => !function_exists($name)));
    }

    private static function say(): void
    {
        $missing = self::missing();
        $sentence = $missing === []
            ? __('Picture Optimizer is off, because this site’s database is not MySQL or MariaDB. Your images stay as they'
                . ' are.', 'picture-optimizer')
            /* translators: %s: names of extensions */
            : __('Picture Optimizer is off, because this server’s PHP lacks: %s. Ask your host to turn it on. Your images stay as'
                . ' they are.', 'picture-optimizer');
        echo '<div class="notice notice-error"><p>' . esc_html(sprintf($sentence, implode(', ', $missing))) . '</p></div>';
    }
}
