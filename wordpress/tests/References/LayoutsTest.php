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
use PictureOptimizer\Tests\Process;

/**
 * Sites whose folders lie elsewhere: what WordPress says of them in a process of its own is what their content is searched for.
 *
 * @group acceptance-B10
 */
final class LayoutsTest extends TestCase
{
    private const CODE = <<<'PHP'
        add_filter('pre_transient_picture_optimizer_guid_urls', static fn (): array => []);
        foreach (json_decode((string) getenv('PICOPT_TEST_OPTIONS'), true) as $name => $value) {
            add_filter("pre_option_{$name}", static fn (): string => $value);
        }
        wp_upload_dir(null, false, true);
        $bases = PictureOptimizer\References\UploadBase::ofThisSite();
        echo json_encode(array_map(static fn (object $base): array => [$base->hosts, $base->path], $bases));
        PHP;

    /** @var array<string, list<UploadBase>> By layout: to load WordPress takes a second. */
    private static array $known = [];

    /** @return array<string, array{array<string, string>, list<string>, list<string>, 3?: array<string, string>}> */
    private static function layouts(): array
    {
        $home = 'https://bikes.example';
        $at = static fn (string $home, string $site): array => ['WP_HOME' => $home, 'WP_SITEURL' => $site];
        return [
            'UPLOADS beside WordPress' => [['UPLOADS' => 'media'] + $at($home, $home), [
                "{$home}/media/", "//www.bikes.example/media/", '/media/', 'media/', './media/', '../media/', ABSPATH . 'media/',
            ], ['../../media/', 'https://other.example/proxy/bikes.example/media/']],
            'UPLOADS below wp-content' => [['UPLOADS' => 'wp-content/media/files'] + $at($home, $home), [
                "{$home}/wp-content/media/files/", '/wp-content/media/files/', ABSPATH . 'wp-content/media/files/', 'files/',
            ], ['media/files/', 'wp-content/uploads/']],
            'UPLOADS above WordPress' => [['UPLOADS' => '../shared-files'] + $at($home, "{$home}/wp"), [
                "{$home}/wp/../shared-files/", '/wp/../shared-files/', ABSPATH . '../shared-files/', dirname(ABSPATH) . '/shared-files/',
                "{$home}/shared-files/", '/shared-files/', 'shared-files/',
            ], []],
            'UPLOADS in a subdirectory' => [['UPLOADS' => 'files'] + $at("{$home}/blog", "{$home}/blog"), [
                "{$home}/blog/files/", '/blog/files/', 'files/', ABSPATH . 'files/',
            ], ['blog/wp/files/']],
            'Bedrock' => [['WP_CONTENT_DIR' => '/srv/web/app', 'WP_CONTENT_URL' => "{$home}/app"] + $at($home, "{$home}/wp"), [
                "{$home}/app/uploads/", '/app/uploads/', 'app/uploads/', '/srv/web/app/uploads/', 'uploads/',
                '//www.bikes.example/app/uploads/',
            ], ["{$home}/wp/app/uploads/", "{$home}/wp-content/uploads/"]],
            'a subdirectory' => [$at("{$home}/blog", "{$home}/blog"), [
                "{$home}/blog/wp-content/uploads/", '/blog/wp-content/uploads/', 'blog/wp-content/uploads/', 'uploads/',
                ABSPATH . 'wp-content/uploads/',
            ], ['wp-content/uploads/', '../blog/../wp-content/uploads/', '/wp-content/uploads/', "{$home}/wp-content/uploads/"]],
            'WordPress in a directory of its own' => [$at($home, "{$home}/wp"), [
                "{$home}/wp/wp-content/uploads/", '/wp/wp-content/uploads/', 'wp/wp-content/uploads/', 'uploads/',
            ], ["{$home}/wp-content/uploads/", '/wp-content/uploads/']],
            'content on another host' => [['WP_CONTENT_URL' => 'https://static.example/c'] + $at($home, $home), [
                'https://static.example/c/uploads/', '//static.example/c/uploads/', "{$home}/c/uploads/", '/c/uploads/', 'uploads/',
            ], ["{$home}/wp-content/uploads/"]],
            'uploads on a host of their own' => [$at($home, $home), [
                'https://media.example/', '//media.example/', "{$home}/wp-content/uploads/", '/srv/files/', 'files/',
            ], ['https://media.example/x/../'], ['upload_url_path' => 'https://media.example', 'upload_path' => '/srv/files']],
            'uploads in a folder that an option names' => [$at($home, $home), [
                "{$home}/pictures/all/", '/pictures/all/', ABSPATH . 'pictures/all/', "{$home}/wp-content/uploads/", 'all/',
            ], ['other/all/'], ['upload_path' => 'pictures/all']],
            'uploads in a folder with signs of its own' => [$at($home, $home), [
                "{$home}/mes médias/été 50%/", "{$home}/mes%20m%C3%A9dias/%C3%A9t%C3%A9%2050%25/",
                '/mes%20m%c3%a9dias/%c3%a9t%c3%a9%2050%25/', "{$home}/wp-content/uploads/", ABSPATH . 'mes médias/été 50%/',
            ], ['other/été 50%/'], ['upload_path' => 'mes médias/été 50%']],
            'uploads in a folder whose address was encoded by hand' => [$at($home, $home), [
                'https://media.example/mes%20m%C3%A9dias/', '//media.example/mes médias/', '/mes%20m%c3%a9dias/',
            ], [], ['upload_path' => 'files', 'upload_url_path' => 'https://media.example/mes%20m%C3%A9dias']],
            'uploads in a folder of other letters' => [$at($home, $home), [
                "{$home}/медиа/", "{$home}/%D0%BC%D0%B5%D0%B4%D0%B8%D0%B0/", '/%d0%bc%d0%b5%d0%b4%d0%b8%d0%b0/', 'медиа/',
            ], [], ['upload_path' => 'медиа']],
        ];
    }

