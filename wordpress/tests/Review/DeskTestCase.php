<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Review;

use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** An image whose text waits for a person. */
abstract class DeskTestCase extends RestTestCase
{
    protected int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPicture('photo.jpg', 400, 300);
    }

    protected function inReview(Pipeline $pipeline = Pipeline::AnalyzeExport): Job
    {
        $job = $this->start([$this->id], $pipeline, ['review' => true]);
        $this->work();
        return $job;
    }

    protected function item(Job $job): Item
    {
        return $this->plugin->items()->ofJob($job->id)[0];
    }

    /** @return array<string, mixed> */
    protected function shown(Job $job): array
    {
        $answer = $this->call('GET', "/jobs/{$job->id}/review");
        self::assertSame(200, $answer->get_status());
        return $answer->get_data()['items'][0];
    }
}
