<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Rest;

use PictureOptimizer\Tests\RestTestCase;

/**
 * Whatever is sent, and whatever stands in the database, a route answers with a status: no error of PHP's goes out.
 *
 * @group acceptance-G1
 */
final class StrangeRequestsTest extends RestTestCase
{
    private const GOOD = ['pipeline' => 'export', 'quote_id' => 'quo_1', 'field' => 'alt'];

    private int $image;

    protected function setUp(): void
    {
        parent::setUp();
        $this->image = $this->addPlainImage('strange.png');
    }

    /** @return iterable<array{string, string, array<string, mixed>}> method, path and arguments of each route */
    private function routes(): iterable
    {
        foreach (rest_get_server()->get_routes('picture-optimizer/v1') as $pattern => $handlers) {
            foreach ($pattern === self::PREFIX ? [] : $handlers as $handler) { // the first is WordPress' own
                $path = preg_replace(['/\(\?P<id>[^)]*\)/', '/\(\?P<event>[^)]*\)/', '/\(\?P<action>[^)]*\)/'], [
                    (string) $this->image, '1', 'stop'], (string) $pattern);
                yield [(string) array_key_first($handler['methods']), (string) $path, $handler['args'] ?? []];
            }
        }
    }

    /** @return iterable<string, array{mixed}> */
    public static function values(): iterable
    {
        yield 'text' => ['wide'];
        yield 'a number' => [7];
        yield 'as text' => ['7'];
        yield 'less than nothing' => [-1];
        yield 'huge' => ['9' . str_repeat('0', 30)];
        yield 'an exponent' => ['1e30'];
        yield 'a fraction' => [1.5];
        yield 'yes' => [true];
        yield 'nothing' => [null];
        yield 'broken characters' => ["\xff\xfe\x00"];
        yield 'a list' => [[[1], ['a' => ['b' => [2]]], null, "\x00"]];
        yield 'names' => [['format' => ['x'], 'breakpoints' => 'wide', 'keywords' => [[1]], 'text' => ['text' => [1]],
            'alt' => ['text' => ['x'], 'write' => ['y']], 'tags' => ['text' => [[1], 'a']], 'places' => ['k' => 1],
            'spots' => [1 => 'x', 'y' => [['key' => []]]], 'exclude_folders' => [['x']], 'larger_than' => [1], 'name' => []]];
    }

    /** @dataProvider values */
    public function testAnArgumentIsTakenOrRefused(mixed $value): void
    {
        $seen = 0;
        foreach ($this->routes() as [$method, $path, $arguments]) {
            foreach (array_keys($arguments) as $name) {
                $sent = [$name => $value] + self::GOOD + ['ids' => [$this->image]];
                $answer = $this->call($method, $path, $sent);
                self::assertContains(intdiv($answer->get_status(), 100), [2, 4], "{$method} {$path} {$name}");
                $seen++;
            }
        }
        self::assertGreaterThan(24, $seen);
    }

    /** @return iterable<string, array{mixed}> what a plugin, an import or an old version left as an image's metadata */
    public static function metadata(): iterable
    {
        $plain = ['width' => 30, 'height' => 20, 'file' => 'strange.png', 'sizes' => []];
        $size = ['file' => 'strange-10x10.png', 'width' => 10, 'height' => 10, 'mime-type' => 'image/png'];
        yield 'text for a width' => [['width' => 'wide'] + $plain];
        yield 'text for both' => [['width' => 'wide', 'height' => 'high'] + $plain];
        yield 'text for a size\'s width' => [['sizes' => ['large' => ['width' => 'wide'] + $size]] + $plain];
        yield 'a list for a width' => [['width' => [30]] + $plain];
        yield 'nothing for a width' => [['width' => null] + $plain];
        yield 'text for sizes' => [['sizes' => 'none'] + $plain];
        yield 'text for a size' => [['sizes' => ['large' => 'none', 'medium' => null]] + $plain];
        yield 'a size without anything' => [['sizes' => ['large' => [], 'medium' => $size]] + $plain];
        yield 'a list for a file' => [['file' => ['x']] + $plain];
        yield 'a list for the file of a size' => [['sizes' => ['large' => ['file' => ['x']] + $size]] + $plain];
        yield 'text' => ['none'];
        yield 'a number' => [5];
        yield 'text for what the camera says' => [['image_meta' => 'none'] + $plain];
        yield 'lists in what the camera says' => [['image_meta' => ['copyright' => ['x'], 'credit' => [1]]] + $plain];
    }

    /** @dataProvider metadata */
    public function testMetadataThatIsNoneBreaksNoRoute(mixed $metadata): void
    {
        update_post_meta($this->image, '_wp_attachment_metadata', $metadata);
        foreach ($this->routes() as [$method, $path]) {
            $answer = $this->call($method, $path, self::GOOD + ['ids' => [$this->image]]);
            self::assertContains(intdiv($answer->get_status(), 100), [2, 4], "{$method} {$path}");
        }
        $url = (string) wp_get_attachment_url($this->image);
        $image = "<!-- wp:image {\"id\":{$this->image}} --><figure class=\"wp-block-image\"><img src=\"{$url}\" alt=\"\" "
            . "class=\"wp-image-{$this->image}\"/></figure><!-- /wp:image -->";
        $gallery = "<!-- wp:gallery --><figure class=\"wp-block-gallery has-nested-images\">{$image}{$image}</figure><!-- /wp:gallery -->";
        self::assertStringContainsString('strange.png', do_blocks($gallery));
        $plan = $this->call('POST', '/plans', ['ids' => [$this->image], 'pipeline' => 'analyze_export']);
        self::assertContains($plan->get_status(), [200, 409]);
        if ($plan->get_status() === 200) {
            $job = $plan->get_data()['job'];
            self::assertSame(200, $this->call('GET', "/jobs/{$job}/items")->get_status());
            self::assertSame(200, $this->call('GET', "/plans/{$job}/usage")->get_status());
        }
    }
}
