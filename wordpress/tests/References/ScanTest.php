<?php

declare(strict_types=1);

// phpcs:disable Generic.Files.LineLength -- fixtures stand here as sites store them, in one line.

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\References\Finder;
use PictureOptimizer\References\Found;
use PictureOptimizer\References\Needles;
use PictureOptimizer\References\Place;
use PictureOptimizer\References\Rewrite;
use PictureOptimizer\References\Scanner;
use PictureOptimizer\References\Tables;
use PictureOptimizer\References\TextTable;
use PictureOptimizer\References\UploadBase;
use PictureOptimizer\References\Usage;
use PictureOptimizer\References\UsageCount;
use PictureOptimizer\Tests\TestCase;

/** Where a site names an image: which tables are read, what is found in them, and under which addresses uploads are known. */
final class ScanTest extends TestCase
{
    private function image(string $file = '2026/05/unmistakable.jpg'): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $file);
        update_post_meta($id, '_wp_attached_file', $file);
        update_post_meta($id, '_wp_attachment_metadata', ['file' => $file,
            'sizes' => ['medium' => ['file' => 'unmistakable-300x200.jpg']]]);
        return $id;
    }

    private static function url(string $name = 'unmistakable.jpg'): string
    {
        return wp_get_upload_dir()['baseurl'] . "/2026/05/{$name}";
    }

    /** @return list<string> table without prefix, column and kind of each place */
    private function places(int $id): array
    {
        $prefix = strlen($this->plugin->db()->prefix);
        return array_map(
            static fn (Place $place): string => substr($place->table, $prefix) . ".{$place->column} {$place->kind}",
            iterator_to_array($this->plugin->finder()->find($id), false)
        );
    }

    /**
     * Puts a reference somewhere, places that are found.
     *
     * @return iterable<string, array{callable(self, int, string): mixed, list<string>}>
     */
    public static function references(): iterable
    {
        $post = static fn (array $more): int => (int) wp_insert_post(wp_slash($more + ['post_title' => 'x', 'post_status' => 'publish']));
        yield 'the content of a post' => [static fn ($t, int $id, string $u) => $post(['post_content' => "<img src=\"{$u}\">"]),
            ['posts.post_content html']];
        yield 'a link in a text' => [static fn ($t, int $id, string $u) => $post(['post_content' => "See {$u}"]),
            ['posts.post_content text']];
        yield 'an excerpt' => [static fn ($t, int $id, string $u) => $post(['post_excerpt' => "<img src=\"{$u}\">"]),
            ['posts.post_excerpt html']];
        yield 'meta of a post' => [static fn ($t, int $id, string $u) => add_post_meta($post([]), 'hero', ['url' => $u]),
            ['postmeta.meta_value serialized']];
        yield 'JSON of a builder' => [static fn ($t, int $id, string $u) => add_post_meta($post([]), '_data', wp_slash((string) json_encode(['u' => $u]))),
            ['postmeta.meta_value json']];
        yield 'a featured image' => [static fn ($t, int $id, string $u) => add_post_meta($post([]), '_thumbnail_id', $id),
            ['postmeta.meta_value id']];
        yield 'one of a gallery of ids' => [static fn ($t, int $id, string $u) => add_post_meta($post([]), '_product_image_gallery', "5, {$id},9"),
            ['postmeta.meta_value id']];
        yield 'a number that only holds it' => [static fn ($t, int $id, string $u) => add_post_meta($post([]), '_thumbnail_id', "{$id}0"), []];
        yield 'an option' => [static fn ($t, int $id, string $u) => add_option('my_option', ['a' => [$u]]),
            ['options.option_value serialized']];
        yield 'an option of ours' => [static fn ($t, int $id, string $u) => add_option('picture_optimizer_x', $u), []];
        yield 'a term' => [static fn ($t, int $id, string $u) => wp_insert_term('x', 'category', ['description' => $u]),
            ['term_taxonomy.description text']];
        yield 'meta of a term' => [static fn ($t, int $id, string $u) => add_term_meta(1, 'pic', $u), ['termmeta.meta_value text']];
        yield 'meta of a user' => [static fn ($t, int $id, string $u) => add_user_meta(1, 'pic', $u), ['usermeta.meta_value text']];
        yield 'a comment' => [static fn ($t, int $id, string $u) => wp_insert_comment(['comment_content' => $u]),
            ['comments.comment_content text']];
        yield 'Base64' => [static fn ($t, int $id, string $u) => add_option('my_html', base64_encode("<p>{$u}</p>")),
            ['options.option_value base64']];
        yield 'a size' => [static fn ($t, int $id, string $u) => $post(['post_content' => '<img src="' . self::url('unmistakable-300x200.jpg') . '">']),
            ['posts.post_content html']];
        yield 'a name without its folder' => [static fn ($t, int $id, string $u) => add_option('my_name', 'unmistakable.jpg'),
            ['options.option_value ' . Finder::NAME_ONLY]];
        yield 'an object of a class' => [static fn ($t, int $id, string $u) => $t->plugin->db()->insert($t->plugin->db()->options, [
            'option_name' => 'my_object', 'option_value' => 'O:4:"Acme":1:{s:1:"u";s:' . strlen($u) . ":\"{$u}\";}"]),
            ['options.option_value unknown class Acme']];
        yield 'another image' => [static fn ($t, int $id, string $u) => $post(['post_content' => str_replace('unmistakable', 'unmistakable-2', $u)]), []];
        yield 'the same name elsewhere' => [static fn ($t, int $id, string $u) => $post(['post_content' => str_replace('2026/05', '2025/01', $u)]), []];
        yield 'a revision' => [static fn ($t, int $id, string $u) => $post(['post_content' => "<img src=\"{$u}\">",
            'post_type' => 'revision',
            'post_status' => 'inherit', 'post_parent' => 1]), ['posts.post_content revision']];
    }

    /**
     * @dataProvider references
     * @param list<string> $expected
     */
    public function testEveryPlaceIsFound(callable $put, array $expected): void
    {
        $id = $this->image();
        self::assertSame([], $this->places($id), 'an image that nobody uses');
        $put($this, $id, self::url());
        self::assertSame($expected, $this->places($id));
    }

    // Counting.

    public function testUsesAreCountedOnceAPlaceAndAnImage(): void
    {
        [$first, $second] = [$this->image(), $this->image('2026/05/other-one.jpg')];
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish', 'post_content' => wp_slash(
            '<img src="' . self::url() . '"><img src="' . self::url() . '"><img src="' . self::url('other-one.jpg') . '">'
        )]);
        add_post_meta($post, '_thumbnail_id', $first);
        add_option('my_option', self::url());
        $usage = new Usage($this->plugin->db(), $this->plugin->scanner());
        $count = $usage->count([$first, $second, 9_999_999], false, []);
        self::assertEquals([$first => 3, $second => 1], $count->pictures);
        self::assertSame([[$post => 3], 1, 4, 0], [$count->posts, $count->elsewhere, $count->places(), $count->untouchable]);
        self::assertSame([0, 0], [$count->emptyAlts, $count->oldAlts]);
        self::assertSame(0, $usage->count([], true, [])->places());
    }

    /** @return iterable<string, array{string, bool, bool, int, int}> tag ({id}), fill empty, replace old, empty alts, old alts */
    public static function alts(): iterable
    {
        yield 'empty, to be filled' => ['<img class="wp-image-{id}" alt="">', true, false, 1, 0];
        yield 'empty, not to be filled' => ['<img class="wp-image-{id}" alt="">', false, true, 0, 0];
        yield 'old, to be replaced' => ['<img class="wp-image-{id}" alt="Old words">', false, true, 0, 1];
        yield 'a person’s' => ['<img class="wp-image-{id}" alt="Mine">', true, true, 0, 0];
        yield 'both' => ['<img class="wp-image-{id}" alt=""><img class="wp-image-{id}" alt="Old words">', true, true, 1, 1];
        yield 'decorative' => ['<img class="wp-image-{id}" alt="" role="presentation">', true, true, 0, 0];
    }

    /** @dataProvider alts */
    public function testAltsThatWouldChangeAreCounted(string $tag, bool $fill, bool $replace, int $empty, int $old): void
    {
        $id = $this->image();
        update_post_meta($id, '_wp_attachment_image_alt', 'Old words');
        wp_insert_post(['post_title' => 'x', 'post_content' => wp_slash(str_replace('{id}', (string) $id, $tag))]);
        $count = (new Usage($this->plugin->db(), $this->plugin->scanner()))->count([$id], $fill, $replace ? [$id] : []);
        self::assertSame([$empty, $old], [$count->emptyAlts, $count->oldAlts]);
    }

    public function testACountAddsUp(): void
    {
        $count = new UsageCount();
        $found = new Found(new TextTable('t', 'id', ['c']), '1', 'c', 12);
        $count->addCell($found, new Rewrite(new Edits([new Edit(0, 'a', 'b', [7, 8]), new Edit(5, 'a', 'b', [7])])));
        $count->addCell($found, new Rewrite(new Edits(), ['unknown class']));
        $count->addCell($found, Rewrite::nothing());
        $count->addIds(0, [7, 7]);
        self::assertSame([[7 => 2, 8 => 1], [12 => 2], 1, 1, 3], [$count->pictures, $count->posts, $count->elsewhere, $count->untouchable,
            $count->places()]);
    }

    // Tables.

    public function testTablesOfAPluginAreReadIfTheFilterNamesThem(): void
    {
        $named = [['table' => 'wp_acme', 'key' => 'id', 'columns' => ['a', 'b']], ['table' => 'x; DROP TABLE y', 'key' => 'id',
            'columns' => ['a']],
            ['table' => 'wp_acme2', 'key' => 'id', 'columns' => []], ['table' => 'wp_acme3', 'columns' => ['a']], []];
        add_filter('picture_optimizer_reference_tables', static fn (): array => $named);
        $tables = array_column(array_map(get_object_vars(...), (new Tables($this->plugin->db()))->all()), 'columns', 'table');
        self::assertSame(['a', 'b'], $tables['wp_acme']);
        self::assertSame([], array_intersect(['x; DROP TABLE y', 'wp_acme2', 'wp_acme3'], array_keys($tables)));
    }

    public function testATableThatIsNotThereIsNoTrouble(): void
    {
        add_filter('picture_optimizer_reference_tables', static fn (): array => [['table' => 'nowhere', 'key' => 'id',
            'columns' => ['a']]]);
        $reporting = mysqli_report(MYSQLI_REPORT_OFF);
        self::assertTrue($reporting);
        self::assertSame([], $this->places($this->image()));
    }

    public function testManyRowsAreReadInChunksAndEachOnce(): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x']);
        $db = $this->plugin->db();
        $values = implode(',', array_map(static fn (int $n): string => "({$post}, 'key{$n}', 'uploads/2026/05/needle-{$n}.jpg')", range(1, 5100)));
        $db->query("INSERT INTO {$db->postmeta} (post_id, meta_key, meta_value) VALUES {$values}");
        $scanner = new Scanner($db, new Tables($db));
        $needles = Needles::for(['2026/05/needle-1.jpg'], [new UploadBase([], 'uploads')], []);
        $keys = [];
        foreach ($scanner->scan($needles) as $chunk) {
            foreach ($chunk as $found) {
                $found->table->table === $db->postmeta && $keys[] = $found->key;
                self::assertSame($found->table->table === $db->postmeta ? $post : $found->postId, $found->postId);
            }
        }
        self::assertSame(count($keys), count(array_unique($keys)));
        self::assertGreaterThan(1000, count($keys), 'the coarse search lets pass what begins alike');
        self::assertGreaterThanOrEqual(5100, $scanner->rows);
        self::assertSame([], iterator_to_array($scanner->scan(Needles::for([], [], [])), false));
    }

    // Addresses of uploads.

    /** @return list<string> hosts and path of each base */
    private function bases(): array
    {
        return array_map(static fn (UploadBase $base): string => implode(',', $base->hosts) . "/{$base->path}", UploadBase::ofThisSite());
    }

    /** @return iterable<string, array{mixed, string|null}> what a filter says, the base that comes of it */
    public static function addresses(): iterable
    {
        yield 'a CDN with a path' => ['https://CDN.example.net/files/', 'cdn.example.net'];
        yield 'a CDN of nothing but uploads' => ['https://cdn.example.net', 'cdn.example.net/'];
        yield 'a port' => ['http://cdn.example.net:8080/x', 'cdn.example.net:8080'];
        yield 'no address' => ['uploads', null];
        yield 'a number' => [7, null];
        yield 'nothing' => ['', null];
        yield 'a list' => [['x'], null];
    }

    /** @dataProvider addresses */
    public function testAFilterNamesOtherAddresses(mixed $url, ?string $expected): void
    {
        $before = $this->bases();
        add_filter('picture_optimizer_upload_urls', static fn (): array => [$url]);
        $added = array_values(array_diff($this->bases(), $before));
        self::assertSame($expected === null, $added === []);
        $expected === null || self::assertStringStartsWith($expected, $added[0]);
    }

    public function testAnAddressUnderWhichImagesWereAddedStaysKnown(): void
    {
        delete_transient('picture_optimizer_guid_urls');
        $id = $this->image();
        $this->plugin->db()->update($this->plugin->db()->posts, ['guid' => 'https://former.example/media/2026/05/unmistakable.jpg'], ['ID' => $id]);
        self::assertStringContainsString('former.example', implode(' ', $this->bases()));
        $this->plugin->db()->update($this->plugin->db()->posts, ['guid' => 'https://later.example/media/2026/05/unmistakable.jpg'], ['ID' => $id]);
        self::assertStringNotContainsString('later.example', implode(' ', $this->bases()), 'looked up once a day');
        delete_transient('picture_optimizer_guid_urls');
        self::assertStringContainsString('later.example', implode(' ', $this->bases()));
    }

    public function testTheLongestPathComesFirst(): void
    {
        add_filter('picture_optimizer_upload_urls', static fn (): array => ['https://a.example/a/very/long/path/of/uploads',
            'https://b.example/b']);
        $lengths = array_map(static fn (UploadBase $base): int => strlen($base->path), UploadBase::ofThisSite());
        $sorted = $lengths;
        rsort($sorted);
        self::assertSame($sorted, $lengths);
        self::assertContains(strlen('uploads'), $lengths, 'the folder alone');
    }

    public function testABaseIsWrittenInOneWay(): void
    {
        $base = new UploadBase(['Example.ORG', 'example.org', 'www.example.org'], '/wp-content/uploads/');
        self::assertSame([['example.org', 'www.example.org'], 'wp-content/uploads'], [$base->hosts, $base->path]);
    }
}
