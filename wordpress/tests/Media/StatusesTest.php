<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\Statuses;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\JobSource;
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
        $this->statuses = new Statuses($this->plugin->pictures(), $this->plugin->items());
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
        self::assertSame('unprocessed', (new Statuses($this->plugin->pictures(), $this->plugin->items()))->of($id)->name);
        $this->plugin->planner()->confirm($job->id, $job->quoteId);
        self::assertSame('working', $this->statuses->of($id)->name);
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
