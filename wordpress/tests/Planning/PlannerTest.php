<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Budget;
use PictureOptimizer\Files\Exposure;
use PictureOptimizer\Files\Place;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\PublicProbe;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** From chosen images to a price that somebody agrees to: what is asked for, what fails alone, what is never spent. */
final class PlannerTest extends ServiceTestCase
{
    /** @return list<int> */
    private function images(int $number): array
    {
        return array_map(fn (int $seed): int => $this->addPlainImage("plain-{$seed}.png", seed: $seed), range(1, $number));
    }

    /** @return list<Item> */
    private function items(Job $job): array
    {
        return $this->plugin->items()->ofJob($job->id);
    }

    public function testAPlanHasItsPriceAndSpendsNothing(): void
    {
        $job = $this->plan($this->images(3));
        self::assertSame([JobState::Planned, 6, 50, 'quo_1'], [$job->state, $job->creditsQuoted, $job->creditsAvailable, $job->quoteId]);
        foreach ($this->items($job) as $item) {
            self::assertSame([State::Planned, 2], [$item->state, $item->quoted]);
            self::assertSame(intdiv($item->bytesBefore, 2), $item->bytesAfter, 'what the service estimates');
            self::assertSame(64, strlen($item->sourceSha256));
        }
        self::assertSame([0, []], [self::$service->get('charged'), self::$service->get('jobs')]);
    }

    public function testAClockThatIsMinutesAheadLetsNoQuoteExpire(): void
    {
        add_filter('http_response', static function (array $answer): array {
            $theirs = time() - 1200;
            $answer['headers']['date'] = gmdate('D, d M Y H:i:s \G\M\T', $theirs);
            $body = json_decode($answer['body'], true);
            isset($body['expires_at']) && $body['expires_at'] = gmdate('Y-m-d\TH:i:s\Z', $theirs + 900);
            return ['body' => (string) wp_json_encode($body)] + $answer;
        });
        $begun = time();
        $job = $this->plan($this->images(1));
        self::assertMoment($begun, $job->quoteExpires, 900);
        self::assertSame(JobState::Open, $this->plugin->planner()->confirm($job->id, $job->quoteId)->state);
    }

    public function testWhatCouldNotBeReplacedHereIsNotPaidFor(): void
    {
        $folder = PrivateFolder::backups();
        update_option(PublicProbe::OPTION, ['folder' => Place::describe($folder), 'base' => wp_upload_dir()['baseurl'],
            'exposure' => Exposure::READABLE->value, 'at' => time(), 'rules' => get_site_option(PublicProbe::RULES, '')]);
        $images = $this->images(2);
        foreach ($this->items($this->plan($images)) as $item) {
            self::assertSame([State::Failed, 'source'], [$item->state, $item->reasonCode]);
            self::assertStringContainsString('Visitors could download the backups', $item->reason);
        }
        self::assertSame([], self::$service->get('quotes') ?? []);
        self::assertSame(State::Planned, $this->items($this->plan($images, Pipeline::Analyze))[0]->state, 'text replaces no file');
    }

