<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Api\Wire\AppliedFile;
use PictureOptimizer\Api\Wire\ConnectTokenRequest;
use PictureOptimizer\Api\Wire\Item;
use PictureOptimizer\Api\Wire\JobRequest;
use PictureOptimizer\Api\Wire\PreviewRequest;
use PictureOptimizer\Api\Wire\QuoteRequest;
use PictureOptimizer\Api\Wire\Receipt;
use PictureOptimizer\Api\Wire\ReviewedText;
use PictureOptimizer\Tests\ServiceTestCase;
use PictureOptimizer\Tests\Service\FakeService;
use PictureOptimizer\Version;

/** Each request as the service gets it, and answers that are about something else. */
final class ClientTest extends ServiceTestCase
{
    /** @return array<string, mixed> */
    private static function example(string $name): array
    {
        return json_decode((string) file_get_contents(__DIR__ . "/../../../contract/examples/{$name}.json"), true);
    }

    private static function sent(string $name): Reader
    {
        return new Reader(self::example($name));
    }

    /** @return iterable<string, array{string, array<mixed>, int, callable(self): mixed, string}> request, answer, status, call, key */
    public static function requests(): iterable
    {
        $item = self::example('Item.ready');
        $client = static fn (callable $call): callable => static fn (self $test): mixed => $call($test->plugin->client());
        yield 'account' => ['GET /v1/account', self::example('Account.demo'), 200, $client(static fn ($c) => $c->account()), ''];
        yield 'capabilities' => ['GET /v1/capabilities', self::example('Capabilities.embedded'), 200,
            $client(static fn ($c) => $c->capabilities()), ''];
        yield 'order' => ['POST /v1/jobs', self::example('Job.queued'), 202,
            $client(static fn ($c) => $c->createJob(JobRequest::read(self::sent('JobRequest.analyze_export')), 'order:1')), 'order:1'];
        yield 'stop' => ['POST /v1/jobs/job_3fA/cancel', self::example('Job.queued'), 200,
            $client(static fn ($c) => $c->cancelJob('job_3fA', 'cancel:job_3fA')), 'cancel:job_3fA'];
        yield 'text' => ['PUT /v1/items/itm_k1/metadata', $item, 200,
            $client(static fn ($c) => $c->acceptText('itm_k1', ReviewedText::read(self::sent('ReviewedText.edited')))), ''];
        yield 'another text' => ['POST /v1/items/itm_k1/regenerate', $item, 202,
            $client(static fn ($c) => $c->regenerate('itm_k1', 'shorter', 'again:1')), 'again:1'];
        yield 'receipt' => ['POST /v1/items/itm_k1/receipt', self::example('ReceiptAnswer.applied'), 200,
            $client(static fn ($c) => $c->receipt('itm_k1', new Receipt('applied', [new AppliedFile('full', str_repeat('a', 64))]))),
            'receipt:itm_k1:applied'];
        yield 'preview' => ['POST /v1/previews', self::example('Preview.webp'), 200,
            $client(static fn ($c) => $c->preview(PreviewRequest::read(self::sent('PreviewRequest.webp')))), ''];
    }

    /**
     * @dataProvider requests
     * @param array<mixed> $answer
     */
    public function testARequestIsSentWithItsKeysAndItsAnswerRead(
        string $request,
        array $answer,
        int $status,
        callable $call,
        string $key,
    ): void {
        self::$service->reply($request, $answer, $status);
        $read = $call($this);
        $said = array_filter($answer, is_scalar(...));
        self::assertEquals($said, array_intersect_key((array) json_decode((string) json_encode($read), true), $said));
        [$sent] = self::$service->requests();
        self::assertSame($request, "{$sent['method']} {$sent['path']}");
        $headers = array_change_key_case($sent['headers']);
        self::assertSame('Bearer ' . FakeService::KEY, $headers['authorization']);
        self::assertSame($key, $headers['idempotency-key'] ?? '');
        self::assertMatchesRegularExpression('/^[0-9a-f-]{36}$/', $headers['x-request-id']);
        self::assertStringStartsWith('PictureOptimizer/' . Version::NUMBER . '; WordPress/', $headers['user-agent']);
        self::assertSame($sent['bytes'] > 0, ($headers['content-type'] ?? '') === 'application/json');
    }

    /**
     * @dataProvider requests
     * @param array<mixed> $answer
     */
    public function testAnotherStatusIsNoSuccess(string $request, array $answer, int $status, callable $call): void
    {
        self::$service->reply($request, $answer, $status === 200 ? 201 : 200);
        $this->expectException(BrokenAnswer::class);
        $call($this);
    }

    /** @return iterable<string, array{callable(array<string, mixed>): array<string, mixed>}> */
    public static function foreignQuotes(): iterable
    {
        yield 'an image less' => [static fn (array $q): array => ['items' => [$q['items'][0]]] + $q];
        yield 'another image' => [static fn (array $q): array => array_replace_recursive($q, ['items' => [1 => ['reference' => '1:99']]])];
        yield 'another order' => [static fn (array $q): array => ['items' => array_reverse($q['items'])] + $q];
        yield 'money back' => [static fn (array $q): array => ['credits' => -1] + $q];
    }

