<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Hooks;
use PictureOptimizer\Replace\AdoptionState;

/**
 * Backups are looked through without anybody's asking: seldom, and a part at a time.
 *
 * @group acceptance-A10
 */
final class AdoptionPassTest extends AdoptTestCase
{
    /** Bots ask for images that never were, and each such request has them looked through. */
    public function testWhatWasLookedThroughIsNotAgainUntilSomethingChanges(): void
    {
        $lose = static fn (int $id): bool => unlink((string) get_attached_file($id));
        $isBack = static fn (int $id): bool => file_exists((string) get_attached_file($id));
        $id = $this->addPicture();
        $this->replacedAndDatabaseRestored($id);
        self::assertTrue($this->replacer->adoptSome(Budget::unlimited()));
        self::assertTrue($isBack($id));
        $lose($id);
        $others = new Fence($this->plugin->db());
        self::assertTrue($others->acquire());
        self::assertTrue($this->replacer->adoptSome(Budget::unlimited()), 'nobody at work is kept waiting');
        $others->release();
        self::assertFalse($isBack($id));
        $this->later('ended', 6 * MINUTE_IN_SECONDS);
        $this->replacer->adoptSome(Budget::unlimited());
        self::assertTrue($isBack($id), 'the site may just be restored');
        $lose($id);
        $this->later('since', 2 * DAY_IN_SECONDS);
        $this->later('ended', 19 * HOUR_IN_SECONDS);
        $this->replacer->adoptSome(Budget::unlimited());
        self::assertFalse($isBack($id), 'the longer nothing changes the more seldom');
        self::assertSame(AdoptionState::Restored, $this->adopted($id)?->state, 'who asks gets it');
        $lose($id);
        $this->later('ended', HOUR_IN_SECONDS);
        $this->replacer->adoptSome(Budget::unlimited());
        self::assertTrue($isBack($id), 'but once a day');
        $lose($id);
        $this->replacedAndDatabaseRestored($another = $this->addPicture('another.jpg', 400, 300, 2));
        $this->replacer->adoptSome(Budget::unlimited());
        self::assertSame([true, true], [$isBack($id), $isBack($another)], 'one more that is unknown');
    }

    public function testASearchGoesOnWhereTheTimeWasOver(): void
    {
        $ids = array_map(fn (int $i): int => $this->addPicture("photo-{$i}.jpg", 400, 300, $i), [1, 2, 3]);
        array_map($this->replacedAndDatabaseRestored(...), $ids);
        $isMissing = static fn (int $id): bool => !file_exists((string) get_attached_file($id));
        $missing = static fn (): int => count(array_filter($ids, $isMissing));
        self::assertSame(3, $missing());
        $most = count($this->workshop->backups->all());
        $left = [];
        do {
            $isOver = $this->replacer->adoptSome(Budget::ofSeconds(-1));
            $left[] = $missing();
        } while (!$isOver && count($left) <= $most);
        self::assertSame([2, 1, 0], $left);
        self::assertTrue($isOver, 'it ends');
        add_filter('pre_http_request', static fn (): \WP_Error => new \WP_Error('offline'));
        wp_clear_scheduled_hook(Hooks::HEAL);
        do_action(Hooks::HEAL);
        self::assertFalse(wp_next_scheduled(Hooks::HEAL));
    }

    /**
     * @testWith [true]
     *           [false]
     */
    public function testItStopsWhenAnotherRunHasTakenOver(bool $asked): void
    {
        $ids = array_map(fn (int $i): int => $this->addPicture("photo-{$i}.jpg", 400, 300, $i), [1, 2]);
        array_map($this->replacedAndDatabaseRestored(...), $ids);
        $db = $this->plugin->db();
        add_filter('get_post_metadata', static function (mixed $value, int $id, string $key) use ($db, $ids): mixed {
            $isOurs = in_array($id, $ids, true) && $key === '_wp_attached_file';
            $isOurs && $db->query("UPDATE {$db->prefix}picopt_fence SET token = token + 1");
            return $value;
        }, 10, 3);
        try {
            $asked ? $this->replacer->adopt() : $this->replacer->adoptSome(Budget::unlimited());
            self::fail('it went on');
        } catch (ChangeError $busy) {
            self::assertStringContainsString('Another process', $busy->getMessage());
        }
        remove_all_filters('get_post_metadata');
        $files = array_map(static fn (int $id): string => (string) get_attached_file($id), $ids);
        self::assertCount(1, array_filter($files, file_exists(...)));
    }

    private function later(string $what, int $seconds): void
    {
        $kept = get_option('picture_optimizer_adoption');
        update_option('picture_optimizer_adoption', [$what => $kept[$what] - $seconds] + $kept, false);
    }
}
