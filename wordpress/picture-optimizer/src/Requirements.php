<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Extensions of PHP that WordPress can do without and the plugin can not. Where one is missing it stays off, and says so to who can help. */
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

    private static function say(): void
    {
        $missing = array_filter(self::FUNCTIONS, static fn (string $name): bool => !function_exists($name));
        /* translators: %s: names of extensions */
        $sentence = __('Picture Optimizer is off, because this server’s PHP lacks: %s. Ask your host to turn it on. Your images stay as'
            . ' they are.', 'picture-optimizer');
        echo '<div class="notice notice-error"><p>' . esc_html(sprintf($sentence, implode(', ', array_keys($missing)))) . '</p></div>';
    }
}
