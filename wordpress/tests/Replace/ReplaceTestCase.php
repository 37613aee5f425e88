<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Replacer;
use PictureOptimizer\Replace\Text;
use PictureOptimizer\Replace\Workshop;
use PictureOptimizer\Tests\TestCase;

/** Makes results as the service does: every size of a picture in another format, waiting in the staging folder. */
abstract class ReplaceTestCase extends TestCase
{
    protected Workshop $workshop;
    protected Replacer $replacer;

    /** @var list<string> */
    private array $backupsBefore = [];

    protected function setUp(): void
    {
        // Before the transaction, so that all tests share the folders.
        PrivateFolder::backups();
        PrivateFolder::staging();
        parent::setUp();
        $this->workshop = $this->plugin->replacement();
        $this->replacer = $this->workshop->replacer;
        $this->backupsBefore = $this->workshop->backups->all();
    }

    protected function change(
        int $id,
        string $extension = 'webp',
        ?string $baseName = null,
        ?Text $text = null,
        int $quality = 60,
        bool $replaceOldAlts = false
    ): Change {
        $source = $this->workshop->originals->sourceFor($id);
        $meta = Attachment::load($id)->meta;
        $files = [$this->result('full', $source->path, (int) $meta['width'], (int) $meta['height'], $extension, $quality)];
        foreach ($meta['sizes'] as $name => $size) {
            if (!str_starts_with($name, 'picopt-')) {
                $files[] = $this->result($name, $source->path, $size['width'], $size['height'], $extension, $quality);
            }
        }
        return new Change($id, $source->sha256, $files, $baseName, $text, true, $replaceOldAlts);
    }

    protected function result(string $name, string $from, int $width, int $height, string $extension, int $quality): NewFile
    {
        $image = imagecreatefromstring((string) file_get_contents($from));
        $scaled = imagescale($image, $width, $height);
        $path = Staging::dir() . '/' . bin2hex(random_bytes(8));
        match ($extension) {
            'webp' => imagewebp($scaled, $path, $quality),
            'avif' => imageavif($scaled, $path, $quality, 10),
            'png' => imagepng($scaled, $path),
            default => imagejpeg($scaled, $path, $quality),
        };
        $mime = 'image/' . ($extension === 'jpg' ? 'jpeg' : $extension);
        $hash = (string) hash_file('sha256', $path);
        return new NewFile($name, $path, $hash, (int) filesize($path), $width, $height, $mime, $extension);
    }

    protected function applied(Change $change): Outcome
    {
        $outcome = $this->replacer->apply($change)[$change->attachmentId];
        self::assertSame(OutcomeState::Applied, $outcome->state, $outcome->reason);
        return $outcome;
    }

    protected function reverted(int $id): Outcome
    {
        $outcome = $this->replacer->revert($id)[$id];
        self::assertSame(OutcomeState::Reverted, $outcome->state, $outcome->reason);
        return $outcome;
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        foreach (array_diff($this->workshop->backups->all(), $this->backupsBefore) as $name) {
            $this->workshop->backups->remove($name);
        }
    }

    /** Every row of the site that is content, and every file in uploads. */
    protected function stateOfSite(): array
    {
        global $wpdb;
        $state = [];
        foreach ([$wpdb->posts, $wpdb->postmeta, $wpdb->term_relationships] as $table) {
            $state[$table] = $wpdb->get_results("SELECT * FROM {$table} ORDER BY 1, 2", ARRAY_A);
        }
        $state['options'] = $wpdb->get_results(
            // Options that name files; WordPress writes others of its own accord at any time.
            "SELECT option_name, option_value FROM {$wpdb->options} WHERE (option_value LIKE '%uploads%' OR option_name LIKE 'widget%')
            AND option_name NOT LIKE '%transient%' AND option_name NOT LIKE 'picture_optimizer%' AND option_name <> 'cron'
            ORDER BY option_name",
            ARRAY_A
        );
        return $state + ['files' => $this->filesWithHashes()];
    }

    /** @return array<string, string> */
    protected function filesWithHashes(): array
    {
        $files = [];
        $base = Attachment::uploads();
        $flags = \FilesystemIterator::SKIP_DOTS;
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($base, $flags)) as $file) {
            if (!str_contains($file->getPathname(), 'picture-optimizer-')) {
                $files[substr($file->getPathname(), strlen($base) + 1)] = hash_file('sha256', $file->getPathname());
            }
        }
        ksort($files);
        return $files;
    }

    protected function post(string $content, array $more = []): int
    {
        return wp_insert_post(wp_slash($more + [
            'post_title' => 'A post',
            'post_content' => $content,
            'post_status' => 'publish',
        ]));
    }

    protected function url(int $id, string $size = 'full'): string
    {
        return (string) wp_get_attachment_image_url($id, $size);
    }
}
