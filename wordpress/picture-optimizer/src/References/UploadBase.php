<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Files\Described;
use PictureOptimizer\Sites;
use WpOrg\Requests\Exception as RequestsException;
use WpOrg\Requests\IdnaEncoder;

/** One public address of the uploads folder: the hosts that serve it and the path there. */
final class UploadBase
{
    public readonly string $path;

    /** @var list<string> */
    public readonly array $hosts;

    /**
     * @param list<string> $hosts "example.org" or "example.org:8080", without the default ports.
     * @param string       $path  "wp-content/uploads"; empty when a host serves nothing but uploads.
     */
    public function __construct(array $hosts, string $path)
    {
        $this->hosts = array_values(array_unique(array_map(Spelling::host(...), self::inBothForms($hosts))));
        $this->path = trim($path, '/');
    }

    /**
     * All that this site's uploads are or were called: where it is in each of its languages, where WordPress is, where uploads are and
     * where they would be without a setting for it, each with its path; where a plugin says that its files are; the hosts that its images
     * were uploaded under; the folder on the disk; the folder alone. In a network, the addresses of the other sites, too. Filter
     * `picture_optimizer_upload_urls` adds others (an image server, an old domain): list of URLs of the uploads folder.
     *
     * @return list<self>
     */
    public static function ofThisSite(): array
    {
        $hosts = self::withTwins(array_map(self::host(...), [Sites::address(), Sites::withHost(site_url(), 'siteurl'),
            ...LanguageDomains::urls()]));
        $bases = Network::bases(self::pathOf(wp_get_upload_dir()['baseurl']));
        $known = [...array_map(static fn (string $url): string => Sites::withHost($url, 'siteurl'), self::urls()),
            ...self::ofAttachments(), ...self::ofGuids()];
        foreach ([...$known, ...(array) apply_filters('picture_optimizer_upload_urls', [])] as $url) {
            // What is no address would make everything ours.
            if (is_string($url) && wp_parse_url($url, PHP_URL_HOST)) {
                $path = self::pathOf($url);
                // Behind the path alone, any host of the site is meant; a host that serves nothing but uploads stands for itself.
                $bases[] = new self([self::host($url), ...(trim($path, '/') === '' ? [] : $hosts)], $path);
            }
        }
        foreach (self::folders() as $folder) {
            $bases[] = new self([], $folder);
        }
        return self::merged($bases);
    }

    /**
     * With "www." and without it, a site is the same: one of the two is redirected, and content of all years has both.
     *
     * @param list<string> $hosts
     * @return list<string>
     */
    private static function withTwins(array $hosts): array
    {
        $names = array_filter($hosts, static fn (string $host): bool => preg_match('/[a-z]\.[a-z]/i', $host) === 1);
        return [...$hosts, ...array_values(array_map(
            static fn (string $host): string => str_starts_with($host, 'www.') ? substr($host, 4) : "www.{$host}",
            $names
        ))];
    }

    /**
     * A name in letters of any script is another one for browsers, in ASCII only, and content can have both.
     *
     * @param list<string> $hosts
     * @return list<string>
     */
    private static function inBothForms(array $hosts): array
    {
        $forms = $hosts;
        foreach ($hosts as $host) {
            [$name, $port] = explode(':', $host, 2) + [1 => ''];
            $ascii = preg_match('/[\x80-\xff]/', $name) ? self::inAscii(mb_strtolower($name, 'UTF-8')) : null;
            $letters = str_contains(strtolower($name), 'xn--') && function_exists('idn_to_utf8') ? idn_to_utf8($name) : null;
            foreach (array_filter([$ascii, $letters]) as $form) {
                $forms[] = $port === '' ? $form : "{$form}:{$port}";
            }
        }
        return $forms;
    }

    private static function inAscii(string $host): ?string
    {
        try {
            return IdnaEncoder::encode($host);
        } catch (RequestsException) {
            return null; // No name that can be looked up.
        }
    }

