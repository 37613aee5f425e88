<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Whose code an error came from: other plugins and themes hang on the hooks that WordPress and we call, and some of them fail there. */
final class Culprit
{
    private function __construct(public readonly string $name, public readonly string $said)
    {
    }

    public static function of(\Throwable $error): self
    {
        $message = Discretion::of($error->getMessage());
        $place = basename($error->getFile()) . ":{$error->getLine()}";
        foreach ([$error->getFile(), ...array_column($error->getTrace(), 'file')] as $file) {
            if (self::isOurs($file)) {
                break; // What called us is not at fault.
            }
            $name = self::plugin($file) ?? self::theme($file);
            if ($name !== null) {
                return new self($name, "{$message} ({$place})");
            }
        }
        return new self('', $error::class . ": {$message} ({$place})");
    }

    /** @param string $name Empty where it was nobody else. */
    public static function sentence(string $name, string $said): string
    {
        return $name === ''
            /* translators: %s: message of an error */
            ? sprintf(__('An unexpected error stopped the work on this image: %s.', 'picture-optimizer'), $said)
            /* translators: 1: name of a plugin or theme, 2: message of an error */
            : sprintf(__('“%1$s” stopped the work on this image with an error: %2$s.', 'picture-optimizer'), $name, $said);
    }

    public function __toString(): string
    {
        return self::sentence($this->name, $this->said);
    }

    private static function isOurs(string $file): bool
    {
        return str_starts_with(wp_normalize_path($file), wp_normalize_path(__DIR__) . '/');
    }

    /** @return string|null Null for a file of something else. */
    private static function plugin(string $file): ?string
    {
        $relative = plugin_basename($file); // It knows plugins that are links, too.
        if ($relative === trim(wp_normalize_path($file), '/')) {
            return null;
        }
        require_once ABSPATH . 'wp-admin/includes/plugin.php';
        $folder = explode('/', $relative)[0];
        foreach (get_plugins() + get_mu_plugins() as $main => $about) {
            if (explode('/', $main)[0] === $folder && $about['Name'] !== '') {
                return $about['Name'];
            }
        }
        return $folder;
    }

    private static function theme(string $file): ?string
    {
        $root = wp_normalize_path(get_theme_root()) . '/';
        $relative = substr(wp_normalize_path($file), strlen($root));
        return str_starts_with(wp_normalize_path($file), $root)
            ? (string) (wp_get_theme(explode('/', $relative)[0])->get('Name') ?: explode('/', $relative)[0]) : null;
    }
}
