<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Tests\References\HostileCellsTest;

/**
 * A site whose database is full of values that nobody would write, through both ways that make files, and back.
 *
 * @group acceptance-B9
 * @group acceptance-B11
 */
final class HostileSiteTest extends ReplaceTestCase
{
    private const HOME = 'https://example.org';

    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        foreach (['home', 'siteurl'] as $option) {
            add_filter("pre_option_{$option}", static fn (): string => self::HOME);
        }
        add_filter('upload_dir', static fn (array $dir): array => [
            'baseurl' => self::HOME . '/wp-content/uploads', 'url' => self::HOME . '/wp-content/uploads/2026/05',
            'subdir' => '/2026/05', 'path' => "{$dir['basedir']}/2026/05",
        ] + $dir);
        add_filter('picture_optimizer_upload_urls', static fn (): array => ['https://cdn.example.net']);
        add_filter('pre_http_request', static fn (): \WP_Error => new \WP_Error('x', 'This site is nowhere.'));
        wp_upload_dir(null, true, true);
        $this->id = $this->addPicture('photo.jpg', 600, 400);
        self::assertSame(self::HOME . '/wp-content/uploads/2026/05/photo.jpg', $this->url($this->id));
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        wp_upload_dir(null, false, true);
    }

    /** @return iterable<string, array{string, ?string}> type of the new files, new name */
    public static function ways(): iterable
    {
        yield 'with a new name' => ['webp', 'Red bike'];
        yield 'with its own name' => ['avif', null];
    }

    /** @dataProvider ways */
    public function testEveryCellIsRewrittenOrListedAndGoesBackToTheByte(string $type, ?string $name): void
    {
        $cells = [];
        foreach (HostileCellsTest::cellsToRewrite() as $cell => [$make]) {
            $cells[$cell] = $this->store($make($this->url($this->id), $this->url($this->id, 'medium')));
        }
        $listed = array_map(fn (array $data): int => $this->store($data[0]), iterator_to_array(HostileCellsTest::cellsToList()));
        $before = $this->dump();

        $outcome = $this->applied($this->change($this->id, $type, $name));

        foreach (HostileCellsTest::cellsToRewrite() as $cell => [$make]) {
            self::assertSame($make($this->url($this->id), $this->url($this->id, 'medium')), $this->value($cells[$cell]), $cell);
        }
        $notes = implode("\n", $outcome->notes);
        foreach ($listed as $cell => $meta) {
            self::assertSame($before[$meta], $this->value($meta), $cell);
            self::assertMatchesRegularExpression("/postmeta\\.meta_value {$meta} still uses [^\\n]*photo\\.jpg/", $notes, $cell);
        }
        self::assertFileExists(wp_get_upload_dir()['basedir'] . '/2026/05/photo.jpg', 'somebody still needs it');
        $this->reverted($this->id);
        self::assertSame($before, $this->dump());
    }

    private function store(string $value): int
    {
        global $wpdb;
        $wpdb->insert($wpdb->postmeta, ['post_id' => 1, 'meta_key' => 'hostile', 'meta_value' => $value]);
        self::assertSame($value, $this->value($wpdb->insert_id));
        return $wpdb->insert_id;
    }

    private function value(int $meta): string
    {
        global $wpdb;
        return (string) $wpdb->get_var("SELECT meta_value FROM {$wpdb->postmeta} WHERE meta_id = {$meta}");
    }

    /** @return array<int, string> */
    private function dump(): array
    {
        global $wpdb;
        return array_column($wpdb->get_results("SELECT meta_id, meta_value FROM {$wpdb->postmeta} ORDER BY meta_id", ARRAY_N), 1, 0);
    }
}
