<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Pages;
use PictureOptimizer\Replace\Text;

/** Changes of text alone, there and back; and how pages are looked at, answer by answer. No file is made, so each is quick. */
final class TextOnlyTest extends ReplaceTestCase
{
    private const FIELDS = ['alt' => '_wp_attachment_image_alt', 'title' => 'post_title', 'caption' => 'post_excerpt',
        'description' => 'post_content'];

    /** @param array<string, string> $texts before */
    private function image(array $texts = []): int
    {
        $id = $this->addPlainImage('plain.png');
        wp_update_post(wp_slash(['ID' => $id, 'post_title' => $texts['title'] ?? 'plain', 'post_excerpt' => $texts['caption'] ?? '',
            'post_content' => $texts['description'] ?? '']));
        isset($texts['alt']) && update_post_meta($id, self::FIELDS['alt'], wp_slash($texts['alt']));
        return $id;
    }

    private function write(int $id, Text $text, bool $fill = true, bool $replace = false): Outcome
    {
        $source = $this->workshop->originals->sourceFor($id);
        return $this->replacer->apply(new Change($id, $source->sha256, text: $text, fillEmptyAlts: $fill, replaceOldAlts: $replace))[$id];
    }

    private function text(int $id, string $field): string
    {
        return $field === 'alt' ? (string) get_post_meta($id, self::FIELDS['alt'], true) : (string) get_post($id)?->{self::FIELDS[$field]};
    }

    /** @return iterable<string, array{string, string, string}> field, given text, text that is written */
    public static function texts(): iterable
    {
        foreach (array_keys(self::FIELDS) as $field) {
            yield "{$field}: plain" => [$field, 'A red bicycle', 'A red bicycle'];
            yield "{$field}: quotes and signs" => [$field, 'It’s a "red" bike \\ 100 %', 'It’s a "red" bike \\ 100 %'];
            yield "{$field}: another script" => [$field, '赤い自転車 🚲', '赤い自転車 🚲'];
        }
        yield 'an alt with markup' => ['alt', 'A <b>red</b> bike', 'A red bike'];
        yield 'an alt of two lines' => ['alt', "A red\nbike", 'A red bike'];
        yield 'a caption may have markup' => ['caption', 'A <em>red</em> bike <script>x</script>', 'A <em>red</em> bike x'];
        yield 'an empty alt is a text' => ['alt', '', ''];
    }

    /** @dataProvider texts */
    public function testAFieldIsWrittenAndComesBack(string $field, string $given, string $written): void
    {
        $id = $this->image(['alt' => 'Old alt', 'title' => 'Old "title"', 'caption' => "Old\ncaption",
            'description' => 'Old <b>words</b>']);
        $names = array_keys(self::FIELDS);
        $before = array_combine($names, array_map(fn (string $name): string => $this->text($id, $name), $names));
        $sha256 = hash_file('sha256', (string) get_attached_file($id));
        $outcome = $this->write($id, new Text(...[$field => $given]));
        self::assertSame(OutcomeState::Applied, $outcome->state, $outcome->reason);
        self::assertSame($written, $this->text($id, $field));
        foreach (array_diff_key($before, [$field => '']) as $other => $text) {
            self::assertSame($text, $this->text($id, $other), 'the other fields stay');
        }
        self::assertSame($sha256, hash_file('sha256', (string) get_attached_file($id)));
        $this->reverted($id);
        self::assertSame($before[$field], $this->text($id, $field));
    }

    public function testAnAltThatIsKeptFillsPagesThatLackIt(): void
    {
        $id = $this->image(['alt' => 'A bike at the station']);
        $image = "<img class=\"wp-image-{$id}\" src=\"x.png\" alt=\"%s\">";
        $before = sprintf($image, '') . sprintf($image, 'Their own');
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish', 'post_content' => $before]);
        $content = static fn (): string => (string) get_post_field('post_content', $post, 'raw');
        $this->write($id, new Text(title: 'Bike'), fill: false);
        self::assertSame($before, $content(), 'nobody wants it');
        $this->reverted($id);
        $this->write($id, new Text(title: 'Bike'));
        self::assertSame(sprintf($image, 'A bike at the station') . sprintf($image, 'Their own'), $content());
        self::assertSame('A bike at the station', $this->text($id, 'alt'));
        $this->reverted($id);
        self::assertSame($before, $content());
    }