    /** @dataProvider foreignQuotes */
    public function testAQuoteForSomethingElseIsNotBelieved(callable $change): void
    {
        $request = QuoteRequest::read(self::sent('QuoteRequest.analyze_export'));
        $quote = self::example('Quote.one_paid_before');
        $quote['items'] = array_slice($quote['items'], 0, count($request->items));
        foreach ($request->items as $number => $item) {
            $quote['items'][$number] = ['reference' => $item->reference, 'sha256' => $item->sha256] + $quote['items'][0];
        }
        $quote['items'][] = ['reference' => '1:43'] + $quote['items'][0];
        $asked = (array) json_decode((string) json_encode($request), true);
        $asked['items'][] = ['reference' => '1:43'] + $asked['items'][0];
        $request = QuoteRequest::read(new Reader($asked));
        self::$service->reply('POST /v1/quotes', $quote, 201, times: 1);
        self::assertSame($quote['credits'], $this->plugin->client()->quote($request, 'a')->credits);
        self::$service->reply('POST /v1/quotes', $change($quote), 201);
        $this->expectException(BrokenAnswer::class);
        $this->expectExceptionMessage('other images');
        $this->plugin->client()->quote($request, 'b');
    }

    public function testPagesOfAJobAreReadToTheirEnd(): void
    {
        $page = self::example('Job.queued');
        $first = ['items' => [$page['items'][0]], 'next_cursor' => 'a/b+c='] + $page;
        $second = ['items' => [$page['items'][1]], 'next_cursor' => null] + $page;
        self::$service->reply('GET /v1/jobs/job_3fA', $first);
        self::$service->reply('GET /v1/jobs/job_3fA', $second);
        $references = array_map(static fn (Item $item): string => $item->reference, $this->plugin->client()->itemsOf('job_3fA', 5));
        self::assertSame(['1:42', '1:43'], $references);
        self::assertCount(2, self::$service->requests('GET /v1/jobs/*'));
    }

    public function testPagesWithoutEndAreNotReadForEver(): void
    {
        $page = self::example('Job.queued');
        self::$service->reply('GET /v1/jobs/job_3fA', ['items' => [], 'next_cursor' => 'again'] + $page, times: 1000);
        self::assertSame([], $this->plugin->client()->itemsOf('job_3fA'));
        self::assertCount(100, self::$service->requests('GET /v1/jobs/*'));
    }

    public function testAJobOfAnotherNameIsRefused(): void
    {
        self::$service->reply('GET /v1/jobs/job_other', self::example('Job.queued'));
        $this->expectException(BrokenAnswer::class);
        $this->expectExceptionMessage('another job');
        $this->plugin->client()->itemsOf('job_other');
    }

    public function testConnectingSendsNoKeyAndGoesToTheServiceThatWasNamed(): void
    {
        $token = self::example('ConnectToken.new_key');
        self::$service->reply('POST /v1/connect/token', $token, 201);
        $this->plugin->connection()->save('http://127.0.0.1:9', FakeService::KEY);
        $attempt = new ConnectTokenRequest('code', str_repeat('v', 43), 'https://x.example');
        $key = $this->plugin->client()->collectKey(self::$service->url, $attempt);
        self::assertSame($token['api_key'], $key);
        [$sent] = self::$service->requests();
        self::assertArrayNotHasKey('authorization', array_change_key_case($sent['headers']));
    }

    /** @return iterable<string, array{string, array<string, string>, string}> body, headers, what is wrong with it */
    public static function damaged(): iterable
    {
        $json = '{"name": "Demo"}';
        yield 'shorter than announced' => [$json, ['Content-Length' => '5000'], ''];
        yield 'longer than any answer' => [str_repeat(' ', 8 * MB_IN_BYTES + 10), [], 'too long'];
        yield 'a list' => ['[]', [], 'missing or wrong'];
        yield 'another type' => [$json, ['Content-Type' => 'text/plain'], 'text/plain'];
        yield 'fields missing' => [$json, [], 'missing or wrong'];
    }

    /**
     * @dataProvider damaged
     * @param array<string, string> $headers
     * @group acceptance-A3
     */
    public function testADamagedAnswerIsNotBelieved(string $body, array $headers, string $why): void
    {
        self::$service->reply('GET /v1/account', $body, 200, $headers);
        try {
            $this->plugin->client()->account();
            self::fail('it was believed');
        } catch (BrokenAnswer | Unreachable $error) {
            self::assertStringContainsString($why, $error->getMessage());
            self::assertStringContainsString('Nothing was changed', $error->getMessage());
            self::assertTrue($error->isRetryable());
        }
    }

    public function testTheKeyStandsInNoErrorMessage(): void
    {
        $error = static fn (): \WP_Error => new \WP_Error('x', 'Bad header: Bearer ' . FakeService::KEY . '!');
        add_filter('pre_http_request', $error);
        try {
            $this->plugin->client()->account();
            self::fail('no error');
        } catch (Unreachable $unreachable) {
            self::assertStringContainsString('Bearer po_…!', $unreachable->detail());
            self::assertSame('Bad header: Bearer po_…!', $unreachable->cause);
        }
    }
}
