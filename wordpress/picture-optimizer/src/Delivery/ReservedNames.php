<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Database\Schema as Tables;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Hooks;

/** Keeps new uploads from taking a former name of a picture: links to that picture must not show another one. */
final class ReservedNames
{
    private const ATTEMPTS = 1000;

    public function __construct(private readonly Redirects $redirects)
    {
    }

    public function register(): void
    {
        add_filter('wp_unique_filename', Hooks::onTexts($this->avoid(...)), 99, 3);
    }

    /** @param string $extension With its dot. */
    public function avoid(string $name, string $extension, string $folder): string
    {
        $uploads = wp_normalize_path(Attachment::uploads());
        $folder = untrailingslashit(wp_normalize_path($folder));
        if (!Tables::isHere() || !str_starts_with("{$folder}/", "{$uploads}/")) {
            return $name;
        }
        $relative = ltrim(substr($folder, strlen($uploads)) . '/', '/');
        $stem = $extension === '' ? $name : substr($name, 0, -strlen($extension));
        $free = $name;
        for ($number = 1; $number < self::ATTEMPTS && $this->isTaken($folder, $relative, $free, $name); $number++) {
            $free = "{$stem}-{$number}{$extension}";
        }
        return $free;
    }

    private function isTaken(string $folder, string $relative, string $candidate, string $first): bool
    {
        return $this->redirects->isReserved([$relative . $candidate], 0)
            || ($candidate !== $first && file_exists("{$folder}/{$candidate}"));
    }
}
