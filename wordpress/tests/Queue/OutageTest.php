<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** A service that is away is weather: the site waits as one, says so, and finishes; and the service hears of every result. */
final class OutageTest extends ServiceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        delete_option('picture_optimizer_outage');
    }

    /** @group acceptance-D10 */
    public function testAnOutageCostsNobodyAnAttemptAndAllWaitAsOne(): void
    {
        $ids = [$this->addPicture('a.jpg', 300, 200, 1), $this->addPicture('b.jpg', 300, 200, 2), $this->addPicture('c.jpg', 300, 200, 3)];
        $job = $this->start($ids, Pipeline::Export);
        self::$service->fail('*', 'html 500', 1000);
        for ($run = 0; $run < 8; $run++) {
            $this->passTime();
            $this->endPause();
            $this->work(0.5);
        }
        $items = $this->plugin->items()->ofJob($job->id);
        self::assertSame([0, 0, 0], array_column($items, 'attempts'));
        self::assertSame(['outage', 'outage', 'outage'], array_column($items, 'reasonCode'));
        self::assertStringContainsString('since', $items[0]->reason);
        self::assertGreaterThan(5, $this->plugin->items()->secondsUntilDue(), 'the whole site waits');

        self::$service->set('faults', []);
        $this->passTime();
        $this->endPause();
        $this->work();
        self::assertSame([State::Done, State::Done, State::Done], array_column($this->plugin->items()->ofJob($job->id), 'state'));
        self::assertSame(3, self::$service->get('charged'));
    }

    /** @group acceptance-D11 */
    public function testWhatCouldNotBeAppliedIsToldAlsoWhenTheServiceIsAway(): void
    {
        $id = $this->addPicture('a.jpg', 300, 200, 1);
        $job = $this->start([$id], Pipeline::Export);
        // The disk fails between the download and the replacement.
        add_action('picture_optimizer_step', static function (string $step): void {
            if ($step === 'stage') {
                throw new ChangeError('The disk failed.');
            }
        });
        self::$service->fail('POST /v1/items/*', 'html 500', 3);
        [$item] = $this->workUntilAll($job, function (Item $item): bool {
            $this->passTime();
            $this->endPause();
            return $item->state === State::Failed;
        });
        self::assertStringContainsString('The disk failed.', $item->reason);
        self::assertStringContainsString('not_applied', (string) json_encode(self::$service->get('receipts')));
    }

    private function endPause(): void
    {
        $state = get_option('picture_optimizer_outage');
        is_array($state) && update_option('picture_optimizer_outage', ['until' => 0] + $state, false);
    }
}
