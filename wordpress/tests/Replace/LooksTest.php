<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Replace\Pages;
use PictureOptimizer\Tests\TestCase;

/** What a look at a page, or at a file, asks for and takes offense at. Nothing is replaced here. */
final class LooksTest extends TestCase
{
    private const SITE = 'https://bucket.example/media';

    private Pages $pages;

    /** @var list<string> what was asked for: "GET https://…" */
    private array $asked = [];

    /** @var array<string, int> status by the end of an address; 200 for others, an error of the network for 0 */
    private array $codes = [];

    private string $body = '';

    protected function setUp(): void
    {
        parent::setUp();
        $this->pages = new Pages($this->plugin->db());
        $this->pages->start();
        add_filter('pre_http_request', function (mixed $none, array $arguments, string $url): array|\WP_Error {
            $this->asked[] = "{$arguments['method']} {$url}";
            $code = 200;
            foreach ($this->codes as $end => $of) {
                $code = str_ends_with($url, $end) ? $of : $code;
            }
            return $code === 0 ? new \WP_Error('http', 'No answer') : ['response' => ['code' => $code],
                'body' => $arguments['method'] === 'GET' ? $this->body : '', 'headers' => [], 'cookies' => []];
        }, 10, 3);
    }

    /** @param array<string, mixed> $more */
    private function post(array $more = []): int
    {
        return (int) wp_insert_post($more + ['post_title' => 'A post', 'post_content' => 'x', 'post_status' => 'publish']);
    }

    private function images(int ...$numbers): string
    {
        return implode(' ', array_map(static fn (int $n): string => '<img src="' . self::SITE . "/new-{$n}.webp\">", $numbers));
    }

    /** @return list<string> names of files that were asked for */
    private function heads(): array
    {
        return array_map(basename(...), array_values(preg_grep('~^HEAD ~', $this->asked) ?: []));
    }

    // A file.

    /** @return iterable<string, array{int, int, bool}> status of the new file, of the old one, whether it is taken back */
    public static function files(): iterable
    {
        foreach ([401, 403, 404, 410] as $code) {
            yield "the new one is refused with {$code}" => [$code, 200, true];
        }
        foreach ([200, 206, 301, 402, 405, 429, 500, 503] as $code) {
            yield "the new one answers {$code}" => [$code, 200, false];
        }
        foreach ([0, 403, 404, 500] as $code) {
            yield "and so is the old one: {$code}" => [403, $code, false];
        }
        yield 'nobody answers' => [0, 200, false];
    }

    /** @dataProvider files */
    public function testAFileThatOnlyTheNewNameCannotGetIsTakenBack(int $new, int $old, bool $refused): void
    {
        $this->codes = ['/new.webp' => $new, '/old.jpg' => $old];
        if ($refused) {
            $this->expectException(ChangeError::class);
            $this->expectExceptionMessage("The new file new.webp does not load from bucket.example ({$new}), but the old one does.");
        }
        $this->pages->checkFile(self::SITE . '/new.webp', self::SITE . '/old.jpg');
        self::assertContains('HEAD ' . self::SITE . '/new.webp', $this->asked);
    }

    public function testAnotherHostThatDoesNotAnswerSaysNothingOfThisSite(): void
    {
        $this->codes = ['/new.webp' => 0];
        $this->pages->checkFile(self::SITE . '/new.webp', self::SITE . '/old.jpg');
        self::assertTrue($this->pages->check([$this->post()], []), 'pages can be looked at');
    }

    public function testASiteThatCannotReachItselfIsAskedOnce(): void
    {
        [$first, $second] = [$this->post(), $this->post()];
        $this->codes = [(string) get_permalink($first) => 0];
        self::assertFalse($this->pages->check([$first, $second], []));
        $this->pages->checkFile(home_url('/new.webp'), home_url('/old.jpg'));
        self::assertSame(['GET ' . get_permalink($first)], $this->asked);
        $this->pages->start();
        $this->codes = [];
        self::assertTrue($this->pages->check([$first], []), 'the next batch asks again');
    }

    // A page.

    public function testOfImagesOnAPageFiveNewOnesAreAskedFor(): void
    {
        $this->body = '<img src="' . self::SITE . '/other.webp">' . $this->images(...range(1, 7));
        self::assertTrue($this->pages->check([$this->post()], array_map(static fn (int $n): string => "new-{$n}.webp", range(1, 7))));
        self::assertSame(['new-1.webp', 'new-2.webp', 'new-3.webp', 'new-4.webp', 'new-5.webp'], $this->heads());
    }

    public function testFivePagesAreLookedAt(): void
    {
        $posts = array_map(fn (): int => $this->post(), range(1, 6));
        self::assertTrue($this->pages->check([...$posts, ...$posts], []));
        self::assertSame(array_map(static fn (int $id): string => 'GET ' . get_permalink($id), array_slice($posts, 0, 5)), $this->asked);
    }

    public function testOnlyWhatVisitorsCanSeeIsLookedAt(): void
    {
        $hidden = [$this->post(['post_status' => 'draft']), $this->post(['post_status' => 'private']),
            $this->post(['post_password' => 'x']), $this->addPlainImage(), 9_999_999];
        self::assertFalse($this->pages->check($hidden, ['new-1.webp']));
        self::assertSame([], $this->asked);
    }

    /** @return iterable<string, array{int, bool}> status of an image on a page, whether that is a reason */
    public static function imagesOnPages(): iterable
    {
        yield 'gone' => [404, true];
        yield 'gone for good' => [410, true];
        yield 'there' => [200, false];
        yield 'protected from other sites' => [403, false];
        yield 'for members' => [401, false];
        yield 'too much to do' => [503, false];
        yield 'no answer' => [0, false];
    }

    /** @dataProvider imagesOnPages */
    public function testAnImageThatIsGoneIsAReason(int $code, bool $is): void
    {
        $this->body = $this->images(1, 2);
        $this->codes = ['/new-2.webp' => $code];
        $post = $this->post();
        if ($is) {
            $this->expectException(ChangeError::class);
            $this->expectExceptionMessage('On ' . get_permalink($post) . " the image new-2.webp does not load ({$code}).");
        }
        self::assertTrue($this->pages->check([$post], ['new-1.webp', 'new-2.webp']));
        self::assertSame(['new-1.webp', 'new-2.webp'], $this->heads());
    }

    public function testABrokenPageIsAReasonAndABusyOneIsNone(): void
    {
        $post = $this->post();
        $address = (string) get_permalink($post);
        $this->body = $this->images(1);
        foreach ([403, 404, 502, 503, 504] as $code) {
            $this->codes = [$address => $code];
            $this->pages->start();
            self::assertFalse($this->pages->check([$post], ['new-1.webp']), "{$code}: nothing was seen");
        }
        self::assertSame([], $this->heads());
        $this->codes = [$address => 500];
        $this->pages->start();
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('answers with error 500.');
        $this->pages->check([$post], []);
    }
}
