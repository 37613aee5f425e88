<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\References\Place;
use PictureOptimizer\References\Usage;
use PictureOptimizer\Replace\Leftover;

/** Icons of apps and home screens, tiles, and artwork of podcasts go on naming a file in the format that their readers take. */
final class DevicesTest extends ReplaceTestCase
{
    /** @return iterable<string, array{callable(string): (callable(): mixed)}> writes an image's URL somewhere, gives its reader */
    public static function places(): iterable
    {
        $option = static fn (string $name, callable $value): array => [static function (string $url) use ($name, $value): callable {
            update_option($name, $value($url));
            return static fn (): mixed => get_option($name);
        }];
        yield 'a web app by Super PWA' => $option('superpwa_settings', static fn (string $url): array
            => ['app_name' => 'Bikes', 'icon' => $url, 'splash_icon' => $url, 'screenshots' => $url]);
        yield 'a web app by PWA for WP' => $option('pwaforwp_settings', static fn (string $url): array
            => ['icon' => $url, 'screenshots_multiple' => [$url], 'ios_splash_icon' => ['640x1136' => $url]]);
        yield 'a manifest as an array' => $option('a_manifest', static fn (string $url): array
            => ['name' => 'Bikes', 'icons' => [['src' => $url, 'sizes' => '192x192', 'type' => 'image/png']]]);
        yield 'a manifest as JSON' => $option('a_manifest', static fn (string $url): string => (string) wp_json_encode(
            ['name' => 'Bikes', 'icons' => [['src' => $url, 'type' => 'image/png', 'sizes' => '48x48 192x192']]]
        ));
        yield 'icons of a theme' => $option('theme_mods_a_theme', static fn (string $url): array => ['custom_logo' => 3,
            'favicon' => ['id' => 3, 'url' => $url], 'apple-touch-icon' => $url, 'ipad_icon_retina' => ['url' => $url]]);
        yield 'a builder\'s page settings as JSON' => [static function (string $url): callable {
            $id = wp_insert_post(['post_title' => 'A kit', 'post_status' => 'publish']);
            add_post_meta($id, '_settings', wp_slash((string) wp_json_encode(['site_favicon' => ['url' => $url, 'id' => 3]])));
            return static fn (): string => get_post_meta($id, '_settings', true);
        }];
        yield 'code for the page\'s head' => $option('insert_header', static fn (string $url): string
            => "<link rel=\"apple-touch-icon\" sizes=\"180x180\" href=\"{$url}\"><link href='{$url}' rel='shortcut icon'>"
            . "<meta content=\"{$url}\" name=\"msapplication-TileImage\">");
        yield 'a podcast by PowerPress' => $option('powerpress_feed', static fn (string $url): array
            => ['title' => 'Rides', 'itunes_image' => $url, 'rss2_image' => $url]);
        yield 'a podcast by Seriously Simple Podcasting' => $option('ss_podcasting_data_image', static fn (string $url): string => $url);
        yield 'a feed\'s template' => $option('a_feed', static fn (string $url): string
            => "<channel><itunes:image href=\"{$url}\" /></channel>");
        yield 'an episode' => [static function (string $url): callable {
            $id = wp_insert_post(['post_title' => 'Ride 1', 'post_status' => 'publish']);
            add_post_meta($id, 'itunes_image', $url);
            return static fn (): string => get_post_meta($id, 'itunes_image', true);
        }];
    }

