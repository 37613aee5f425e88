<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\References\BareNames;

/** Looks at public pages as a visitor does, to see whether a picture still shows. */
final class Pages
{
    private const MOST = 5;
    private const TIMEOUT_SECONDS = 8;

    /** For a whole batch, in a web request and where nobody waits. What has no time left is verified in the database only. */
    private const BATCH_SECONDS = 15;
    private const BATCH_SECONDS_UNLIMITED = 120;

    /** What a visitor sees as a missing image. */
    private const REFUSED = [401, 403, 404, 410];

    /** Answers that are kept. */
    private const REMEMBERED = 60;

    /** Of a larger page only the beginning is looked at: memory is small. */
    private const MOST_BYTES = MB_IN_BYTES;

    private const IMAGE = '~(?:https?:)?//[^\s"\'<>()\\\\]+/[^/\s"\'<>()\\\\?]+(?<=\.)' . BareNames::EXTENSIONS . '(?![A-Za-z0-9._-])~';

    /** @var bool Whether the site can be reached from itself; asked once, so that a blocked loopback costs one time-out. */
    private bool $reachable = true;

    private float $endsAt = 0.0;

    /** @var array<string, array{int, list<string>}> Answers of this batch: pictures of one page are looked at together. */
    private array $answers = [];

    public function __construct(private readonly \wpdb $db)
    {
    }

    public function start(): void
    {
        $this->reachable = true;
        $this->answers = [];
        $limited = (int) ini_get('max_execution_time') > 0;
        $this->endsAt = microtime(true) + ($limited ? self::BATCH_SECONDS : self::BATCH_SECONDS_UNLIMITED);
    }

    /**
     * @param list<int>    $posts Posts that were changed.
     * @param list<string> $files New file names.
     * @return bool Whether a page could be looked at.
     * @throws ChangeError When a page shows a picture of ours that does not load, or does not load itself.
     */
    public function check(array $posts, array $files): bool
    {
        $seen = false;
        foreach (array_slice($this->publicPages($posts), 0, self::MOST) as $url) {
            $answer = $this->get($url, 'GET');
            if ($answer === null) {
                return $seen;
            }
            [$code, $images] = $answer;
            // What is broken by data answers 500; 502 to 504 mean that the site is being serviced or has too much to do.
            if ($code === 500) {
                throw new ChangeError(sprintf(
                    /* translators: 1: address of a page, 2: HTTP status */
                    __('The page %1$s answers with error %2$d.', 'picture-optimizer'),
                    $url,
                    $code
                ));
            }
            if ($code === 200) {
                $this->checkPictures($url, $images, $files);
                $seen = true;
            }
        }
        return $seen;
    }

    /**
     * A server, or a plugin that keeps files elsewhere, may have the old file and refuse the new one.
     *
     * @throws ChangeError When it does. Where the old file cannot be had either, nobody knows.
     */
    public function checkFile(string $new, string $old): void
    {
        $code = $this->get($new, 'HEAD')[0] ?? 200;
        if (in_array($code, self::REFUSED, true) && ($this->get($old, 'HEAD')[0] ?? 0) === 200) {
            throw new ChangeError(sprintf(
                /* translators: 1: file name, 2: HTTP status, 3: host */
                __('The new file %1$s does not load from %3$s (%2$d), but the old one does.', 'picture-optimizer'),
                rawurldecode(basename($new)),
                $code,
                (string) wp_parse_url($new, PHP_URL_HOST)
            ));
        }
    }

    /**
     * @param list<int> $posts
     * @return list<string>
     */
    private function publicPages(array $posts): array
    {
        $urls = [];
        foreach (array_unique($posts) as $id) {
            if (is_post_publicly_viewable($id) && get_post_type($id) !== 'attachment' && !post_password_required($id)) {
                $urls[] = (string) get_permalink($id);
            }
        }
        $this->db->flush(); // It would keep two more copies of the last post.
        return $urls;
    }

    /**
     * @param list<string> $images Addresses on the page.
     * @param list<string> $files
     */
    private function checkPictures(string $page, array $images, array $files): void
    {
        $asked = 0;
        foreach ($images as $url) {
            $name = basename($url);
            if (in_array(rawurldecode($name), $files, true) && $asked++ < self::MOST) {
                $code = $this->get(str_starts_with($url, '//') ? set_url_scheme($url) : $url, 'HEAD')[0] ?? 200;
                if (in_array($code, [404, 410], true)) {
                    throw new ChangeError(sprintf(
                        /* translators: 1: address of a page, 2: file name, 3: HTTP status */
                        __('On %1$s the image %2$s does not load (%3$d).', 'picture-optimizer'),
                        $page,
                        $name,
                        $code
                    ));
                }
            }
        }
    }

    /** @return array{int, list<string>}|null Status and images; null when the site can't be reached from itself or the time is over. */
    private function get(string $url, string $method): ?array
    {
        return $this->answers["{$method} {$url}"] ?? $this->ask($url, $method);
    }

    /** @return array{int, list<string>}|null */
    private function ask(string $url, string $method): ?array
    {
        if (!$this->reachable || microtime(true) > $this->endsAt) {
            return null;
        }
        $answer = wp_remote_request($url, [
            'method' => $method,
            'timeout' => self::TIMEOUT_SECONDS,
            'sslverify' => false,
            'headers' => ['Cache-Control' => 'no-cache'],
            'limit_response_size' => self::MOST_BYTES,
        ]);
        if (is_wp_error($answer)) {
            // Another host says nothing of this site.
            $this->reachable = wp_parse_url($url, PHP_URL_HOST) !== wp_parse_url(home_url(), PHP_URL_HOST);
            return null;
        }
        preg_match_all(self::IMAGE, html_entity_decode(wp_remote_retrieve_body($answer)), $images);
        $result = [(int) wp_remote_retrieve_response_code($answer), array_values(array_unique($images[0]))];
        if (count($this->answers) < self::REMEMBERED) {
            $this->answers["{$method} {$url}"] = $result;
        }
        return $result;
    }
}
