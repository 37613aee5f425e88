<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\Place;
use PictureOptimizer\Hooks;
use PictureOptimizer\Media\Statuses;
use PictureOptimizer\Plugin;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Store\Glance;

/** A test in the real WordPress: the database is rolled back and files made under uploads are removed afterwards. */
abstract class TestCase extends \PHPUnit\Framework\TestCase
{
    protected Plugin $plugin;

    /** @var list<string> files that were in uploads before the test */
    private array $filesBefore = [];

    /** @var array<string, \WP_Hook> */
    private array $hooksBefore = [];

    /** @var array<string, array<string, mixed>> sizes that themes and plugins have added */
    private array $sizesBefore = [];

    private int $lastPost = 0;

    private bool $isCommitted = false;

    protected function setUp(): void
    {
        parent::setUp();
        set_time_limit(0); // What a test before has asked for, as the uninstaller does, would count on through all others.
        global $wpdb;
        wp_cache_flush();
        $this->hooksBefore = array_map(static fn (\WP_Hook $hook): \WP_Hook => clone $hook, $GLOBALS['wp_filter']);
        $this->sizesBefore = wp_get_additional_image_sizes();
        $this->filesBefore = $this->filesInUploads();
        $this->lastPost = (int) $wpdb->get_var("SELECT MAX(ID) FROM {$wpdb->posts}");
        $wpdb->query('SET autocommit = 0');
        $wpdb->query('START TRANSACTION');
        $this->plugin = new Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php');
        add_filter('wp_image_editors', static fn (array $editors): array => [RememberingEditor::class, ...$editors]);
        wp_set_current_user(1);
    }

    protected function tearDown(): void
    {
        global $wpdb;
        $wpdb->query('ROLLBACK');
        $wpdb->query('SET autocommit = 1');
        foreach ($this->isCommitted ? array_keys($this->plugin->schema()->tables()) : [] as $table) {
            $wpdb->query("DELETE FROM {$table}");
        }
        // To create a table ends a transaction: what such a test wrote before must not be left for the next.
        foreach ($wpdb->get_col("SELECT ID FROM {$wpdb->posts} WHERE ID > {$this->lastPost}") as $left) {
            $wpdb->delete($wpdb->posts, ['ID' => $left]);
            $wpdb->delete($wpdb->postmeta, ['post_id' => $left]);
        }
        foreach (array_diff($this->filesInUploads(), $this->filesBefore) as $file) {
            unlink($file);
        }
        // The option that remembers such a folder was rolled back.
        foreach (glob(wp_get_upload_dir()['basedir'] . '/picture-optimizer-*', GLOB_ONLYDIR) ?: [] as $folder) {
            count(scandir($folder) ?: []) > 2 || rmdir($folder);
        }
        $GLOBALS['wp_filter'] = $this->hooksBefore;
        $GLOBALS['_wp_additional_image_sizes'] = $this->sizesBefore;
        // Backups whose rows were rolled back: each look for backups would go over all of the tests before.
        array_map(Disk::removeFolder(...), Place::existing());
        unset($GLOBALS['post'], $GLOBALS['current_screen']); // By its screen WordPress tells a page of wp-admin from a visitor's.
        wp_set_current_user(0);
        wp_cache_flush();
        // What the site's server has scheduled it would take back at the next call, under the transaction of another test.
        wp_next_scheduled(Hooks::TICK) === false || Kick::unschedule();
        parent::tearDown();
    }

    /** Rows are counted anew, as the database does by itself, sooner or later. That ends the transaction. */
    protected function countAnew(string ...$tables): void
    {
        global $wpdb;
        $this->isCommitted = true;
        $wpdb->query('ANALYZE TABLE ' . implode(', ', $tables));
    }

    /** @var array<string, string> bytes of images that were drawn, by size and seed: each is drawn once a run */
    private static array $drawn = [];

    /** A picture of noise and shapes, so that it compresses like a photograph and no two are equal. */
    protected function makeJpeg(int $width, int $height, int $seed = 1): string
    {
        $file = wp_tempnam('picture.jpg');
        file_put_contents($file, self::$drawn["{$width} {$height} {$seed}"] ??= self::draw($width, $height, $seed));
        return $file;
    }

    private static function draw(int $width, int $height, int $seed): string
    {
        mt_srand($seed);
        $image = imagecreatetruecolor($width, $height);
        for ($i = 0; $i < 300; $i++) {
            $color = imagecolorallocate($image, mt_rand(0, 255), mt_rand(0, 255), mt_rand(0, 255));
            imagefilledellipse(
                $image,
                mt_rand(0, $width),
                mt_rand(0, $height),
                mt_rand(5, (int) ($width / 4)),
                mt_rand(5, (int) ($height / 4)),
                $color
            );
        }
        ob_start();
        imagejpeg($image, null, 92);
        imagedestroy($image);
        return (string) ob_get_clean();
    }

    /** An image without sub-sizes: quick, for tests that only need one that can be read. */
    protected function addPlainImage(string $name = 'plain.png', int $width = 30, int $height = 20, int $seed = 1): int
    {
        $image = imagecreatetruecolor($width, $height);
        imagefill($image, 0, 0, $seed);
        ob_start();
        imagepng($image);
        $upload = wp_upload_bits($name, null, (string) ob_get_clean());
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/png', 'post_title' => pathinfo($name, PATHINFO_FILENAME),
            'post_status' => 'inherit'], $upload['file']);
        wp_update_attachment_metadata($id, ['width' => $width, 'height' => $height, 'file' => _wp_relative_upload_path($upload['file']),
            'sizes' => []]);
        return $id;
    }

    /** Adds a picture to the Media Library as an upload does: copied to uploads, sub-sizes made. */
    protected function addAttachment(string $name, string $source, int $parent = 0): int
    {
        $upload = wp_upload_bits($name, null, (string) file_get_contents($source));
        unlink($source);
        self::assertFalse($upload['error'], (string) $upload['error']);
        $type = wp_check_filetype($upload['file']);
        $id = wp_insert_attachment([
            'post_title' => pathinfo($name, PATHINFO_FILENAME),
            'post_mime_type' => $type['type'],
            'post_status' => 'inherit',
        ], $upload['file'], $parent, true);
        self::assertIsInt($id);
        wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
        return $id;
    }

    protected function addPicture(string $name = 'photo.jpg', int $width = 1200, int $height = 800, int $seed = 1): int
    {
        return $this->addAttachment($name, $this->makeJpeg($width, $height, $seed));
    }

    /** As of a new request: what was known before is asked for again. */
    protected function freshStatuses(): Statuses
    {
        $plugin = $this->plugin;
        return new Statuses(new Glance($plugin->db(), $plugin->pictures(), $plugin->items(), $plugin->jobs()));
    }

    /**
     * A moment lies so many seconds after something that happened between `$begun` and now, however long that took.
     *
     * @param int $begun the clock, read before it
     * @param int|null $now the clock, read after it: PHP's own unless it is another one
     */
    protected static function assertMoment(int $begun, int $moment, int $later = 0, ?int $now = null): void
    {
        self::assertGreaterThanOrEqual($begun + $later, $moment);
        self::assertLessThanOrEqual(($now ?? time()) + $later, $moment);
    }

    /** @return list<string> */
    private function filesInUploads(): array
    {
        $dir = wp_get_upload_dir()['basedir'];
        if (!is_dir($dir)) {
            return [];
        }
        $found = [];
        $flags = \FilesystemIterator::SKIP_DOTS;
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($dir, $flags)) as $file) {
            $found[] = $file->getPathname();
        }
        return $found;
    }
}
