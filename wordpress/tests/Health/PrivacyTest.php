<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Health;

use PictureOptimizer\Health\Privacy;
use PictureOptimizer\Store\Approvals;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\ServiceTestCase;

/** What WordPress' privacy tools export and erase. */
final class PrivacyTest extends ServiceTestCase
{
    public function testWhoOrderedAJobIsExportedAndErased(): void
    {
        $approvals = new Approvals($this->plugin->db(), $this->plugin->items());
        (new Privacy($this->plugin->jobs(), $this->plugin->events(), $approvals))->register();
        $user = wp_insert_user(['user_login' => 'orders', 'user_pass' => 'x', 'user_email' => 'orders@example.test', 'role' => 'editor']);
        wp_set_current_user($user);
        $job = $this->plan([$this->addPicture('photo.jpg', 400, 300)], Pipeline::Export);
        $exporter = apply_filters('wp_privacy_personal_data_exporters', [])['picture-optimizer']['callback'];
        $eraser = apply_filters('wp_privacy_personal_data_erasers', [])['picture-optimizer']['callback'];

        $exported = $exporter('orders@example.test', 1);
        self::assertTrue($exported['done']);
        self::assertSame(["job-{$job->id}"], array_column($exported['data'], 'item_id'));
        self::assertSame([], $exporter('nobody@example.test', 1)['data']);

        self::assertTrue($eraser('orders@example.test', 1)['items_removed']);
        self::assertSame(0, $this->plugin->jobs()->get($job->id)->createdBy);
        self::assertSame([], $exporter('orders@example.test', 1)['data']);
        self::assertFalse($eraser('orders@example.test', 1)['items_removed']);
    }

    /** A copy of the site on another address sends nothing until somebody says which of the two it is. */
    public function testACopyOfTheSiteSendsNothingAndItsQueueRests(): void
    {
        $job = $this->start([$this->addPicture('photo.jpg', 400, 300)], Pipeline::Export);
        $before = count(self::$service->requests());
        add_filter('option_home', static fn (): string => 'https://staging.example.com');
        $this->work(3);
        self::assertCount($before, self::$service->requests(), 'a copy called the service');
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame('waiting', $item->state->value);
        self::assertNotSame('', $item->reason, 'it says why it waits');
    }

    public function testAPictureThatAPluginMovedAwayIsSkippedWithTheReason(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        add_filter('get_attached_file', static fn (string $file, int $attachment): string
            => $attachment === $id ? 's3://bucket/photo.jpg' : $file, 10, 2);
        $job = $this->plan([$id]);
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame(['skipped', 'not_local'], [$item->state->value, $item->reasonCode]);
        self::assertStringContainsString('another storage', $item->reason);
    }
}
