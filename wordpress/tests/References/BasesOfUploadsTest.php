<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\UploadBase;
use PictureOptimizer\Tests\TestCase;

/** Which addresses are the site's uploads. */
final class BasesOfUploadsTest extends TestCase
{
    /** @return iterable<string, array{list<string>, string, list<string>, string}> given, and what is kept of it */
    public static function bases(): iterable
    {
        yield 'slashes' => [['example.org'], '/wp-content/uploads/', ['example.org'], 'wp-content/uploads'];
        yield 'capitals and repeats' => [['Example.ORG', 'example.org', 'b.example:8080'], 'u', ['example.org', 'b.example:8080'], 'u'];
        yield 'a host of its own' => [['cdn.example'], '/', ['cdn.example'], ''];
        yield 'a folder' => [[], '/srv/www/Uploads', [], 'srv/www/Uploads'];
    }

    /**
     * @dataProvider bases
     * @param list<string> $hosts
     * @param list<string> $kept
     */
    public function testABaseIsWrittenInOneWay(array $hosts, string $path, array $kept, string $keptPath): void
    {
        $base = new UploadBase($hosts, $path);
        self::assertSame([$kept, $keptPath], [$base->hosts, $base->path]);
    }

    /** @return array<string, list<string>> hosts by path */
    private static function ofThisSite(): array
    {
        $bases = UploadBase::ofThisSite();
        return array_combine(array_column($bases, 'path'), array_column($bases, 'hosts'));
    }

    /** @return iterable<string, array{mixed, string, list<string>}> an address that a filter adds, its path, hosts that stand there */
    public static function addresses(): iterable
    {
        yield 'an old domain' => ['https://old.example/wp-content/uploads', 'wp-content/uploads', ['old.example']];
        yield 'a port' => ['https://old.example:8443/media/', 'media', ['old.example:8443']];
        yield 'a host that serves uploads alone' => ['https://CDN.example/', '', ['cdn.example']];
        yield 'the same without a slash' => ['https://cdn.example', '', ['cdn.example']];
        yield 'without a scheme' => ['//cdn.example/files', 'files', ['cdn.example']];
    }

    /**
     * @dataProvider addresses
     * @param list<string> $hosts
     */
    public function testASiteMayAddAddresses(mixed $address, string $path, array $hosts): void
    {
        add_filter('picture_optimizer_upload_urls', static fn (): array => [$address]);
        $bases = self::ofThisSite();
        self::assertSame([], array_diff($hosts, $bases[$path]));
        $site = (string) wp_parse_url(home_url(), PHP_URL_HOST);
        $isHere = array_filter($bases[$path], static fn (string $host): bool => str_starts_with($host, $site)) !== [];
        self::assertSame($path !== '', $isHere, 'a path stands behind any host of the site; a host of its own for itself');
    }

    /** @return iterable<string, array{string, list<string>, list<string>}> address of a site, hosts that are its own, others */
    public static function sites(): iterable
    {
        yield 'without www' => ['https://bikes.example', ['bikes.example', 'www.bikes.example'], ['shop.bikes.example']];
        yield 'with www' => ['https://www.bikes.example/blog', ['bikes.example', 'www.bikes.example'], ['www.www.bikes.example']];
        yield 'a port' => ['http://bikes.example:8080', ['bikes.example:8080', 'www.bikes.example:8080'], ['bikes.example']];
        yield 'a number' => ['http://192.0.2.7', ['192.0.2.7'], ['www.192.0.2.7']];
        yield 'a machine' => ['http://localhost:8888', ['localhost:8888'], ['www.localhost:8888']];
    }

    /**
     * @dataProvider sites
     * @param list<string> $own
     * @param list<string> $others
     */
    public function testASiteIsTheSameWithWwwAndWithoutIt(string $address, array $own, array $others): void
    {
        foreach (['home', 'siteurl'] as $option) {
            add_filter("pre_option_{$option}", static fn (): string => $address);
        }
        add_filter('upload_dir', static fn (array $dir): array => ['baseurl' => "{$address}/wp-content/uploads"] + $dir);
        wp_upload_dir(null, false, true);
        $hosts = self::ofThisSite()[ltrim((string) wp_parse_url($address, PHP_URL_PATH) . '/wp-content/uploads', '/')];
        self::assertSame([], array_diff($own, $hosts));
        self::assertSame([], array_intersect($others, $hosts));
    }

    public function testWhereTheAddressHasNoHostTheDatabaseKnowsIt(): void
    {
        $before = self::ofThisSite();
        add_filter('option_home', static fn (): string => 'http:');
        add_filter('option_siteurl', static fn (): string => 'http:');
        add_filter('upload_dir', static fn (array $dir): array => ['baseurl' => 'http:/wp-content/uploads'] + $dir);
        wp_upload_dir(null, false, true);
        self::assertSame([], array_diff(array_filter($before['wp-content/uploads']), self::ofThisSite()['wp-content/uploads']));
    }

    /** @return iterable<string, array{mixed}> what a filter may return by mistake */
    public static function mistakes(): iterable
    {
        yield 'nothing' => [null];
        yield 'false' => [false];
        yield 'a word' => ['uploads'];
        yield 'a path' => [['/wp-content/uploads']];
        yield 'an empty address' => [['']];
        yield 'a broken address' => [['http://', 'https:///x', '://']];
        yield 'lists and numbers' => [[['https://a.example/x'], 7, null, new \stdClass()]];
    }

    /** @dataProvider mistakes */
    public function testWhatIsNoAddressMakesNothingOurs(mixed $returned): void
    {
        $before = self::ofThisSite();
        add_filter('picture_optimizer_upload_urls', static fn (): mixed => $returned);
        self::assertSame($before, self::ofThisSite());
        self::assertArrayNotHasKey('', $before);
    }

    public function testTheLongestPathComesFirst(): void
    {
        add_filter('picture_optimizer_upload_urls', static fn (): array => ['https://a.example/x/wp-content/uploads',
            'https://a.example/u']);
        $lengths = array_map(strlen(...), array_map(strval(...), array_keys(self::ofThisSite())));
        $sorted = $lengths;
        rsort($sorted);
        self::assertSame($sorted, $lengths);
    }

    public function testImagesTellWhereTheSiteWasBeforeItMoved(): void
    {
        global $wpdb;
        delete_transient('picture_optimizer_guid_urls');
        $guids = ['https://moved.example/files/2026/05/a.jpg' => '2026/05/a.jpg', 'https://other.example/b.jpg' => 'c.jpg',
            'https://odd.example/files/xb.jpg' => 'b.jpg', 'https://page.example/?attachment_id=9' => ''];
        foreach ($guids as $guid => $file) {
            $id = wp_insert_post(['post_type' => 'attachment', 'post_status' => 'inherit', 'post_title' => 'x']);
            $wpdb->update($wpdb->posts, ['guid' => $guid], ['ID' => $id]);
            update_post_meta($id, '_wp_attached_file', $file);
        }
        $hosts = array_merge(...array_values(self::ofThisSite()));
        self::assertContains('moved.example', self::ofThisSite()['files']);
        self::assertSame([], array_intersect(['other.example', 'odd.example', 'page.example'], $hosts));
        $wpdb->query("DELETE FROM {$wpdb->posts} WHERE guid LIKE 'https://moved.example/%'");
        self::assertContains('moved.example', self::ofThisSite()['files'], 'looked up once a day');
        delete_transient('picture_optimizer_guid_urls');
        self::assertArrayNotHasKey('files', self::ofThisSite());
    }
}
