<?php

declare(strict_types=1);

// phpcs:disable Generic.Files.LineLength -- fixtures stand here as sites store them, in one line.

namespace PictureOptimizer\Tests\References;

/**
 * A name without its folder is ours where the same structure names the same image with it, and nobody's elsewhere.
 *
 * @group acceptance-B1
 * @group acceptance-B9
 * @group acceptance-B10
 */
final class BareNamesTest extends RewriterTestCase
{
    /** @return iterable<string, array{callable(string, string, string): mixed}> Of URL, path and name without folder. */
    public static function named(): iterable
    {
        yield 'media object' => [static fn (string $u, string $p, string $n): array => ['id' => 7, 'filename' => $n, 'url' => $u]];
        yield 'copied metadata' => [static fn (string $u, string $p, string $n): array => ['width' => 9, 'file' => $p, 'sizes' => ['medium' => ['file' => $n]]]];
        yield 'in a list' => [static fn (string $u, string $p, string $n): array => [['x' => 1], ['src' => $u, 'name' => $n], ['y' => 'a.txt']]];
        yield 'after the structure' => [static fn (string $u, string $p, string $n): array => ['thumbs' => ['small' => $n], 'url' => $u]];
    }

    /** @dataProvider named */
    public function testANameWithoutFolderIsOursWhereItsPictureStandsBesideIt(callable $make): void
    {
        $old = $make(self::OLD . '.jpg', '2026/05/photo.jpg', 'photo-300x200.jpg');
        $new = $make(str_replace('photo', 'red-bike', self::OLD) . '.webp', '2026/05/red-bike.webp', 'red-bike-300x200.webp');
        $block = static fn (array $value): string => '<!-- wp:acme/x ' . serialize_block_attributes(['d' => $value]) . ' /--> photo.jpg';
        $object = static fn (array $value): mixed => json_decode((string) json_encode($value));
        foreach (
            ['serialize', 'json_encode', $block, static fn (array $value): string => serialize([serialize($value)]),
            static fn (array $value): string => serialize($object($value)), static fn (array $value): string => serialize([json_encode($value)]),
            static fn (array $value): string => (string) json_encode(['x' => serialize($value)])] as $write
        ) {
            self::assertSame($write($new), $this->rewritten($write($old)));
        }
    }

    /** @return iterable<string, array{array<mixed>}> */
    public static function unproved(): iterable
    {
        yield 'alone' => [['filename' => 'photo.jpg']];
        yield 'beside the same name elsewhere' => [['filename' => 'photo.jpg', 'url' => 'https://example.org/wp-content/uploads/2025/01/photo.jpg']];
        yield 'beside another host' => [['filename' => 'photo.jpg', 'url' => 'https://other.example.com/wp-content/uploads/2026/05/photo.jpg']];
        yield 'another item of a list' => [[['url' => 'https://example.org/x.png'], ['filename' => 'photo.jpg']]];
        yield 'beside another picture' => [['url' => 'https://example.org/wp-content/uploads/2026/05/c.jpg', 'filename' => 'photo.jpg']];
    }

    /** @dataProvider unproved */
    public function testANameWithoutFolderThatNothingProvesIsSeenAndUntouched(array $value): void
    {
        foreach (['serialize', 'json_encode'] as $write) {
            $rewrite = $this->rewriter()->rewrite($write($value));
            self::assertTrue($rewrite->edits->isEmpty());
            self::assertContains('photo.jpg', $rewrite->seen);
        }
    }

    public function testANameIsNotProvedByAnotherItemOrAKeyOrAText(): void
    {
        $url = self::OLD . '.jpg';
        foreach (
            [
            [['url' => $url], ['filename' => 'photo.jpg']],
            ['photo.jpg' => $url],
            ['html' => "<img src=\"{$url}\">", 'filename' => 'photo.jpg'],
            ['a' => ['url' => $url], 'b' => ['filename' => 'photo.jpg']],
            ['x' => ['y' => ['z' => ['filename' => 'photo.jpg']]], 'url' => $url],
            ] as $value
        ) {
            foreach (['serialize', 'json_encode'] as $write) {
                $new = $this->rewritten($write($value));
                self::assertStringContainsString('"photo.jpg"', $new);
                self::assertStringContainsString('red-bike.webp', $new);
            }
        }
    }
}
