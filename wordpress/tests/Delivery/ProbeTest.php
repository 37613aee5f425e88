<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\OldUrls;
use PictureOptimizer\Delivery\Probe;
use PictureOptimizer\Delivery\Redirecting;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * What is not known is not "no": it is asked again, and said as it is.
 *
 * @group acceptance-B16
 */
final class ProbeTest extends ReplaceTestCase
{
    public function testTheRealSiteRedirects(): void
    {
        self::assertSame(Redirecting::Yes, (new Probe())->redirects('2026/05', 'jpg'));
    }

    /** @return iterable<string, array{mixed, Redirecting}> */
    public static function answers(): iterable
    {
        $answer = static fn (int $code, string $location = ''): array => [
            'response' => ['code' => $code, 'message' => ''], 'headers' => $location === '' ? [] : ['location' => $location],
            'body' => '', 'cookies' => [],
        ];
        yield 'a time-out' => [new \WP_Error('http_request_failed', 'cURL error 28: timed out'), Redirecting::Unknown];
        yield 'a password' => [$answer(401), Redirecting::Unknown];
        yield 'too many requests' => [$answer(429), Redirecting::Unknown];
        yield 'a server in trouble' => [$answer(503), Redirecting::Unknown];
        yield 'not found' => [$answer(404), Redirecting::No];
        yield 'refused' => [$answer(403), Redirecting::No];
        yield 'a placeholder' => [$answer(200), Redirecting::No];
        yield 'a redirect of somebody else' => [$answer(301, 'https://example.org/'), Redirecting::No];
        yield 'ours' => [$answer(301, 'https://example.org/?' . OldUrls::PROBE), Redirecting::Yes];
    }

    /** @dataProvider answers */
    public function testEachAnswerMeansWhatItSays(mixed $answer, Redirecting $meaning): void
    {
        add_filter('pre_http_request', static fn () => $answer);
        self::assertSame($meaning, (new Probe())->redirects('2026/05', 'jpg'));
    }

    public function testWhatIsKnownCountsForADayAndWhatIsNotForMinutes(): void
    {
        self::assertSame(DAY_IN_SECONDS, Redirecting::Yes->seconds());
        self::assertSame(DAY_IN_SECONDS, Redirecting::No->seconds());
        self::assertLessThanOrEqual(5 * MINUTE_IN_SECONDS, Redirecting::Unknown->seconds());
        $requests = 0;
        add_filter('pre_http_request', static function () use (&$requests): \WP_Error {
            $requests++;
            return new \WP_Error('http_request_failed', 'cURL error 28: timed out');
        });
        $probe = new Probe();
        self::assertSame(Redirecting::Unknown, $probe->redirects('2026/05', 'jpg'));
        self::assertSame(Redirecting::Unknown, $probe->redirects('2026/05', 'jpg'));
        self::assertSame(1, $requests, 'one image of a batch waits, not all');
        delete_transient('picture_optimizer_probe_' . md5('2026/05/jpg'));
        remove_all_filters('pre_http_request');
        self::assertSame(Redirecting::Yes, $probe->redirects('2026/05', 'jpg'), 'and then it is asked again');
    }

    public function testAReplacementThatCouldNotAskKeepsOldFilesAndSaysWhy(): void
    {
        $id = $this->addPicture();
        $old = (string) get_attached_file($id);
        $silent = static fn (mixed $answer, array $arguments, string $url): mixed => str_contains($url, OldUrls::PROBE)
            ? new \WP_Error('http_request_failed', 'cURL error 28: timed out') : $answer;
        add_filter('pre_http_request', $silent, 10, 3);
        delete_transient('picture_optimizer_probe_' . md5(dirname((string) get_post_meta($id, '_wp_attached_file', true)) . '/jpg'));
        $notes = implode(' ', $this->applied($this->change($id, 'webp', 'Red bike'))->notes);
        self::assertFileExists($old);
        self::assertStringContainsString('couldn’t check whether their URLs', $notes);
        self::assertStringNotContainsString('doesn’t pass requests', $notes);
    }
}
