<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/**
 * Asks through the public address for a file that does not exist. Only if that request arrives at our redirect are old files
 * safe to delete: many servers answer "not found" for pictures without asking WordPress.
 */
final class Probe
{
    private const TIMEOUT_SECONDS = 5;

    /** Answers that say nothing of redirects: a log-in is wanted, too many requests, the server is in trouble. */
    private const SAYS_NOTHING = [401, 407, 408, 425, 429, 500, 502, 503, 504];

    /** @param string $folder Relative to uploads. Rules can differ from folder to folder. */
    public function redirects(string $folder, string $extension): Redirecting
    {
        $key = 'picture_optimizer_probe_' . md5("{$folder}/{$extension}");
        $known = Redirecting::tryFrom((string) get_transient($key));
        if ($known === null) {
            $known = $this->ask($folder, $extension);
            set_transient($key, $known->value, $known->seconds());
        }
        return $known;
    }

    private function ask(string $folder, string $extension): Redirecting
    {
        $name = OldUrls::PROBE . bin2hex(random_bytes(8)) . ".{$extension}";
        $below = implode('/', array_map(rawurlencode(...), explode('/', $folder)));
        $url = implode('/', array_filter([wp_get_upload_dir()['baseurl'], $below, $name]));
        $answer = wp_remote_get($url, ['timeout' => self::TIMEOUT_SECONDS, 'redirection' => 0, 'sslverify' => false]);
        $code = (int) wp_remote_retrieve_response_code($answer);
        return match (true) {
            is_wp_error($answer), in_array($code, self::SAYS_NOTHING, true) => Redirecting::Unknown,
            $code === 301 && str_contains((string) wp_remote_retrieve_header($answer, 'location'), OldUrls::PROBE) => Redirecting::Yes,
            default => Redirecting::No,
        };
    }
}
