<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Health;

use PictureOptimizer\Health\Check;
use PictureOptimizer\Health\Privacy;
use PictureOptimizer\Health\Remedy;
use PictureOptimizer\Health\SiteHealth;
use PictureOptimizer\Health\Verification;
use PictureOptimizer\Hooks;
use PictureOptimizer\Store\Approvals;
use PictureOptimizer\Store\DecidedText;
use PictureOptimizer\Store\EventKind;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Reviewed;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Process;
use PictureOptimizer\Tests\Store\StoreTestCase;

/** What Site Health finds on sites where something is amiss, one thing at a time; no request leaves the machine. */
final class FindingsTest extends StoreTestCase
{
    private function quick(string $id): Check
    {
        return ($this->plugin->checks()->quick()[$id])();
    }

    public function testEveryCheckHasItsName(): void
    {
        foreach ($this->plugin->checks()->quick() as $id => $check) {
            self::assertSame($id, $check()->id);
            self::assertSame(Check::GOOD, $check()->status, $check()->label);
        }
        self::assertSame(
            ['service', 'loopback', 'backups', 'originals', 'unknown_backups', 'redirects', 'leftovers', 'types'],
            array_keys($this->plugin->checks()->slow())
        );
    }

    /** @return iterable<string, array{string, string}> memory limit, what is told */
    public static function limits(): iterable
    {
        yield 'none' => ['-1', 'good'];
        yield 'enough' => ['512M', 'good'];
        yield 'just enough' => ['64M', 'good'];
        yield 'just enough, in bytes' => [(string) (64 * MB_IN_BYTES), 'good'];
        yield 'not enough' => ['63M', 'recommended: PHP may use only 63 MB of memory; 64 MB or more is recommended.'];
    }

    /**
     * In a process of its own: this one may have taken more than the limit by now.
     *
     * @dataProvider limits
     */
    public function testMemoryIsEnough(string $limit, string $told): void
    {
        $code = '$check = $plugin->checks()->quick()["memory"](); echo rtrim("{$check->status}: {$check->text}", ": ");';
        self::assertSame($told, (new Process($code, ["memory_limit={$limit}"]))->output());
    }

    public function testAReadOnlyUploadFolderIsCritical(): void
    {
        add_filter('upload_dir', static fn (array $dir): array => ['basedir' => '/proc/self/nowhere'] + $dir);
        $check = $this->quick('uploads');
        self::assertSame(Check::CRITICAL, $check->status);
        self::assertStringContainsString('/proc/self/nowhere', $check->text);
    }

    /** @return iterable<string, array{JobState, int|null, string}> state of a job, seconds until the next run, status */
    public static function schedules(): iterable
    {
        yield 'nothing to do' => [JobState::Finished, null, Check::GOOD];
        yield 'a run to come' => [JobState::Open, 60, Check::GOOD];
        yield 'a run that is due' => [JobState::Open, -60, Check::GOOD];
        yield 'a run that nobody made' => [JobState::Open, -6 * MINUTE_IN_SECONDS, Check::RECOMMENDED];
        yield 'no run at all' => [JobState::Open, null, Check::RECOMMENDED];
    }

    /** @dataProvider schedules */
    public function testWaitingWorkThatNobodyDoesIsNoticed(JobState $state, ?int $seconds, string $status): void
    {
        wp_clear_scheduled_hook(Hooks::TICK);
        $this->job([7], state: $state);
        $seconds === null || wp_schedule_single_event(time() + $seconds, Hooks::TICK);
        $check = $this->quick('schedule');
        self::assertSame($status, $check->status);
        $status === Check::GOOD || self::assertStringContainsString('wp picture-optimizer work', $check->text);
    }

    public function testATableThatCouldNotBeBroughtUpToDateIsNamed(): void
    {
        $table = $this->plugin->jobs()->table();
        add_filter('query', static fn (string $query): string => $query === "DESCRIBE {$table};"
            ? "SHOW COLUMNS FROM {$table} WHERE Field <> 'message'" : $query);
        $check = $this->quick('tables');
        self::assertSame(Check::CRITICAL, $check->status);
        self::assertStringContainsString("{$table} lacks", $check->text);
        update_option('picture_optimizer_schema', 'others 99.0.0');
        self::assertSame(Check::GOOD, $this->quick('tables')->status, 'a newer version may want others');
    }

