<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Files\Disk;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * No old file goes while anything still names it; what still does is named, with the reason.
 *
 * @group acceptance-B11
 * @group acceptance-B13
 */
final class LeftoversTest extends ReplaceTestCase
{
    private const TABLES = [
        'slides' => 'id INT PRIMARY KEY AUTO_INCREMENT, params LONGTEXT, x VARCHAR(9)',
        'named' => 'slug VARCHAR(60) NOT NULL UNIQUE, image VARCHAR(255)',
        'pairs' => 'a INT, b INT, url VARCHAR(255), PRIMARY KEY (a, b)',
        'heap' => 'url TEXT',
        'latin1' => 'id INT PRIMARY KEY AUTO_INCREMENT, text TEXT CHARACTER SET latin1 COLLATE latin1_german2_ci',
        'utf8mb3' => 'id INT PRIMARY KEY AUTO_INCREMENT, text TEXT CHARACTER SET utf8mb3 COLLATE utf8mb3_bin',
    ];

    private int $id;

    protected function setUp(): void
    {
        global $wpdb;
        foreach (self::TABLES as $name => $columns) {
            $wpdb->query("DROP TABLE IF EXISTS {$wpdb->prefix}acme_{$name}");
            $wpdb->query("CREATE TABLE {$wpdb->prefix}acme_{$name} ({$columns}) ENGINE=InnoDB");
        }
        parent::setUp();
        $this->id = $this->addPicture();
    }

    protected function tearDown(): void
    {
        global $wpdb;
        parent::tearDown();
        foreach (array_keys(self::TABLES) as $name) {
            $wpdb->query("DROP TABLE {$wpdb->prefix}acme_{$name}");
        }
    }

    public function testTablesThatNobodyAnnouncedAreRewrittenAndReverted(): void
    {
        $url = $this->url($this->id);
        $this->insert('slides', ['params' => (string) json_encode(['bg' => $url]), 'x' => 'y']);
        $this->insert('named', ['slug' => 'a', 'image' => $url]);
        $outcome = $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame([], $outcome->notes);
        $new = $this->url($this->id);
        self::assertStringEndsWith('red-bike.webp', $new);
        self::assertSame(json_encode(['bg' => $new]), $this->value('slides', 'params'));
        self::assertSame($new, $this->value('named', 'image'));
        $this->reverted($this->id);
        self::assertSame($url, $this->value('named', 'image'));
    }

    /**
     * As Master Slider keeps it: JSON in JSON, paths below uploads, all in Base64.
     *
     * @group acceptance-B14
     */
    public function testPathsInBase64AreRewrittenAndReverted(): void
    {
        $make = fn (): string => base64_encode((string) json_encode(['MSPanel.Slide' => ['1' => json_encode([
            'bg' => '/' . get_post_meta($this->id, '_wp_attached_file', true), 'order' => 0,
        ])]]));
        $before = $make();
        $this->insert('slides', ['params' => $before]);
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertNotSame($before, $make());
        self::assertSame($make(), $this->value('slides', 'params'));
        $this->reverted($this->id);
        self::assertSame($before, $this->value('slides', 'params'));
    }

    /**
     * @testWith ["latin1"]
     *           ["utf8mb3"]
     */
    public function testOtherCharacterSetsAreRewrittenToldAndReverted(string $table): void
    {
        $url = $this->url($this->id);
        $make = static fn (string $url): string => "Größe: {$url} – “naïve”, ÿ";
        $this->insert($table, ['text' => $make($url)]);
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame($make($this->url($this->id)), $this->value($table, 'text'));
        $this->reverted($this->id);
        self::assertSame($make($url), $this->value($table, 'text'));

        $GLOBALS['wpdb']->query("DELETE FROM {$GLOBALS['wpdb']->prefix}acme_{$table}");
        $unknown = 'O:9:"Acme\Thing":1:{s:1:"u";s:' . (strlen($url) + 1) . ":\"é{$url}\";}";
        $this->insert($table, ['text' => $unknown]);
        $told = implode("\n", $this->applied($this->change($this->id, 'webp', 'Blue bike'))->notes);
        self::assertStringContainsString("acme_{$table}.text 2 still uses photo.jpg", $told);
        self::assertSame($unknown, $this->value($table, 'text'));
        $this->reverted($this->id);
    }

    /** A table that is known for some of its columns has others. */
    public function testColumnsBesideTheOnesThatAreKnownAreSearchedToo(): void
    {
        global $wpdb;
        add_filter('picture_optimizer_reference_tables', static fn (): array => [
            ['table' => "{$wpdb->prefix}acme_slides", 'key' => 'id', 'columns' => ['x']],
        ]);
        $this->insert('slides', ['params' => $this->url($this->id)]);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame($this->url($this->id), $this->value('slides', 'params'));
        $this->reverted($this->id);
    }

    /** @return array<string, array{string, string, callable(string): mixed}> table, column, value of a URL */
    public function places(): array
    {
        $unknown = static fn (string $url): string => 'O:9:"Acme\Thing":1:{s:1:"u";s:' . strlen($url) . ":\"{$url}\";}";
        return [
            'no key, in a class that nobody knows' => ['heap', 'url', $unknown],
            'a key of two columns, the same' => ['pairs', 'url', $unknown],
            'a class that nobody knows' => ['slides', 'params', $unknown],
            'a name without its folder' => ['slides', 'params', static fn (string $url): string =>
                (string) json_encode(['dir' => 12, 'file' => basename($url)])],
            'a name without its folder, in Base64' => ['slides', 'params', static fn (string $url): string =>
                base64_encode((string) json_encode(['panel' => 'settings of a slider', 'file' => basename($url)]))],
            'an unknown token' => ['slides', 'params', static fn (string $url): string => '[[media]]/' . basename($url)],
        ];
    }

