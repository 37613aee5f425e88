<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Database\Cell;
use PictureOptimizer\References\Found;
use PictureOptimizer\References\Needles;
use PictureOptimizer\References\UploadBase;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Rows are told by whatever tells them: several columns, a long name, or nothing but the value.
 *
 * @group acceptance-B11
 */
final class KeysTest extends ReplaceTestCase
{
    private const TABLES = [
        'pairs' => 'a INT, b VARCHAR(40), url VARCHAR(255), alt TEXT, PRIMARY KEY (a, b)',
        'indexed' => 'a INT, url TEXT, KEY (a)',
        'heap' => 'url TEXT, more TEXT, n INT',
        'urls' => 'url VARCHAR(180) PRIMARY KEY, hits INT',
        'long' => 'slug VARCHAR(250) PRIMARY KEY, url TEXT',
    ];

    private int $id;

    protected function setUp(): void
    {
        global $wpdb;
        foreach (self::TABLES as $name => $columns) {
            $wpdb->query("DROP TABLE IF EXISTS {$wpdb->prefix}keys_{$name}");
            $wpdb->query("CREATE TABLE {$wpdb->prefix}keys_{$name} ({$columns}) ENGINE=InnoDB CHARSET utf8mb4");
        }
        parent::setUp();
        $this->id = $this->addPicture();
    }

    protected function tearDown(): void
    {
        global $wpdb;
        parent::tearDown();
        foreach (array_keys(self::TABLES) as $name) {
            $wpdb->query("DROP TABLE {$wpdb->prefix}keys_{$name}");
        }
    }

    /** @return iterable<string, array{string, callable(string): list<array<string, int|string|null>>}> table, rows for a URL */
    public function rows(): iterable
    {
        yield 'a key of two columns' => ['pairs', static fn (string $url): array => [
            ['a' => 1, 'b' => "it's \"b\"", 'url' => $url, 'alt' => "<img src=\"{$url}\">"],
            ['a' => 1, 'b' => 'ü,\\', 'url' => $url, 'alt' => null],
            ['a' => 2, 'b' => 'other', 'url' => 'https://elsewhere.example/x.jpg', 'alt' => ''],
        ]];
        yield 'a key that is not unique' => ['indexed', static fn (string $url): array => [
            ['a' => 1, 'url' => $url], ['a' => 1, 'url' => "{$url}?x"], ['a' => null, 'url' => 'nothing'],
        ]];
        yield 'no key, equal rows' => ['heap', static fn (string $url): array => [
            ['url' => $url, 'more' => $url, 'n' => 1], ['url' => $url, 'more' => $url, 'n' => 1],
            ['url' => $url, 'more' => (string) json_encode([$url]), 'n' => 2], ['url' => 'photo', 'more' => null, 'n' => 3],
        ]];
        yield 'the URL is the key' => ['urls', static fn (string $url): array => [
            ['url' => $url, 'hits' => 7], ['url' => 'https://elsewhere.example/x.jpg', 'hits' => 8],
        ]];
        yield 'a key longer than the journal’s' => ['long', static fn (string $url): array => [
            ['slug' => str_repeat('a', Cell::LONGEST_KEY), 'url' => $url], ['slug' => str_repeat('b', 240), 'url' => $url],
        ]];
    }

    /**
     * @dataProvider rows
     * @param callable(string): list<array<string, int|string|null>> $make
     */
    public function testEveryRowIsRewrittenAndReverted(string $table, callable $make): void
    {
        $url = $this->url($this->id);
        $before = $make($url);
        foreach ($before as $row) {
            self::assertSame(1, $GLOBALS['wpdb']->insert("{$GLOBALS['wpdb']->prefix}keys_{$table}", $row));
        }
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame(self::sorted($make($this->url($this->id))), $this->all($table));
        $this->applied($this->change($this->id, 'avif', 'Blue bike'));
        self::assertSame(self::sorted($make($this->url($this->id))), $this->all($table), 'the second time, too');
        $this->reverted($this->id);
        self::assertSame(self::sorted($before), $this->all($table));
    }

    public function testTwoImagesInOneValueGoBackOneByOne(): void
    {
        $other = $this->addPicture('other.jpg', 400, 300, 2);
        $make = static fn (string $one, string $two): array => [['url' => "{$one} {$two}", 'more' => null, 'n' => 1]];
        [$one, $two] = [$this->url($this->id), $this->url($other)];
        $GLOBALS['wpdb']->insert("{$GLOBALS['wpdb']->prefix}keys_heap", $make($one, $two)[0]);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->applied($this->change($other, 'webp', 'Green boat'));
        self::assertSame(self::sorted($make($this->url($this->id), $this->url($other))), $this->all('heap'));
        $this->reverted($this->id);
        self::assertSame(self::sorted($make($one, $this->url($other))), $this->all('heap'));
        $this->reverted($other);
        self::assertSame(self::sorted($make($one, $two)), $this->all('heap'));
    }

    public function testManyRowsAreReadInChunksAndEachOnce(): void
    {
        global $wpdb;
        $row = static fn (int $n): string => '(' . ($n % 7) . ", 'é{$n}', 'uploads/needle-1.jpg?{$n}')";
        $values = implode(',', array_map($row, range(1, 5100)));
        $wpdb->query("INSERT INTO {$wpdb->prefix}keys_pairs (a, b, url) VALUES {$values}");
        $keys = [];
        foreach ($this->plugin->scanner()->scan(Needles::for(['needle-1.jpg'], [new UploadBase([], 'uploads')], [])) as $chunk) {
            array_push($keys, ...array_map(static fn (Found $found): string => $found->cell()->where($wpdb), $chunk));
        }
        self::assertCount(5100, array_unique($keys));
        self::assertCount(5100, $keys);
    }

    /** @return list<array<string, int|string|null>> */
    private function all(string $table): array
    {
        return self::sorted($GLOBALS['wpdb']->get_results("SELECT * FROM {$GLOBALS['wpdb']->prefix}keys_{$table}", ARRAY_A));
    }

    /**
     * @param list<array<string, int|string|null>> $rows
     * @return list<array<string, string|null>>
     */
    private static function sorted(array $rows): array
    {
        $rows = array_map(static fn (array $row): array => array_map(
            static fn (int|string|null $value): ?string => $value === null ? null : (string) $value,
            $row
        ), $rows);
        sort($rows);
        return $rows;
    }
}
