<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Database\Schema as Tables;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Hooks;
use PictureOptimizer\References\UploadBase;

/**
 * Answers requests for files that have another name today. Web servers ask WordPress only for what does not exist; on a page of
 * the site this costs one comparison of two texts and no query.
 */
final class OldUrls
{
    public const MAX_AGE_SECONDS = 3600;

    /** Begins the name of a file that never exists: who asks for it wants to know whether requests arrive here. */
    public const PROBE = 'picture-optimizer-probe-';

    private const FORMER = 'picture-optimizer-former';

    private const IMAGE = '~\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|hei[cf])$~iD';

    /** So many can stand before those of uploads. */
    private const FOLDERS = 5;

    /** @param (\Closure(): MissingFiles)|null $missing made when a file is asked for that is not there */
    public function __construct(private readonly Redirects $redirects, private readonly ?\Closure $missing = null)
    {
    }

    public function register(): void
    {
        add_action('parse_request', $this->redirect(...), 0);
        // Before WordPress guesses which post could be meant.
        add_action('template_redirect', fn () => is_404() && $this->redirectElsewhere(), 0);
        add_filter('attachment_url_to_postid', Hooks::onValues($this->attachment(...)), 10, 2);
    }

    public function redirect(): void
    {
        $requested = (string) strtok((string) ($_SERVER['REQUEST_URI'] ?? ''), '?');
        [$site, $path] = $this->locate($requested) ?? [0, ''];
        if ($path === '') {
            return;
        }
        if (str_starts_with(basename($path), self::PROBE)) {
            $this->answer(home_url('/?' . self::PROBE), 0);
        }
        $elsewhere = $site !== get_current_blog_id();
        $elsewhere && switch_to_blog($site);
        $isKnown = !$elsewhere || Schema::isInstalled();
        $target = $isKnown ? $this->target($path) : null;
        if ($target !== null) {
            $this->redirects->countHit($path);
            $this->answer($target, self::MAX_AGE_SECONDS);
        }
        $standIn = $isKnown ? $this->standIn($path) : null;
        $standIn === null || $this->answer($standIn, 0, 302);
        $elsewhere && restore_current_blog();
    }

    /**
     * Who hides WordPress' folders shows uploads under a path that only the server knows ("/storage/2026/05/photo.jpg"). What is nothing
     * else is led to today's name under the same path.
     */
    private function redirectElsewhere(): void
    {
        $requested = rawurldecode((string) strtok((string) ($_SERVER['REQUEST_URI'] ?? ''), '?'));
        $isNew = Tables::isHere() && $this->locate($requested) === null; // else it was looked up before
        foreach ($isNew ? $this->targetBelow($requested) : [] as $path => $target) {
            $this->redirects->countHit($path);
            $this->answer($target, self::MAX_AGE_SECONDS);
        }
    }

    /** @return array<string, string> Where a file below an unknown path is today, by its former name; empty when no image had that. */
    public function targetBelow(string $requested): array
    {
        $parts = explode('/', trim($requested, '/'));
        $most = min(self::FOLDERS, count($parts) - 2);
        if ($most < 1 || !preg_match(self::IMAGE, $requested)) {
            return [];
        }
        // What stands behind the first folder, behind the second, and so on: with a folder of its own, or it could be anybody's name.
        $paths = array_map(static fn (int $at): string => implode('/', array_slice($parts, $at)), range(1, $most));
        foreach ($this->redirects->resolve($paths) as $path => $today) {
            if ($today['path'] !== $path) {
                $now = substr(trim($requested, '/'), 0, -strlen($path)) . $today['path'];
                return [$path => '/' . implode('/', array_map(rawurlencode(...), explode('/', $now)))];
            }
        }
        return [];
    }