    /** @dataProvider places */
    public function testTheFileStaysWhereTheFormatChanges(callable $write): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $url = $this->url($id, 'medium');
        $read = $write($url);
        $before = $read();
        $page = $this->post("<img src=\"{$url}\">");
        $state = $this->stateOfSite();
        $icon = Attachment::load($id)->absolute(basename($url));
        foreach (['webp' => 'Red bike', 'avif' => 'Blue bike'] as $format => $name) {
            $outcome = $this->applied($this->change($id, $format, $name));
            self::assertEquals($before, $read());
            self::assertSame("<img src=\"{$this->url($id, 'medium')}\">", get_post($page)->post_content);
            self::assertFileExists($icon);
            self::assertSame('good', $this->plugin->checks()->slow()['leftovers']()->status, implode("\n", $outcome->notes));
        }
        $this->reverted($id);
        self::assertEquals($before, $read());
        self::assertSame($state, $this->stateOfSite());
    }

    /** @dataProvider places */
    public function testAnImageThatKeepsItsFormatIsFollowed(callable $write): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $read = $write($this->url($id));
        $before = wp_json_encode($read());
        $this->applied($this->change($id, 'jpg', 'Red bike'));
        self::assertSame(str_replace('photo', 'red-bike', $before), wp_json_encode($read()));
        $this->reverted($id);
        self::assertSame($before, wp_json_encode($read()));
    }

    public function testItIsToldWhatKeepsWhat(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        update_option('superpwa_settings', ['icon' => $this->url($id)]);
        $notes = implode("\n", $this->applied($this->change($id, 'webp', 'Red bike'))->notes);
        self::assertStringContainsString('keeps using photo.jpg, because icons and podcast artwork', $notes);
        [$place] = $this->plugin->originals()->leftovers($id);
        self::assertSame(Place::DEVICES, $place->reason);
        self::assertTrue(Leftover::fromArray($id, $place->toArray())->isWanted());
    }

    /** @return iterable<string, array{string}> what names an image for visitors, with a word in it that others mean otherwise */
    public static function pages(): iterable
    {
        yield 'a badge' => ['{"whatsapp_icon":{"url":"%s"}}'];
        yield 'an image beside measures' => ['{"src":"%s","sizes":"300x200","alt":"A bike"}'];
        yield 'sizes of an image' => ['{"src":"%s","sizes":"(max-width: 300px) 100vw, 300px","type":"image"}'];
        yield 'a style sheet\'s link' => ['<link rel="preload" as="image" href="%s"><link rel="stylesheet" href="/icon.css">'];
        yield 'the object beside the icon' => ['{"favicon":{"id":3},"hero":{"url":"%s"}}'];
        yield 'an image with an icon\'s class' => ['<img class="icon apple-touch-icon" src="%s">'];
    }

    /** @dataProvider pages */
    public function testWhatPagesShowIsFollowed(string $text): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        update_option('a_text', sprintf($text, $this->url($id)));
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame(sprintf($text, $this->url($id)), get_option('a_text'));
    }

    public function testWhatIsSavedAgainKeepsItsFile(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $url = $this->url($id);
        update_option('superpwa_settings', ['icon' => $url]);
        update_option('a_header', $tag = "<link rel=\"apple-touch-icon\" href=\"{$url}\">");
        $this->applied($this->change($id, 'webp', 'Red bike'));
        update_option('superpwa_settings', ['icon' => $url, 'display' => 1]);
        update_option('a_header', "{$tag}<img src=\"{$url}\">");
        update_option('theme_mods_x', $mods = ['favicon' => $url, 'widget' => new \ArrayObject()]);
        self::assertSame(['icon' => $url, 'display' => 1], get_option('superpwa_settings'));
        self::assertSame("{$tag}<img src=\"{$this->url($id)}\">", get_option('a_header'));
        self::assertEquals($mods, get_option('theme_mods_x'));
    }

    public function testAManifestsFileIsRightAsItIs(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $manifest = ABSPATH . 'trial-manifest.json';
        $json = (string) wp_json_encode(['icons' => [['src' => $this->url($id), 'sizes' => '700x500', 'type' => 'image/jpeg']]]);
        file_put_contents($manifest, $json);
        try {
            $notes = implode("\n", $this->applied($this->change($id, 'webp', 'Red bike'))->notes);
        } finally {
            unlink($manifest);
        }
        self::assertStringContainsString('trial-manifest.json keeps using photo.jpg', $notes);
        self::assertFileExists(Attachment::load($id)->absolute('photo.jpg'));
        self::assertSame('good', $this->plugin->checks()->slow()['leftovers']()->status);
    }

    public function testAScriptBesideItIsRightWhereItsSettingsKeepTheName(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $script = ABSPATH . 'trial-sw.js';
        file_put_contents($script, "const shown = '{$this->url($id)}';");
        try {
            $alone = $this->applied($this->change($id, 'webp', 'Red bike'))->notes;
            $this->reverted($id);
            update_option('superpwa_settings', ['icon' => $this->url($id)]);
            $beside = $this->applied($this->change($id, 'webp', 'Blue bike'))->notes;
        } finally {
            unlink($script);
        }
        self::assertStringContainsString('have the plugin generate it again', implode("\n", $alone));
        self::assertStringNotContainsString('have the plugin generate it again', implode("\n", $beside));
        self::assertSame('good', $this->plugin->checks()->slow()['leftovers']()->status);
    }

    public function testThePlanCountsWhatChanges(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        update_option('superpwa_settings', ['icon' => $this->url($id)]);
        $count = (new Usage($this->plugin->db(), $this->plugin->scanner()))->count([$id], false, [], ['webp']);
        self::assertSame([0, 1, 0], [$count->places(), $count->pictures[$id] ?? 0, $count->mails]);
    }
}
