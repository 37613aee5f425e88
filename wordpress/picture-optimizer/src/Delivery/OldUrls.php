<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/**
 * Answers requests for files that have another name today. Web servers ask WordPress only for what does not exist; on a page of
 * the site this costs one comparison of two texts and no query.
 */
final class OldUrls
{
    public const MAX_AGE_SECONDS = 3600;

    /** Begins the name of a file that never exists: who asks for it wants to know whether requests arrive here. */
    public const PROBE = 'picture-optimizer-probe-';

    public function __construct(private readonly Redirects $redirects)
    {
    }

    public function register(): void
    {
        add_action('parse_request', $this->redirect(...), 0);
        add_action('delete_attachment', $this->redirects->forgetPicture(...));
    }

    public function redirect(): void
    {
        $path = $this->requestedPath((string) ($_SERVER['REQUEST_URI'] ?? ''));
        if ($path === null) {
            return;
        }
        if (str_starts_with(basename($path), self::PROBE)) {
            $this->answer(home_url('/?' . self::PROBE), 0);
        }
        $target = $this->target($path);
        if ($target !== null) {
            $this->redirects->countHit($path);
            $this->answer($target, self::MAX_AGE_SECONDS);
        }
    }

    /** @return string|null Where the file is today; null when nothing is known or the name is the present one. */
    public function target(string $path): ?string
    {
        $now = $this->redirects->resolve([$path])[$path]['path'] ?? null;
        if ($now === null || $now === $path) {
            return null;
        }
        return wp_get_upload_dir()['baseurl'] . '/' . implode('/', array_map('rawurlencode', explode('/', $now)));
    }

    /** @return string|null Path relative to uploads, or null when something else is requested. */
    private function requestedPath(string $uri): ?string
    {
        $requested = (string) strtok($uri, '?');
        $base = wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH) . '/';
        return str_starts_with($requested, $base) ? rawurldecode(substr($requested, strlen($base))) : null;
    }

    private function answer(string $url, int $maxAge): never
    {
        header_remove('Expires');
        header('Cache-Control: ' . ($maxAge === 0 ? 'no-store' : "public, max-age={$maxAge}"));
        header('X-Redirect-By: Picture Optimizer');
        header("Location: {$url}", true, 301);
        exit;
    }
}
