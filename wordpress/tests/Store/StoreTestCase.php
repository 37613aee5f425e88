<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\TestCase;

/** A test of the tables: rows without files, images or a service. */
abstract class StoreTestCase extends TestCase
{
    protected JobStore $jobs;
    protected ItemStore $items;

    protected function setUp(): void
    {
        parent::setUp();
        $this->jobs = $this->plugin->jobs();
        $this->items = $this->plugin->items();
        foreach ([$this->jobs->table(), $this->items->table(), $this->plugin->pictures()->table()] as $table) {
            $this->plugin->db()->query("DELETE FROM {$table}");
        }
    }

    /** @param list<int> $attachments */
    protected function job(
        array $attachments = [],
        Pipeline $pipeline = Pipeline::Export,
        JobState $state = JobState::Open,
        JobSource $source = JobSource::Cli,
    ): Job {
        $job = $this->jobs->create($pipeline, JobSettings::from(Defaults::ALL, Chosen::from()), $source);
        $this->items->add($job, $attachments);
        $this->jobs->move($job->id, [JobState::Planning], $state);
        return $this->jobs->get($job->id);
    }

    /**
     * An open job with one item for each image.
     *
     * @param array<string, int|string|null> $columns of each item
     * @return list<Item>
     */
    protected function itemsIn(State $state, int $number = 1, array $columns = []): array
    {
        static $attachment = 100_000;
        $first = $attachment + 1;
        $attachment += $number;
        $job = $this->job(range($first, $attachment));
        $this->set($job->id, ['state' => $state->value] + $columns);
        return $this->items->ofJob($job->id);
    }

    /** @param array<string, int|string|null> $columns */
    protected function set(int $jobId, array $columns): void
    {
        $this->plugin->db()->update($this->items->table(), $columns, ['job_id' => $jobId]);
    }

    /** @param array<string, int|string|null> $columns */
    protected function setItem(Item $item, array $columns): void
    {
        $this->plugin->db()->update($this->items->table(), $columns, ['id' => $item->id]);
    }

    protected function again(Item $item): Item
    {
        $again = $this->items->get($item->id);
        self::assertNotNull($again);
        return $again;
    }
}
