<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Api\Bucket;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Downloader;
use PictureOptimizer\Api\Http;
use PictureOptimizer\Api\Uploader;
use PictureOptimizer\Planning\Planner;
use PictureOptimizer\Planning\Surroundings;
use PictureOptimizer\Queue\Stages\Apply;
use PictureOptimizer\Queue\Stages\Collect;
use PictureOptimizer\Queue\Stages\Failures;
use PictureOptimizer\Queue\Stages\Fetch;
use PictureOptimizer\Queue\Stages\PlaceOrder;
use PictureOptimizer\Queue\Stages\Results;
use PictureOptimizer\Queue\Stages\SendReceipt;
use PictureOptimizer\Queue\Stages\Upload;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Replace\Replacer;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\Orders;
use PictureOptimizer\Store\PictureStore;

/** Builds what works on jobs: the runner with its stages, and what starts and steers them. */
final class Workshop
{
    public readonly AutoProcessing $autoProcessing;
    public readonly Control $control;
    public readonly Runner $runner;

    public function __construct(
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly Orders $orders,
        private readonly PictureStore $pictures,
        private readonly Client $client,
        private readonly Http $http,
        private readonly Bucket $bucket,
        private readonly Originals $originals,
        private readonly Replacer $replacer,
        Planner $planner,
        private readonly Surroundings $surroundings,
        Settings $settings,
        Reverts $reverts,
        private readonly Connection $connection,
    ) {
        $this->autoProcessing = new AutoProcessing($settings, $planner, $jobs, $items, $pictures);
        $this->control = new Control($jobs, $items, $pictures, $client, $replacer, $reverts);
        $this->runner = $this->runner();
    }

    private function runner(): Runner
    {
        $weather = new Weather($this->client, $this->items);
        $failures = new Failures($this->items, $this->pictures, $weather, $this->autoProcessing->again(...));
        $results = new Results($this->items, $this->jobs, $this->pictures, $failures);
        $collect = new Collect($this->items, $this->jobs, $this->client, $failures, $results);
        $apply = new Apply(
            $this->items,
            $this->jobs,
            $this->pictures,
            new Fetch(new Downloader($this->http, $this->bucket), $this->client),
            $this->replacer,
            $results,
            $failures,
        );
        return new Runner($this->items, $this->jobs, [
            new SendReceipt($this->items, $this->jobs, $this->pictures, $this->client, $failures),
            $apply,
            $collect,
            new PlaceOrder(
                $this->items,
                $this->jobs,
                $this->orders,
                $this->originals,
                $this->surroundings,
                $this->client,
                $failures,
            ),
            new Upload(
                $this->items,
                $this->originals,
                new Uploader($this->http, $this->client, $this->bucket),
                $failures,
            ),
        ], $collect, $apply, $this->autoProcessing, $weather, $this->connection);
    }
}