    public function testImagesThatCannotBeReadFailAloneAndAreNotAskedFor(): void
    {
        [$good] = $this->images(1);
        $upload = wp_upload_bits('damaged.jpg', null, str_repeat('no image ', 50));
        $damaged = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $upload['file']);
        $job = $this->plan([$damaged, $good, 9_999_999]);
        self::assertSame([[State::Failed, 'unreadable_image'], [State::Planned, ''], [State::Skipped, 'gone']], array_map(
            static fn (Item $item): array => [$item->state, $item->reasonCode],
            $this->items($job)
        ));
        self::assertCount(1, self::$service->get('quotes')[0]['items']);
    }

    public function testNumbersThatAreNoneAreLeftOut(): void
    {
        $job = $this->plugin->planner()->create([0, -7, 7, 7], Pipeline::Export, Chosen::from(), JobSource::Rest);
        self::assertSame([7], array_column($this->items($job), 'attachmentId'));
    }

    public function testAHundredImagesAreTwoQuestions(): void
    {
        $ids = $this->images(51);
        $job = $this->plan($ids, Pipeline::Export);
        self::assertSame([51, JobState::Planned], [$job->creditsQuoted, $job->state]);
        self::assertSame([50, 1], array_map(static fn (array $quote): int => count($quote['items']), self::$service->get('quotes')));
    }

    public function testASmallPlanIsQuotedInThePortionsThatAreOrdered(): void
    {
        $job = $this->plan($this->images(7), Pipeline::Export);
        self::assertSame([7, 'quo_2'], [$job->creditsQuoted, $job->quoteId]);
        $quotes = array_column($this->items($job), 'quoteId');
        self::assertSame([...array_fill(0, 5, 'quo_1'), 'quo_2', 'quo_2'], $quotes);
        $this->plugin->planner()->planAgain($job->id);
        $again = $this->plugin->planner()->advance($job->id, Budget::unlimited());
        self::assertSame([7, 'quo_4'], [$again->creditsQuoted, $again->quoteId]);
        self::assertSame([...array_fill(0, 5, 'quo_3'), 'quo_4', 'quo_4'], array_column($this->items($job), 'quoteId'));
    }

    /** @return iterable<string, array{string, JobState}> what the database says to a wish for a lock, how far the plan comes */
    public static function locks(): iterable
    {
        yield 'somebody has it' => ['SELECT 0', JobState::Planning];
        yield 'it has none to give' => ['SELECT NO_SUCH_FUNCTION()', JobState::Planned];
    }

    /** @dataProvider locks */
    public function testOnePlanIsMadeByOneRunAndByAnyWhereThereAreNoLocks(string $answer, JobState $state): void
    {
        $names = [];
        add_filter('query', static function (string $query) use ($answer, &$names): string {
            if (!preg_match("/GET_LOCK\('([^']+)'/", $query, $found)) {
                return $query;
            }
            $names[] = $found[1];
            return $answer;
        });
        $job = $this->plan($this->images(1), Pipeline::Export);
        self::assertSame($state, $job->state);
        self::assertLessThanOrEqual(64, strlen($names[0]));
        self::assertStringNotContainsString((string) $GLOBALS['wpdb']->prefix, $names[0], 'other sites of the server have such tables too');
    }

    public function testABudgetThatIsUsedUpLeavesThePlanForLater(): void
    {
        $planner = $this->plugin->planner();
        $job = $planner->create($this->images(2), Pipeline::Export, Chosen::from(), JobSource::Wizard);
        self::assertSame(JobState::Planning, $planner->advance($job->id, Budget::ofSeconds(0))->state);
        self::assertSame([], self::$service->get('quotes'));
        self::assertSame(JobState::Planned, $planner->advance($job->id, Budget::unlimited())->state);
        self::assertSame(2, $planner->advance($job->id, Budget::unlimited())->creditsQuoted, 'once more changes nothing');
    }

    /** @return iterable<string, array{string, list<State>}> field at fault, states afterwards */
    public static function faults(): iterable
    {
        yield 'the first image' => ['items.0.width', [State::Failed, State::Planned, State::Planned]];
        yield 'the last image' => ['items.2.sha256', [State::Planned, State::Planned, State::Failed]];
        yield 'an image as a whole' => ['body.items.1', [State::Planned, State::Failed, State::Planned]];
    }

    /**
     * @dataProvider faults
     * @param list<State> $states
     */
    public function testAnImageThatTheServiceDoesNotTakeFailsAlone(string $field, array $states): void
    {
        $this->refuse($field);
        $job = $this->plan($this->images(3), Pipeline::Export);
        self::assertSame($states, array_column($this->items($job), 'state'));
        self::assertSame([2, JobState::Planned], [$job->creditsQuoted, $job->state]);
        $failed = array_values(array_filter($this->items($job), static fn (Item $item): bool => $item->state === State::Failed))[0];
        self::assertSame(['validation', 'Not this one. (Request ID: req_1)'], [$failed->reasonCode, $failed->reason]);
    }

    /** @return iterable<string, array{string}> */
    public static function otherFields(): iterable
    {
        yield 'an image that was not asked for' => ['items.9.width'];
        yield 'a setting' => ['settings.export.format'];
        yield 'nothing' => [''];
        yield 'something like it' => ['myitems.0x'];
    }

    /** @dataProvider otherFields */
    public function testAFaultOfTheWholeRequestStopsThePlanAndKeepsIt(string $field): void
    {
        $this->refuse($field);
        $ids = $this->images(2);
        try {
            $this->plan($ids, Pipeline::Export);
            self::fail('no error');
        } catch (Problem $problem) {
            self::assertSame('validation', $problem->reasonCode());
        }
        [$job] = $this->plugin->jobs()->recent(1);
        self::assertSame([JobState::Planning, [State::Unpriced, State::Unpriced]], [$job->state,
            array_column($this->items($job), 'state')]);
        self::assertSame(2, $this->plugin->planner()->advance($job->id, Budget::unlimited())->creditsQuoted, 'it can be tried again');
    }

    private function refuse(string $field): void
    {
        self::$service->reply('POST /v1/quotes', ['type' => 'about:blank', 'title' => 'No', 'status' => 422, 'code' => 'validation',
            'detail' => 'Not this one.', 'retryable' => false, 'charged' => false, 'request_id' => 'req_1', 'field' => $field], 422, [
            'Content-Type' => 'application/problem+json']);
    }

    /** @return iterable<string, array{string}> */
    public static function outages(): iterable
    {
        foreach (['html', 'html 500', 'busy', 'empty', 'no json'] as $kind) {
            yield $kind => [$kind];
        }
    }

    /** @dataProvider outages */
    public function testWithoutAPriceThereIsNoPlan(string $kind): void
    {
        self::$service->fail('POST /v1/quotes', $kind);
        $planner = $this->plugin->planner();
        $job = $planner->create($this->images(1), Pipeline::Export, Chosen::from(), JobSource::Wizard);
        try {
            $planner->advance($job->id, Budget::unlimited());
            self::fail('no error');
        } catch (ApiError) {
            self::assertSame(JobState::Planning, $this->plugin->jobs()->get($job->id)->state);
        }
        self::assertSame(1, $planner->advance($job->id, Budget::unlimited())->creditsQuoted);
    }

    // Agreeing.

    /** @return iterable<string, array{array<string, int|string>, string, string}> columns of the job, quote that is named, why not */
    public static function refusals(): iterable
    {
        yield 'another quote' => [[], 'quo_9', 'does not belong'];
        yield 'no quote' => [[], '', 'does not belong'];
        yield 'not planned yet' => [['state' => 'planning'], 'quo_1', 'isn’t known yet'];
        yield 'at work already' => [['state' => 'open'], 'quo_1', 'does not belong'];
        yield 'stopped' => [['state' => 'stopped'], 'quo_1', 'does not belong'];
        yield 'too late' => [['quote_expires' => 1], 'quo_1', 'expired'];
    }

    /**
     * @dataProvider refusals
     * @param array<string, int|string> $columns
     */
    public function testWorkBeginsForTheQuoteThatWasSeenOnly(array $columns, string $quote, string $why): void
    {
        $job = $this->plan($this->images(1), Pipeline::Export);
        $columns === [] || $this->plugin->jobs()->update($job->id, $columns);
        try {
            $this->plugin->planner()->confirm($job->id, $quote);
            self::fail('it began');
        } catch (\DomainException $refused) {
            self::assertStringContainsString($why, $refused->getMessage());
        }
        self::assertSame([State::Planned], array_column($this->items($job), 'state'));
    }

    public function testAnAgreementBeginsWorkOnce(): void
    {
        $job = $this->plan($this->images(1), Pipeline::Export);
        $this->plugin->jobs()->update($job->id, ['message' => 'A former one']);
        $open = $this->plugin->planner()->confirm($job->id, $job->quoteId);
        self::assertSame([JobState::Open, '', [State::Waiting]], [$open->state, $open->message, array_column($this->items($job), 'state')]);
        $this->expectException(\DomainException::class);
        $this->plugin->planner()->confirm($job->id, $job->quoteId);
    }

    public function testAPlanWithNothingToDoIsFinishedAtOnce(): void
    {
        $job = $this->plan([9_999_999]);
        self::assertSame([JobState::Planned, 0], [$job->state, $job->creditsQuoted]);
        self::assertSame(JobState::Finished, $this->plugin->planner()->confirm($job->id, $job->quoteId)->state);
    }

    public function testAnOldPriceIsAskedForAgain(): void
    {
        $planner = $this->plugin->planner();
        $job = $this->plan($this->images(2), Pipeline::Export);
        $planner->planAgain($job->id);
        self::assertSame([JobState::Planning, 0, ''], [$this->plugin->jobs()->get($job->id)->state,
            $this->plugin->jobs()->get($job->id)->creditsQuoted, $this->plugin->jobs()->get($job->id)->quoteId]);
        $again = $planner->advance($job->id, Budget::unlimited());
        self::assertSame([2, JobState::Planned], [$again->creditsQuoted, $again->state], 'not four');
        self::assertNotSame($job->quoteId, $again->quoteId);
        $planner->confirm($again->id, $again->quoteId);
        $planner->planAgain($again->id);
        self::assertSame(JobState::Open, $this->plugin->jobs()->get($again->id)->state, 'what is at work is not planned');
    }

    /** @return iterable<string, array{JobSource, JobState, int, bool}> source, state, user, whether it goes */
    public static function plans(): iterable
    {
        yield 'a plan of mine' => [JobSource::Wizard, JobState::Planned, 1, true];
        yield 'one that is being made' => [JobSource::Wizard, JobState::Planning, 1, true];
        yield 'one that is at work' => [JobSource::Wizard, JobState::Open, 1, false];
        yield 'one that is paused' => [JobSource::Wizard, JobState::Paused, 1, false];
        yield 'somebody else’s' => [JobSource::Wizard, JobState::Planned, 2, false];
        yield 'of my own command line' => [JobSource::Cli, JobState::Planned, 1, true];
        yield 'of a command line that names nobody' => [JobSource::Cli, JobState::Planned, 0, false];
        yield 'of an upload' => [JobSource::Upload, JobState::Planned, 1, false];
    }

    /** @dataProvider plans */
    public function testOnlyAPlanOfOnesOwnIsForgotten(JobSource $source, JobState $state, int $user, bool $goes): void
    {
        $planner = $this->plugin->planner();
        $job = $planner->create([7], Pipeline::Export, Chosen::from(), $source);
        $this->plugin->jobs()->update($job->id, ['state' => $state->value, 'created_by' => $user]);
        $planner->discard($job->id);
        self::assertSame(!$goes, $this->plugin->jobs()->exists($job->id));
        self::assertCount($goes ? 0 : 1, $this->items($job));
    }
}
