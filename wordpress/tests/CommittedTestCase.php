<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Settings\Settings;

/** For tests with several processes: what they write is committed, so it is taken away by hand afterwards. */
abstract class CommittedTestCase extends ServiceTestCase
{
    /** @var list<int> */
    private array $attachments = [];

    /** @var list<int> */
    protected array $posts = [];

    protected function setUp(): void
    {
        parent::setUp();
        global $wpdb;
        $wpdb->query('COMMIT');
        $wpdb->query('SET autocommit = 1');
    }

    protected function tearDown(): void
    {
        global $wpdb;
        foreach ($this->attachments as $id) {
            $this->plugin->control()->revert($id);
            wp_delete_attachment($id, true);
        }
        array_map(static fn (int $id) => wp_delete_post($id, true), $this->posts);
        foreach (array_keys($this->plugin->schema()->tables()) as $table) {
            $wpdb->query("DELETE FROM {$table}");
        }
        $this->plugin->connection()->forget();
        delete_option(Settings::OPTION);
        parent::tearDown();
    }

    protected function addPicture(string $name = 'photo.jpg', int $width = 1200, int $height = 800, int $seed = 1): int
    {
        return $this->attachments[] = parent::addPicture($name, $width, $height, $seed);
    }
}
