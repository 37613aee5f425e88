<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Budget;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * The service hears that a person put an image back, once, whenever it can be reached.
 *
 * @group acceptance-D11
 */
final class RevertsTest extends ServiceTestCase
{
    private function processed(string $name = 'a.jpg', int $seed = 1): Item
    {
        return $this->done($this->addPicture($name, 300, 200, $seed));
    }

    private function done(int $id): Item
    {
        return $this->workUntilAll($this->start([$id]), static fn (Item $item): bool => $item->state === State::Done)[0];
    }

    /** @return list<string> What the service heard of a result, in order. */
    private function heardOf(Item $item): array
    {
        $ours = array_filter(self::$service->get('receipts'), static fn (array $one): bool => $one['item'] === $item->remoteItem);
        return array_column($ours, 'outcome');
    }

    public function testTheServiceHearsItAtOnceAndNothingIsRefunded(): void
    {
        [$item, $other] = [$this->processed(), $this->processed('b.jpg', 2)];
        $charged = self::$service->get('charged');
        $this->plugin->control()->revert($item->attachmentId);
        self::assertSame(['applied', 'reverted'], $this->heardOf($item));
        self::assertSame(['applied'], $this->heardOf($other));
        self::assertSame($charged, self::$service->get('charged'));
        self::assertTrue($this->plugin->reconciler()->reconcile(Budget::unlimited())->agrees());

        $this->plugin->control()->revert($item->attachmentId);
        self::assertSame(['applied', 'reverted'], $this->heardOf($item), 'said once');
    }

    public function testAServiceThatIsAwayHearsItLater(): void
    {
        $item = $this->processed();
        self::$service->fail("POST /v1/items/{$item->remoteItem}/receipt", 'html 500');
        $this->plugin->control()->revert($item->attachmentId);
        self::assertStringEndsWith('/a.jpg', (string) wp_get_attachment_url($item->attachmentId), 'reverted all the same');
        self::assertSame(['applied'], $this->heardOf($item));

        $this->plugin->reconciler()->reconcile(Budget::unlimited(), dryRun: true);
        self::assertSame(['applied'], $this->heardOf($item), 'a look changes nothing');
        self::$service->set('faults', []);
        $this->plugin->reconciler()->reconcile(Budget::unlimited());
        self::assertSame(['applied', 'reverted'], $this->heardOf($item));
    }

    public function testAnImageThatWasNeverOrderedIsNobodysBusiness(): void
    {
        $this->plugin->control()->revert($this->addPicture('a.jpg', 300, 200));
        $this->plugin->reverts()->happened();
        self::assertSame([], self::$service->get('receipts'));
    }

    /** Its result was kept and is put in place once more: that is a result of its own, and can be reverted again. */
    public function testWhatIsDoneOnceMoreIsToldOnceMore(): void
    {
        $item = $this->processed();
        $this->plugin->control()->revert($item->attachmentId);
        $again = $this->done($item->attachmentId);
        $this->plugin->control()->revert($item->attachmentId);
        self::assertSame(['applied', 'reverted'], $this->heardOf($item));
        self::assertSame(['applied', 'reverted'], $this->heardOf($again));
    }
}
