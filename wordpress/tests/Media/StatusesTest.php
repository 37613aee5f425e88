<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\Statuses;
use PictureOptimizer\Reporting\Progress;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** A page of the library costs one query of ours, however many images it has. */
final class StatusesTest extends RestTestCase
{
    private Statuses $statuses;

    protected function setUp(): void
    {
        parent::setUp();
        $this->statuses = $this->freshStatuses();
        $this->statuses->register();
    }

    /** @return list<int> */
    private function library(int $number): array
    {
        return array_map(static fn (int $n): int => wp_insert_attachment(['post_title' => "Image {$n}",
            'post_mime_type' => 'image/jpeg', 'post_status' => 'inherit'], "2026/11/{$n}.jpg"), range(1, $number));
    }

    public function testAllOfAQueryCostOneQuery(): void
    {
        $ids = $this->library(30);
        $this->plugin->pictures()->save($ids[3], ['status' => PictureStatus::Failed->value, 'reason' => 'The disk is full.']);
        $shown = (new \WP_Query(['post_type' => 'attachment', 'post_status' => 'inherit', 'posts_per_page' => 40]))->posts;
        self::assertCount(30, $shown);
        $before = get_num_queries();
        $names = array_map(fn (\WP_Post $post): string => $this->statuses->of($post->ID)->name, $shown);
        self::assertSame(1, get_num_queries() - $before);
        self::assertEquals(['failed' => 1, 'unprocessed' => 29], array_count_values($names));
    }

    public function testOpenWorkIsSaid(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->plugin->planner()->create([$id], Pipeline::Export, Chosen::from(), JobSource::Cli);
        $job = $this->plugin->planner()->advance($job->id, Budget::unlimited());
        self::assertSame('unprocessed', $this->freshStatuses()->of($id)->name);
        $this->plugin->planner()->confirm($job->id, $job->quoteId);
        self::assertSame('working', $this->statuses->of($id)->name);
    }

    public function testOpenJobsComeWithTheStatuses(): void
    {
        $this->library(3);
        $jobs = $this->plugin->jobs();
        $open = [];
        foreach ([JobState::Open, JobState::Paused, JobState::Planned, JobState::Finished] as $state) {
            $open[] = $jobs->create(Pipeline::Export, JobSettings::from(Defaults::ALL, Chosen::from()), JobSource::Cli)->id;
            $jobs->update(end($open), ['state' => $state->value]);
        }
        $shown = get_posts(['post_type' => 'attachment', 'post_status' => 'inherit', 'suppress_filters' => false]);
        $before = get_num_queries();
        $seen = $this->statuses->openJobs();
        self::assertSame('unprocessed', $this->statuses->of($shown[0]->ID)->name);
        self::assertSame(1, get_num_queries() - $before);
        self::assertSame([$open[1], $open[0]], array_column($seen, 'id'), 'newest first, whatever is not open left out');
        self::assertSame([true, false], array_column($seen, 'isPaused'));
    }

    public function testOnlyWhoMaySteerAJobIsTold(): void
    {
        $users = ['author' => $this->user('author'), 'other author' => $this->user('author'), 'editor' => $this->user('editor')];
        wp_set_current_user($users['author']);
        $job = $this->plugin->jobs()->create(Pipeline::Export, JobSettings::from(Defaults::ALL, Chosen::from()), JobSource::Wizard)->id;
        $this->plugin->jobs()->update($job, ['state' => JobState::Open->value]);
        $told = ['author' => [$job], 'other author' => [], 'editor' => [$job]];
        foreach ($users as $name => $user) {
            wp_set_current_user($user);
            self::assertSame($told[$name], array_column($this->freshStatuses()->openJobs(), 'id'), $name);
            $recent = array_map(static fn (Progress $one): int => $one->job->id, $this->plugin->report()->recent());
            self::assertSame($told[$name], $recent, $name);
        }
    }

    public function testAnOldJobIsSaidHoweverManyCameAfterIt(): void
    {
        $create = fn (): int => $this->plugin->jobs()
            ->create(Pipeline::Export, JobSettings::from(Defaults::ALL, Chosen::from()), JobSource::Cli)->id;
        $old = $create();
        $this->plugin->jobs()->update($old, ['state' => JobState::Paused->value]);
        array_map(fn (int $n) => $this->plugin->jobs()->update($create(), ['state' => 'finished']), range(1, 25));
        self::assertSame([$old], array_column($this->statuses->openJobs(), 'id'));
    }

    public function testAnImageThatNoQueryFoundIsAskedForAlone(): void
    {
        self::assertSame('unprocessed', $this->statuses->of(999999)->name);
    }

    public function testAStatusSaysTheShareThatWasSaved(): void
    {
        [$id] = $this->library(1);
        $this->plugin->pictures()->save($id, ['status' => PictureStatus::Exported->value, 'bytes_before' => 1000,
            'bytes_after' => 380, 'format' => 'webp']);
        self::assertSame('−62%', $this->statuses->of($id)->toArray()['saved']);
    }
}