    /**
     * @param callable(string): string $make
     * @dataProvider places
     */
    public function testAFileThatIsStillNamedStaysAndThePlaceIsTold(string $table, string $column, callable $make): void
    {
        $url = $this->url($this->id);
        $old = (string) get_attached_file($this->id);
        $value = $make($url);
        $this->insert($table, [$column => $value] + ($table === 'pairs' ? ['a' => 1, 'b' => 2] : []));
        $outcome = $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame($value, $this->value($table, $column));
        self::assertFileExists($old);
        $told = implode("\n", $outcome->notes);
        self::assertStringContainsString("acme_{$table}.{$column}", $told);
        self::assertStringContainsString('still uses ' . basename($old), $told);
        $this->assertListed("acme_{$table}", $column, basename($old));
        $this->reverted($this->id);
        self::assertFileExists($old);
        self::assertSame([], $this->plugin->originals()->leftovers());
    }

    /** For people in Site Health, for programs over REST. */
    private function assertListed(string $table, string $column, string $name): void
    {
        [$place] = $this->plugin->originals()->leftovers($this->id);
        self::assertStringEndsWith($table, $place->table);
        self::assertSame([$column, true], [$place->column, in_array($name, $place->names, true)]);
        $check = $this->plugin->checks()->slow()['leftovers']();
        self::assertSame('recommended', $check->status);
        self::assertStringContainsString("{$table}.{$column}", $check->text);
        $GLOBALS['wp_rest_server'] = null;
        rest_get_server();
        $answer = rest_do_request(new \WP_REST_Request('GET', '/picture-optimizer/v1/leftovers'))->get_data();
        self::assertSame([$this->id, $place->table], [$answer['places'][0]['attachment_id'], $answer['places'][0]['table']]);
    }

    /** Two images, two ways to read one text; all other values are rewritten nevertheless, and both images have their new names. */
    public function testAPathThatMeansTwoImagesStaysAndHoldsUpNothing(): void
    {
        $inner = static fn (array $dir): array => ['path' => "{$dir['basedir']}/uploads{$dir['subdir']}",
            'subdir' => "/uploads{$dir['subdir']}", 'url' => "{$dir['baseurl']}/uploads{$dir['subdir']}"] + $dir;
        add_filter('upload_dir', $inner);
        $other = $this->addPicture('photo.jpg', 500, 400, 2);
        remove_filter('upload_dir', $inner);
        $first = (string) get_post_meta($this->id, '_wp_attached_file', true);
        self::assertSame("uploads/{$first}", get_post_meta($other, '_wp_attached_file', true));
        $this->insert('slides', ['params' => "uploads/{$first}"]);
        $this->insert('named', ['slug' => 'a', 'image' => $this->url($this->id)]);
        $outcomes = $this->replacer->apply($this->change($this->id, 'webp', 'Red bike'), $this->change($other, 'webp', 'Blue bike'));
        self::assertSame(['applied', 'applied'], [$outcomes[$this->id]->state->value, $outcomes[$other]->state->value]);
        self::assertSame("uploads/{$first}", $this->value('slides', 'params'));
        self::assertStringContainsString('acme_slides.params', implode(' ', $outcomes[$this->id]->notes));
        self::assertSame($this->url($this->id), $this->value('named', 'image'));
        $this->reverted($this->id);
        $this->reverted($other);
        Disk::removeFolder(wp_get_upload_dir()['basedir'] . '/uploads');
    }

    /** A video keeps its poster among what describes it; an image names its own files there. */
    public function testTheMetadataOfOtherFilesIsRewrittenAndOfImagesIsNot(): void
    {
        $make = fn (): array => ['width' => 640, 'image' => ['src' => $this->url($this->id)]];
        $video = (int) wp_insert_attachment(['post_mime_type' => 'video/mp4', 'post_title' => 'x'], '2026/05/film.mp4');
        wp_update_attachment_metadata($video, $before = $make());
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertNotSame($before, $make());
        self::assertSame($make(), wp_get_attachment_metadata($video));
        $this->reverted($this->id);
        self::assertSame($before, wp_get_attachment_metadata($video));
    }

    public function testWhatMeansAnotherFileKeepsNothing(): void
    {
        $url = $this->url($this->id);
        $old = (string) get_attached_file($this->id);
        $name = basename($url);
        $texts = [
            str_replace((string) wp_parse_url($url, PHP_URL_HOST), 'elsewhere.example', $url),
            'http:\\/\\/elsewhere.example\\/' . str_replace('/', '\\/', (string) get_post_meta($this->id, '_wp_attached_file', true)),
            str_replace($name, "my{$name}", $url),
            "{$url}.bak",
            '/other/folder/' . $name,
            'The word photo, and photograph.jpg.',
        ];
        foreach ($texts as $text) {
            $this->insert('slides', ['params' => $text]);
            $this->insert('heap', ['url' => $text]);
        }
        $outcome = $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame([], $outcome->notes);
        self::assertFileDoesNotExist($old);
        $this->reverted($this->id);
    }

    /** @param array<string, int|string> $row */
    private function insert(string $table, array $row): void
    {
        global $wpdb;
        self::assertSame(1, $wpdb->insert("{$wpdb->prefix}acme_{$table}", $row));
    }

    private function value(string $table, string $column): string
    {
        global $wpdb;
        return (string) $wpdb->get_var("SELECT {$column} FROM {$wpdb->prefix}acme_{$table}");
    }
}
