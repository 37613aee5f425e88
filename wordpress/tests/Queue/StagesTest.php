<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Budget;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;

/** What follows an order: answers, results that cannot be used, and when a run ends. */
final class StagesTest extends StagesTestCase
{
    // Edits meanwhile.

    public function testAnImageThatSomebodyDescribedMeanwhileIsDoneWithTheirText(): void
    {
        [$id] = $this->images();
        $this->whenDescribed(static fn () => update_post_meta($id, '_wp_attachment_image_alt', 'By hand'));
        [$item] = $this->workUntilAll($this->start([$id]), static fn (Item $item): bool => !$item->state->isOpen());
        self::assertSame([State::Done, 'image/webp'], [$item->state, get_post_mime_type($id)], $item->reason);
        self::assertSame('By hand', get_post_meta($id, '_wp_attachment_image_alt', true));
    }

    public function testAnImageThatSomebodyReplacedMeanwhileIsLeftAlone(): void
    {
        [$id] = $this->images();
        $file = (string) get_attached_file($id);
        $this->whenDescribed(function () use ($id, $file): void {
            copy($file, $edited = dirname($file) . '/edited-e1700000000000.jpg');
            file_put_contents($edited, 'edited', FILE_APPEND);
            update_attached_file($id, $edited);
        });
        [$item] = $this->workUntilAll($this->start([$id]), static fn (Item $item): bool => !$item->state->isOpen());
        self::assertSame([State::Failed, 'edited-e1700000000000.jpg'], [$item->state, basename((string) get_attached_file($id))]);
        self::assertStringContainsString('changed after it was sent', $item->reason);
        self::assertFileExists($file);
    }

    /** Once, as its replacement is about to be written down. */
    private function whenDescribed(callable $act): void
    {
        $isDone = false;
        add_action('picture_optimizer_step', static function (string $step) use ($act, &$isDone): void {
            if ($step === 'describe' && !$isDone) {
                $isDone = true;
                $act();
            }
        });
    }

    // Answers.

    /** @return iterable<string, array{callable(array<mixed>): array<mixed>, State, string}> changes the answer; state and reason code */
    public static function answers(): iterable
    {
        $first = static fn (array $changes): callable
            => static fn (array $job): array => ['items' => [$changes + $job['items'][0]] + $job['items']] + $job;
        yield 'another hash' => [$first(['sha256' => str_repeat('0', 64)]), State::Failed, 'order_gone'];
        yield 'another image' => [$first(['reference' => '1:99999']), State::Failed, 'order_gone'];
        yield 'no image' => [static fn (array $job): array => ['items' => []] + $job, State::Failed, 'order_gone'];
        yield 'skipped' => [$first(['state' => 'skipped', 'reason' => ['code' => 'animated', 'message' => 'It moves.']]),
            State::Skipped, 'animated'];
        yield 'failed' => [$first(['state' => 'failed', 'reason' => ['code' => 'too_large', 'message' => '<b>Too</b> large.']]),
            State::Failed, 'too_large'];
        yield 'cancelled' => [$first(['state' => 'cancelled']), State::Cancelled, 'cancelled'];
        yield 'expired' => [$first(['state' => 'expired']), State::Cancelled, 'expired'];
        yield 'no gain' => [$first(['state' => 'no_gain', 'reason' => ['code' => 'not_smaller', 'message' => 'Already small.']]),
            State::NoGain, 'not_smaller'];
        yield 'queued' => [$first(['state' => 'queued']), State::Ordered, 'queued'];
        yield 'being looked at' => [$first(['state' => 'analysing']), State::Ordered, 'analysing'];
        yield 'a review without its text' => [$first(['state' => 'review', 'analysis' => null]), State::Ordered, 'queued'];
        yield 'a review that will have no text' => [$first(['state' => 'review', 'analysis' => null,
            'reason' => ['code' => 'no_confident_text', 'message' => 'Not sure.']]), State::Ordered, 'review'];
        yield 'a state that is newer than this plugin' => [$first(['state' => 'polishing']), State::Ordered, 'queued'];
    }

