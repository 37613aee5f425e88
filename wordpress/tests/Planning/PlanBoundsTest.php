<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** A plan at its borders: the smallest image, half a price, no credits, a site that forbids it; and what it leaves in the database. */
final class PlanBoundsTest extends ServiceTestCase
{
    /** @return list<Item> */
    private function items(Job $job): array
    {
        return $this->plugin->items()->ofJob($job->id);
    }

    /** @return iterable<string, array{Pipeline, int}> what is wanted, its price */
    public static function prices(): iterable
    {
        yield 'text' => [Pipeline::Analyze, 1];
        yield 'files' => [Pipeline::Export, 1];
        yield 'both' => [Pipeline::AnalyzeExport, 2];
    }

    /** @dataProvider prices */
    public function testWhatIsNotWantedCostsNothing(Pipeline $pipeline, int $price): void
    {
        $job = $this->plan([$this->addPlainImage()], $pipeline);
        self::assertSame([$price, [$price]], [$job->creditsQuoted, array_column($this->items($job), 'quoted')]);
    }

    public function testWithoutAnEstimateNothingIsPromised(): void
    {
        $id = $this->addPlainImage();
        $reference = "1:{$id}";
        self::$service->reply('POST /v1/quotes', ['id' => 'quo_7', 'pipeline' => 'analyze', 'credits' => 1, 'available' => 50,
            'available_after' => 49, 'expires_at' => gmdate('c', time() + 900), 'items' => [['reference' => $reference,
                'sha256' => str_repeat('a', 64), 'analysis_credits' => 1, 'export_credits' => null, 'paid_before' => false,
                'uploaded' => false, 'estimated_bytes' => null]]], 201);
        [$item] = $this->items($this->plan([$id], Pipeline::Analyze));
        self::assertSame([State::Planned, 'quo_7', 0], [$item->state, $item->quoteId, $item->bytesAfter]);
    }

    /** @return iterable<string, array{int, int}> on the account, shown */
    public static function accounts(): iterable
    {
        yield 'one credit' => [1, 1];
        yield 'none' => [0, 0];
        yield 'less than none' => [-3, 0];
    }

    /** @dataProvider accounts */
    public function testAnAccountIsNeverShownBelowNothing(int $has, int $shown): void
    {
        self::$service->set('credits', $has);
        self::assertSame($shown, $this->plan([$this->addPlainImage()], Pipeline::Export)->creditsAvailable);
    }

    public function testAnImageOfOnePixelIsAnImage(): void
    {
        [$item] = $this->items($this->plan([$this->addPlainImage('dot.png', 1, 1)], Pipeline::Export));
        self::assertSame(State::Planned, $item->state, $item->reason);
    }

    public function testWhatHasNoPlaceInUploadsFailsAloneWithTheReason(): void
    {
        [$whole, $good] = [$this->addPlainImage('whole.png', seed: 1), $this->addPlainImage('good.png', seed: 2)];
        update_post_meta($whole, '_wp_attached_file', (string) get_attached_file($whole));
        [$failed, $planned] = $this->items($this->plan([$whole, $good], Pipeline::Export));
        self::assertSame([State::Failed, 'source', State::Planned], [$failed->state, $failed->reasonCode, $planned->state]);
        self::assertStringContainsString('the full path of this image’s file', $failed->reason);
    }

    public function testFiftyImagesAreStillQuotedInThePortionsThatAreOrdered(): void
    {
        // Text is each attachment's own, so one file will do.
        $file = (string) get_attached_file($this->addPlainImage());
        $ids = array_map(static fn (int $n): int => (int) wp_insert_attachment(['post_mime_type' => 'image/png', 'post_title' => "{$n}",
            'post_status' => 'inherit'], $file), range(1, 50));
        $this->plan($ids, Pipeline::Analyze);
        $together = array_map(static fn (array $quote): int => count($quote['items']), self::$service->get('quotes'));
        self::assertSame(array_fill(0, 10, 5), $together);
    }

    // The database.

