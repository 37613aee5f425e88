<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Budget;
use PictureOptimizer\Media\ReportPage;
use PictureOptimizer\Queue\Reconciliation;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * What this site says that it has used is what the service has charged, and every charged result ends as applied or as not applied.
 *
 * @group acceptance-D11
 */
final class ReconcilerTest extends ServiceTestCase
{
    private function processed(string $name = 'a.jpg', int $seed = 1): Item
    {
        [$item] = $this->process([$this->addPicture($name, 300, 200, $seed)]);
        self::assertSame(State::Done, $item->state, $item->reason);
        return $item;
    }

    private function reconcile(bool $dryRun = false): Reconciliation
    {
        return $this->plugin->reconciler()->reconcile(Budget::unlimited(), dryRun: $dryRun);
    }

    /** @param array<string, int|string> $columns */
    private function rewrite(Item $item, array $columns): void
    {
        $GLOBALS['wpdb']->update($this->plugin->items()->table(), $columns, ['id' => $item->id]);
    }

    /** As if the service had never heard what became of a result. */
    private function forgetReceipt(Item $item): void
    {
        $jobs = self::$service->get('jobs');
        foreach ($jobs[$item->remoteJob]['items'] as &$there) {
            $there = $there['id'] === $item->remoteItem ? ['state' => 'ready'] + $there : $there;
        }
        self::$service->set('jobs', $jobs);
        self::$service->set('receipts', []);
    }

    public function testAfterOrdinaryWorkBothAgree(): void
    {
        $this->processed();
        $this->processed('b.jpg', 2);
        $result = $this->reconcile();
        self::assertTrue($result->agrees(), $result->sentence());
        self::assertSame([2, 0, 0, 0, 4, 4], [$result->compared, $result->returned, $result->confirmed, $result->corrected,
            $result->creditsHere, $result->creditsThere]);
        self::assertSame('This site and the service agree. Results: 2. Credits: 4.', $result->sentence());
        self::assertSame(4, self::$service->get('charged'));
    }

    public function testAResultThatWasChargedAndNotUsedIsReturned(): void
    {
        $item = $this->processed();
        // A version that did not know how to tell, or a table that was restored.
        $this->rewrite($item, ['state' => State::Failed->value, 'reason' => 'The disk failed.', 'credits' => 0]);
        $this->forgetReceipt($item);
        $result = $this->reconcile();
        self::assertSame([1, 0, 0], [$result->returned, $result->confirmed, $result->creditsThere]);
        self::assertTrue($result->agrees());
        [$receipt] = self::$service->get('receipts');
        self::assertSame(['not_applied', 'The disk failed.'], [$receipt['outcome'], $receipt['reason']]);
        self::assertSame(0, self::$service->get('charged'));

        self::assertSame(0, $this->reconcile()->returned, 'told once');
        self::assertCount(1, self::$service->get('receipts'));
    }

    public function testAReceiptThatWasNotHeardIsSentWithTheFiles(): void
    {
        $item = $this->processed();
        $this->forgetReceipt($item);
        $result = $this->reconcile();
        self::assertSame([1, 0, 0], [$result->confirmed, $result->returned, $result->corrected]);
        [$receipt] = self::$service->get('receipts');
        self::assertSame('applied', $receipt['outcome']);
        self::assertContains($item->applied()['full'], array_column($receipt['files'], 'sha256'));
    }

    public function testAChargeThatStandsHereInAnotherHeightIsCorrected(): void
    {
        $item = $this->processed();
        $this->rewrite($item, ['credits' => 7]);
        $this->plugin->pictures()->save($item->attachmentId, ['credits' => 12]);
        $said = Reconciliation::last();
        $dry = $this->reconcile(dryRun: true);
        self::assertFalse($dry->agrees());
        self::assertStringContainsString('counted on this site: 7. Credits charged by the service: 2.', $dry->sentence());
        self::assertSame(7, $this->plugin->items()->get($item->id)?->credits, 'a dry run changes nothing');
        self::assertSame($said, Reconciliation::last());

        $result = $this->reconcile();
        self::assertSame([1, true], [$result->corrected, $result->agrees()]);
        self::assertSame(2, $this->plugin->items()->get($item->id)?->credits);
        self::assertSame(7, $this->plugin->pictures()->get($item->attachmentId)?->credits, 'what was before it stays');
    }

    public function testWhatIsUnderWayIsLeftToTheQueue(): void
    {
        $item = $this->processed();
        $this->rewrite($item, ['state' => State::Applied->value, 'credits' => 0]);
        $this->forgetReceipt($item);
        $result = $this->reconcile();
        self::assertSame([0, 1], [$result->compared, $result->underWay]);
        self::assertSame([], self::$service->get('receipts'));
    }

    public function testWithoutTheServiceNothingIsSaidToAgree(): void
    {
        $this->processed();
        self::$service->fail('GET /v1/jobs/*', 'html 500', 9);
        $result = $this->reconcile();
        self::assertFalse($result->agrees());
        self::assertStringContainsString('couldn’t be compared completely', $result->sentence());
        $late = $this->plugin->reconciler()->reconcile(Budget::ofSeconds(-1));
        self::assertFalse($late->agrees());
    }

    public function testAnOrderThatTheServiceHasForgottenIsNoDifference(): void
    {
        $this->processed();
        self::$service->set('jobs', []);
        $gone = ['type' => 'about:blank', 'title' => 'Not found', 'status' => 404, 'code' => 'not_found', 'detail' => 'Not found.',
            'retryable' => false, 'charged' => false, 'request_id' => 'req_1'];
        self::$service->reply('GET /v1/jobs/*', $gone, 404, ['Content-Type' => 'application/problem+json']);
        $result = $this->reconcile();
        self::assertSame([0, true], [$result->compared, $result->agrees()], (string) $result->problem);
    }

    public function testOnceANightItIsDoneAndTheReportSaysSo(): void
    {
        $item = $this->processed();
        $this->rewrite($item, ['credits' => 5]);
        do_action(\PictureOptimizer\Hooks::DAILY);
        self::assertSame(2, $this->plugin->items()->get($item->id)?->credits);
        ob_start();
        (new ReportPage($this->plugin->achievements(), $this->plugin->pageWeights()))->show();
        self::assertStringContainsString('agree. Results: 1. Credits: 2.', (string) ob_get_clean());
        // Old orders were compared before.
        $this->rewrite($item, ['credits' => 5, 'updated_at' => time() - 5 * DAY_IN_SECONDS]);
        do_action(\PictureOptimizer\Hooks::DAILY);
        self::assertSame(5, $this->plugin->items()->get($item->id)?->credits);
    }
}
