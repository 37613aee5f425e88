<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Tests\Replace\ReplaceTestCase;
use PictureOptimizer\Tests\RowsRead;

/**
 * Importers find an image by its file's name, in a list that nobody can rewrite.
 *
 * @group acceptance-B14
 */
final class FileLookupsTest extends ReplaceTestCase
{
    /** @return iterable<string, array{callable(string): array<string, mixed>}> */
    public static function questions(): iterable
    {
        $query = static fn (array ...$clauses): array => ['meta_query' => ['relation' => 'OR', ...$clauses]];
        $of = static fn (mixed $value, string $compare = '='): array
            => ['key' => '_wp_attached_file', 'value' => $value, 'compare' => $compare];
        yield 'WooCommerce, by a name' => [static fn (string $file): array
            => $query($of('^' . basename($file), 'REGEXP'), $of('/' . basename($file), 'LIKE'))];
        yield 'WooCommerce, by a path' => [static fn (string $file): array => $query($of("^{$file}", 'REGEXP'))];
        yield 'the whole' => [static fn (string $file): array => $query($of($file))];
        yield 'one of several' => [static fn (string $file): array => $query($of(['2020/01/other.jpg', $file], 'IN'))];
        yield 'nested' => [static fn (string $file): array => $query(['relation' => 'AND', 'file' => $of($file)])];
        yield 'without a list of questions' => [static fn (string $file): array
            => ['meta_key' => '_wp_attached_file', 'meta_value' => $file]];
        yield 'without a comparison' => [static fn (string $file): array
            => $query(['key' => '_wp_attached_file', 'value' => $file])];
    }

    /**
     * @dataProvider questions
     * @param callable(string): array<string, mixed> $question
     */
    public function testAFormerNameFindsItsImage(callable $question): void
    {
        $id = $this->addPicture();
        $other = $this->addPlainImage();
        $file = (string) get_post_meta($id, '_wp_attached_file', true);
        $ask = static fn (string $name): array => get_posts(
            ['post_type' => 'attachment', 'post_status' => 'any', 'fields' => 'ids', 'numberposts' => 9] + $question($name)
        );
        self::assertSame([$id], $ask($file));
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame([$id], $ask($file), 'by the name in the list');
        self::assertSame([$id], $ask((string) get_post_meta($id, '_wp_attached_file', true)), 'by the name of today');
        self::assertSame([$other], $ask((string) get_post_meta($other, '_wp_attached_file', true)));
        self::assertSame([], $ask('2020/01/never.jpg'));
        $this->reverted($id);
        self::assertSame([$id], $ask($file));
    }

    public function testWhatAsksForOthersIsLeftAlone(): void
    {
        $id = $this->addPicture();
        $file = (string) get_post_meta($id, '_wp_attached_file', true);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $not = [['key' => '_wp_attached_file', 'value' => $file, 'compare' => '!='], 'colors' => ['key' => 'color', 'value' => $file]];
        foreach ([$not, 'no list', [['key' => '_wp_attached_file', 'compare' => 'EXISTS']]] as $clauses) {
            $query = new \WP_Query();
            $query->parse_query(['post_type' => 'attachment', 'meta_query' => $clauses]);
            do_action_ref_array('pre_get_posts', [&$query]);
            self::assertSame($clauses, $query->get('meta_query'));
        }
    }

    /** A list of a shop names thousands of images, and a site has hundreds of thousands of names. */
    public function testALookupReadsNoOtherNames(): void
    {
        global $wpdb;
        $redirects = $this->plugin->redirects();
        $id = $this->addPlainImage();
        $redirects->add('2020/01/Änderung.JPG', $id, 'full');
        $rows = array_map(static fn (int $i): string
            => "('{$i}', '{$i}', '2024/05/product-{$i}.jpg', 900000, 'full', NOW())", range(1, 2000));
        $wpdb->query("INSERT INTO {$wpdb->prefix}picopt_redirects (path_hash, lower_hash, path, attachment_id, size, created_at) VALUES "
            . implode(',', $rows));
        self::assertSame([], $redirects->named(['product-7.jpg']), 'names of before are looked at once');
        $this->countAnew("{$wpdb->prefix}picopt_redirects");
        foreach (['Änderung.jpg', '2020/01/änderung.jpg'] as $name) {
            self::assertLessThan(50, RowsRead::by(fn () => self::assertSame([$id], array_keys($redirects->named([$name])))));
        }
        $wpdb->update($wpdb->prefix . 'picopt_redirects', ['name_hash' => ''], ['attachment_id' => $id]);
        self::assertSame([$id], array_keys($redirects->named(['01/änderung.jpg'])));
    }

    public function testWpAllImportFindsAnImageByItsFormerName(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $find = static fn (mixed $found, mixed $name): mixed => apply_filters('wp_all_import_get_image_from_gallery', $found, $name, '/x');
        self::assertSame($id, $find(null, 'photo.jpg')->ID);
        self::assertNull($find(null, 'never.jpg'));
        $large = $this->addPicture('large.jpg', 2600, 1700, 2);
        $this->applied($this->change($large, 'webp', 'Blue bike'));
        self::assertSame($large, $find(null, 'large.jpg')->ID, 'by the name of the upload, as well as large-scaled.jpg');
        self::assertFalse($find(false, ['photo.jpg']));
        self::assertSame('theirs', $find('theirs', 'photo.jpg'));
    }

    /** By exactly this text the importer knows the image again. */
    public function testWhereAnImageWasFetchedFromIsNotRewrittenAndKeepsNoFile(): void
    {
        $id = $this->addPicture();
        $url = $this->url($id);
        foreach (['_wc_attachment_source', '_source_url'] as $key) {
            add_post_meta($id, $key, $url);
        }
        $outcome = $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertStringNotContainsString('postmeta', implode(' ', $outcome->notes));
        update_post_meta($id, '_source_url', 'https://elsewhere.example/photo.jpg');
        update_post_meta($id, '_source_url', $url);
        self::assertSame([$url, $url], [get_post_meta($id, '_wc_attachment_source', true), get_post_meta($id, '_source_url', true)]);
    }
}
