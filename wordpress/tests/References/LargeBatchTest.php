<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\References\Leftovers;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Needles;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/**
 * Hundreds of images at once, as a selection of the whole library is: each is found as it is alone.
 *
 * @group acceptance-B9
 * @group acceptance-B11
 */
final class LargeBatchTest extends TestCase
{
    private const IMAGES = 600;

    /** @return iterable<string, array{callable(int): string}> */
    public static function names(): iterable
    {
        yield 'a camera' => [static fn (int $number): string => "DSC_{$number}"];
        yield 'nothing alike' => [static fn (int $number): string => substr(md5((string) $number), 0, 12) . "-{$number}"];
        yield 'another script' => [static fn (int $number): string => "夏の写真アルバム {$number}"];
        yield 'a sign in front' => [static fn (int $number): string => "(photo) {$number}"];
    }

    /**
     * @dataProvider names
     * @param callable(int): string $name
     */
    public function testEachIsFoundInEveryEncoding(callable $name): void
    {
        $map = new NameMap();
        foreach (range(1, self::IMAGES) as $number) {
            $map->add("2026/05/{$name($number)}.jpg", new Target($number, "new-{$number}.webp"));
        }
        $bases = [new UploadBase(['example.org'], '/wp-content/uploads'), new UploadBase([], 'uploads')];
        $needles = Needles::for($map->paths(), $bases, [], bare: true);
        $rewriter = Rewriter::forNames($bases, $map);
        $leftovers = new Leftovers($bases, $map);
        foreach ([1, 299, self::IMAGES] as $number) {
            $html = "<p><img src=\"https://example.org/wp-content/uploads/2026/05/{$name($number)}.jpg\" alt=\"\"></p>";
            $once = base64_encode($html);
            foreach (['as it is' => $html, 'in Base64' => $once, 'twice' => base64_encode($once)] as $how => $text) {
                self::assertTrue($needles->match($text), $how);
                self::assertSame([$number], $rewriter->rewrite($text)->edits->attachments(), $how);
                self::assertSame([$number => ["{$name($number)}.jpg"]], $leftovers->in($text), $how);
            }
        }
        $other = '<p><img src="https://example.org/wp-content/uploads/2026/05/another-long-name-of-an-image.jpg" alt=""></p>';
        self::assertSame([], $rewriter->rewrite($other)->edits->attachments());
        self::assertSame([], $leftovers->in($other));
    }

    /** @return iterable<string, array{callable(string): string}> */
    public static function lines(): iterable
    {
        yield 'of mail' => [static fn (string $encoded): string => chunk_split($encoded, 76, "\r\n")];
        yield 'of PEM' => [static fn (string $encoded): string => chunk_split($encoded, 64, "\n")];
        yield 'in JSON' => [static fn (string $encoded): string => '{"html":' . json_encode(chunk_split($encoded, 76, "\n")) . '}'];
        yield 'in an address' => [static fn (string $encoded): string => 'data=' . rawurlencode(chunk_split($encoded, 76))];
    }

    /**
     * @dataProvider lines
     * @param callable(string): string $inLines
     */
    public function testANameInLinesOfBase64IsFoundWhereverALineEnds(callable $inLines): void
    {
        $map = new NameMap();
        $map->add('2026/05/sunset.jpg', new Target(7, 'bike.webp'));
        $bases = [new UploadBase(['example.org'], '/wp-content/uploads'), new UploadBase([], 'uploads')];
        $needles = Needles::for($map->paths(), $bases, [], bare: true);
        $rewriter = Rewriter::forNames($bases, $map);
        $nothing = str_repeat('<p>Nothing of ours stands here.</p>', 8);
        foreach (range(200, 260) as $bytes) {
            $text = $inLines(base64_encode(substr($nothing, 0, $bytes) . ' "/wp-content/uploads/2026/05/sunset.jpg"'));
            self::assertTrue($needles->match($text), $text);
            self::assertSame([7], $rewriter->rewrite($text)->edits->attachments(), $text);
        }
        self::assertFalse($needles->match($inLines(base64_encode($nothing))));
    }
}
