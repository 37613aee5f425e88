<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * What the code of real plugins stored about images of our own test pages (see docs/compatibility.md), put back into a site: after
 * a replacement no old name is left that is not told, every name is a file, and a revert leads back to the byte.
 *
 * @group acceptance-B14
 */
final class PluginDataTest extends ReplaceTestCase
{
    private const NAME = '~(?<![A-Za-z0-9_-])trial-[a-z]+-[a-z](?:-\d+x\d+|-scaled)?\.jpg~';
    private const BASE64 = '~[A-Za-z0-9+/]{48,}={0,2}~';
    private const SIZES = [
        'thumbnail' => [150, 150], 'medium' => [300, 200], 'medium_large' => [768, 512], 'large' => [1024, 683],
        '1536x1536' => [1536, 1024], '2048x2048' => [2048, 1365],
    ];

    /** @var list<string> */
    private array $tables = [];

    /** @var array<string, string> Bytes of a file by its measures. */
    private static array $files = [];

    protected function tearDown(): void
    {
        global $wpdb;
        parent::tearDown();
        array_map(static fn (string $table) => $wpdb->query("DROP TABLE `{$table}`"), $this->tables);
    }

    /** @return iterable<string, array{string}> */
    public static function plugins(): iterable
    {
        foreach (glob(dirname(__DIR__) . '/fixtures/plugins/*.json') ?: [] as $file) {
            yield basename($file, '.json') => [$file];
        }
    }

    /** @dataProvider plugins */
    public function testWhatThePluginStoredIsLedToTheNewFilesAndBack(string $file): void
    {
        $fixture = json_decode((string) file_get_contents($file), true, 512, JSON_THROW_ON_ERROR);
        add_filter('picture_optimizer_upload_urls', static fn (): array => [$fixture['base']]);
        $cells = $this->store($fixture['cells']);
        $ids = $this->images(implode("\n", array_map(self::readable(...), array_column($fixture['cells'], 'value'))));
        $before = array_map($this->read(...), $cells);
        $old = $this->names($ids);

        $outcomes = $this->replacer->apply(...array_map($this->renamed(...), $ids));

        $notes = '';
        foreach ($outcomes as $outcome) {
            self::assertSame(OutcomeState::Applied, $outcome->state, $outcome->reason);
            $notes .= implode("\n", $outcome->notes);
        }
        $gone = array_diff($old, $this->names($ids));
        $after = array_map($this->read(...), $cells);
        self::assertNotSame($before, $after);
        foreach ($after as $number => $value) {
            [$table, $column] = $cells[$number];
            preg_match_all(self::NAME, self::readable($value), $left);
            array_intersect($left[0], $gone) === [] || self::assertStringContainsString("{$table}.{$column}", $notes, $value);
            $this->assertNamesAreFiles($value);
            is_serialized($before[$number]) && self::assertNotFalse(@unserialize($value, ['allowed_classes' => false]), $value);
            json_decode($before[$number]) === null || self::assertNotNull(json_decode($value), $value);
        }

        foreach ($this->replacer->revert(...$ids) as $outcome) {
            self::assertSame(OutcomeState::Reverted, $outcome->state, $outcome->reason);
        }
        self::assertSame($before, array_map($this->read(...), $cells));
    }

    /**
     * @param list<array<string, string>> $stored
     * @return list<array{string, string, string, string}> Table, column, key column and key of each.
     */
    private function store(array $stored): array
    {
        global $wpdb;
        $core = $wpdb->tables('all', false);
        $theirs = [];
        foreach ($stored as $cell) {
            in_array($cell['table'], $core, true)
                || $theirs[$wpdb->prefix . $cell['table']][$cell['column']] = "`{$cell['column']}` LONGTEXT";
        }
        $this->tables = array_keys($theirs);
        $wpdb->query('ROLLBACK');
        foreach ($theirs as $table => $columns) {
            $wpdb->query("CREATE TABLE `{$table}` (our_key INT PRIMARY KEY AUTO_INCREMENT, " . implode(', ', $columns) . ') ENGINE=InnoDB');
        }
        $wpdb->query('START TRANSACTION');
        return array_map($this->insert(...), $stored);
    }

