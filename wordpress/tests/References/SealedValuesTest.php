<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\ScheduledTasks;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Values that would be broken by another address in them: each stays as it is to the byte, is listed, and keeps its file.
 *
 * @group acceptance-B11
 */
final class SealedValuesTest extends ReplaceTestCase
{
    private int $id;

    private string $actions;

    protected function setUp(): void
    {
        global $wpdb;
        $wpdb->query("CREATE OR REPLACE TABLE {$wpdb->prefix}acme_cache (id INT PRIMARY KEY AUTO_INCREMENT, data LONGBLOB) ENGINE=InnoDB");
        $this->actions = "{$wpdb->prefix}actionscheduler_actions";
        $wpdb->query("CREATE OR REPLACE TABLE {$this->actions} (action_id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, "
            . 'status VARCHAR(20) NOT NULL, args VARCHAR(191), extended_args VARCHAR(8000) NULL) ENGINE=InnoDB');
        foreach (self::runners() as [$name]) {
            $wpdb->query("CREATE OR REPLACE TABLE {$wpdb->prefix}{$name} (id BIGINT PRIMARY KEY AUTO_INCREMENT, "
                . 'status VARCHAR(32) NOT NULL, args LONGTEXT) ENGINE=InnoDB');
        }
        parent::setUp();
        $this->id = $this->addPicture('photo.jpg', 500, 400);
    }

    protected function tearDown(): void
    {
        global $wpdb;
        parent::tearDown();
        $wpdb->query("DROP TABLE {$wpdb->prefix}acme_cache, {$this->actions}");
        foreach (self::runners() as [$name]) {
            $wpdb->query("DROP TABLE {$wpdb->prefix}{$name}");
        }
    }

    /** @return iterable<string, array{callable(string): string, string}> value of a URL, and why it stays */
    public static function values(): iterable
    {
        $short = static fn (string $text): string => chr(strlen($text)) . $text;
        $igbinary = static fn (string $url): string => "\0\0\0\2\x14\1\x11" . $short('url') . "\x11" . $short($url);
        yield 'igbinary' => [$igbinary, 'binary data'];
        yield 'igbinary in Base64' => [static fn (string $url): string => base64_encode($igbinary($url)), 'binary data'];
        yield 'BSON' => [static fn (string $url): string
            => pack('V', 14 + strlen($url)) . "\2url\0" . pack('V', strlen($url) + 1) . "{$url}\0\0", 'in a format that'];
        yield 'gzip' => [static fn (string $url): string => (string) gzencode("<img src=\"{$url}\">"), 'in a format that'];
        yield 'zlib' => [static fn (string $url): string => (string) gzcompress(serialize(['a' => $url])), 'in a format that'];
        yield 'the database’s own compression' => [static fn (string $url): string => pack('V', strlen($url)) . gzcompress($url),
            'in a format that'];
        yield 'signed shortcodes' => [static fn (string $url): string => "[ct_section ct_sign_sha256='ab12' ct_options='{\"ct_id\":2}']"
            . "[ct_image ct_sign_sha256='cd34' ct_options='{\"original\":{\"src\":\"{$url}\"}}'][/ct_image][/ct_section]", 'signed'];
    }

