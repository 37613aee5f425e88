<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Wire\Quote;
use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Culprit;
use PictureOptimizer\Database\StatementFailed;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\LeaseLost;
use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/**
 * Finds out what is to be done with pictures and what it costs. A plan spends nothing; it becomes work only
 * when somebody confirms it by the name of its quote.
 */
final class Planner
{
    /** Pictures priced in one request; the contract allows 100. */
    private const BATCH = 50;

    public function __construct(
        private readonly \wpdb $db,
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly PictureStore $pictures,
        private readonly Eligibility $eligibility,
        private readonly Protection $protection,
        private readonly Originals $originals,
        private readonly Client $client,
        private readonly Settings $settings,
    ) {
    }

    /** @param list<int> $attachmentIds */
    public function create(array $attachmentIds, Pipeline $pipeline, Chosen $chosen, JobSource $source): Job
    {
        $settings = JobSettings::from($this->settings->all(), $chosen);
        $job = $this->jobs->create($pipeline, $settings, $source);
        $this->items->add($job, array_values(array_filter(array_map(absint(...), $attachmentIds))));
        return $job;
    }

    /** Forgets a plan of the present user that nobody confirmed; anything else is left as it is. */
    public function discard(int $jobId): void
    {
        $this->db->query($this->db->prepare(
            "DELETE j, i FROM {$this->jobs->table()} j LEFT JOIN {$this->items->table()} i ON i.job_id = j.id"
                . ' WHERE j.id = %d AND j.created_by = %d AND j.source IN (%s, %s) AND j.state IN (%s, %s)',
            $jobId,
            get_current_user_id(),
            JobSource::Wizard->value,
            JobSource::Cli->value,
            JobState::Planning->value,
            JobState::Planned->value
        ));
    }

    /**
     * Goes on with planning for as long as the budget lasts.
     *
     * @throws ApiError when no price can be had; what is planned so far stays
     */
    public function advance(int $jobId, Budget $budget): Job
    {
        // Two runs at the same plan would add up its price twice.
        $lock = $this->lockOf($jobId);
        $quiet = $this->db->suppress_errors(true);
        $taken = $this->db->get_var($this->db->prepare('SELECT GET_LOCK(%s, 5)', $lock));
        $this->db->suppress_errors($quiet);
        // A database that gives no locks at all (some clusters) says nothing: then a plan is made without.
        if ($taken === '0') {
            return $this->jobs->get($jobId);
        }
        try {
            return $this->planAll($jobId, $budget);
        } finally {
            $taken === null || $this->db->query($this->db->prepare('SELECT RELEASE_LOCK(%s)', $lock));
        }
    }

    /** Names of locks are the whole server's, which may hold other sites with the same tables' names, and have 64 letters at most. */
    private function lockOf(int $jobId): string
    {
        return 'picopt:' . md5("{$this->db->dbname}.{$this->jobs->table()}") . ":{$jobId}";
    }

    private function planAll(int $jobId, Budget $budget): Job
    {
        $job = $this->jobs->get($jobId);
        while ($job->state === JobState::Planning && $budget->isLeft()) {
            $batch = $this->items->ofJob($jobId, State::Unpriced, self::BATCH);
            if ($batch === []) {
                $this->jobs->move($jobId, [JobState::Planning], JobState::Planned);
                return $this->jobs->get($jobId);
            }
            $this->planBatch($job, $batch);
        }
        return $this->jobs->get($jobId);
    }

    /** @param list<Item> $batch */
    private function planBatch(Job $job, array $batch): void
    {
        $ids = array_column($batch, 'attachmentId');
        $known = $this->pictures->getMany($ids);
        $owners = SharedFile::owners($this->db, $ids);
        $protected = $job->settings->is('include_protected') ? [] : $this->protection->obstacles($ids, $job->pipeline->exports());
        $orders = [];
        foreach ($batch as $item) {
            $id = $item->attachmentId;
            $order = $this->guarded($item, function () use ($job, $item, $id, $known, $protected, $owners): ?Order {
                $obstacle = $this->eligibility->obstacle($id) ?? $protected[$id]
                    ?? SharedFile::obstacle($id, $owners[$id] ?? 0, $job->pipeline);
                return $this->inspect($job, $item, $known[$id] ?? null, $obstacle);
            });
            if ($order !== null) {
                $orders[$order->groupKey()][] = $order;
            }
        }
        // A quote lasts for minutes: those of a large plan are over before most of it is uploaded.
        $isLarge = count($this->items->ofJob($job->id, limit: self::BATCH + 1)) > self::BATCH;
        foreach ($orders as $group) {
            foreach (array_chunk($group, $isLarge ? self::BATCH : Order::TOGETHER) as $together) {
                $this->price($job, $together);
            }
        }
    }

    /**
     * Other code may fail at one image, called by a filter: no reason to plan none.
     *
     * @param callable(): ?Order $inspect
     */
    private function guarded(Item $item, callable $inspect): ?Order
    {
        try {
            return $inspect();
        } catch (LeaseLost | StatementFailed $ours) {
            throw $ours;
        } catch (\Throwable $error) {
            $culprit = Culprit::of($error);
            $this->fail($item, Why::own(Item::BROKEN_OFF, ['who' => $culprit->name, 'said' => $culprit->said]));
            return null;
        }
    }

