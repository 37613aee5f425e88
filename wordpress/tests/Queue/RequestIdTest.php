<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Connect\ServiceCheck;
use PictureOptimizer\Settings\Page;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** Support asks for a request's id: wherever the service's no is kept, the id is kept with it. */
final class RequestIdTest extends ServiceTestCase
{
    private const SHOWN = '(Request ID: req_1)';

    protected function setUp(): void
    {
        parent::setUp();
        delete_option('picture_optimizer_outage');
    }

    /** @return iterable<string, array{string, string, State, string}> request, fault, state and reason code afterwards */
    public static function refusals(): iterable
    {
        yield 'an upload waits for a busy service' => ['HEAD /v1/images/*', 'busy', State::Waiting, 'outage'];
        yield 'an order gets a page of a proxy' => ['POST /v1/jobs', 'html 500', State::Uploaded, 'outage'];
        yield 'an order of an account that is frozen' => ['POST /v1/jobs', 'frozen', State::Uploaded, 'account_frozen'];
        yield 'a question about an order' => ['GET /v1/jobs/*', 'busy', State::Ordered, 'outage'];
        yield 'a file that cannot be had yet' => ['GET /v1/files/*', 'frozen', State::Ready, 'account_frozen'];
        yield 'a receipt that was not heard' => ['POST /v1/items/*', 'busy', State::Applied, 'receipt'];
    }

    /** @dataProvider refusals */
    public function testAReasonThatIsKeptNamesTheRequest(string $request, string $fault, State $state, string $code): void
    {
        $id = $this->addPicture('photo.jpg', 300, 200);
        $job = $this->start([$id], Pipeline::Export);
        self::$service->fail($request, $fault);
        $item = $this->workUntil($job->id, static fn (Item $item): bool => $item->reason !== '' && $item->notBefore > time() + 2);
        self::assertSame([$state, $code], [$item->state, $item->reasonCode], $item->reason);
        self::assertStringContainsString(self::SHOWN, $item->reason);
        self::assertStringContainsString(self::SHOWN, $this->plugin->report()->progress($job->id)->waitingBecause);
    }

    public function testAnOutageNamesTheLastRequest(): void
    {
        $ids = [$this->addPicture('a.jpg', 300, 200, 1), $this->addPicture('b.jpg', 300, 200, 2)];
        $job = $this->start($ids, Pipeline::Export);
        self::$service->fail('*', 'busy', 1000);
        $item = $this->workUntil($job->id, static fn (Item $item): bool => $item->reasonCode === 'outage'
            && str_contains($item->reason, 'since'));
        self::assertStringEndsWith(self::SHOWN, $item->reason);
    }

    public function testTheSettingsPageAndSiteHealthNameIt(): void
    {
        self::$service->fail('GET /v1/account', 'busy', 2);
        $plugin = $this->plugin;
        ob_start();
        (new Page(
            $plugin->settings(),
            $plugin->connection(),
            $plugin->client(),
            $plugin->deviceFlow(),
            new ServiceCheck($plugin->client()),
        ))->show();
        self::assertStringContainsString(self::SHOWN, (string) ob_get_clean());
        $checks = array_column(array_map(get_object_vars(...), $this->plugin->checks()->all()), 'text', 'id');
        self::assertStringEndsWith(self::SHOWN, $checks['service']);
    }

    /** @param callable(Item): bool $is */
    private function workUntil(int $jobId, callable $is): Item
    {
        for ($turn = 0; $turn < 12; $turn++) {
            $this->work(0.5);
            foreach ($this->plugin->items()->ofJob($jobId) as $item) {
                if ($is($item)) {
                    return $item;
                }
            }
        }
        self::fail("nothing waits: {$item->state->value} {$item->reason}");
    }
}
