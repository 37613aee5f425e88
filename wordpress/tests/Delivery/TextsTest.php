<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\SavedTexts;
use PictureOptimizer\Delivery\SocialImages;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Tests\TestCase;

/**
 * Texts on their way in and out: former names become today's when something is saved, and social networks get a format that they
 * can show. Names are rows of a table here; no image is needed.
 *
 * @group acceptance-B15
 */
final class TextsTest extends TestCase
{
    private string $base;
    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->base = wp_get_upload_dir()['baseurl'] . '/2026/05';
        $this->id = (int) wp_insert_attachment(['post_mime_type' => 'image/webp', 'post_title' => 'x']);
        update_post_meta($this->id, '_wp_attached_file', '2026/05/bike.webp');
        update_post_meta($this->id, '_wp_attachment_metadata', ['sizes' => ['medium' => ['file' => 'bike-300x200.webp']]]);
        $this->plugin->redirects()->add('2026/05/photo.jpg', $this->id, 'full');
        $this->plugin->redirects()->add('2026/05/photo-300x200.jpg', $this->id, 'medium');
    }

    private function old(string $name = 'photo.jpg'): string
    {
        return "{$this->base}/{$name}";
    }

    /** Writes the names of today into whatever it is. */
    private function today(mixed $value): mixed
    {
        $names = ['photo-300x200.jpg' => 'bike-300x200.webp', 'photo.jpg' => 'bike.webp'];
        if (is_string($value)) {
            return strtr($value, $names);
        }
        if (is_array($value)) {
            return array_map($this->today(...), $value);
        }
        return $value instanceof \stdClass ? (object) $this->today((array) $value) : $value;
    }

    /** @return iterable<string, array{callable(self): mixed, bool}> value of an option, whether it names us */
    public static function options(): iterable
    {
        yield 'a URL' => [static fn (self $t): mixed => $t->old(), true];
        yield 'HTML' => [static fn (self $t): mixed => "<img src=\"{$t->old()}\" srcset=\"{$t->old('photo-300x200.jpg')} 300w\">", true];
        yield 'a list' => [static fn (self $t): mixed => ['a' => ['url' => $t->old()], 'n' => 7, 'b' => null], true];
        yield 'a plain object' => [static fn (self $t): mixed => (object) ['url' => $t->old(), 'in' => (object) ['x' => $t->old()]], true];
        yield 'a name beside its URL' => [static fn (self $t): mixed => ['url' => $t->old(), 'filename' => 'photo.jpg'], true];
        yield 'a name alone' => [static fn (self $t): mixed => ['filename' => 'photo.jpg'], false];
        yield 'JSON' => [static fn (self $t): mixed => (string) json_encode(['url' => $t->old()]), true];
        yield 'JSON in a list' => [static fn (self $t): mixed => [(string) json_encode([$t->old()])], true];
        yield 'something else' => [static fn (self $t): mixed => ['url' => $t->old('other.jpg'), 'x' => 'words'], false];
        yield 'a number' => [static fn (self $t): mixed => 7, false];
        yield 'nothing' => [static fn (self $t): mixed => null, false];
        yield 'today’s name' => [static fn (self $t): mixed => $t->old('bike.webp'), false];
        yield 'another host' => [static fn (self $t): mixed => 'https://other.example/wp-content/uploads/2026/05/photo.jpg', false];
    }

    /** @dataProvider options */
    public function testAnOptionThatIsSavedGetsTodaysNames(callable $make, bool $named): void
    {
        $value = $make($this);
        $texts = new SavedTexts($this->plugin->db(), $this->plugin->redirects());
        $mapped = $texts->mapOption($value, 'my_option');
        self::assertEquals($named ? $this->today($value) : $value, $mapped);
        self::assertEquals($mapped, $texts->mapOption($mapped, 'my_option'), 'twice is once');
        foreach (['_transient_x', '_site_transient_x', 'picture_optimizer_x', 'cron'] as $name) {
            self::assertEquals($value, $texts->mapOption($value, $name), $name);
        }
    }

    public function testObjectsOfOtherClassesStayTheirPluginsOwn(): void
    {
        $own = new \ArrayObject(['url' => $this->old()]);
        $texts = new SavedTexts($this->plugin->db(), $this->plugin->redirects());
        $mapped = $texts->mapOption(['own' => $own, 'url' => $this->old(), 'in' => (object) ['url' => $this->old()]], 'my_option');
        self::assertSame($own, $mapped['own']);
        self::assertSame($this->old(), $own['url']);
        self::assertSame([$this->old('bike.webp'), $this->old('bike.webp')], [$mapped['url'], $mapped['in']->url]);
        self::assertSame($own, $texts->mapOption($own, 'my_option'));
    }

    /** @return iterable<string, array{array<string, mixed>, array<string, mixed>}> */
    public static function postData(): iterable
    {
        yield 'content' => [['post_content' => 'See {old} "here"'], ['post_content' => 'See {new} "here"']];
        yield 'an excerpt' => [['post_excerpt' => '{old}'], ['post_excerpt' => '{new}']];
        yield 'filtered content' => [['post_content_filtered' => '{old}'], ['post_content_filtered' => '{new}']];
        yield 'a title' => [['post_title' => '{old}'], ['post_title' => '{old}']];
        yield 'a revision' => [['post_content' => '{old}', 'post_type' => 'revision'], ['post_content' => '{old}',
            'post_type' => 'revision']];
        yield 'no text' => [['post_content' => 7, 'post_excerpt' => null], ['post_content' => 7, 'post_excerpt' => null]];
        yield 'backslashes' => [['post_content' => 'C:\\temp {old} \\u003c'], ['post_content' => 'C:\\temp {new} \\u003c']];
    }

    /**
     * @dataProvider postData
     * @param array<string, mixed> $data
     * @param array<string, mixed> $expected
     */
    public function testAPostThatIsSavedGetsTodaysNames(array $data, array $expected): void
    {
        $fill = fn (array $values): array => array_map(fn (mixed $value): mixed => is_string($value)
            ? strtr($value, ['{old}' => $this->old(), '{new}' => $this->old('bike.webp')]) : $value, $values);
        $texts = new SavedTexts($this->plugin->db(), $this->plugin->redirects());
        self::assertSame($fill($expected), wp_unslash($texts->mapPost(wp_slash($fill($data)))));
    }

    /**
     * Saves a text, reads it again by what saving gave.
     *
     * @return iterable<string, array{callable(self): mixed, callable(int, self): string}>
     */
    public static function places(): iterable
    {
        yield 'a comment' => [static fn (self $t): mixed => wp_insert_comment(['comment_content' => "See {$t->old()}"]),
            static fn (int $id): string => (string) get_comment($id)?->comment_content];
        yield 'a term' => [static fn (self $t): mixed => wp_insert_term('x', 'category', ['description' => "See {$t->old()}"])['term_id'],
            static fn (int $id): string => (string) get_term($id)?->description];
        yield 'meta of a user' => [static fn (self $t): mixed => add_user_meta(1, 'picture', "See {$t->old()}") ? 1 : 0,
            static fn (int $id): string => (string) get_user_meta($id, 'picture', true)];
        yield 'meta of a post' => [static function (self $t): mixed {
            $post = (int) wp_insert_post(['post_title' => 'x']);
            update_post_meta($post, 'picture', "See {$t->old()}");
            return $post;
        }, static fn (int $id): string => (string) get_post_meta($id, 'picture', true)];
        yield 'a new option' => [static fn (self $t): mixed => add_option('my_new_option', "See {$t->old()}") ? 1 : 0,
            static fn (): string => (string) get_option('my_new_option')];
    }

    /** @dataProvider places */
    public function testWhereverATextIsSaved(callable $save, callable $read): void
    {
        (new SavedTexts($this->plugin->db(), $this->plugin->redirects()))->register();
        self::assertSame("See {$this->old('bike.webp')}", $read((int) $save($this), $this));
    }

    public function testWhatDescribesAFileIsNoReference(): void
    {
        (new SavedTexts($this->plugin->db(), $this->plugin->redirects()))->register();
        $other = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x']);
        update_post_meta($other, '_wp_attached_file', '2026/05/photo.jpg');
        self::assertSame('2026/05/photo.jpg', get_post_meta($other, '_wp_attached_file', true));
        self::assertNull($this->plugin->db()->get_var("SELECT 1 FROM {$this->plugin->db()->postmeta} WHERE post_id = {$other}"
            . " AND meta_value LIKE '%bike%'"));
    }

    // Social networks.

    /** @return iterable<string, array{string, string, bool}> new type, old name, whether a copy is made */
    public static function copies(): iterable
    {
        yield 'AVIF of a JPEG' => ['image/avif', 'photo.JPG', true];
        yield 'AVIF of a PNG' => ['image/avif', 'photo.png', true];
        yield 'AVIF of a WebP' => ['image/avif', 'photo.webp', false];
        yield 'AVIF of an AVIF' => ['image/avif', 'photo.avif', false];
        yield 'WebP of a JPEG' => ['image/webp', 'photo.jpg', false];
        yield 'AVIF of nothing' => ['image/avif', '', false];
    }

    /** @dataProvider copies */
    public function testACopyIsMadeWhereNetworksWouldShowNothing(string $mime, string $old, bool $wanted): void
    {
        self::assertSame($wanted, SocialImages::isWanted($mime, $old));
        self::assertSame('bike-social.jpg', SocialImages::name('bike', 'photo.JPG'));
    }

    /** @return iterable<string, array{mixed, mixed}> text with {base}, text that is told to others */
    public static function socialTexts(): iterable
    {
        yield 'a URL' => ['{base}/bike.avif', '{base}/bike-social.jpg'];
        yield 'a size' => ['{base}/bike-300x200.avif', '{base}/bike-social.jpg'];
        yield 'the scaled one' => ['{base}/bike-scaled.avif', '{base}/bike-social.jpg'];
        yield 'HTML' => ['<img src="{base}/bike.avif"> <img src=\'{base}/bike-1x1.avif\'>',
            '<img src="{base}/bike-social.jpg"> <img src=\'{base}/bike-social.jpg\'>'];
        yield 'an image without a copy' => ['{base}/car.avif', '{base}/car.avif'];
        yield 'another host' => ['https://other.example/2026/05/bike.avif', 'https://other.example/2026/05/bike.avif'];
        yield 'a longer extension' => ['{base}/bike.avifx', '{base}/bike.avifx'];
        yield 'another format' => ['{base}/bike.webp', '{base}/bike.webp'];
        yield 'an encoded name' => ['{base}/r%C3%B6d.avif', '{base}/r%C3%B6d-social.png'];
        yield 'no text' => [['x'], ['x']];
        yield 'nothing' => [null, null];
        yield 'no image' => ['', ''];
    }

    /** @dataProvider socialTexts */
    public function testWhatNetworksAreTold(mixed $text, mixed $expected): void
    {
        $folder = Attachment::uploads() . '/2026/05';
        wp_mkdir_p($folder);
        foreach (['bike-social.jpg', 'röd-social.png'] as $name) {
            file_put_contents("{$folder}/{$name}", 'x');
        }
        $fill = fn (mixed $value): mixed => is_string($value) ? str_replace('{base}', $this->base, $value) : $value;
        self::assertSame($fill($expected), (new SocialImages())->inText($fill($text)));
    }

    public function testSeoPluginsAndFeedsAreAskedByTheirFilters(): void
    {
        $folder = Attachment::uploads() . '/2026/05';
        wp_mkdir_p($folder);
        file_put_contents("{$folder}/bike-social.jpg", 'x');
        (new SocialImages())->register();
        foreach (['wpseo_opengraph_image', 'rank_math/opengraph/facebook/image', 'the_content_feed', 'rss_enclosure'] as $filter) {
            self::assertSame("{$this->base}/bike-social.jpg", apply_filters($filter, "{$this->base}/bike.avif", null), $filter);
        }
        $meta = ['sizes' => ['medium' => ['file' => 'x'], SocialImages::SIZE => ['file' => 'bike-social.jpg']]];
        $offered = apply_filters('wp_calculate_image_srcset_meta', $meta, [300, 200], 'x', 1);
        self::assertSame(['medium'], array_keys($offered['sizes']), 'browsers are not offered the copy');
    }
}