    public function testAnAltThatWasNotThereIsNotThereAfterwards(): void
    {
        $id = $this->image();
        self::assertFalse(metadata_exists('post', $id, self::FIELDS['alt']));
        $this->write($id, new Text(alt: 'A bike', tags: ['red', 'bike']));
        self::assertSame('A bike', $this->text($id, 'alt'));
        self::assertEqualsCanonicalizing(['red', 'bike'], $this->plugin->tags()->of($id));
        $this->reverted($id);
        self::assertSame('', $this->text($id, 'alt'));
        self::assertSame([], $this->plugin->tags()->of($id));
        self::assertSame(['red', 'bike'], $this->plugin->tags()->unknown(['red', 'bike']), 'tags that nobody has go');
    }

    public function testATagThatTwoTextsBroughtGoesWithTheLastOne(): void
    {
        [$one, $two] = [$this->image(), $this->image()];
        $tags = $this->plugin->tags();
        $tags->set($this->image(), ['mine']);
        $tags->set($one, []);
        $this->write($one, new Text(tags: ['red', 'mine']));
        $this->write($two, new Text(tags: ['red', 'bike']));
        $this->reverted($one);
        self::assertSame([], $tags->unknown(['red']), 'the other one has it still');
        $this->reverted($two);
        self::assertSame(['red', 'bike'], $tags->unknown(['red', 'bike', 'mine']));
    }

    public function testTagsOfThePersonComeBack(): void
    {
        $id = $this->image();
        $this->plugin->tags()->set($id, ['mine', 'red']);
        $this->write($id, new Text(tags: ['red', 'bike']));
        $this->reverted($id);
        self::assertEqualsCanonicalizing(['mine', 'red'], $this->plugin->tags()->of($id));
    }

    /** @return iterable<string, array{string, bool, bool, string}> tag ({id}), fill, replace, tag afterwards */
    public static function uses(): iterable
    {
        $tag = static fn (string $alt): string => "<p>x</p><img class=\"wp-image-{id}\" alt=\"{$alt}\" src=\"x.png\">";
        yield 'an empty alt is filled' => [$tag(''), true, false, $tag('A bike')];
        yield 'it is not where that was not asked' => [$tag(''), false, false, $tag('')];
        yield 'the old alt is replaced' => [$tag('Old alt'), false, true, $tag('A bike')];
        yield 'it is not where that was not asked for' => [$tag('Old alt'), true, false, $tag('Old alt')];
        yield 'a person’s stays' => [$tag('Mine'), true, true, $tag('Mine')];
    }

    /** @dataProvider uses */
    public function testPagesThatShowTheImageGetItsAlt(string $before, bool $fill, bool $replace, string $after): void
    {
        $id = $this->image(['alt' => 'Old alt']);
        [$before, $after] = str_replace('{id}', (string) $id, [$before, $after]);
        $post = $this->post($before);
        $outcome = $this->write($id, new Text(alt: 'A bike'), $fill, $replace);
        self::assertSame($after, get_post($post)?->post_content);
        self::assertSame($before === $after ? 1 : 2, $outcome->places);
        $this->reverted($id);
        self::assertSame($before, get_post($post)?->post_content);
    }

    public function testTwoChangesLeadBackToTheFirstText(): void
    {
        $id = $this->image(['alt' => 'Theirs']);
        $this->write($id, new Text(alt: 'First'));
        $this->write($id, new Text(alt: 'Second'));
        self::assertSame('Second', $this->text($id, 'alt'));
        $this->reverted($id);
        self::assertSame('Theirs', $this->text($id, 'alt'));
        self::assertSame(OutcomeState::Unchanged, $this->replacer->revert($id)[$id]->state);
    }

    public function testAnImageThatIsGoneIsSaidSo(): void
    {
        $gone = $this->replacer->apply(new Change(9_999_999, 'aa', text: new Text(alt: 'x')))[9_999_999];
        self::assertSame(OutcomeState::Failed, $gone->state);
        self::assertStringContainsString('no longer in the Media Library', $gone->reason);
        self::assertSame([], $this->replacer->apply());
    }

    // Pages.

    /**
     * @param array<string, int|\WP_Error> $codes status by the end of a URL; 200 for others
     * @return list<string> what was asked for, filled as it goes
     */
    private function answering(array $codes, string $body): \ArrayObject
    {
        $asked = new \ArrayObject();
        $answer = static function (mixed $none, array $arguments, string $url) use ($codes, $body, $asked): array|\WP_Error {
            $asked[] = "{$arguments['method']} {$url}";
            $code = 200;
            foreach ($codes as $end => $of) {
                $code = str_ends_with($url, (string) $end) ? $of : $code;
            }
            return $code instanceof \WP_Error ? $code : ['response' => ['code' => $code, 'message' => ''], 'headers' => [], 'cookies' => [],
                'body' => $arguments['method'] === 'GET' ? $body : '', 'filename' => null];
        };
        add_filter('pre_http_request', $answer, 10, 3);
        return $asked;
    }

