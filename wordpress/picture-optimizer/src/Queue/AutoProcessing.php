<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Budget;
use PictureOptimizer\Planning\Planner;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/**
 * Processes new uploads by itself, when that is switched on: after WordPress has all sizes, and never for more
 * credits a day than allowed.
 */
final class AutoProcessing
{
    /** What is older was not just uploaded: its sizes are being made again. */
    private const NEW_SECONDS = DAY_IN_SECONDS;

    /** Images of a job, and credits that one costs at most as far as is known here. */
    private const MOST = 50;
    private const MOST_CREDITS = 2;

    /** How often an image is sent that each time somebody changed while it was away. */
    private const MOST_TIMES = 3;

    /** @var array<int, true> pictures of this request whose sizes are final */
    private array $final = [];

    public function __construct(
        private readonly Settings $settings,
        private readonly Planner $planner,
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly PictureStore $pictures,
    ) {
    }

    /**
     * Notices a picture whose sizes are final; for the filter `wp_generate_attachment_metadata`. Where the browser makes the
     * sizes (WordPress 7.1), that filter comes twice: at first without sizes, and again when they have all arrived.
     *
     * @param mixed $metadata whatever other plugins have made of it
     * @return mixed unchanged
     */
    public function notice(mixed $metadata, int $attachmentId): mixed
    {
        $sizesStillCome = has_filter('intermediate_image_sizes_advanced', '__return_empty_array') === 100;
        if (!$sizesStillCome && $this->settings->get('auto_process') && $this->isNew($attachmentId)) {
            $this->final[$attachmentId] = true;
        }
        return $metadata;
    }

    /**
     * At the end of the request, when the metadata has been saved.
     *
     * @param int ...$replaced pictures whose file somebody replaced: the new one is an upload as well
     * @return bool whether there is new work
     */
    public function enqueue(int ...$replaced): bool
    {
        $ids = array_keys($this->final + ($this->settings->get('auto_process') ? array_flip($replaced) : []));
        $this->final = [];
        if ($ids === []) {
            return false;
        }
        $pipeline = Pipeline::from($this->settings->get('auto_pipeline'));
        foreach (array_chunk($ids, $this->imagesOfAJob()) as $some) {
            $this->planner->create($some, $pipeline, Chosen::from(), JobSource::Upload);
        }
        return true;
    }

    /**
     * Sends an image as it is now that somebody changed while it was away, as other optimizers do with each upload, in the background.
     * What was made of it before has been given back.
     */
    public function again(Item $item): void
    {
        $times = array_filter(
            $this->items->ofAttachment($item->attachmentId, self::MOST_TIMES),
            static fn (Item $one): bool => $one->reasonCode === Item::CHANGED
        );
        $isUpload = $this->jobs->get($item->jobId)->source === JobSource::Upload;
        $isUpload && count($times) < self::MOST_TIMES && $this->enqueue($item->attachmentId);
    }

    /** A job begins as a whole, so it must fit into a day: an import of hundreds would wait for ever. */
    private function imagesOfAJob(): int
    {
        return max(1, min(self::MOST, intdiv((int) $this->settings->get('auto_daily_credits'), self::MOST_CREDITS)));
    }

    /** Prices what was uploaded and starts on it, as far as the day's credits reach. */
    public function advance(Budget $budget): void
    {
        foreach ($this->jobs->ofSource(JobSource::Upload, [JobState::Planning, JobState::Planned]) as $job) {
            if (!$budget->isLeft()) {
                return;
            }
            try {
                $this->start($this->planner->advance($job->id, $budget));
            } catch (ApiError $error) {
                $this->jobs->update($job->id, ['message' => Why::ofError($error)->pack()]);
                return;
            }
        }
    }

    private function start(Job $job): void
    {
        if ($job->state !== JobState::Planned) {
            return;
        }
        if ($job->creditsQuoted === 0 && $this->items->ofJob($job->id, State::Planned, 1) === []) {
            $this->jobs->move($job->id, [JobState::Planned], JobState::Finished);
            return;
        }
        $cap = $this->settings->get('auto_daily_credits');
        if ($job->creditsQuoted > $cap) {
            $why = Why::own('upload_over_cap', ['credits' => $job->creditsQuoted, 'cap' => $cap]);
            $this->jobs->update($job->id, ['message' => $why->pack()]);
            $this->jobs->move($job->id, [JobState::Planned], JobState::Stopped);
            return;
        }
        if ($this->jobs->creditsStartedToday(JobSource::Upload) + $job->creditsQuoted > $cap) {
            $this->jobs->update($job->id, ['message' => Why::own('upload_cap', ['cap' => $cap])->pack()]);
            return;
        }
        if ($job->quoteExpires < time()) {
            $this->planner->planAgain($job->id);
            return;
        }
        try {
            $this->planner->confirm($job->id, $job->quoteId);
        } catch (\DomainException $veto) {
            // Another plugin says not now: this job waits, and the work on all others goes on.
            $this->jobs->update($job->id, ['message' => Why::told('vetoed', $veto->getMessage())->pack()]);
        }
    }

    private function isNew(int $attachmentId): bool
    {
        $age = time() - (int) get_post_time('U', true, $attachmentId);
        return $age < self::NEW_SECONDS && $this->pictures->get($attachmentId) === null
            && $this->items->latestOf($attachmentId) === null;
    }
}
