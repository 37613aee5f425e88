<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Replace\Backups;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Text;

/** Two pictures used in a page, in meta and in an option, committed to the database, so that other processes see them. */
abstract class KillTestCase extends ReplaceTestCase
{
    /** @var list<int> */
    protected array $ids = [];
    protected int $page = 0;

    /** @var array<string, mixed> */
    protected array $before = [];

    /** @var list<Change> */
    private array $templates = [];

    /** @var array<string, string> SHA-256 of every original file. */
    private array $originals = [];

    protected function setUp(): void
    {
        parent::setUp();
        global $wpdb;
        $wpdb->query('COMMIT');
        $wpdb->query('SET autocommit = 1');
        $first = $this->addPicture('first.jpg', 900, 600, 1);
        $second = $this->addPicture('second.jpg', 800, 600, 2);
        $this->ids = [$first, $second];
        $this->page = $this->post($this->content());
        add_post_meta($this->page, 'killed', ['a' => $this->url($first), 'b' => serialize([$this->url($second, 'medium')])]);
        update_option('killed_option', ['url' => $this->url($first, 'medium')]);
        foreach ($this->ids as $number => $id) {
            $this->templates[] = $this->change($id, 'webp', "Renamed {$number}", new Text('An alt', 'A title', null, null, ['tag']), 20);
        }
        $this->templates[1] = $this->change($second, 'jpg', null, null, 20);
        foreach ($this->templates as $number => $change) {
            foreach ($change->files as $file) {
                rename($file->path, "{$file->path}.kept");
            }
        }
        $this->originals = $this->filesWithHashes();
        // WordPress makes a navigation when a page is first shown.
        $this->get((string) get_permalink($this->page), 'before');
        delete_post_meta($this->page, '_pingme');
        delete_post_meta($this->page, '_encloseme');
        $this->before = $this->stateOfSite();
    }

    protected function tearDown(): void
    {
        global $wpdb;
        foreach ([...$this->ids, $this->page] as $id) {
            wp_delete_post($id, true);
        }
        delete_option('killed_option');
        foreach (['replacements', 'journal', 'changes', 'redirects'] as $table) {
            $wpdb->query("DELETE FROM {$wpdb->prefix}picopt_{$table}");
        }
        array_map('unlink', glob(Staging::dir() . '/*.kept') ?: []);
        parent::tearDown();
    }

    /** @return list<Change> With their files in the staging folder again. */
    protected function changes(): array
    {
        foreach ($this->templates as $change) {
            foreach ($change->files as $file) {
                copy("{$file->path}.kept", $file->path);
            }
        }
        return $this->templates;
    }

    /**
     * @param array<string, mixed> $job
     * @param int $killAfter Queries after which it is killed from outside, wherever it is by then; 0 for never.
     * @return array<string, mixed>|null Null when it was killed.
     */
    protected function work(array $job, string $moment = '', int $killAfter = 0): ?array
    {
        $file = tempnam(sys_get_temp_dir(), 'picopt');
        file_put_contents($file, serialize($job));
        $command = [PHP_BINARY, __DIR__ . '/kill-worker.php', $file, $killAfter > 0 ? 'tell' : $moment];
        // Its errors go where ours go. STDERR handed over would be set to its beginning, and what a file already holds be overwritten.
        $process = proc_open($command, [1 => ['pipe', 'w'], 3 => ['pipe', 'w']], $pipes);
        if ($killAfter > 0) {
            for ($heard = 0; $heard < $killAfter && !feof($pipes[3]); $heard++) {
                fgetc($pipes[3]);
            }
            proc_terminate($process, SIGKILL);
        }
        $output = (string) stream_get_contents($pipes[1]);
        proc_close($process);
        unlink($file);
        wp_cache_flush();
        return json_decode($output, true);
    }

    /** What must hold at every moment. */
    protected function assertNothingIsLost(string $when): void
    {
        $hashes = array_values($this->filesWithHashes());
        $folders = array_map('basename', glob(PrivateFolder::backups() . '/*', GLOB_ONLYDIR) ?: []);
        $backups = new Backups($GLOBALS['wpdb']);
        foreach (array_filter($folders, [$backups, 'exists']) as $folder) {
            array_push($hashes, ...array_values($backups->files($folder)));
            $backups->verify($folder);
        }
        self::assertSame([], array_diff($this->originals, $hashes), "{$when}: an original is nowhere");
        $this->assertThePageShowsItsPictures($when);
    }

    protected function assertAsBefore(string $when): void
    {
        self::assertSame([], $this->workshop->journal->unfinished(), "{$when}: work is left over");
        self::assertSame($this->before, $this->stateOfSite(), "{$when}: not as before");
    }

    private function assertThePageShowsItsPictures(string $when): void
    {
        $html = $this->get((string) get_permalink($this->page), $when);
        self::assertGreaterThan(3, preg_match_all('~(?:src|href)=["\']([^"\']*/uploads/[^"\']+)["\']~', $html, $urls));
        foreach (array_unique($urls[1]) as $url) {
            $this->get(html_entity_decode($url), $when);
        }
        foreach ($this->ids as $id) {
            $this->get((string) wp_get_attachment_url($id), $when);
        }
    }

    private function get(string $url, string $when): string
    {
        $answer = wp_remote_get($url, ['timeout' => 20]);
        self::assertSame(200, wp_remote_retrieve_response_code($answer), "{$when}: {$url}");
        $body = wp_remote_retrieve_body($answer);
        self::assertStringNotContainsString('critical error', $body);
        self::assertNotSame('', $body, "{$when}: {$url}");
        return $body;
    }

    private function content(): string
    {
        [$first, $second] = $this->ids;
        return "<!-- wp:image {\"id\":{$first}} --><figure class=\"wp-block-image\"><img src=\"{$this->url($first, 'medium')}\" "
            . "alt=\"\" class=\"wp-image-{$first}\"/></figure><!-- /wp:image -->\n<a href=\"{$this->url($first)}\">full</a>\n"
            . "<img src=\"{$this->url($second)}\" class=\"wp-image-{$second}\" alt=\"Kept\">"
            . "<img src=\"{$this->url($second, 'medium')}\" alt=\"\">";
    }
}
