<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\CommittedTestCase;
use PictureOptimizer\Tests\Process;
use PictureOptimizer\Tests\Waiting;

/** Several runs at once, and runs that are killed: real processes on real connections. */
final class ProcessesTest extends CommittedTestCase
{
    private const CLAIM = 'while ($items = $plugin->items()->claim(PictureOptimizer\Store\State::Waiting, 3)) {'
        . ' foreach ($items as $item) { echo $item->id, "\n"; } usleep(2000); }';

    private const RUN = '$plugin->runner()->run(PictureOptimizer\Budget::ofSeconds(20)); echo "ended";';

    /** @group acceptance-D1 */
    public function testRunsAtTheSameTimeNeverGetTheSameItem(): void
    {
        $job = $this->jobWithItems(60);
        $processes = array_map(static fn (): Process => new Process(self::CLAIM), range(1, 3));
        $claimed = [];
        foreach ($processes as $process) {
            $claimed = array_merge($claimed, array_filter(explode("\n", $process->output())));
        }
        self::assertCount(60, $claimed);
        self::assertCount(60, array_unique($claimed), 'an item was claimed twice');
        self::assertSame(60, $this->plugin->tally()->counts($job)['waiting']);
    }

    /** @group acceptance-D5 */
    public function testTwoTabsConfirmOnce(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->plan([$id], Pipeline::Export);
        $code = "try { echo \$plugin->planner()->confirm({$job->id}, '{$job->quoteId}')->state->value; }"
            . ' catch (DomainException $e) { echo "refused"; }';
        $processes = [new Process($code), new Process($code)];
        array_map(static fn (Process $process): string => $process->output(), $processes);
        $this->work();
        self::assertSame(1, self::$service->get('charged'));
        self::assertCount(1, self::$service->get('jobs'));
    }

    public function testAPictureIsInOneJobOnly(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $first = $this->start([$id], Pipeline::Export);
        $second = $this->start([$id], Pipeline::Analyze);
        [$item] = $this->plugin->items()->ofJob($second->id);
        self::assertSame('already_waiting', $item->reasonCode);
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($second->id)->state);
        self::assertSame(JobState::Open, $this->plugin->jobs()->get($first->id)->state);
    }

    /** @return iterable<string, array{string}> */
    public function momentsOfDeath(): iterable
    {
        yield 'while uploading' => ['PUT /v1/images/*'];
        yield 'while ordering' => ['POST /v1/jobs'];
        yield 'while asking' => ['GET /v1/jobs/*'];
        yield 'while downloading' => ['GET /v1/files/*'];
        yield 'while telling' => ['POST /v1/items/*'];
    }

    /**
     * @dataProvider momentsOfDeath
     * @group acceptance-D1
     */
    public function testAKilledRunIsTakenUpAndChargedOnce(string $moment): void
    {
        global $wpdb;
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$id], Pipeline::Export);
        self::$service->fail($moment, 'sleep');
        $process = new Process(self::RUN);
        $this->waitForRequest($moment);
        $process->kill();

        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertGreaterThan(time(), $item->leaseUntil);
        self::assertLessThanOrEqual(time() + ItemStore::LEASE, $item->leaseUntil);
        // The stand-in sleeps on; what it does afterwards must not matter.
        self::$service->restart();
        $this->work(0.5);
        self::assertSame($item->state, $this->plugin->items()->ofJob($job->id)[0]->state, 'taken before its time');

        $wpdb->query("UPDATE {$this->plugin->items()->table()} SET lease_until = 1 WHERE lease_until > 0");
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertSame(1, self::$service->get('charged'));
        self::assertCount(1, self::$service->get('jobs'));
    }

    public function testAPictureThatKillsEveryRunIsGivenUp(): void
    {
        global $wpdb;
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$id], Pipeline::Export);
        for ($death = 0; $death < 6; $death++) {
            $this->plugin->items()->claim(State::Waiting, 1);
            $wpdb->query("UPDATE {$this->plugin->items()->table()} SET lease_until = 1 WHERE lease_until > 0");
        }
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame('host_limits', $item->reasonCode);
        self::assertStringContainsString('time or memory limit', $item->reason);
        self::assertSame(0, self::$service->get('charged'));
    }

    /** @group acceptance-D3 */
    public function testASmallHostFinishesWithoutCronAndLoopback(): void
    {
        $ids = array_map(fn (int $n): int => $this->addPicture("p{$n}.jpg", 1600, 1200, $n), range(1, 4));
        $job = $this->start($ids, Pipeline::Export);
        $this->tickUntilDone($job->id, 12);
        self::assertSame(['done' => 4], $this->plugin->tally()->counts($job->id));
        self::assertSame(4, self::$service->get('charged'));
    }

    /**
     * @group deep
     * @group acceptance-D3
     */
    public function testABulkOfTwoHundredFinishesOnASmallHost(): void
    {
        self::$service->set('credits', 1000);
        $started = microtime(true);
        $ids = array_map(fn (int $n): int => $this->addPicture("p{$n}.jpg", 320, 240, $n), range(1, 200));
        $job = $this->start($ids, Pipeline::Export);
        $runs = $this->tickUntilDone($job->id, 120);
        self::assertSame(['done' => 200], $this->plugin->tally()->counts($job->id));
        self::assertSame(200, self::$service->get('charged'));
        fwrite(STDERR, sprintf(
            "\nBulk of 200: all done in %d runs with 64 MB and 30 s each, %.0f s altogether.\n",
            $runs,
            microtime(true) - $started
        ));
    }

    /** What an open tab does: short requests, one after another, each with 64 MB and 30 seconds. */
    private function tickUntilDone(int $job, int $atMost): int
    {
        $code = 'define("DISABLE_WP_CRON", true);'
            . 'add_filter("pre_http_request", fn ($a, $b, $url) => str_contains($url, "/wp-") ? new WP_Error("blocked", "x") : $a, 9, 3);'
            . '$_SERVER["REQUEST_TIME_FLOAT"] = microtime(true); $plugin->kick()->tick();'
            . 'echo memory_get_peak_usage(true) <= 64 * 1024 * 1024 ? "ok" : "too much";';
        for ($tick = 0; $tick < $atMost && $this->plugin->jobs()->get($job)->state === JobState::Open; $tick++) {
            self::assertSame('ok', (new Process($code, ['memory_limit=64M', 'max_execution_time=30']))->output());
        }
        return $tick;
    }

    private function jobWithItems(int $number): int
    {
        global $wpdb;
        $settings = JobSettings::from($this->plugin->settings()->all(), Chosen::from());
        $job = $this->plugin->jobs()->create(Pipeline::Export, $settings, JobSource::Cli);
        $this->plugin->items()->add($job, range(900001, 900000 + $number));
        $wpdb->query("UPDATE {$this->plugin->items()->table()} SET state = 'waiting', active = attachment_id");
        $this->plugin->jobs()->update($job->id, ['state' => JobState::Open->value]);
        return $job->id;
    }

    private function waitForRequest(string $pattern): void
    {
        Waiting::until(
            static fn (): bool => self::$service->requests($pattern) !== [],
            static fn (): string => "the run never came to {$pattern}",
        );
    }
}
