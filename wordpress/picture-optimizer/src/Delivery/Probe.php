<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/**
 * Asks through the public address for a file that does not exist. Only if that request arrives at our redirect are old files
 * safe to delete: many servers answer "not found" for pictures without asking WordPress.
 */
final class Probe
{
    private const REMEMBER_SECONDS = DAY_IN_SECONDS;
    private const TIMEOUT_SECONDS = 5;

    /** @param string $folder Relative to uploads. Rules can differ from folder to folder. */
    public function redirectsWork(string $folder, string $extension): bool
    {
        $key = 'picture_optimizer_probe_' . md5("{$folder}/{$extension}");
        $known = get_transient($key);
        if ($known === false) {
            $known = $this->ask($folder, $extension) ? 'yes' : 'no';
            set_transient($key, $known, self::REMEMBER_SECONDS);
        }
        return $known === 'yes';
    }

    private function ask(string $folder, string $extension): bool
    {
        $name = OldUrls::PROBE . bin2hex(random_bytes(8)) . ".{$extension}";
        $url = implode('/', array_filter([wp_get_upload_dir()['baseurl'], $folder, $name]));
        $answer = wp_remote_get($url, ['timeout' => self::TIMEOUT_SECONDS, 'redirection' => 0, 'sslverify' => false]);
        return wp_remote_retrieve_response_code($answer) === 301
            && str_contains((string) wp_remote_retrieve_header($answer, 'location'), OldUrls::PROBE);
    }
}