    public function testAMissingTableIsNamed(): void
    {
        $hide = static fn (string $query): string => str_contains($query, 'information_schema.TABLES')
            ? str_replace('picopt_jobs', 'picopt_gone', $query) : $query;
        add_filter('query', $hide);
        $check = $this->quick('tables');
        self::assertSame(Check::CRITICAL, $check->status);
        self::assertStringContainsString('picopt_jobs', $check->text);
    }

    // What Site Health shows.

    private function siteHealth(): SiteHealth
    {
        $plugin = $this->plugin;
        return new SiteHealth($plugin->checks(), $plugin->connection(), $plugin->pictures(), $plugin->replacer());
    }

    public function testTestsAreAddedBesideThoseOfOthers(): void
    {
        $tests = $this->siteHealth()->addTests(['direct' => ['theirs' => ['label' => 'x']], 'async' => []]);
        self::assertSame(['theirs', 'picopt_tables', 'picopt_uploads', 'picopt_schedule', 'picopt_memory'], array_keys($tests['direct']));
        self::assertCount(8, $tests['async']);
        self::assertSame('picopt_service', $tests['async']['picopt_service']['test']);
        $this->siteHealth()->register();
        foreach ($tests['async'] as ['test' => $test]) {
            // As wp-admin/js/site-health.js asks for it.
            self::assertNotFalse(has_action('wp_ajax_health-check-' . preg_replace('/_/', '-', $test, 1)), $test);
        }
        $result = $tests['direct']['picopt_tables']['test']();
        $said = [$result['label'], $result['status'], $result['actions'], $result['test']];
        self::assertSame(['All database tables are in place', 'good', '', 'picopt_tables'], $said);
        self::assertSame('<p>All database tables are in place</p>', $result['description']);
    }

    public function testAFindingIsShownAsTextAndARemedyAsAButton(): void
    {
        $format = new \ReflectionMethod(SiteHealth::class, 'format');
        $check = new Check('x', Check::CRITICAL, 'Label', '<script>alert(1)</script>', Remedy::AdoptBackups);
        $shown = $format->invoke(null, $check);
        self::assertSame('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>', $shown['description']);
        self::assertStringContainsString('name="remedy" value="' . Remedy::AdoptBackups->value . '"', $shown['actions']);
        self::assertStringContainsString('_wpnonce', $shown['actions']);
    }

    public function testFactsForWhoeverHelpsHoldNoKey(): void
    {
        $key = 'po_live_0123456789abcdefghijklmnop';
        $this->plugin->connection()->save('http://127.0.0.1:9', $key);
        $this->plugin->pictures()->save(7, ['status' => 'exported', 'bytes_before' => 5000, 'bytes_after' => 904]);
        $this->plugin->pictures()->save(8, ['status' => 'reverted']);
        $this->plugin->pictures()->save(9, ['status' => 'reverted']);
        $facts = $this->siteHealth()->addFacts(['wp-core' => []]);
        self::assertSame(['wp-core', 'picture-optimizer'], array_keys($facts));
        $values = array_column($facts['picture-optimizer']['fields'], 'value');
        self::assertSame(['http://127.0.0.1:9', 'Yes', '4 KB', ['Exported' => '1', 'Restored' => '2']], $values);
        self::assertStringNotContainsString($key, (string) json_encode($facts));
        $this->plugin->connection()->forget();
        $facts = $this->siteHealth()->addFacts([])['picture-optimizer'];
        self::assertStringContainsString('not connected', $facts['fields']['connected']['value']);
    }

    // Verification.

    /** @return iterable<string, array{mixed, list<string>}> metadata of a file that is no image, what is found */
    public static function wrongs(): iterable
    {
        yield 'no sizes' => [[], ['“full” is of the wrong type']];
        yield 'a size that is gone' => [['sizes' => ['medium' => ['file' => 'gone.jpg', 'mime-type' => 'image/jpeg']]],
            ['“medium” is missing', '“full” is of the wrong type']];
        yield 'sizes that are a text' => [['sizes' => 'broken'], ['“full” is of the wrong type']];
        yield 'a size that is a text' => [['sizes' => ['medium' => 'x.jpg']], ['“medium” is missing', '“full” is of the wrong type']];
        yield 'a size without a file' => [['sizes' => ['medium' => ['width' => 3]]], ['“medium” is missing',
            '“full” is of the wrong type']];
        yield 'metadata that is a text' => ['broken', ['“full” is of the wrong type']];
    }