    /**
     * Status of page and image; whether it was seen, or what is wrong.
     *
     * @return iterable<string, array{int|\WP_Error, int|\WP_Error, bool|string}>
     */
    public static function looks(): iterable
    {
        yield 'all is well' => [200, 200, true];
        yield 'the image is gone' => [200, 404, 'does not load (404)'];
        yield 'the image is gone for good' => [200, 410, 'does not load (410)'];
        yield 'the image may not be shown here' => [200, 403, true];
        yield 'the image cannot be asked for' => [200, new \WP_Error('x', 'time-out'), true];
        yield 'the page is broken' => [500, 200, 'answers with error 500'];
        yield 'the site is being serviced' => [503, 200, false];
        yield 'the page wants a password' => [401, 200, false];
        yield 'the page leads elsewhere' => [301, 200, false];
        yield 'the site does not reach itself' => [new \WP_Error('x', 'blocked'), 200, false];
    }

    /** @dataProvider looks */
    public function testAPageIsLookedAtAsAVisitorDoes(int|\WP_Error $page, int|\WP_Error $image, bool|string $expected): void
    {
        $post = $this->post('x');
        $url = (string) get_permalink($post);
        $this->answering([$url => $page, '/bike.webp' => $image], '<img src="http://x.example/uploads/bike.webp">');
        $pages = new Pages($this->plugin->db());
        $pages->start();
        is_string($expected) && $this->expectException(ChangeError::class);
        is_string($expected) && $this->expectExceptionMessage($expected);
        self::assertSame($expected, $pages->check([$post], ['bike.webp']));
    }

    public function testOnlyImagesOfOursAreAskedForAndEachOnce(): void
    {
        $post = $this->post('x');
        $asked = $this->answering([], '<img src="http://x.example/a/bike.webp"><img src="//x.example/a/bike.webp">'
            . ' http://x.example/other.png <img src="http://x.example/a/bike.webp?v=2"> <img src="http://x.example/a/caf%C3%A9.webp">');
        $pages = new Pages($this->plugin->db());
        $pages->start();
        self::assertTrue($pages->check([$post, $post], ['bike.webp', 'café.webp']));
        self::assertTrue($pages->check([$post], ['bike.webp']));
        $heads = preg_grep('/^HEAD /', (array) $asked);
        self::assertContains('HEAD http://x.example/a/caf%C3%A9.webp', $heads);
        self::assertSame([], preg_grep('/other\.png/', (array) $asked));
        self::assertSame((array) $asked, array_values(array_unique((array) $asked)));
    }

    public function testNamesAreReadWhateverStandsBehindThemAndOnlyImagesAreKept(): void
    {
        $asked = $this->answering([], '<div style="background:url(http://x.example/a/bike.webp)"> {"u":"https:\/\/x.example\/a\/no.webp"}'
            . '<img srcset="http://x.example/a/bike.webp 300w,http://x.example/b/bike.webp 600w"> http://x.example/a/bike.webp.php'
            . ' <a href="http://x.example/c/bike.webp#top">');
        $pages = new Pages($this->plugin->db());
        $pages->start();
        self::assertTrue($pages->check([$this->post('x')], ['bike.webp']));
        self::assertSame(
            ['HEAD http://x.example/a/bike.webp', 'HEAD http://x.example/b/bike.webp', 'HEAD http://x.example/c/bike.webp'],
            array_values(preg_grep('/^HEAD /', (array) $asked))
        );
    }

    public function testPagesThatVisitorsCannotSeeAreNotAskedFor(): void
    {
        $asked = $this->answering([], '');
        $draft = $this->post('x', ['post_status' => 'draft']);
        $locked = $this->post('x', ['post_password' => 'secret']);
        $pages = new Pages($this->plugin->db());
        $pages->start();
        self::assertFalse($pages->check([$draft, $locked, $this->image(), 9_999_999], ['bike.webp']));
        self::assertSame([], (array) $asked);
        self::assertTrue($pages->check(array_map(fn (int $n): int => $this->post("x{$n}"), range(1, 9)), ['bike.webp']));
        self::assertCount(5, (array) $asked, 'five are enough');
    }
}
