<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Database\Fence;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Text;

/** Full disks, folders that cannot be written, other runners, editors who save in the same moment. */
final class FaultTest extends ReplaceTestCase
{
    /** @group acceptance-A1 */
    public function testAFullDiskForBackupsChangesNothing(): void
    {
        $id = $this->addPicture();
        $change = $this->change($id, 'webp', 'Red bike', new Text('Alt'));
        $before = $this->stateOfSite();
        $disk = $this->mountTinyDisk();
        try {
            $kept = get_option('picture_optimizer_folders');
            update_option('picture_optimizer_folders', ['backups' => "{$disk}/backups"] + $kept);
            $outcome = $this->replacer->apply($change)[$id];
            update_option('picture_optimizer_folders', $kept);
        } finally {
            shell_exec('umount ' . escapeshellarg($disk));
            rmdir($disk);
            unlink("{$disk}.img");
        }
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertMatchesRegularExpression('/disk (is|may be) full/', $outcome->reason);
        self::assertSame($before, $this->stateOfSite());
    }

    /** @group acceptance-A1 */
    public function testAnUploadsFolderThatCannotBeWrittenChangesNothing(): void
    {
        $id = $this->addPicture();
        $change = $this->change($id, 'webp', 'Red bike', new Text('Alt'));
        $before = $this->stateOfSite();
        $folder = dirname((string) get_attached_file($id));
        // For root, permissions do not count; a read-only mount does.
        $this->shell('mount --bind %1$s %1$s && mount -o remount,ro,bind %1$s', $folder);
        try {
            $outcome = $this->replacer->apply($change)[$id];
        } finally {
            $this->shell('umount %1$s', $folder);
        }
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertSame($before, $this->stateOfSite());
        $this->applied($this->change($id));
        $this->reverted($id);
    }

