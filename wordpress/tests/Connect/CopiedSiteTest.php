<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Connect;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Service\FakeService;
use PictureOptimizer\Tests\ServiceTestCase;

/** A site is copied with its database: both have the same work to do, and only one may do it. */
final class CopiedSiteTest extends ServiceTestCase
{
    /** Two images of which one is at the service, one is not begun; then the database is another address's. */
    private function copied(): Job
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start([$this->addPlainImage('a.png'), $this->addPlainImage('b.png', seed: 2)], Pipeline::Analyze);
        $this->workUntilAll($job, static fn (Item $item): bool => $item->state === State::Ordered);
        $this->plugin->db()->query("UPDATE {$this->plugin->items()->table()} SET state = 'waiting', remote_job = '', remote_item = '',"
            . " order_key = '' WHERE job_id = {$job->id} ORDER BY id DESC LIMIT 1");
        self::$service->set('polls_until_ready', 0);
        self::moveTo('copy.example.com');
        $this->passTime();
        return $job;
    }

    private static function moveTo(string $host): void
    {
        add_filter('option_home', static fn (): string => "https://{$host}", 20);
    }

    private static function fixKey(): void
    {
        define('PICTURE_OPTIMIZER_URL', self::$service->url);
        define('PICTURE_OPTIMIZER_API_KEY', FakeService::KEY);
    }

    /** @return list<string> */
    private function states(Job $job): array
    {
        return array_map(static fn (Item $item): string => $item->state->value, $this->plugin->items()->ofJob($job->id));
    }

    /**
     * @runInSeparateProcess
     * @preserveGlobalState disabled
     */
    public function testAKeyInTheConfigurationIsNotUsedByACopyThatNobodyWasAskedAbout(): void
    {
        self::fixKey();
        $job = $this->copied();
        $sent = count(self::$service->requests());
        $this->work(5);
        self::assertCount($sent, self::$service->requests(), 'nothing is sent');
        self::assertSame(['ordered', 'waiting'], $this->states($job));
        self::assertStringContainsString('copy.example.com', (string) $this->plugin->connection()->obstacle());

        $this->plugin->connection()->keepAfterMove();
        $this->passTime();
        $this->work();
        self::assertSame(['done', 'done'], $this->states($job), 'it has moved, and goes on');
        self::assertNull((new Connection())->movedFrom());
    }

    /**
     * @runInSeparateProcess
     * @preserveGlobalState disabled
     */
    public function testACopyLeavesTheWorkToTheOtherSiteAndKeepsQuiet(): void
    {
        self::fixKey();
        $job = $this->copied();
        $sent = count(self::$service->requests());
        $this->plugin->connection()->forget();
        $this->work(5);
        $this->plugin->reconciler()->reconcile(Budget::unlimited());
        self::assertCount($sent, self::$service->requests());
        self::assertSame(['cancelled', 'cancelled'], $this->states($job));
        self::assertSame(JobState::Stopped, $this->plugin->jobs()->get($job->id)->state);
        $item = $this->plugin->items()->ofJob($job->id)[0];
        self::assertSame(['copied', ''], [$item->reasonCode, $item->remoteItem]);
        $connection = new Connection();
        self::assertSame([true, null], [$connection->isKnownCopy(), $connection->apiKey()]);
        self::assertStringContainsString('a copy of', (string) $connection->obstacle());

        self::moveTo('another.example.com');
        self::assertFalse($connection->isKnownCopy(), 'a copy of the copy is asked anew');
        self::assertNull($connection->apiKey());
    }

    /**
     * @runInSeparateProcess
     * @preserveGlobalState disabled
     */
    public function testACopyWithAKeyOfItsOwnInTheConfigurationBeginsAnew(): void
    {
        $job = $this->copied();
        self::fixKey();
        $sent = count(self::$service->requests());
        $this->work(5);
        self::assertCount($sent, self::$service->requests());
        self::assertSame(['cancelled', 'cancelled'], $this->states($job));
        self::assertSame(FakeService::KEY, $this->plugin->connection()->apiKey());
        $again = $this->process([$this->plugin->items()->ofJob($job->id)[0]->attachmentId], Pipeline::Analyze);
        self::assertSame(State::Done, $again[0]->state);
    }

    public function testASavedKeyThatIsRemovedOrReplacedOnACopyTakesTheWorkAlong(): void
    {
        $job = $this->copied();
        $this->plugin->connection()->forget();
        self::assertSame(['cancelled', 'cancelled'], $this->states($job));
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        $sent = count(self::$service->requests());
        $this->work(5);
        self::assertCount($sent, self::$service->requests());
    }

    public function testAnotherKeyOnACopyIsAnAnswerToo(): void
    {
        $job = $this->copied();
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        self::assertSame(['cancelled', 'cancelled'], $this->states($job));
    }

    public function testWhoKeepsTheKeyAfterAMoveKeepsTheWork(): void
    {
        $job = $this->copied();
        self::assertTrue($this->plugin->connection()->keepAfterMove());
        $this->work();
        self::assertSame(['done', 'done'], $this->states($job));
    }

    public function testAnotherKeyAtTheSameAddressChangesNothing(): void
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start([$this->addPlainImage('a.png')], Pipeline::Analyze);
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        $this->plugin->connection()->disconnect();
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        self::assertSame(['waiting'], $this->states($job));
    }

    public function testWhatIsInPlaceStaysAndIsDone(): void
    {
        $job = $this->copied();
        $this->plugin->db()->query("UPDATE {$this->plugin->items()->table()} SET state = 'applied' WHERE job_id = {$job->id} LIMIT 1");
        $this->plugin->connection()->forget();
        self::assertSame(['done', 'cancelled'], $this->states($job));
    }
}