    /** @dataProvider answers */
    public function testAnAnswerAboutAnItem(callable $change, State $state, string $code): void
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start($this->images(), Pipeline::Export);
        $this->workUntil($job, State::Ordered);
        $remote = $this->items($job)[0]->remoteJob;
        $answer = json_decode((string) file_get_contents(__DIR__ . '/../../../contract/examples/Job.queued.json'), true);
        [$item] = $this->items($job);
        $own = ['reference' => $item->reference(), 'sha256' => $item->sourceSha256] + $answer['items'][0];
        self::$service->reply("GET /v1/jobs/{$remote}", $change(['id' => $remote, 'items' => [$own]] + $answer), times: 20);
        $this->passTime();
        $polls = count(self::$service->requests('GET /v1/jobs/*'));
        [$item] = $this->workUntilAll($job, static fn (): bool => count(self::$service->requests('GET /v1/jobs/*')) > $polls);
        self::assertSame([$state, $code], [$item->state, $item->reasonCode], $item->reason);
        self::assertStringNotContainsString('<', $item->reason);
        self::assertSame(0, $item->credits);
    }

    public function testAnOrderThatTheServiceNoLongerKnowsEnds(): void
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start($this->images(2), Pipeline::Export);
        $this->workUntil($job, State::Ordered);
        $this->refuse('GET /v1/jobs/*', 'not_found', 404, 5);
        $this->passTime();
        foreach ($this->workUntilAll($job, static fn (Item $item): bool => $item->state === State::Failed) as $item) {
            self::assertSame('order_gone', $item->reasonCode);
        }
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state);
    }

    // Results that cannot be used.

    /** @return iterable<string, array{string, string}> code of the problem, reason code here */
    public static function lostFiles(): iterable
    {
        yield 'gone' => ['gone', 'result_expired'];
        yield 'not found' => ['not_found', 'result_expired'];
    }

    /** @dataProvider lostFiles */
    public function testAResultThatIsGoneIsGivenBack(string $code, string $reason): void
    {
        [$id] = $this->images();
        $before = hash_file('sha256', (string) get_attached_file($id));
        $job = $this->start([$id], Pipeline::Export);
        $this->refuse('GET /v1/files/*', $code, 410, 20);
        $this->workUntil($job, State::Failed);
        [$item] = $this->items($job);
        self::assertSame([State::Failed, $reason], [$item->state, $item->reasonCode]);
        self::assertSame(['not_applied'], array_column(self::$service->get('receipts'), 'outcome'));
        self::assertSame($before, hash_file('sha256', (string) get_attached_file($id)));
    }

    /** @return iterable<string, array{string, State}> code of the problem that answers a receipt, state afterwards */
    public static function receipts(): iterable
    {
        yield 'it knows already' => ['state_conflict', State::Done];
        yield 'it will never know' => ['not_found', State::Done];
        yield 'it is gone there' => ['gone', State::Done];
        yield 'it is busy' => ['busy', State::Applied];
    }

    /** @dataProvider receipts */
    public function testAReceiptIsToldUntilItIsHeard(string $code, State $state): void
    {
        $job = $this->start($this->images(), Pipeline::Export);
        $this->refuse('POST /v1/items/*', $code, $code === 'busy' ? 503 : 409, 50);
        [$item] = $this->workUntilAll($job, static fn (Item $item): bool => $item->state === $state
            && self::$service->requests('POST /v1/items/*') !== []);
        $state === State::Applied && self::assertStringStartsWith('Done; not yet reported to the service.', $item->reason);
        self::$service->set('faults', []);
        $this->workUntil($job, State::Done);
        self::assertSame(State::Done, $this->items($job)[0]->state);
    }

    public function testASecondChangeAtTheSameTimeWaits(): void
    {
        [$id] = $this->images();
        $job = $this->start([$id], Pipeline::Export);
        $db = $this->plugin->db();
        // Another runner, whose lease lasts.
        $fence = "{$db->prefix}picopt_fence";
        $db->query("REPLACE INTO {$fence} (id, token, connection, expires) VALUES (1, 5, CONNECTION_ID(), UNIX_TIMESTAMP() + 100)");
        [$item] = $this->workUntilAll($job, static fn (Item $item): bool => $item->reasonCode === 'busy');
        self::assertSame(State::Ready, $item->state);
        self::assertSame(OutcomeState::Busy, $this->plugin->replacer()->revert($id)[$id]->state);
        $db->query("UPDATE {$fence} SET expires = 0");
        $this->workUntil($job, State::Done);
        self::assertSame(State::Done, $this->items($job)[0]->state);
    }

    // Runs.

    public function testAResultWaitsUnderANameThatNoServerRuns(): void
    {
        $waiting = [];
        add_filter('picture_optimizer_before_apply', static function (?string $veto) use (&$waiting): ?string {
            $waiting = array_diff(array_map(basename(...), glob(PrivateFolder::staging() . '/*') ?: []), ['index.php']);
            return $veto;
        });
        [$item] = $this->process($this->images());
        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertNotSame([], $waiting);
        foreach ($waiting as $name) {
            self::assertMatchesRegularExpression('/^\d+-[0-9a-f]{32}\.staged$/D', $name, 'the extension is the service’s word');
        }
    }

    public function testWithNothingToDoARunEndsAtOnce(): void
    {
        self::assertFalse($this->plugin->runner()->run(Budget::unlimited()));
        self::assertFalse($this->plugin->runner()->isDueSoon());
        self::assertSame([], self::$service->requests());
    }

    public function testARunEndsWhereItsBudgetDoes(): void
    {
        $job = $this->start($this->images(), Pipeline::Export);
        self::assertTrue($this->plugin->runner()->run(Budget::ofSeconds(0)), 'work is left');
        self::assertSame(State::Waiting, $this->items($job)[0]->state);
        $rounds = 0;
        $this->plugin->runner()->run(Budget::ofSeconds(20), static function () use (&$rounds): void {
            $rounds++;
        });
        self::assertGreaterThan(1, $rounds);
        self::assertSame(State::Done, $this->items($job)[0]->state);
    }

    public function testALongWaitIsLeftToTheSchedule(): void
    {
        $job = $this->start($this->images(), Pipeline::Export);
        $this->plugin->db()->query("UPDATE {$this->plugin->items()->table()} SET not_before = " . (time() + 600));
        self::assertTrue($this->plugin->runner()->run(Budget::ofSeconds(20)));
        self::assertFalse($this->plugin->runner()->isDueSoon());
        $this->passTime();
        self::assertTrue($this->plugin->runner()->isDueSoon());
        self::assertSame(State::Waiting, $this->items($job)[0]->state);
    }
}
