<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

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
        $this->hosts = array_values(array_unique(array_map('strtolower', $hosts)));
        $this->path = trim($path, '/');
    }

    /**
     * The addresses of this site: where it is, where WordPress is, and where uploads are, each with the path of uploads.
     * In a network, the addresses of the other sites, too. Filter `picture_optimizer_upload_urls` adds others (a CDN, an old
     * domain): list of URLs of the uploads folder.
     *
     * @return list<self>
     */
    public static function ofThisSite(): array
    {
        $url = wp_get_upload_dir()['baseurl'];
        $hosts = array_map([self::class, 'host'], [$url, home_url(), site_url()]);
        $path = (string) wp_parse_url($url, PHP_URL_PATH);
        $bases = [new self($hosts, $path), ...Network::bases($path)];
        foreach ((array) apply_filters('picture_optimizer_upload_urls', []) as $other) {
            // What is no address would make everything ours.
            if (is_string($other) && wp_parse_url($other, PHP_URL_HOST)) {
                $bases[] = new self([self::host($other)], (string) wp_parse_url($other, PHP_URL_PATH));
            }
        }
        return $bases;
    }

    private static function host(string $url): string
    {
        $port = wp_parse_url($url, PHP_URL_PORT);
        return wp_parse_url($url, PHP_URL_HOST) . ($port ? ":{$port}" : '');
    }
}