    /** @return iterable<string, array{string, string, bool}> layout, address, whether it must be rewritten */
    public static function addresses(): iterable
    {
        foreach (self::layouts() as $name => [, $rewritten, $listed]) {
            foreach ([...$rewritten, ...$listed] as $number => $address) {
                yield "{$name}: {$address}" => [$name, $address, $number < count($rewritten)];
            }
        }
    }

    /** @dataProvider addresses */
    public function testAnAddressIsRewrittenOrListedInEveryForm(string $layout, string $address, bool $mustBeRewritten): void
    {
        $bases = self::$known[$layout] ??= self::basesOf($layout);
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'red-bike.webp'));
        $rewriter = Rewriter::forNames($bases, $map);
        foreach (self::forms() as $form => $make) {
            [$before, $after] = [$make("{$address}2026/05/photo.jpg"), $make("{$address}2026/05/red-bike.webp")];
            self::assertTrue(Needles::for($map->paths(), $bases, [], bare: true)->match($before), $form);
            $rewrite = $rewriter->rewrite($before);
            $now = $rewrite->edits->apply($before);
            $isListed = $now === $before && ($rewrite->problems !== [] || (new Leftovers($bases, $map))->in($now) === [7 => ['photo.jpg']]);
            self::assertTrue($now === $after || (!$mustBeRewritten && $isListed), "{$form}: {$before} became {$now}");
        }
    }

    /** @return array<string, callable(string): string> */
    private static function forms(): array
    {
        return [
            'HTML' => static fn (string $url): string => "<img src=\"{$url}\" alt=\"\">",
            'CSS' => static fn (string $url): string => ".a{background:url({$url})}",
            'JSON' => static fn (string $url): string => (string) json_encode(['u' => $url]),
            'serialized' => static fn (string $url): string => serialize(['u' => $url]),
            'JSON in an attribute' => static fn (string $url): string
                => '<div data-x="' . htmlspecialchars((string) json_encode(['u' => $url])) . '">',
            'a block' => static fn (string $url): string => '<!-- wp:x/y ' . serialize_block_attributes(['u' => $url]) . ' /-->',
            'Base64' => static fn (string $url): string => base64_encode("<p><img src=\"{$url}\"></p>"),
        ];
    }

    /** @return list<UploadBase> */
    private static function basesOf(string $layout): array
    {
        [$constants, , , $options] = self::layouts()[$layout] + [3 => []];
        putenv('PICOPT_TEST_LAYOUT=' . json_encode($constants + ['WP_PLUGIN_DIR' => WP_PLUGIN_DIR, 'WPMU_PLUGIN_DIR' => WPMU_PLUGIN_DIR]));
        putenv('PICOPT_TEST_OPTIONS=' . json_encode($options));
        $said = (new Process(self::CODE, ['auto_prepend_file=' . dirname(__DIR__) . '/processes/layout.php']))->output();
        $bases = json_decode($said, true, 8, JSON_THROW_ON_ERROR);
        return array_map(static fn (array $base): UploadBase => new UploadBase(...$base), $bases);
    }
}