    public function testALockIsGivenBack(): void
    {
        global $wpdb;
        $name = '';
        add_filter('query', static function (string $query) use (&$name): string {
            $name = preg_match("/GET_LOCK\('([^']+)'/", $query, $found) ? $found[1] : $name;
            return $query;
        });
        $this->plan([$this->addPlainImage()], Pipeline::Export);
        self::assertNotSame('', $name);
        self::assertSame('1', $wpdb->get_var($wpdb->prepare('SELECT IS_FREE_LOCK(%s)', $name)));
        self::$service->fail('POST /v1/quotes', 'html 500');
        try {
            $this->plan([$this->addPlainImage()], Pipeline::Export);
            self::fail('no error');
        } catch (ApiError) {
            self::assertSame('1', $wpdb->get_var($wpdb->prepare('SELECT IS_FREE_LOCK(%s)', $name)), 'also after an error');
        }
    }

    /** @return iterable<string, array{bool}> whether errors are quiet already */
    public static function quiet(): iterable
    {
        yield 'errors are shown' => [false];
        yield 'errors are quiet' => [true];
    }

    /** @dataProvider quiet */
    public function testADatabaseWithoutLocksShowsNoErrorAndOthersAreHeardAsBefore(bool $quiet): void
    {
        global $wpdb;
        add_filter('query', static fn (string $query): string
            => str_contains($query, 'GET_LOCK(') ? 'SELECT NO_SUCH_FUNCTION()' : $query);
        $before = [$wpdb->show_errors, $wpdb->suppress_errors];
        [$wpdb->show_errors, $wpdb->suppress_errors] = [true, $quiet];
        try {
            $this->expectOutputString('');
            self::assertSame(JobState::Planned, $this->plan([$this->addPlainImage()], Pipeline::Export)->state);
            self::assertSame($quiet, $wpdb->suppress_errors);
        } finally {
            [$wpdb->show_errors, $wpdb->suppress_errors] = $before;
        }
    }

    // A site that has a say.

    public function testASentenceForbidsAnOrderAndNothingElseDoes(): void
    {
        $job = $this->plan([$this->addPlainImage()], Pipeline::Export);
        $heard = [];
        add_filter('picture_optimizer_before_order', static function (mixed ...$told) use (&$heard): string {
            $heard = $told;
            return 'Not on a Friday.';
        }, 10, 4);
        try {
            $this->plugin->planner()->confirm($job->id, $job->quoteId);
            self::fail('ordered in spite of a veto');
        } catch (\DomainException $refused) {
            self::assertSame('Not on a Friday.', $refused->getMessage());
        }
        self::assertSame([null, $job->id, 1, 'cli'], $heard);
        self::assertSame(JobState::Planned, $this->plugin->jobs()->get($job->id)->state);
        remove_all_filters('picture_optimizer_before_order');
        add_filter('picture_optimizer_before_order', static fn (): string => '');
        self::assertSame(JobState::Open, $this->plugin->planner()->confirm($job->id, $job->quoteId)->state, 'nothing is no reason');
    }

    /** @return iterable<string, array{mixed}> */
    public static function noVetoes(): iterable
    {
        yield 'a yes' => [true];
        yield 'a no without a reason' => [false];
        yield 'a list' => [['x']];
    }

    /** @dataProvider noVetoes */
    public function testWhatIsNoSentenceForbidsNothing(mixed $answer): void
    {
        $job = $this->plan([$this->addPlainImage()], Pipeline::Export);
        add_filter('picture_optimizer_before_order', static fn (): mixed => $answer);
        self::assertSame(JobState::Open, $this->plugin->planner()->confirm($job->id, $job->quoteId)->state);
    }

    public function testAnOrderIsToldOnceToOthers(): void
    {
        $job = $this->plan([$this->addPlainImage(seed: 1), $this->addPlainImage(seed: 2)]);
        $told = [];
        add_action('picture_optimizer_ordered', static function (mixed ...$what) use (&$told): void {
            $told[] = $what;
        }, 10, 3);
        $this->plugin->planner()->advance($job->id, Budget::unlimited());
        self::assertSame([], $told);
        $this->plugin->planner()->confirm($job->id, $job->quoteId);
        self::assertSame([[$job->id, 4, 'cli']], $told);
    }
}