    /**
     * @param callable(string): string $make
     * @dataProvider values
     */
    public function testItStaysAndIsListedAndKeepsItsFile(callable $make, string $why): void
    {
        global $wpdb;
        $value = $make($this->url($this->id));
        $file = (string) get_attached_file($this->id);
        $wpdb->query("INSERT INTO {$wpdb->prefix}acme_cache (data) VALUES (x'" . bin2hex($value) . "')");
        $post = $this->post("<img src=\"{$this->url($this->id)}\">");

        $notes = implode("\n", $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame(bin2hex($value), bin2hex((string) $wpdb->get_var("SELECT data FROM {$wpdb->prefix}acme_cache")));
        self::assertStringContainsString('acme_cache.data 1 still uses ' . basename($file), $notes);
        self::assertStringContainsString($why, $notes);
        self::assertFileExists($file);
        self::assertStringContainsString('red-bike', get_post($post)->post_content, 'all others are rewritten');
        $this->reverted($this->id);
        self::assertSame(bin2hex($value), bin2hex((string) $wpdb->get_var("SELECT data FROM {$wpdb->prefix}acme_cache")));
    }

    /** Pasted from Word: such signs are no reason to take a text for data. */
    public function testStraySignsMakeNoDataOfAText(): void
    {
        $post = $this->post("Größe\x02 a\x0bb\x1e <img src=\"{$this->url($this->id)}\">");
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertStringContainsString("Größe\x02 a\x0bb\x1e <img src=\"{$this->url($this->id)}\">", get_post($post)->post_content);
        $this->reverted($this->id);
    }

    /** WordPress takes a task out by a hash of its words: with other words in it, it would be done again and again. */
    public function testAScheduledTaskIsDoneOnceAndWithTheAddressThatItWasTold(): void
    {
        $url = $this->url($this->id);
        $file = (string) get_attached_file($this->id);
        wp_schedule_single_event(time() + 3600, 'acme_publish', [$url]);
        $notes = implode("\n", $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertStringContainsString('still uses ' . basename($file), $notes);
        self::assertStringContainsString('scheduled task', $notes);
        self::assertFileExists($file);
        $at = wp_next_scheduled('acme_publish', [$url]);
        self::assertIsInt($at);
        wp_unschedule_event($at, 'acme_publish', [$url]);
        self::assertStringNotContainsString('acme_publish', serialize(_get_cron_array()));
        $this->reverted($this->id);
    }

    /** Action Scheduler compares the text of the arguments, as JSON, when a task is canceled or would be scheduled twice. */
    public function testATaskOfActionSchedulerIsFoundByTheArgumentsThatItWasGiven(): void
    {
        global $wpdb;
        $url = $this->url($this->id);
        $file = (string) get_attached_file($this->id);
        $short = (string) wp_json_encode([$url]);
        $long = (string) wp_json_encode([$url, str_repeat('x', 200)]);
        $rows = [['pending', $short, ''], ['in-progress', md5($long), $long], ['complete', $short, ''], ['failed', $short, '']];
        foreach ($rows as [$status, $args, $extended]) {
            $wpdb->insert($this->actions, ['status' => $status, 'args' => $args, 'extended_args' => $extended]);
        }
        $notes = implode("\n", $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame(array_map(static fn (array $row): array => array_combine(['status', 'args', 'extended_args'], $row), $rows), $wpdb
            ->get_results("SELECT status, args, extended_args FROM {$this->actions} ORDER BY action_id", ARRAY_A));
        self::assertStringContainsString('actionscheduler_actions.args 1 still uses ' . basename($file), $notes);
        self::assertStringContainsString('actionscheduler_actions.extended_args 2 still uses', $notes);
        self::assertStringContainsString('scheduled task', $notes);
        self::assertStringNotContainsString('args 3', $notes);
        self::assertFileExists($file);
        $this->reverted($this->id);
    }

    /** @return iterable<string, array{string, string}> a table, the status of what waits in it */
    public static function runners(): iterable
    {
        yield 'Cavalcade' => ['cavalcade_jobs', 'waiting'];
        yield 'Cron Control' => ['a8c_cron_control_jobs', 'pending'];
    }

    /** A prefix need not end with an underscore. */
    public function testTablesAreToldWhateverTheSitesPrefix(): void
    {
        self::assertTrue(ScheduledTasks::areIn('wp_actionscheduler_actions'));
        self::assertTrue(ScheduledTasks::areIn('shopactionscheduler_actions'));
        self::assertFalse(ScheduledTasks::areIn('wp_actionscheduler_actions_of_mine'));
    }

    /** @dataProvider runners */
    public function testATaskOfAnotherRunnerStaysAsItIs(string $name, string $waits): void
    {
        global $wpdb;
        $args = serialize([$this->url($this->id)]);
        $wpdb->insert($wpdb->prefix . $name, ['args' => $args, 'status' => $waits]);
        $notes = implode("\n", $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame($args, $wpdb->get_var("SELECT args FROM {$wpdb->prefix}{$name}"));
        self::assertStringContainsString("{$name}.args 1 still uses", $notes);
        $this->reverted($this->id);
    }

    public function testATaskThatActionSchedulerHasDoneKeepsNoFile(): void
    {
        global $wpdb;
        $file = (string) get_attached_file($this->id);
        $wpdb->insert($this->actions, ['status' => 'complete', 'args' => (string) wp_json_encode([$this->url($this->id)])]);
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertFileDoesNotExist($file);
        $this->reverted($this->id);
    }
}
