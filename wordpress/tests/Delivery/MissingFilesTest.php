<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Budget;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Delivery\MissingFiles;
use PictureOptimizer\Delivery\OldUrls;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Hooks;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Database and files are of two different times, as when half of a site's backup was restored.
 *
 * @group acceptance-A10
 * @group acceptance-B6
 */
final class MissingFilesTest extends ReplaceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        delete_option(MissingFiles::LOOKED);
        wp_clear_scheduled_hook(Hooks::HEAL);
    }

    public function testFormerFilesStandInForTodaysThatAreMissing(): void
    {
        [$id, $old, $new] = $this->withFilesOfBefore('photo.jpg', 3000, 2000);
        $missing = $this->missing();
        self::assertNull($missing->standIn($this->relative($id, $new['full'])), 'nobody knows yet');
        self::assertNotFalse(wp_next_scheduled(Hooks::HEAL), 'and backups are looked through');
        do_action(Hooks::HEAL);
        foreach ($new as $size => $name) {
            if ($name !== ($old[$size] ?? '')) {
                self::assertSame($this->relative($id, $old[$size]), $missing->standIn($this->relative($id, $name)), $size);
            }
        }
        array_map(fn (string $file): bool => touch($this->absolute($id, $file)), $new);
        $missing->look(Budget::unlimited());
        unlink($this->absolute($id, $new['full']));
        self::assertNull($missing->standIn($this->relative($id, $new['full'])), 'who asks for what is missing costs nothing');
    }

    /** It was optimized once more under another name after the moment that the database is of. */
    public function testWhereOnlyABackupHasAFormerFileItComesBack(): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        $before = Attachment::load($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $after = Attachment::load($id);
        foreach ([$before, $after] as $image) {
            array_map(unlink(...), array_unique(array_filter(array_map($image->absolute(...), $image->names()), is_file(...))));
        }
        do_action(Hooks::HEAL);
        self::assertNull($this->missing()->standIn($after->relative($after->names()['medium'])));
        self::assertNotFalse(wp_next_scheduled(Hooks::HEAL), 'it is looked for');
        $left = $this->replacer->bringBackOldFiles(MissingFiles::wanted(), Budget::ofSeconds(0));
        self::assertSame([[$id], false], [$left, is_file($before->absolute($before->names()['full']))], 'there was no time');
        $isAlone = new Fence($this->plugin->db());
        $isAlone->acquire();
        do_action(Hooks::HEAL);
        self::assertSame([$id], MissingFiles::wanted(), 'another process is at work');
        $isAlone->release();
        do_action(Hooks::HEAL);
        foreach (['full', 'medium'] as $size) {
            self::assertSame(
                $before->relative($before->names()[$size]),
                $this->missing()->standIn($after->relative($after->names()[$size]))
            );
        }
        $this->reverted($id);
        self::assertSame([], MissingFiles::wanted());
    }

    public function testWhatIsThereOrNobodysHasNoStandIn(): void
    {
        $id = $this->addPlainImage('photo.png');
        $file = Attachment::load($id)->file;
        update_option(MissingFiles::LOOKED, time(), true);
        $others = ['never-was.png', 'photo.txt', 'photo-9x9.png', ''];
        foreach ([$file, ...array_map(static fn (string $name): string => dirname($file) . "/{$name}", $others)] as $path) {
            self::assertNull($this->missing()->standIn($path), $path);
        }
        unlink((string) get_attached_file($id));
        $this->missing()->look(Budget::unlimited());
        self::assertNull($this->missing()->standIn($file), 'it had no other name');
    }

    public function testBackupsAreNotLookedThroughForEveryRequest(): void
    {
        $id = $this->addPlainImage('photo.png');
        unlink((string) get_attached_file($id));
        do_action(Hooks::HEAL);
        self::assertNull($this->missing()->standIn(Attachment::load($id)->file));
        self::assertFalse(wp_next_scheduled(Hooks::HEAL));
    }

    public function testALookGoesOnWhereTheTimeWasOver(): void
    {
        global $wpdb;
        $ids = array_map(fn (int $i): int => $this->addPlainImage("photo-{$i}.png"), range(1, 3));
        foreach ($ids as $i => $id) {
            $this->plugin->redirects()->add("former-{$i}.png", $id, 'full');
        }
        $upTo = fn (): string => (string) get_option('picture_optimizer_files_looked_up_to');
        array_map(wp_cache_delete(...), $ids, ['post_meta', 'post_meta', 'post_meta']);
        foreach ([...$ids, 0] as $last) {
            $this->missing()->look(Budget::ofSeconds(-1));
            self::assertSame([$last, '0'], [(int) $upTo(), (string) get_option('picture_optimizer_files_are_missing')], 'one at a time');
        }
        self::assertFalse(wp_cache_get($ids[0], 'post_meta'), 'and only names of files are read');
        $wpdb->update($wpdb->postmeta, ['meta_value' => 'gone.png'], ['post_id' => $ids[2], 'meta_key' => '_wp_attached_file']);
        $this->missing()->look(Budget::ofSeconds(-1));
        self::assertSame('1', (string) get_option('picture_optimizer_files_are_missing'), 'the newest are always looked at');
    }

    /** A disk of a network takes its time: seen with two hundred images that are there before one that is gone. */
    public function testTheNewestAreLookedAtUntilTheTimeIsOver(): void
    {
        global $wpdb;
        $row = static fn (int $id, string $file) => $wpdb->insert($wpdb->postmeta, ['post_id' => $id, 'meta_key' => '_wp_attached_file',
            'meta_value' => $file]);
        $there = Attachment::load($this->addPlainImage())->file;
        foreach (range(0, 250) as $i) {
            $row(900000 - $i, $i === 220 ? 'gone.png' : $there);
            $this->plugin->redirects()->add("former-{$i}.png", 900000 - $i, 'full');
        }
        $wpdb->query("UPDATE {$wpdb->prefix}picopt_redirects SET id = 2000000 - id ORDER BY id"); // the newest first, as they were given
        update_option('picture_optimizer_files_looked_up_to', 899999, false);
        $this->missing()->look(Budget::ofSeconds(-1));
        self::assertSame('0', (string) get_option('picture_optimizer_files_are_missing'));
        update_option('picture_optimizer_files_looked_up_to', 899999, false);
        $this->missing()->look(Budget::ofSeconds(60));
        self::assertSame('1', (string) get_option('picture_optimizer_files_are_missing'));
    }

    public function testARowWithoutItsImageIsNobodys(): void
    {
        global $wpdb;
        [$id, , $new] = $this->withFilesOfBefore('photo.jpg', 900, 600);
        $path = $this->relative($id, $new['full']);
        do_action(Hooks::HEAL);
        $wpdb->insert($wpdb->postmeta, ['post_id' => 1 + (int) $wpdb->get_var("SELECT MAX(ID) FROM {$wpdb->posts}"),
            'meta_key' => '_wp_attached_file', 'meta_value' => 'orphan.jpg']);
        $wpdb->insert($wpdb->postmeta, ['post_id' => $this->post('no image'), 'meta_key' => '_wp_attached_file', 'meta_value' => $path]);
        self::assertNull($this->missing()->standIn('orphan.jpg'));
        self::assertNotNull($this->missing()->standIn($path));
    }

    public function testNothingThatGoesWrongReachesTheVisitor(): void
    {
        $calls = 0;
        add_filter('pre_option_picture_optimizer_files_are_missing', static function () use (&$calls): never {
            $calls++;
            throw new \TypeError('anything');
        });
        $uri = $_SERVER['REQUEST_URI'] ?? null;
        $_SERVER['REQUEST_URI'] = (string) wp_parse_url(wp_get_upload_dir()['baseurl'] . '/2020/01/never-was.jpg', PHP_URL_PATH);
        try {
            (new OldUrls($this->plugin->redirects(), $this->missing(...)))->redirect();
        } finally {
            $_SERVER['REQUEST_URI'] = $uri;
        }
        self::assertSame(1, $calls);
    }

    /** For an hour they have from the former name that it leads to the one that is missing. */
    public function testCachesDoNotKnowTheAddressOfAStandIn(): void
    {
        [$id, $old, $new] = $this->withFilesOfBefore('photo.jpg', 900, 600);
        do_action(Hooks::HEAL);
        $url = (new OldUrls($this->plugin->redirects(), $this->missing(...)))->standIn($this->relative($id, $new['full']));
        $former = wp_get_upload_dir()['baseurl'] . "/{$this->relative($id, $old['full'])}";
        self::assertStringStartsWith("{$former}?picture-optimizer-former=", (string) $url);
    }

    public function testImagesThatNeverWereCostNoQueryAndFewSearches(): void
    {
        global $wpdb;
        do_action(Hooks::HEAL);
        wp_load_alloptions(true);
        $before = $wpdb->num_queries;
        self::assertNull($this->missing()->standIn('2020/01/never-was.jpg'));
        self::assertSame($before, $wpdb->num_queries);
        [$id, , $new] = $this->withFilesOfBefore('photo.jpg', 900, 600);
        $this->missing()->look(Budget::unlimited());
        $searches = 0;
        add_filter('query', static function (string $sql) use (&$searches): string {
            $searches += (int) (str_contains($sql, '_wp_attached_file') && str_contains($sql, 'LIMIT 20'));
            return $sql;
        });
        foreach ([1, 2] as $time) {
            self::assertNull($this->missing()->standIn('2020/01/never-was.jpg'));
            self::assertNotNull($this->missing()->standIn($this->relative($id, $new['full'])));
            self::assertSame(2, $searches, "request {$time}");
        }
        foreach (range(1, 210) as $i) {
            $this->missing()->standIn("2020/01/never-was-{$i}.jpg");
        }
        self::assertCount(200, get_transient('picture_optimizer_stand_ins'));
    }

    public function testARevertNeedsNoBackupWhereTheFilesOfBeforeLie(): void
    {
        $id = $this->addPicture();
        $post = $this->post("<img src=\"{$this->url($id, 'large')}\">");
        $before = $this->stateOfSite();
        $this->replaced($id);
        $this->workshop->backups->remove($this->workshop->journal->inEffect($id)[0]->backup);
        $this->reverted($id);
        self::assertStringContainsString('photo-', get_post($post)->post_content);
        self::assertSame($before, $this->stateOfSite());
    }

    /** @return iterable<string, array{callable(string, string): mixed}> what is done to the former file, and to ours */
    public static function notTheOnes(): iterable
    {
        yield 'one is missing' => [static fn (string $old, string $new): bool => unlink($old)];
        yield 'it is another file' => [static fn (string $old): mixed => file_put_contents($old, 'another')];
        yield 'it is ours under its name' => [static fn (string $old, string $new): bool => copy($new, $old)];
    }

    /** @dataProvider notTheOnes */
    public function testWithoutABackupNothingElseIsTakenForTheFilesOfBefore(callable $change): void
    {
        $id = $this->addPicture();
        [$old, $new] = $this->replaced($id);
        $change($this->absolute($id, $old['full']), $this->absolute($id, $new['full']));
        $this->workshop->backups->remove($this->workshop->journal->inEffect($id)[0]->backup);
        $outcome = $this->replacer->revert($id)[$id];
        self::assertSame([OutcomeState::Failed, 'The backup of this image is missing.'], [$outcome->state, $outcome->reason]);
        self::assertSame($new['full'], basename(Attachment::load($id)->file), 'nothing was touched');
    }

    private function missing(): MissingFiles
    {
        return new MissingFiles($this->plugin->db(), $this->plugin->redirects());
    }

    /** @return array{int, array<string, string>, array<string, string>} The image, its names before, and after. */
    private function withFilesOfBefore(string $name, int $width, int $height): array
    {
        $id = $this->addPicture($name, $width, $height);
        [$old, $new] = $this->replaced($id);
        foreach (array_diff($new, $old) as $file) {
            unlink($this->absolute($id, $file));
        }
        return [$id, $old, $new];
    }

    /** @return array{array<string, string>, array<string, string>} Names before, all of which lie there again, and after. */
    private function replaced(int $id): array
    {
        $old = Attachment::load($id)->names();
        $bytes = array_map(fn (string $file): string => (string) file_get_contents($this->absolute($id, $file)), $old);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        foreach ($old as $size => $file) {
            file_put_contents($this->absolute($id, $file), $bytes[$size]);
        }
        return [$old, Attachment::load($id)->names()];
    }

    private function relative(int $id, string $name): string
    {
        return Attachment::load($id)->relative($name);
    }

    private function absolute(int $id, string $name): string
    {
        return Attachment::load($id)->absolute($name);
    }
}