    /**
     * @param array<string, string> $cell
     * @return array{string, string, string, string}
     */
    private function insert(array $cell): array
    {
        global $wpdb;
        $table = $wpdb->prefix . $cell['table'];
        $name = $cell['name'] ?? '';
        $wpdb->delete($wpdb->options, ['option_name' => $cell['table'] === 'options' ? $name : '']);
        $row = match ($cell['table']) {
            'options' => ['option_name' => $name],
            'postmeta', 'termmeta', 'usermeta', 'commentmeta' => ['meta_key' => $name],
            'term_taxonomy' => ['term_id' => random_int(1_000_000, 9_000_000), 'taxonomy' => 'category'],
            default => [],
        };
        self::assertSame(1, $wpdb->insert($table, [$cell['column'] => $cell['value']] + $row), $wpdb->last_error);
        $key = (string) $wpdb->get_var("SHOW KEYS FROM `{$table}` WHERE Key_name = 'PRIMARY'", 4);
        return [$table, $cell['column'], $key, (string) $wpdb->insert_id];
    }

    /** @param array{string, string, string, string} $cell */
    private function read(array $cell): string
    {
        global $wpdb;
        [$table, $column, $key, $value] = $cell;
        return (string) $wpdb->get_var($wpdb->prepare("SELECT `{$column}` FROM `{$table}` WHERE `{$key}` = %s", $value));
    }

    /**
     * Images of the names that are used, as WordPress would have made them. What they show is of no account here.
     *
     * @return list<int>
     */
    private function images(string $text): array
    {
        preg_match_all('~trial-[a-z]+-[a-z](?=[-.])~', $text, $stems);
        $ids = [];
        foreach (array_unique($stems[0]) as $stem) {
            $big = str_contains($text, "{$stem}-scaled.");
            $files = ['file' => $big ? "{$stem}-scaled.jpg" : "{$stem}.jpg"];
            $meta = ['width' => $big ? 2560 : 1600, 'height' => $big ? 1707 : 1067, 'file' => "2026/11/{$files['file']}", 'sizes' => []];
            foreach ($big ? self::SIZES : array_slice(self::SIZES, 0, 5) as $size => [$width, $height]) {
                $files[$size] = "{$stem}-{$width}x{$height}.jpg";
                $meta['sizes'][$size] = ['file' => $files[$size], 'width' => $width, 'height' => $height, 'mime-type' => 'image/jpeg'];
            }
            if ($big) {
                $files['original'] = $meta['original_image'] = "{$stem}.jpg";
            }
            foreach ($files as $name) {
                wp_mkdir_p(Attachment::uploads() . '/2026/11');
                file_put_contents(Attachment::uploads() . "/2026/11/{$name}", self::bytes(16, 16, 'jpeg') . $name);
            }
            $ids[] = $id = wp_insert_attachment(['post_title' => $stem, 'post_mime_type' => 'image/jpeg'], $meta['file']);
            wp_update_attachment_metadata($id, $meta);
        }
        return $ids;
    }

    private function renamed(int $id): Change
    {
        $attachment = Attachment::load($id);
        $files = [self::staged('full', $attachment->meta['width'], $attachment->meta['height'])];
        foreach ($attachment->meta['sizes'] as $name => $size) {
            $files[] = self::staged($name, $size['width'], $size['height']);
        }
        return new Change($id, $this->workshop->originals->sourceFor($id)->sha256, $files, "Red bike {$id}", null, false, false);
    }

    private static function staged(string $name, int $width, int $height): NewFile
    {
        $path = Staging::dir() . '/' . bin2hex(random_bytes(8));
        file_put_contents($path, self::bytes($width, $height, 'webp'));
        return new NewFile($name, $path, (string) hash_file('sha256', $path), (int) filesize($path), $width, $height, 'image/webp', 'webp');
    }

    private static function bytes(int $width, int $height, string $type): string
    {
        if (!isset(self::$files["{$width} {$height}"])) {
            ob_start();
            $image = imagecreatetruecolor($width, $height);
            $type === 'webp' ? imagewebp($image, null, 1) : imagejpeg($image);
            self::$files["{$width} {$height}"] = (string) ob_get_clean();
        }
        return self::$files["{$width} {$height}"];
    }

    /**
     * @param list<int> $ids
     * @return list<string>
     */
    private function names(array $ids): array
    {
        return array_merge(...array_map(static fn (int $id): array => array_values(Attachment::load($id)->names()), $ids));
    }

    /** A value, and what stands in Base64 in it. */
    private static function readable(string $value): string
    {
        preg_match_all(self::BASE64, $value, $pieces);
        return implode("\n", [$value, ...array_map(base64_decode(...), $pieces[0])]);
    }

    private function assertNamesAreFiles(string $value): void
    {
        preg_match_all('~red-bike-\d+(?:-\d+x\d+)?\.webp~', self::readable($value), $names);
        foreach ($names[0] as $name) {
            self::assertFileExists(Attachment::uploads() . "/2026/11/{$name}");
        }
    }
}