    /** @group acceptance-A1 */
    public function testADiskThatIsFullWhenRevertingKeepsWhatWorksAndGoesOnLater(): void
    {
        $id = $this->addPicture();
        $before = $this->stateOfSite();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $folder = dirname((string) get_attached_file($id));
        $this->shell('mount --bind %1$s %1$s && mount -o remount,ro,bind %1$s', $folder);
        try {
            $outcome = $this->replacer->revert($id)[$id];
        } finally {
            $this->shell('umount %1$s', $folder);
        }
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertFileExists((string) get_attached_file($id));
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testAnotherRunnerIsWaitedForAndADeadOneIsNot(): void
    {
        global $wpdb;
        $id = $this->addPicture();
        $table = "{$wpdb->prefix}picopt_fence";
        $fence = new Fence($wpdb);
        self::assertTrue($fence->acquire());
        self::assertFalse((new Fence($wpdb))->acquire(), 'it lives: its connection is this one');
        self::assertSame(OutcomeState::Busy, $this->replacer->apply($this->change($id))[$id]->state);
        // A killed runner's connection is gone, whatever its lease says.
        $wpdb->query("UPDATE {$table} SET connection = 4294967295");
        self::assertTrue((new Fence($wpdb))->acquire());
        // A frozen one keeps its connection: its lease runs out.
        $wpdb->query("UPDATE {$table} SET connection = CONNECTION_ID(), expires = UNIX_TIMESTAMP() - 1");
        self::assertTrue((new Fence($wpdb))->acquire());
        $wpdb->query("UPDATE {$table} SET expires = 0");
    }

    public function testAFrozenRunnerThatComesBackWritesNothingMore(): void
    {
        global $wpdb;
        $id = $this->addPicture();
        $post = $this->post("<img src=\"{$this->url($id)}\">");
        $change = $this->change($id, 'webp', 'Red bike');
        $steps = [];
        $other = new Fence($wpdb);
        $taken = false;
        add_action('picture_optimizer_step', function (string $step) use (&$steps, &$taken, $other, $wpdb): void {
            $steps[] = $step;
            if ($step === 'swap' && !$taken) {
                // Frozen here; meanwhile the lease ends and another runner begins.
                $taken = true;
                $wpdb->query("UPDATE {$wpdb->prefix}picopt_fence SET expires = 0");
                self::assertTrue($other->acquire());
            }
        });
        $outcome = $this->replacer->apply($change)[$id];
        self::assertSame(OutcomeState::Busy, $outcome->state);
        self::assertSame('swap', end($steps));
        self::assertStringContainsString('photo.jpg', $this->url($id));
        self::assertStringContainsString('photo.jpg', get_post($post)->post_content);
        $other->release();

        $outcomes = $this->replacer->resume();
        self::assertSame(OutcomeState::Applied, $outcomes[$id]->state, $outcomes[$id]->reason);
        self::assertStringContainsString('red-bike.webp', get_post($post)->post_content);
        $this->reverted($id);
    }

    public function testAnEditorWhoSavesInTheSameMomentLosesNothing(): void
    {
        global $wpdb;
        $id = $this->addPicture();
        $post = $this->post("<p>First</p><img src=\"{$this->url($id)}\">");
        $change = $this->change($id, 'webp', 'Red bike');
        $done = false;
        // Between our reading and our writing.
        add_filter('query', static function (string $query) use (&$done, $post, $wpdb): string {
            if (!$done && str_starts_with($query, "UPDATE `{$wpdb->posts}` SET `post_content`")) {
                $done = true;
                $wpdb->query("UPDATE {$wpdb->posts} SET post_content = REPLACE(post_content, 'First', 'Second') WHERE ID = {$post}");
            }
            return $query;
        });
        $this->applied($change);
        self::assertTrue($done);
        self::assertSame("<p>Second</p><img src=\"{$this->url($id)}\">", get_post($post)->post_content);
        $this->reverted($id);
        self::assertStringContainsString('<p>Second</p>', get_post($post)->post_content);
        self::assertStringContainsString('photo.jpg', get_post($post)->post_content);
    }

    /** Damage that a visitor would see leads to an automatic revert of that picture, not of the others in its batch. */
    public function testDamageOnAPageTakesBackThatPictureOnly(): void
    {
        $first = $this->addPicture('first.jpg', 500, 400, 1);
        $second = $this->addPicture('second.jpg', 500, 400, 2);
        $post = $this->post("<img src=\"{$this->url($first)}\">");
        $content = get_post($post)->post_content;
        add_filter('pre_http_request', function (mixed $answer, array $arguments, string $url) use ($post): array {
            $body = $url === get_permalink($post) ? get_post($post)->post_content : '';
            $code = str_contains($url, 'renamed') ? 404 : 200;
            return ['response' => ['code' => $code], 'body' => $body, 'headers' => [], 'cookies' => []];
        }, 10, 3);
        $outcomes = $this->replacer->apply($this->change($first, 'webp', 'Renamed'), $this->change($second, 'webp', 'Other'));
        self::assertSame(OutcomeState::Failed, $outcomes[$first]->state);
        self::assertStringContainsString('renamed.webp does not load', $outcomes[$first]->reason);
        self::assertStringContainsString('(404)', $outcomes[$first]->reason);
        self::assertSame($content, get_post($post)->post_content);
        self::assertStringEndsWith('first.jpg', $this->url($first));
        self::assertSame(OutcomeState::Applied, $outcomes[$second]->state, $outcomes[$second]->reason);
        $this->replacer->revert($second);
    }

    public function testASiteThatCannotReachItselfIsNoReasonToRevertAndKeepsOldFiles(): void
    {
        $id = $this->addPicture('unreached.jpg', 500, 400);
        $this->post("<img src=\"{$this->url($id)}\">");
        $old = (string) get_attached_file($id);
        $this->forgetProbes();
        add_filter('pre_http_request', static fn (): \WP_Error => new \WP_Error('blocked', 'Loopback is blocked'));
        $outcome = $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame('database only', $outcome->verified);
        self::assertFileExists($old);
        self::assertStringContainsString('Old files stay', implode(' ', $outcome->notes));
        $this->forgetProbes();
        $this->reverted($id);
        self::assertFileExists($old);
    }

    private function forgetProbes(): void
    {
        global $wpdb;
        $wpdb->query("DELETE FROM {$wpdb->options} WHERE option_name LIKE '%picture\\_optimizer\\_probe%'");
        wp_cache_flush();
    }

    private function mountTinyDisk(): string
    {
        $disk = sys_get_temp_dir() . '/picopt-disk-' . bin2hex(random_bytes(4));
        mkdir($disk);
        // A disk that lasts, unlike one in memory: backups go nowhere else.
        $this->shell('truncate -s 128k %1$s.img && mkfs.ext4 -qF -m 0 -O ^has_journal %1$s.img && mount -o loop %1$s.img %1$s', $disk);
        return $disk;
    }

    private function shell(string $command, string $path): void
    {
        exec(sprintf($command, escapeshellarg($path)) . ' 2>&1', $output, $code);
        if ($code !== 0) {
            self::fail('This test mounts a file system and has to run as root: ' . implode(' ', $output));
        }
    }
}