    /**
     * @dataProvider wrongs
     * @param list<string> $expected
     */
    public function testFaultsOfAnImagesFilesAreNamed(mixed $metadata, array $expected): void
    {
        $upload = wp_upload_bits('photo.jpg', null, str_repeat('no image ', 50));
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $upload['file']);
        update_post_meta($id, '_wp_attachment_metadata', $metadata);
        $faults = (new Verification($this->plugin->originals()))->faults($id);
        self::assertCount(count($expected), $faults, implode(' ', $faults));
        foreach ($expected as $number => $part) {
            self::assertStringContainsString($part, $faults[$number]);
        }
    }

    public function testWhatIsNoImageIsSaidSo(): void
    {
        self::assertStringContainsString('no such image', (new Verification($this->plugin->originals()))->faults(0)[0]);
    }

    // Privacy.

    public function testWhatIsKeptOfAPersonIsExportedAndForgotten(): void
    {
        $user = (int) wp_insert_user(['user_login' => 'anna', 'user_pass' => 'x', 'user_email' => 'anna@example.test', 'role' => 'editor']);
        wp_set_current_user($user);
        $first = $this->job()->id;
        $second = $this->job()->id;
        wp_set_current_user(1);
        $others = $this->job()->id;
        $privacy = new Privacy($this->jobs, $this->plugin->events(), new Approvals($this->plugin->db(), $this->items));
        $export = $privacy->export('anna@example.test');
        self::assertTrue($export['done']);
        self::assertSame(["job-{$first}", "job-{$second}"], array_column($export['data'], 'item_id'));
        self::assertSame('Compress & Export Only', $export['data'][0]['data'][1]['value']);
        self::assertTrue($privacy->erase('anna@example.test')['items_removed']);
        self::assertFalse($privacy->erase('anna@example.test')['items_removed'], 'nothing is left');
        self::assertSame([], $privacy->export('anna@example.test')['data']);
        self::assertSame([0, 1], [$this->jobs->get($first)->createdBy, $this->jobs->get($others)->createdBy]);
        self::assertSame([], $this->plugin->events()->ofUser($user, 9, 0));
        foreach (['nobody@example.test', '', 'no address'] as $email) {
            self::assertSame([[], false], [$privacy->export($email)['data'], $privacy->erase($email)['items_removed']]);
        }
    }
    /** What they changed in images, and which text they approved, has their name in the history as well. */
    public function testWhatAPersonChangedAndApprovedIsExportedAndForgotten(): void
    {
        $user = (int) wp_insert_user(['user_login' => 'ben', 'user_pass' => 'x', 'user_email' => 'ben@example.test', 'role' => 'editor']);
        [$theirs, $others] = $this->itemsIn(State::Done, 2);
        $says = new DecidedText(['alt' => ['text' => "\"approved_by\":{$user},", 'write' => true]], ['text' => [], 'write' => false], '');
        $this->setItem($theirs, ['reviewed' => (new Reviewed($says))->approvedBy($user, 1_700_000_000)->toJson()]);
        $this->setItem($others, ['reviewed' => (new Reviewed($says))->approvedBy($user + 1, 1_700_000_000)->toJson()]);
        wp_set_current_user($user);
        $this->plugin->events()->note($theirs->attachmentId, EventKind::Text, 'alt', 'before', 'after');
        wp_set_current_user(1);
        $privacy = new Privacy($this->jobs, $this->plugin->events(), new Approvals($this->plugin->db(), $this->items));
        $export = $privacy->export('ben@example.test');
        self::assertSame(
            [true, ['picture-optimizer-approval', 'picture-optimizer-change']],
            [$export['done'], array_column($export['data'], 'group_id')]
        );
        self::assertSame('2023-11-14', substr($export['data'][0]['data'][0]['value'], 0, 10));
        self::assertSame('Alt text changed', $export['data'][1]['data'][2]['value']);
        self::assertSame([], $privacy->export('ben@example.test', 2)['data']);
        self::assertTrue($privacy->erase('ben@example.test')['items_removed']);
        self::assertSame([], $privacy->export('ben@example.test')['data']);
        self::assertSame([0, $user + 1], [$this->again($theirs)->reviewed->approvedBy, $this->again($others)->reviewed->approvedBy]);
        self::assertEquals($says, $this->again($theirs)->reviewed->text, 'what was approved stays');
    }
}
