<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/** Plugins that clean uploads look for files that nothing names. Originals are such files, and so is what stayed under a former name. */
final class UnusedFilesTest extends ReplaceTestCase
{
    /** @return iterable<string, array{string, bool}> */
    public static function files(): iterable
    {
        $folder = 'picture-optimizer-backups-0123456789abcdef0123456789abcdef';
        yield 'a backup' => ["{$folder}/00aa/photo.jpg", true];
        yield 'a backup where folders have other names' => [".ht-{$folder}/00aa/photo.jpg", true];
        yield 'a backup, from the root' => ["/srv/www/wp-content/uploads/{$folder}/00aa/photo.jpg", true];
        yield 'a result on its way' => ['picture-optimizer-staging-0123456789abcdef0123456789abcdef/00aa', true];
        yield 'an image of that name' => ['2026/11/picture-optimizer.jpg', false];
        yield 'an image' => ['2026/11/photo.jpg', false];
    }

    /** @dataProvider files */
    public function testFoldersOfOursAreNoUnusedFiles(string $path, bool $isOurs): void
    {
        $patterns = (array) apply_filters('wpvivid_uc_scan_exclude_files_regex', ['#webp$#']);
        $isExcluded = array_filter($patterns, static fn (string $pattern): bool => preg_match($pattern, $path) === 1) !== [];
        self::assertSame([$isOurs, '#webp$#'], [$isExcluded, $patterns[0]]);
        self::assertSame($isOurs ?: 'NO_MEDIA', apply_filters('wpmc_check_file', 'NO_MEDIA', $path));
    }

    public function testEveryFolderThatIsMadeIsKnown(): void
    {
        foreach ([PrivateFolder::backups(), PrivateFolder::staging()] as $folder) {
            self::assertTrue(apply_filters('wpmc_check_file', false, basename($folder) . '/photo.jpg'));
        }
    }

    public function testAFormerNameIsNeeded(): void
    {
        $id = $this->addPicture();
        $file = (string) get_post_meta($id, '_wp_attached_file', true);
        self::assertFalse(apply_filters('wpmc_check_file', false, $file));
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertTrue(apply_filters('wpmc_check_file', false, $file));
    }
}
