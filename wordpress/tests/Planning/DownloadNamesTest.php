<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Planning\DownloadNames;
use PictureOptimizer\Planning\Downloads;
use PictureOptimizer\Tests\TestCase;

/**
 * Files that shops give away, in every way in which shops write them down. Rather one image too many is left alone.
 *
 * @group acceptance-A11
 */
final class DownloadNamesTest extends TestCase
{
    private function attachment(string $file): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x']);
        update_post_meta($id, '_wp_attached_file', wp_slash($file));
        return $id;
    }

    /** @return iterable<string, array{string, string, bool}> attached file, what the shop wrote, whether it is meant */
    public static function values(): iterable
    {
        $file = '2026/05/sold.jpg';
        yield 'a URL' => [$file, 'https://shop.example/wp-content/uploads/2026/05/sold.jpg', true];
        yield 'a URL with a query' => [$file, 'https://cdn.example/2026/05/sold.jpg?token=1', true];
        yield 'a path' => [$file, '/srv/www/wp-content/uploads/2026/05/sold.jpg', true];
        yield 'a relative path' => [$file, '2026/05/sold.jpg', true];
        yield 'a name alone' => [$file, 'sold.jpg', true];
        yield 'in capitals' => [$file, '2026/05/SOLD.JPG', true];
        yield 'in JSON' => [$file, '{"file":"https:\\/\\/x.example\\/2026\\/05\\/sold.jpg"}', true];
        yield 'in serialized data' => [$file, serialize(['file' => 'https://x.example/2026/05/sold.jpg']), true];
        yield 'URL-encoded' => [$file, 'https%3A%2F%2Fx.example%2F2026%2F05%2Fsold.jpg', true];
        yield 'with entities' => [$file, 'https:&#47;&#47;x.example&#47;2026&#47;05&#47;sold.jpg', true];
        yield 'a size of it' => [$file, '2026/05/sold-300x200.jpg', true];
        yield 'the scaled one' => [$file, '2026/05/sold-scaled.jpg', true];
        yield 'the turned one' => [$file, '2026/05/sold-rotated.jpg', true];
        yield 'another folder' => [$file, 'https://x.example/2025/12/sold.jpg', false];
        yield 'another folder, far into a text' => [$file, str_repeat('x ', 400) . 'https://x.example/2025/12/sold.jpg', false];
        yield 'its folder, far into a text' => [$file, str_repeat('x ', 400) . 'https://x.example/2026/05/sold.jpg', true];
        yield 'a folder that ends alike' => [$file, 'https://x.example/x2026/05/sold.jpg', false];
        yield 'another type' => [$file, '2026/05/sold.pdf', false];
        yield 'a longer name' => [$file, '2026/05/sold-out.jpg', false];
        yield 'a name that ends alike' => [$file, '2026/05/unsold.jpg', false];
        yield 'a name with a dot before' => [$file, 'x.sold.jpg', false];
        yield 'a longer extension' => [$file, 'sold.jpgx', false];
        yield 'only the word' => [$file, 'This was sold.', false];
        yield 'nothing' => [$file, '', false];
        yield 'another script' => ['2026/05/写真.jpg', '2026/05/写真.jpg', true];
        yield 'another script, escaped' => ['2026/05/写真.jpg', '["2026\\/05\\/\\u5199\\u771f.jpg"]', true];
        yield 'another script, URL-encoded' => ['2026/05/写真.jpg', '2026/05/%E5%86%99%E7%9C%9F.jpg', true];
        yield 'a name with signs' => ['2026/05/it’s (1)+.jpg', '2026/05/it’s (1)+.jpg', true];
        yield 'broken UTF-8 around it' => [$file, "\xff\xfe 2026/05/sold.jpg \xff", true];
        yield 'the scaled one is attached' => ['2026/05/sold-scaled.jpg', 'https://x.example/2026/05/sold.jpg', true];
        yield 'uploads without folders' => ['sold.jpg', 'https://x.example/wp-content/uploads/sold.jpg', true];
        yield 'the same name in a folder of months' => ['sold.jpg', 'https://x.example/wp-content/uploads/2026/05/sold.jpg', false];
        yield 'a number for a name' => ['2026/05/12.jpg', '2026/05/12.jpg', true];
    }

    /** @dataProvider values */
    public function testAFileIsKnownHoweverAShopWritesIt(string $file, string $value, bool $meant): void
    {
        $id = $this->attachment($file);
        $other = $this->attachment('2026/05/other.jpg');
        self::assertSame($meant ? [$id] : [], (new DownloadNames([$other, $id]))->in($value));
    }

    public function testOneNameOfSeveralFoldersIsToldApart(): void
    {
        $may = $this->attachment('2026/05/photo.jpg');
        $june = $this->attachment('2026/06/photo.jpg');
        $png = $this->attachment('2026/06/photo.png');
        $names = new DownloadNames([$may, $june, $png]);
        self::assertSame([$june], $names->in('x/2026/06/photo.jpg'));
        self::assertSame([$png], $names->in('x/2026/06/photo-1x1.png'));
        self::assertEqualsCanonicalizing([$may, $june], $names->in('photo.jpg'), 'a name alone can be either');
        self::assertEqualsCanonicalizing([$may, $png], $names->in('2026/05/photo.jpg and 2026/06/photo.png'));
    }

    public function testANameThatLooksLikeASizeOfAnotherMeansItself(): void
    {
        $photo = $this->attachment('2026/05/photo.jpg');
        $own = $this->attachment('2026/05/photo-300x200.jpg');
        $names = new DownloadNames([$photo, $own]);
        self::assertSame([[$own], [$photo]], [$names->in('2026/05/photo-300x200.jpg'), $names->in('2026/05/photo-150x150.jpg')]);
    }

    public function testThousandsOfNamesAreLookedForAtOnce(): void
    {
        $ids = range(900_001, 900_450);
        foreach ($ids as $id) {
            add_metadata('post', $id, '_wp_attached_file', sprintf('2026/05/photo-%d.jpg', $id - 900_000));
        }
        $names = new DownloadNames($ids);
        self::assertEqualsCanonicalizing([$ids[0], $ids[449], $ids[10]], $names->in('photo-1.jpg photo-450.jpg photo-11.jpg'));
        self::assertSame([], (new DownloadNames([]))->in('photo-1.jpg'));
        self::assertSame([], (new DownloadNames([$this->attachment('')]))->in('x.jpg'));
    }

    /**
     * Post type, key, value with {id} and {file}, whether it is a download.
     *
     * @return iterable<string, array{string, string, string, bool}>
     */
    public static function downloads(): iterable
    {
        yield 'WooCommerce' => ['product', '_downloadable_files', 'a:1:{s:4:"file";s:1:"{file}";}', true];
        yield 'a link' => ['page', 'my_download_link', 'https://x.example/{file}', true];
        yield 'an id in serialized data' => ['page', 'edd_download_files', 's:13:"attachment_id";s:2:"{id}";', true];
        yield 'an id as a number' => ['page', 'download_files', 'a:1:{s:7:"file_id";i:{id};}', true];
        yield 'an id in JSON' => ['page', 'download_media', '{"mediaId": {id}}', true];
        yield 'an id in escaped JSON' => ['page', 'download_media', '{\\"image_id\\":\\"{id}\\"}', true];
        yield 'nothing but an id' => ['page', '_download_attachment', '{id}', true];
        yield 'a counter that has the id’s number' => ['page', '_download_count', '{id}', false];
        yield 'a post that is a download' => ['dlm_download_version', '_files', '["{file}"]', true];
        yield 'the same key of a page' => ['page', '_files', '["{file}"]', false];
        yield 'the cover of a download' => ['dlm_download_version', '_thumbnail_id', '{id}', false];
        yield 'a key that says nothing' => ['page', 'hero', '{file}', false];
        yield 'an empty value' => ['page', '_downloadable_files', '', false];
        yield 'a number that goes on' => ['page', '_download_attachment', '{id}0', false];
    }

    /** @dataProvider downloads */
    public function testWhatADownloadIs(string $type, string $key, string $value, bool $is): void
    {
        register_post_type('dlm_download_version');
        $id = $this->attachment('2026/05/sold.jpg');
        $post = (int) wp_insert_post(['post_type' => $type, 'post_title' => 'The product', 'post_status' => 'publish']);
        wp_insert_post(['post_type' => 'dlm_download_version', 'post_title' => 'Another', 'post_status' => 'publish']);
        add_post_meta($post, $key, wp_slash(strtr($value, ['{id}' => (string) $id, '{file}' => '2026/05/sold.jpg'])));
        $naming = (new Downloads($this->plugin->db()))->naming([$id]);
        self::assertSame($is ? [$id => 'The product'] : [], $naming);
    }

    public function testTheFirstProductOfSeveralIsNamedAndOneWithoutTitleByItsNumber(): void
    {
        $id = $this->attachment('2026/05/sold.jpg');
        $posts = array_map(static fn (string $title): int
            => (int) wp_insert_post(['post_title' => $title, 'post_type' => 'page', 'post_content' => 'x']), ['', 'Second']);
        foreach ($posts as $post) {
            add_post_meta($post, '_downloadable_files', '2026/05/sold.jpg');
        }
        self::assertSame([$id => "#{$posts[0]}"], (new Downloads($this->plugin->db()))->naming([$id]));
    }

    public function testAKeyInOtherLettersIsTheSameKey(): void
    {
        $ids = [$this->attachment('2026/05/first.jpg'), $this->attachment('2026/05/second.jpg')];
        foreach (['_downloadable_files' => 'first', '_Downloadable_Files' => 'second'] as $key => $name) {
            add_post_meta((int) wp_insert_post(['post_title' => $name, 'post_type' => 'page']), $key, "2026/05/{$name}.jpg");
        }
        $naming = (new Downloads($this->plugin->db()))->naming($ids);
        self::assertEquals([$ids[0] => 'first', $ids[1] => 'second'], $naming, 'to the database they are one');
    }

    public function testALargeShopIsReadToItsEnd(): void
    {
        global $wpdb;
        $id = $this->attachment('2026/05/sold.jpg');
        $product = (int) wp_insert_post(['post_title' => 'The last', 'post_type' => 'page']);
        $wpdb->query("INSERT INTO {$wpdb->postmeta} (post_id, meta_key, meta_value) VALUES "
            . implode(', ', array_fill(0, 1001, "({$product}, '_downloadable_files', '2026/05/other.jpg')")));
        $downloads = new Downloads($wpdb);
        self::assertSame([], $downloads->naming([$id]));
        add_post_meta($product, '_downloadable_files', '2026/05/sold.jpg');
        self::assertSame([$id => 'The last'], $downloads->naming([$id]));
    }

    public function testAFilterNamesKeysOfAnotherShop(): void
    {
        $id = $this->attachment('2026/05/sold.jpg');
        $post = (int) wp_insert_post(['post_title' => 'A print', 'post_type' => 'page']);
        add_post_meta($post, 'acme_original', '2026/05/sold.jpg');
        self::assertSame([], (new Downloads($this->plugin->db()))->naming([$id]));
        add_filter('picture_optimizer_download_keys', static fn (array $keys): array => [...$keys, 'acme_original', ['nonsense'], 5]);
        self::assertSame([$id => 'A print'], (new Downloads($this->plugin->db()))->naming([$id]));
        self::assertStringContainsString('uploads', Attachment::uploads());
    }
}
