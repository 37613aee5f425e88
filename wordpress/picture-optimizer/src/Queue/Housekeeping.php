<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Schema;
use PictureOptimizer\Delivery\MissingFiles;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Hooks;
use PictureOptimizer\Replace\Replacer;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** Once a day: plans that nobody confirmed, old jobs and forgotten downloads go away, backups go to where they last, and the books are compared with the service's. */
final class Housekeeping
{
    private const KEEP_PLANS = 2 * DAY_IN_SECONDS;
    /** Orders of the last days: older books were compared before. */
    private const BOOKS = 3 * DAY_IN_SECONDS;
    private const KEEP_JOBS = 90 * DAY_IN_SECONDS;

    public function __construct(
        private readonly \wpdb $db,
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly PictureStore $pictures,
        private readonly Replacer $replacer,
        private readonly Reconciler $reconciler,
        private readonly Client $client,
    ) {
    }

    /** @param \Closure(): self $housekeeping made when there is something to do */
    public static function register(\Closure $housekeeping): void
    {
        Hooks::onEvent(Hooks::DAILY, static fn () => $housekeeping()->cleanUp());
        add_action('admin_init', static fn () => wp_next_scheduled(Hooks::DAILY)
            || wp_schedule_event(time() + HOUR_IN_SECONDS, 'daily', Hooks::DAILY));
        Hooks::onEvent(Hooks::HEAL, static fn () => $housekeeping()->heal());
        add_action('delete_attachment', Hooks::on(static function (int $id) use ($housekeeping): void {
            Schema::isHere() && $housekeeping()->forget($id);
        }));
    }

    /** Where the database is older than the files, pages name files that only backups have: nobody has to ask for them. */
    public function heal(): void
    {
        update_option(MissingFiles::LOOKED, time(), true);
        $budget = Budget::ofWebRequest();
        try {
            $left = $this->replacer->bringBackOldFiles(MissingFiles::wanted(), $budget);
            MissingFiles::wantOnly($left);
            $isDone = $this->replacer->adoptSome($budget) && $left === [];
        } catch (ChangeError) {
            return; // Another process is at work on images; the next request for a missing file asks again.
        }
        $isDone || wp_schedule_single_event(time() + MINUTE_IN_SECONDS, Hooks::HEAL);
    }

    public function cleanUp(): void
    {
        array_map(Hooks::safely(...), [
            $this->heal(...),
            fn () => $this->removeJobs([JobState::Planning, JobState::Planned], time() - self::KEEP_PLANS),
            fn () => $this->removeJobs([JobState::Finished, JobState::Stopped], time() - self::KEEP_JOBS),
            Staging::clean(...),
            fn () => $this->replacer->moveBackups(Budget::ofWebRequest()),
            fn () => $this->reconciler->reconcile(Budget::ofWebRequest(), time() - self::BOOKS),
            $this->learnWhatTheServiceTakes(...),
        ]);
    }

    /** Its operator may have changed that; the client remembers the answer. */
    private function learnWhatTheServiceTakes(): void
    {
        try {
            $this->client->capabilities();
        } catch (ApiError) {
            return; // What was known stays; work that needs the service says what is wrong.
        }
    }

    /** A picture was deleted: nothing is done for it any more. */
    public function forget(int $attachmentId): void
    {
        $this->pictures->forget($attachmentId);
        $this->db->update($this->items->table(), [
            'state' => State::Cancelled->value,
            'active' => null,
        ] + Why::own('gone', ['deleted' => 1])->columns(), ['active' => $attachmentId]);
    }

    /** @param list<JobState> $states */
    private function removeJobs(array $states, int $before): void
    {
        $marks = implode(',', array_fill(0, count($states), '%s'));
        $this->db->query($this->db->prepare(
            "DELETE j, i FROM {$this->jobs->table()} j LEFT JOIN {$this->items->table()} i ON i.job_id = j.id"
                . " WHERE j.state IN ({$marks}) AND j.updated_at < %d",
            ...[...array_column($states, 'value'), $before]
        ));
    }
}
