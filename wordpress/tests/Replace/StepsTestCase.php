<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Delivery\OldUrls;
use PictureOptimizer\Replace\Run;

/**
 * One tiny image without sub-sizes, so that each test of a step takes no time.
 *
 * What is asked for over HTTP is answered here: by default all files load, and old names lead to new ones.
 */
abstract class StepsTestCase extends ReplaceTestCase
{
    protected int $id;
    protected string $folder;

    /** @var list<string> names of the steps */
    protected array $steps = [];

    /** @var array<string, int> status by the end of an address */
    protected array $codes = [];

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPlainImage('photo.png');
        $this->folder = dirname((string) get_attached_file($this->id));
        add_action('picture_optimizer_step', function (string $step): void {
            $this->steps[] = $step;
        });
        add_filter('pre_http_request', function (mixed $none, array $arguments, string $url): array {
            $isProbe = str_contains($url, OldUrls::PROBE);
            $code = $isProbe ? 301 : 200;
            foreach ($this->codes as $end => $of) {
                $code = str_ends_with($url, $end) ? $of : $code;
            }
            return ['response' => ['code' => $code], 'body' => '', 'headers' => ['location' => $url], 'cookies' => []];
        }, 10, 3);
        $this->forgetProbes();
    }

    protected function forgetProbes(): void
    {
        global $wpdb;
        $wpdb->query("DELETE FROM {$wpdb->options} WHERE option_name LIKE '%picture\\_optimizer\\_probe%'");
        wp_cache_flush();
    }

    /** @return list<string> names of all files beside the image */
    protected function files(): array
    {
        return array_values(array_filter(scandir($this->folder) ?: [], static fn (string $name): bool
            => preg_match('/^(?:photo|red-bike|blue-bike)[.-]/', $name) === 1));
    }

    protected function bytes(string $name): string
    {
        return (string) file_get_contents("{$this->folder}/{$name}");
    }

    protected function replacement(): Run
    {
        $runs = $this->workshop->journal->inEffect($this->id);
        return end($runs) ?: self::fail('nothing is in effect');
    }

    protected function newest(): Run
    {
        global $wpdb;
        $id = (int) $wpdb->get_var("SELECT MAX(id) FROM {$wpdb->prefix}picopt_replacements");
        return $this->workshop->journal->find($id) ?? self::fail('nothing was begun');
    }

    protected function assertReadableByTheServer(string $name): void
    {
        self::assertSame(fileperms($this->folder) & 0666, fileperms("{$this->folder}/{$name}") & 0777, $name);
    }
}