    /** @return list<string> The address of uploads, and the one that WordPress would use if nobody had set another. */
    public static function urls(): array
    {
        $default = defined('UPLOADS') ? trailingslashit(site_url()) . UPLOADS : content_url('uploads');
        if (is_multisite() && !defined('UPLOADS') && !is_main_site()) {
            $default .= '/sites/' . get_current_blog_id();
        }
        return array_values(array_unique([wp_get_upload_dir()['baseurl'], untrailingslashit($default)]));
    }

    /**
     * Where WordPress says that the newest file is: a plugin may name a CDN there, and editors put that address into content.
     *
     * @return list<string>
     */
    private static function ofAttachments(): array
    {
        global $wpdb;
        $id = (int) $wpdb->get_var(
            // An address in the place of a file is an image of another site, and says nothing of where this one's are.
            "SELECT post_id FROM {$wpdb->postmeta} WHERE meta_key = '_wp_attached_file' AND LOCATE('://', meta_value) = 0"
            . ' ORDER BY meta_id DESC LIMIT 1'
        );
        $file = explode('/', Described::file($id));
        $url = explode('/', (string) strtok((string) wp_get_attachment_url($id), '?#'));
        $end = array_splice($url, -count($file));
        return array_map(rawurldecode(...), $end) === $file ? [implode('/', $url)] : [];
    }

    /** @return list<string> The folder on the disk, as WordPress names it and as it really is, and its name alone. */
    private static function folders(): array
    {
        $folder = untrailingslashit(wp_normalize_path(wp_get_upload_dir()['basedir']));
        $real = wp_normalize_path((string) (@realpath($folder) ?: $folder));
        $name = (string) preg_replace('~/sites/\d+$~', '', $folder);
        return array_values(array_unique([$folder, $real, basename($name) . substr($folder, strlen($name))]));
    }

    /**
     * The addresses of uploads that images were added under: a site that moved keeps them in its guids. Looked up once a day.
     *
     * @return list<string>
     */
    private static function ofGuids(): array
    {
        $key = 'picture_optimizer_guid_urls';
        $known = get_transient($key);
        if (is_array($known)) {
            return $known;
        }
        global $wpdb;
        $urls = $wpdb->get_col(
            "SELECT DISTINCT LEFT(p.guid, CHAR_LENGTH(p.guid) - CHAR_LENGTH(m.meta_value) - 1)
            FROM {$wpdb->posts} p JOIN {$wpdb->postmeta} m ON m.post_id = p.ID AND m.meta_key = '_wp_attached_file'
            WHERE p.post_type = 'attachment' AND p.guid LIKE 'http%' AND m.meta_value <> ''
                AND RIGHT(p.guid, CHAR_LENGTH(m.meta_value) + 1) = CONCAT('/', m.meta_value) LIMIT 20"
        );
        set_transient($key, $urls, DAY_IN_SECONDS);
        return $urls;
    }

    /**
     * @param list<self> $bases
     * @return list<self> One for each path, with all its hosts; the longest path first, so that it is found before its end is.
     */
    private static function merged(array $bases): array
    {
        $hosts = [];
        foreach ($bases as $base) {
            foreach (array_filter(array_unique([$base->path, self::withoutDots($base->path)])) ?: [''] as $path) {
                $hosts[$path] = [...($hosts[$path] ?? []), ...$base->hosts];
            }
        }
        uksort($hosts, static fn (string|int $a, string|int $b): int => strlen((string) $b) <=> strlen((string) $a));
        return array_map(static fn (string|int $path): self => new self($hosts[$path], (string) $path), array_keys($hosts));
    }

    /** What browsers and servers make of "wp/../files". */
    private static function withoutDots(string $path): string
    {
        do {
            $path = (string) preg_replace('~(?:^|(?<=/))(?!\.\./)[^/]+/\.\./|^\.\./~', '', $path, 1, $count);
        } while ($count > 0);
        return $path;
    }

    /** @return string As it is meant: WordPress has it as somebody wrote it into a setting, encoded or not. */
    public static function pathOf(string $url): string
    {
        return rawurldecode((string) wp_parse_url($url, PHP_URL_PATH));
    }

    private static function host(string $url): string
    {
        $port = wp_parse_url($url, PHP_URL_PORT);
        return wp_parse_url($url, PHP_URL_HOST) . ($port ? ":{$port}" : '');
    }
}
