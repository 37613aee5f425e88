<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

/**
 * Whether the web server says of newer formats that they are images. Browsers show them in pages all the same, but a link to such a
 * file downloads it, and what is no browser may refuse it.
 */
final class FileTypes
{
    private const TYPES = ['image/webp' => 'webp', 'image/avif' => 'avif'];
    private const TIMEOUT_SECONDS = 5;

    public function __construct(private readonly \wpdb $db)
    {
    }

    public function check(): Check
    {
        foreach (array_keys(self::TYPES) as $type) {
            $sent = $this->sentAs($type);
            if ($sent !== null && !str_starts_with($sent, 'image/')) {
                return self::wrong($type, $sent);
            }
        }
        return Check::good('types', __('WebP and AVIF files are sent as images', 'picture-optimizer'));
    }

    private static function wrong(string $type, string $sent): Check
    {
        $extension = self::TYPES[$type];
        return new Check(
            'types',
            Check::RECOMMENDED,
            /* translators: %s: name of a format */
            sprintf(__('The web server doesn’t send %s files as images', 'picture-optimizer'), $extension === 'webp' ? 'WebP' : 'AVIF'),
            sprintf(
                /* translators: 1: media type, 2: line of configuration, 3: line of configuration */
                __(
                    'It sends them as “%1$s”. Pages show them, but a link to one downloads it, and other programs may refuse it. Add the'
                    . ' type to the server’s configuration. Apache: “%2$s”. nginx, in “types”: “%3$s”.',
                    'picture-optimizer'
                ),
                $sent,
                "AddType {$type} .{$extension}",
                "{$type} {$extension};"
            )
        );
    }

    /** @return string|null As what the newest image of this type is sent; null where there is none, or no answer. */
    private function sentAs(string $type): ?string
    {
        $id = (int) $this->db->get_var($this->db->prepare(
            "SELECT ID FROM {$this->db->posts} WHERE post_type = 'attachment' AND post_mime_type = %s ORDER BY ID DESC LIMIT 1",
            $type
        ));
        $url = $id === 0 ? '' : (string) wp_get_attachment_url($id);
        $answer = $url === '' ? null : wp_remote_head($url, ['timeout' => self::TIMEOUT_SECONDS, 'sslverify' => false]);
        $header = wp_remote_retrieve_response_code($answer ?? []) === 200 ? wp_remote_retrieve_header($answer, 'content-type') : '';
        return is_string($header) && $header !== '' ? strtolower(trim(explode(';', $header)[0])) : null;
    }
}
