<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\References\UploadBase;

/**
 * The redirects of old names as rules for a web server, which answers faster than PHP and without the database.
 *
 * Both servers compare the decoded path, so the old name is written as it is and quoted; the new one is percent-encoded.
 */
final class ServerRules
{
    public function __construct(private readonly Redirects $redirects)
    {
    }

    /** Directives for a virtual host or a .htaccess file in the site's root (mod_alias, and mod_headers if there is). */
    public function apache(): string
    {
        $folder = $this->folder();
        $age = OldUrls::MAX_AGE_SECONDS;
        $lines = ['# ' . __('Old names of images. Made by Picture Optimizer; export again after changes.', 'picture-optimizer')];
        foreach ($this->pairs() as [$from, $to]) {
            $lines[] = 'Redirect 301 ' . self::quoted($from) . ' ' . self::quoted($to);
        }
        $lines[] = '<IfModule mod_headers.c>';
        $lines[] = "  Header always set Cache-Control \"max-age={$age}\" " // not for people
            . "\"expr=%{REQUEST_STATUS} == 301 && %{REQUEST_URI} =~ m#^{$folder}/#\"";
        $lines[] = '</IfModule>';
        return implode("\n", $lines) . "\n";
    }

    /** Locations for a server block. */
    public function nginx(): string
    {
        $age = OldUrls::MAX_AGE_SECONDS;
        $lines = ['# ' . __('Old names of images. Made by Picture Optimizer; export again after changes.', 'picture-optimizer')];
        foreach ($this->pairs() as [$from, $to]) {
            $lines[] = 'location = ' . self::quoted($from)
                . " { add_header Cache-Control max-age={$age}; return 301 " . self::quoted($to) . '; }';
        }
        return implode("\n", $lines) . "\n";
    }

    /** @return iterable<array{string, string}> Old path, and new path percent-encoded. */
    private function pairs(): iterable
    {
        $folder = $this->folder();
        foreach ($this->redirects->all() as ['path' => $path, 'target' => $target]) {
            // Nothing that a server's configuration could take for something else.
            if (!preg_match('/[\x00-\x1f\x7f{}$]/', $path)) {
                $encoded = implode('/', array_map('rawurlencode', explode('/', "{$folder}/{$target}")));
                yield ["{$folder}/{$path}", $encoded];
            }
        }
    }

    private function folder(): string
    {
        return untrailingslashit(UploadBase::pathOf(wp_get_upload_dir()['baseurl']));
    }

    private static function quoted(string $path): string
    {
        return '"' . addcslashes($path, '"\\') . '"';
    }
}
