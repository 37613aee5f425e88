<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\Item as Answer;
use PictureOptimizer\Queue\Stages\Results;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\State;

/** What is written down when the service has done its work, or says that there is nothing to be done. */
final class ResultsTest extends RowsTestCase
{
    private function results(): Results
    {
        return new Results($this->items, $this->jobs, $this->plugin->pictures(), $this->failures());
    }

    /** @param array<string, mixed> $changes */
    private static function answer(string $example, array $changes = []): Answer
    {
        $data = json_decode((string) file_get_contents(__DIR__ . "/../../../contract/examples/Item.{$example}.json"), true);
        return Answer::read(new Reader($changes + $data));
    }

    /** @return iterable<string, array{string, State, string}> state at the service, state here, reason code */
    public static function withoutResult(): iterable
    {
        yield 'no gain' => ['no_gain', State::NoGain, 'not_smaller'];
        yield 'failed' => ['failed', State::Failed, 'not_smaller'];
        yield 'skipped' => ['skipped', State::Skipped, 'not_smaller'];
        yield 'cancelled' => ['cancelled', State::Cancelled, 'not_smaller'];
        yield 'expired' => ['expired', State::Cancelled, 'not_smaller'];
    }

    /** @dataProvider withoutResult */
    public function testAnItemThatEndsWithoutAResult(string $state, State $expected, string $code): void
    {
        $item = $this->claimed(State::Ordered, ['source_sha256' => 'aa', 'bytes_before' => 700]);
        $charges = [['line' => 'analysis', 'state' => 'captured', 'credits' => 2], ['line' => 'export', 'state' => 'released',
            'credits' => 1]];
        $this->results()->endWithoutResult($item, self::answer('no_gain', ['state' => $state,
            'charges' => $charges]), ['remote_item' => 'itm_1']);
        $after = $this->again($item);
        self::assertSame([$expected, $code, 2, 'itm_1', 0], [$after->state, $after->reasonCode, $after->credits, $after->remoteItem,
            $after->bytesAfter]);
        $picture = $this->plugin->pictures()->get($item->attachmentId);
        if ($expected === State::NoGain) {
            self::assertSame([PictureStatus::Exported, 700, 700], [$picture?->status, $picture?->bytesBefore, $picture?->bytesAfter]);
            self::assertNotSame('', $picture?->exportSettings, 'it is not asked for again');
        } else {
            self::assertSame($expected === State::Failed ? PictureStatus::Failed : null, $picture?->status);
        }
    }

    public function testWhatWasAppliedIsWrittenDown(): void
    {
        $item = $this->claimed(State::Ready, ['source_sha256' => 'aa']);
        $outcome = new Outcome($item->attachmentId, OutcomeState::Applied, bytesBefore: 5000, bytesAfter: 2000, sha256: ['full' => 'bb']);
        $this->results()->applied($item, self::answer('ready'), $outcome);
        $after = $this->again($item);
        self::assertSame([State::Applied, 5000, 2000, ['full' => 'bb']], [$after->state, $after->bytesBefore, $after->bytesAfter,
            $after->applied()]);
        $picture = $this->plugin->pictures()->get($item->attachmentId);
        self::assertSame(['aa', 'webp', 5000, 2000, PictureStatus::Processed], [$picture?->originalSha256, $picture?->format,
            $picture?->bytesBefore, $picture?->bytesAfter, $picture?->status]);
    }

    public function testOnlyWhatWasCapturedIsCharged(): void
    {
        self::assertSame([1, 0, 0], [Results::captured(self::answer('ready')), Results::captured(self::answer('no_gain')),
            Results::captured(null)]);
    }
}
