<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\References\Leftovers;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/** An old name in a value keeps its file on the disk, unless it is certain that another file is meant. */
final class LeftoversInTextTest extends TestCase
{
    private function leftovers(): Leftovers
    {
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'bike.webp'));
        $map->add('2026/05/photo-300x200.jpg', new Target(7, 'bike-300x200.webp'));
        $map->add('2026/05/my photo (1).jpg', new Target(8, 'x.webp'));
        $map->add('2026/05/写真.jpg', new Target(9, 'y.webp'));
        $map->add('2026/06/photo.jpg', new Target(10, 'z.webp'));
        $map->add('root.jpg', new Target(11, 'r.webp'));
        return new Leftovers([new UploadBase(['example.org', 'www.example.org'], 'wp-content/uploads')], $map);
    }

    /** @return iterable<string, array{string, array<int, list<string>>}> value, old names by image */
    public static function values(): iterable
    {
        $both = [7 => ['photo.jpg'], 10 => ['photo.jpg']];
        yield 'a name alone is anybody’s' => ['photo.jpg', $both];
        yield 'in a sentence' => ['see photo.jpg, please', $both];
        yield 'in capitals' => ['x PHOTO.JPG x', []];
        yield 'with its folder' => ['2026/05/photo.jpg', [7 => ['photo.jpg']]];
        yield 'with the last folder only' => ['05/photo.jpg', [7 => ['photo.jpg']]];
        yield 'with another folder' => ['2024/12/photo.jpg', []];
        yield 'its own URL' => ['https://example.org/wp-content/uploads/2026/06/photo.jpg', [10 => ['photo.jpg']]];
        yield 'the other host of the site' => ['//www.example.org/wp-content/uploads/2026/05/photo.jpg', [7 => ['photo.jpg']]];
        yield 'another host' => ['https://other.example/wp-content/uploads/2026/05/photo.jpg', []];
        yield 'our host, another folder' => ['https://example.org/wp-content/uploads/old/photo.jpg', []];
        yield 'an image service that fetches it' => ['https://i0.wp.com/example.org/wp-content/uploads/2026/05/photo.jpg?w=9',
            [7 => ['photo.jpg']]];
        yield 'an image service that fetches another’s' => ['https://i0.wp.com/other.example/wp-content/uploads/2026/05/photo.jpg', []];
        yield 'a way back in the path' => ['https://example.org/wp-content/uploads/2026/06/../05/./photo.jpg', [7 => ['photo.jpg']]];
        yield 'a dot behind the host' => ['https://example.org./wp-content/uploads/2026/05/photo.jpg', [7 => ['photo.jpg']]];
        yield 'the port that everybody means' => ['https://example.org:443/wp-content/uploads/2026/05/photo.jpg', [7 => ['photo.jpg']]];
        yield 'a placeholder for the folder' => ['{{base}}/photo.jpg', $both];
        yield 'a variable' => ['${dir}/photo.jpg', $both];
        yield 'escaped' => ['https:\\/\\/example.org\\/wp-content\\/uploads\\/2026\\/05\\/photo.jpg', [7 => ['photo.jpg']]];
        yield 'URL-encoded' => ['https%3A%2F%2Fexample.org%2Fwp-content%2Fuploads%2F2026%2F05%2Fphoto.jpg', [7 => ['photo.jpg']]];
        yield 'encoded twice' => ['wp-content%252Fuploads%252F2026%252F05%252Fphoto.jpg', [7 => ['photo.jpg']]];
        yield 'a slash by its number' => ['2026\\u002f05\\u002Fphoto.jpg', [7 => ['photo.jpg']]];
        yield 'behind a line break in JSON' => ['"see\\nphoto.jpg"', $both];
        yield 'behind an encoded quote' => ['%22photo.jpg%22', $both];
        yield 'behind an encoded letter' => ['caf%C3%A9photo.jpg', []];
        yield 'behind an encoded hyphen' => ['my%2Dphoto.jpg', []];
        yield 'a size' => ['2026/05/photo-300x200.jpg', [7 => ['photo-300x200.jpg']]];
        yield 'another size' => ['2026/05/photo-150x150.jpg', []];
        yield 'the end of a longer name' => ['2026/05/my-photo.jpg', []];
        yield 'the beginning of a longer one' => ['2026/05/photo.jpg.webp', []];
        yield 'an extension that goes on' => ['2026/05/photo.jpgx', []];
        yield 'a folder of that name' => ['2026/05/photo.jpg/x', []];
        yield 'twice is once' => ['photo-300x200.jpg photo-300x200.jpg', [7 => ['photo-300x200.jpg']]];
        yield 'a name with spaces' => ['2026/05/my photo (1).jpg', [8 => ['my photo (1).jpg']]];
        yield 'the same, URL-encoded' => ['2026/05/my%20photo%20%281%29.jpg', [8 => ['my photo (1).jpg']]];
        yield 'the same, encoded twice' => ['my%2520photo%2520%25281%2529.jpg', [8 => ['my photo (1).jpg']]];
        yield 'the same with plus signs' => ['my+photo+(1).jpg', [8 => ['my photo (1).jpg']]];
        yield 'the same with entities' => ['my photo &#40;1&#041;.jpg', [8 => ['my photo (1).jpg']]];
        yield 'another script' => ['/2026/05/写真.jpg', [9 => ['写真.jpg']]];
        yield 'another script, escaped' => ['\\u5199\\u771F.jpg', [9 => ['写真.jpg']]];
        yield 'another script, URL-encoded' => ['%E5%86%99%e7%9c%9f.jpg', [9 => ['写真.jpg']]];
        yield 'uploads without folders' => ['/wp-content/uploads/root.jpg', [11 => ['root.jpg']]];
        yield 'several' => ['photo-300x200.jpg 写真.jpg', [7 => ['photo-300x200.jpg'], 9 => ['写真.jpg']]];
        yield 'nothing' => ['', []];
    }

    /**
     * @dataProvider values
     * @param array<int, list<string>> $left
     */
    public function testOldNamesThatAreLeft(string $value, array $left): void
    {
        self::assertSame($left, $this->leftovers()->in($value));
    }

    public function testWhereNothingIsLookedForNothingIsFound(): void
    {
        $none = new Leftovers([], new NameMap());
        self::assertSame([[], []], [$none->in('photo.jpg'), $none->perhaps(static fn (): bool => true)]);
    }

    public function testAValueThatCannotBeReadIsAskedForTheLongestWordOfEachName(): void
    {
        $asked = [];
        $left = $this->leftovers()->perhaps(static function (string $word) use (&$asked): bool {
            $asked[] = $word;
            return $word === 'photo';
        });
        self::assertSame(['photo', 'root'], $asked, 'each word once');
        self::assertEquals([7 => ['photo.jpg', 'photo-300x200.jpg'], 8 => ['my photo (1).jpg'], 9 => ['写真.jpg'],
            10 => ['photo.jpg']], $left);
        $left = $this->leftovers()->perhaps(static fn (): bool => false);
        self::assertSame([9 => ['写真.jpg']], $left, 'what has no plain word may stand anywhere');
    }

    /** @return iterable<string, array{string, string, bool}> path of our uploads, address, whether it can be ours */
    public static function networks(): iterable
    {
        [$main, $second] = ['wp-content/uploads', 'wp-content/uploads/sites/2'];
        $at = static fn (string $uploads): string => "<img src=\"https://example.org/{$uploads}/2026/05/photo.jpg\">";
        yield 'the second site\'s, of the second' => [$second, $at($second), true];
        yield 'the main site\'s, of the second' => [$second, $at($main), false];
        yield 'the third site\'s, of the second' => [$second, $at('wp-content/uploads/sites/3'), false];
        yield 'the second site\'s, of the main one' => [$main, $at($second), false];
        yield 'the main site\'s, below a site\'s path' => [$main, $at("second/{$main}"), true];
        yield 'an address that nobody knows' => [$second, $at('media'), true];
    }

    /** @dataProvider networks */
    public function testInANetworkEachSiteHasItsOwn(string $uploads, string $text, bool $isOurs): void
    {
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'bike.webp'));
        $left = (new Leftovers([new UploadBase(['example.org'], $uploads)], $map))->in($text);
        self::assertSame($isOurs ? [7 => ['photo.jpg']] : [], $left);
    }
}
