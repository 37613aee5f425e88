<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Api\Downloader;
use PictureOptimizer\Api\Uploader;
use PictureOptimizer\Budget;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\Service\FakeService;

/** A test that talks to the stand-in service over real HTTP. */
abstract class ServiceTestCase extends TestCase
{
    protected static FakeService $service;

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        self::$service = new FakeService();
    }

    public static function tearDownAfterClass(): void
    {
        self::$service->stop();
        parent::tearDownAfterClass();
    }

    protected function setUp(): void
    {
        parent::setUp();
        self::$service->forget();
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
    }

    protected function uploader(): Uploader
    {
        return new Uploader($this->plugin->http(), $this->plugin->client(), $this->plugin->bucket());
    }

    protected function downloader(): Downloader
    {
        return new Downloader($this->plugin->http(), $this->plugin->bucket());
    }

    /**
     * @param list<int> $ids
     * @param array<string, mixed> $chosen
     */
    protected function plan(array $ids, Pipeline $pipeline = Pipeline::AnalyzeExport, array $chosen = []): Job
    {
        $job = $this->plugin->planner()->create($ids, $pipeline, Chosen::from($chosen), JobSource::Cli);
        return $this->plugin->planner()->advance($job->id, Budget::unlimited());
    }

    /**
     * @param list<int> $ids
     * @param array<string, mixed> $chosen
     */
    protected function start(array $ids, Pipeline $pipeline = Pipeline::AnalyzeExport, array $chosen = []): Job
    {
        $job = $this->plan($ids, $pipeline, $chosen);
        return $this->plugin->planner()->confirm($job->id, $job->quoteId);
    }

    /**
     * Plans, confirms and works until nothing moves any more.
     *
     * @param list<int> $ids
     * @param array<string, mixed> $chosen
     * @return list<Item>
     */
    protected function process(array $ids, Pipeline $pipeline = Pipeline::AnalyzeExport, array $chosen = []): array
    {
        $job = $this->start($ids, $pipeline, $chosen);
        $this->work();
        return $this->plugin->items()->ofJob($job->id);
    }

    /** A run ends when nothing moves any more; the seconds are there for one that never does, not for a busy machine. */
    protected function work(float $seconds = 120): void
    {
        $this->plugin->runner()->run(Budget::ofSeconds($seconds));
    }

    /**
     * Works in short runs until something is so: how far one run comes depends on how busy the machine is.
     *
     * @param callable(Item): bool $isSo asked about every item of the job
     * @return list<Item>
     */
    protected function workUntilAll(Job $job, callable $isSo): array
    {
        $items = [];
        Waiting::until(function () use ($job, $isSo, &$items): bool {
            $this->work(0.5);
            $items = $this->plugin->items()->ofJob($job->id);
            return array_filter($items, static fn (Item $item): bool => !$isSo($item)) === [];
        }, static function () use (&$items): string {
            return implode(', ', array_map(static fn (Item $item): string => "{$item->state->value} {$item->reason}", $items));
        });
        return $items;
    }

    /** Lets all waiting times run out. */
    protected function passTime(): void
    {
        global $wpdb;
        $wpdb->query("UPDATE {$this->plugin->items()->table()} SET not_before = 0");
    }
}