    /**
     * Themes and plugins look an image up by an address that they keep where nobody can rewrite it, in their own code for one.
     *
     * @param mixed $found What WordPress has found, 0 for nothing; plugins before us may hand on anything.
     * @return mixed That, or the image that once had this address.
     */
    public function attachment(mixed $found, mixed $url): mixed
    {
        $asked = is_string($url) && ($found === 0 || $found === null) ? wp_parse_url($url) : false;
        $hosts = array_map(static fn (string $one): string => (string) wp_parse_url($one, PHP_URL_HOST), UploadBase::urls());
        if (!is_array($asked) || !Tables::isHere() || !in_array($asked['host'] ?? '', $hosts, true)) {
            return $found;
        }
        [$site, $path] = $this->locate($asked['path'] ?? '') ?? [0, ''];
        $known = $site === get_current_blog_id() ? $this->redirects->resolve([$path]) : [];
        return $known[$path]['attachment'] ?? $found;
    }

    /** @return string|null Where the file is today; null when nothing is known or the name is the present one. */
    public function target(string $path): ?string
    {
        $known = $this->known($path);
        if ($known !== null && $known['path'] === $path && !file_exists(Attachment::uploads() . "/{$path}")) {
            // A request that had read the metadata before our change can have put it into an object cache after that.
            wp_cache_delete($known['attachment'], 'post_meta');
            $known = $this->known($path);
        }
        return $known === null || $known['path'] === $path ? null : self::url($known['path']);
    }

    /** @return array{attachment: int, path: string}|null Null also where it could be one of two that differ by case only. */
    private function known(string $path): ?array
    {
        $spelled = $this->redirects->resolveInAnyCase($path);
        if ($spelled === [] || isset($spelled[$path])) {
            return $spelled[$path] ?? null;
        }
        $isOne = count(array_unique(array_column($spelled, 'path'))) === 1;
        return $isOne && !file_exists(Attachment::uploads() . "/{$path}") ? reset($spelled) : null;
    }

    /**
     * @return string|null What shows the same as a file that is missing; null when nothing does. Caches remember for an hour that this
     *                     former name leads to the missing file, so its address has something behind it that they do not know.
     */
    public function standIn(string $path): ?string
    {
        try {
            $file = $this->missing !== null && Tables::isHere() ? ($this->missing)()->standIn($path) : null;
        } catch (\Throwable) {
            return null; // Only a convenience: the visitor gets the answer that WordPress has.
        }
        return $file === null ? null : self::url($file) . '?' . self::FORMER . '=' . intdiv(time(), self::MAX_AGE_SECONDS);
    }

    private static function url(string $path): string
    {
        return wp_get_upload_dir()['baseurl'] . '/' . implode('/', array_map('rawurlencode', explode('/', $path)));
    }

    /**
     * Whose file is requested. In a network that can be another site's: what is missing below /wp-content/ arrives at the main
     * site, or at the one whose domain was asked.
     *
     * @param string $requested Path of the URL.
     * @return array{int, string}|null Site, and path relative to its uploads; null when something else is requested.
     */
    public function locate(string $requested): ?array
    {
        $requested = rawurldecode((string) preg_replace('~/{2,}~', '/', $requested)); // servers take several for one
        foreach (UploadBase::urls() as $url) {
            $base = UploadBase::pathOf($url) . '/';
            $below = $base !== '/' && str_starts_with($requested, $base) ? substr($requested, strlen($base)) : null;
            if ($below !== null && !(is_multisite() && preg_match('~^sites/\d+/~', $below))) {
                return [get_current_blog_id(), $below];
            }
        }
        if (!is_multisite()) {
            return null;
        }
        $shared = preg_quote(wp_basename(WP_CONTENT_DIR) . '/uploads', '~');
        if (!preg_match("~^(?:/[^/]+)*?/{$shared}/(?:sites/(\d+)/)?(.+)$~", $requested, $match)) {
            return null;
        }
        $site = $match[1] === '' ? get_main_site_id() : (int) $match[1];
        return get_site($site) === null ? null : [$site, $match[2]];
    }

    private function answer(string $url, int $maxAge, int $code = 301): never
    {
        header_remove('Expires');
        header('Cache-Control: ' . ($maxAge === 0 ? 'no-store' : "public, max-age={$maxAge}"));
        header('X-Redirect-By: Picture Optimizer');
        header("Location: {$url}", true, $code);
        exit;
    }
}