    /** What is to be ordered for a picture; null when it is skipped, which is written down. */
    private function inspect(Job $job, Item $item, ?Picture $known, ?Decision $obstacle): ?Order
    {
        $decision = $obstacle ?? SkipRules::decide(
            $known,
            $job->pipeline,
            $job->settings,
            Language::of($item->attachmentId, $job->settings),
            (string) $this->pictures->liveSha256($item->attachmentId)
        );
        if ($decision->pipeline === null) {
            $this->items->write($item, ['state' => State::Skipped->value] + $decision->why->columns());
            return null;
        }
        try {
            return $this->order($job, $item, $decision->pipeline);
        } catch (ChangeError $error) {
            $this->fail($item, Why::told('source', $error->getMessage()));
            return null;
        }
    }

    private function order(Job $job, Item $item, Pipeline $pipeline): ?Order
    {
        $pipeline->exports() && $this->originals->assertReplaceable($item->attachmentId);
        $source = $this->originals->sourceFor($item->attachmentId);
        if ($source->width > 0 && $this->eligibility->allows($source->mime)) {
            return Order::make($item, $pipeline, $source, $job->settings);
        }
        $this->fail($item, Why::own('unreadable_image', ['here' => 1]));
        return null;
    }

    private function fail(Item $item, Why $why): void
    {
        $this->items->write($item, ['state' => State::Failed->value] + $why->columns());
    }

    /**
     * Asks for the price of a group. A picture that the service will not take fails alone.
     *
     * @param list<Order> $orders of one pipeline and one limit of the full size
     */
    private function price(Job $job, array $orders): void
    {
        while ($orders !== []) {
            try {
                $quote = $this->client->quote(Order::quoteRequest($job, $orders), wp_generate_uuid4());
                $this->writeDown($job, $orders, $quote);
                return;
            } catch (Problem $problem) {
                $fault = self::itemAtFault($problem);
                if (!isset($orders[$fault])) {
                    throw $problem;
                }
                $this->fail($orders[$fault]->item, Why::ofError($problem));
                array_splice($orders, $fault, 1);
            }
        }
    }

    /** Position of the picture that a validation error names (`items.3.width`); -1 when it names none. */
    private static function itemAtFault(Problem $problem): int
    {
        return preg_match('/(?:^|\.)items\.(\d+)(?:\.|$)/', $problem->field(), $found) ? (int) $found[1] : -1;
    }

    /** @param list<Order> $orders */
    private function writeDown(Job $job, array $orders, Quote $quote): void
    {
        foreach ($orders as $number => $order) {
            $line = $quote->items[$number];
            $this->items->write($order->item, [
                'state' => State::Planned->value,
                'pipeline' => $order->pipeline->value,
                'source_sha256' => $order->payload->sha256,
                // More than that are not ordered at once.
                'quote_id' => count($orders) <= Order::TOGETHER ? $quote->id : '',
                'quoted' => ($line->analysisCredits ?? 0) + ($line->exportCredits ?? 0),
                'bytes_before' => $order->payload->bytes,
                'bytes_after' => $line->estimatedBytes ?? 0,
            ]);
        }
        $this->jobs->update($job->id, [
            'quote_id' => $quote->id,
            'quote_expires' => (int) strtotime($quote->expiresAt),
            'credits_available' => max(0, $quote->available),
            'credits_quoted' => $this->jobs->get($job->id)->creditsQuoted + $quote->credits,
        ]);
    }

    /** The price is too old: asks again, for the same pictures. */
    public function planAgain(int $jobId): void
    {
        if ($this->jobs->move($jobId, [JobState::Planned], JobState::Planning)) {
            $this->items->unprice($jobId);
            $this->jobs->update($jobId, ['credits_quoted' => 0, 'quote_id' => '']);
        }
    }

    /**
     * The plan becomes work. Only who names the quote has seen the price.
     *
     * @throws \DomainException with a sentence for the user
     */
    public function confirm(int $jobId, string $quoteId): Job
    {
        $job = $this->jobs->get($jobId);
        if ($job->state !== JobState::Planned || $quoteId !== $job->quoteId) {
            throw new \DomainException($job->state === JobState::Planning
                ? __('The cost isn’t known yet. Wait until all images have been checked.', 'picture-optimizer')
                : __('This quote does not belong to a plan that is waiting for a decision.', 'picture-optimizer'));
        }
        if ($job->quoteExpires > 0 && $job->quoteExpires < time()) {
            throw new \DomainException(__('The quote has expired. Nothing was charged; start again.', 'picture-optimizer'));
        }
        /**
         * Filters whether a plan may be ordered now, which spends credits.
         *
         * @param string|null $veto a sentence that says why not; null lets it happen
         * @param int $jobId
         * @param int $credits the most that it costs
         * @param string $source who asks: wizard, cli, rest, upload or agent
         */
        $veto = apply_filters('picture_optimizer_before_order', null, $jobId, $job->creditsQuoted, $job->source->value);
        if (is_string($veto) && $veto !== '') {
            throw new \DomainException($veto);
        }
        if ($this->jobs->move($jobId, [JobState::Planned], JobState::Open)) {
            $this->jobs->update($jobId, ['started_at' => time(), 'message' => '']);
            $this->items->open($jobId);
            $this->jobs->finishCompleted($this->items->table());
            /**
             * Fires after a plan was ordered.
             *
             * @param int $jobId
             * @param int $credits the most that it costs
             * @param string $source who asked
             */
            do_action('picture_optimizer_ordered', $jobId, $job->creditsQuoted, $job->source->value);
        }
        return $this->jobs->get($jobId);
    }
}
