<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Leftover;

/**
 * Links keep leading to files that a lightbox opens, where somebody wants it so.
 *
 * @group acceptance-B16
 */
final class KeepLinksTest extends ReplaceTestCase
{
    /** @return iterable<string, array{callable(string, string): string}> content with the URL of a link and of the image in it */
    public static function links(): iterable
    {
        $html = static fn (string $link, string $tag): \Closure => static fn (string $to, string $image): string
            => sprintf($link, $to) . sprintf($tag, $image) . '</a>';
        $plain = $html('<a href="%s">', '<img src="%s">');
        yield 'HTML' => [$html('<a class="x" href="%s" rel="lightbox">', '<img src="%s">')];
        yield 'single quotes' => [$html("<a data-x='{}' href = '%s'>", "<img src='%s'>")];
        yield 'without quotes' => [$html('<a href=%s>', '<img src=%s>')];
        yield 'a query' => [$html('<a href="%s?x=1">', '<img src="%s?x=1">')];
        yield 'in JSON' => [static fn (string $to, string $image): string => (string) json_encode(['html' => $plain($to, $image)])];
        yield 'a block' => [static fn (string $to, string $image): string
            => '<!-- wp:acme/card ' . serialize_block_attributes(['href' => $to, 'url' => $image]) . ' /-->'];
        yield 'serialized' => [static fn (string $to, string $image): string => serialize([$plain($to, $image)])];
        yield 'encoded' => [static fn (string $to, string $image): string => rawurlencode($plain($to, $image))];
    }

    /** @dataProvider links */
    public function testLinksKeepTheirFilesAndImagesGetTheirs(callable $make): void
    {
        $id = $this->addPicture();
        [$full, $medium] = [$this->url($id), $this->url($id, 'medium')];
        $old = (string) get_attached_file($id);
        $post = $this->post($make($full, $medium));
        $state = $this->stateOfSite();
        $outcome = $this->applied($this->keeping($this->change($id, 'webp', 'Red bike')));
        self::assertSame($make($full, $this->url($id, 'medium')), get_post($post)->post_content);
        self::assertStringContainsString('red-bike', $this->url($id, 'medium'));
        self::assertFileExists($old);
        self::assertStringContainsString('because links keep their format', implode("\n", $outcome->notes));
        [$place] = $this->plugin->originals()->leftovers($id);
        self::assertTrue($place->isWanted());
        self::assertSame('good', $this->plugin->checks()->slow()['leftovers']()->status, 'it was wished so');
        self::assertTrue(Leftover::fromArray($id, $place->toArray())->isWanted());
        $this->reverted($id);
        self::assertSame($state, $this->stateOfSite());
    }

    public function testWithoutTheWishOrTheFormatsChangeLinksFollow(): void
    {
        $id = $this->addPicture();
        $post = $this->post("<a href=\"{$this->url($id)}\">x</a>");
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame("<a href=\"{$this->url($id)}\">x</a>", get_post($post)->post_content);
        $this->reverted($id);
        $this->applied($this->keeping($this->change($id, 'jpg', 'Blue bike')));
        self::assertStringContainsString('blue-bike', get_post($post)->post_content);
        self::assertSame("<a href=\"{$this->url($id)}\">x</a>", get_post($post)->post_content);
    }

    public function testTheJournalKeepsTheWish(): void
    {
        $change = $this->keeping(new Change(7, str_repeat('a', 64)));
        self::assertTrue(Change::fromArray($change->toArray())->keepLinks);
        self::assertFalse(Change::fromArray(array_diff_key($change->toArray(), ['keep_links' => 1]))->keepLinks, 'a row of before');
    }

    private function keeping(Change $change): Change
    {
        return Change::fromArray(['keep_links' => true] + $change->toArray());
    }
}
