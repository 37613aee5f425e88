<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Database\Fenced;
use PictureOptimizer\Replace\OutcomeState;

/**
 * Values that this server cannot handle are left and told; nothing else waits for them.
 *
 * @group acceptance-A14
 */
final class LimitsTest extends ReplaceTestCase
{
    /** Of 128 MB, a request of WordPress with this plugin and the tests' own classes has taken 48 when its work begins. */
    private const LEFT_MB = 80;

    private string $memoryBefore = '';

    protected function setUp(): void
    {
        parent::setUp();
        global $wpdb;
        self::assertLessThanOrEqual(16 * MB_IN_BYTES, (int) $wpdb->get_var('SELECT @@max_allowed_packet'), 'the default');
        $this->memoryBefore = (string) ini_get('memory_limit');
    }

    protected function tearDown(): void
    {
        ini_set('memory_limit', $this->memoryBefore);
        parent::tearDown();
    }

    public function testAnOptionOf8MegabytesAndAPostOf5DoNotStopAnything(): void
    {
        global $wpdb;
        $id = $this->addPicture();
        $url = $this->url($id);
        $row = ['id' => 'abc123', 'settings' => ['title' => 'Lorem "ipsum" dolor sit amet', 'n' => 12], 'x' => []];
        $rows = array_fill(0, 8 * 7000, $row);
        $option = serialize([...$rows, ['image' => $url]]);
        unset($rows);
        self::assertGreaterThan(7 * MB_IN_BYTES, strlen($option));
        $wpdb->query("INSERT INTO {$wpdb->options} (option_name, option_value, autoload) VALUES ('big_one', '', 'off')");
        foreach (str_split($option, MB_IN_BYTES) as $piece) {
            $wpdb->query($wpdb->prepare(
                "UPDATE {$wpdb->options} SET option_value = CONCAT(option_value, %s) WHERE option_name = 'big_one'",
                $piece
            ));
        }
        $hash = hash('sha256', $option);
        unset($option);
        $post = $this->post('x');
        $wpdb->query($wpdb->prepare(
            "UPDATE {$wpdb->posts} SET post_content = CONCAT(REPEAT(%s, 110000), %s) WHERE ID = {$post}",
            "It's 5 MB of “text” with \\ and 100 % ☕. ",
            "<img src=\"{$url}\">"
        ));
        unset($piece);
        $small = $this->post("<img src=\"{$url}\">");
        $change = $this->change($id, 'webp', 'Red bike');
        $before = $this->hashes($post, $small);
        $wpdb->flush();
        wp_cache_flush();
        gc_collect_cycles();
        gc_mem_caches(); // No limit is taken below what PHP holds, used or not.
        // What a request of 128M has left when it begins to work; the suite itself holds more than WordPress alone.
        $limit = (int) ceil(memory_get_usage() / MB_IN_BYTES) + self::LEFT_MB . 'M';
        ini_set('memory_limit', $limit);

        $outcome = $this->applied($change);

        $notes = implode(' ', $outcome->notes);
        self::assertStringContainsString("{$wpdb->options}.option_value", $notes);
        self::assertStringContainsString("memory_limit = {$limit}", $notes);
        $now = $wpdb->get_var("SELECT SHA2(option_value, 256) FROM {$wpdb->options} WHERE option_name = 'big_one'");
        self::assertSame($hash, $now);
        self::assertStringContainsString('red-bike', get_post($small)->post_content);
        $end = (string) $wpdb->get_var("SELECT RIGHT(post_content, 30) FROM {$wpdb->posts} WHERE ID = {$post}");
        self::assertStringEndsWith('red-bike.webp">', $end);

        self::assertSame(OutcomeState::Reverted, $this->replacer->revert($id)[$id]->state);
        self::assertSame($before, $this->hashes($post, $small));
        self::assertSame([], $this->workshop->journal->unfinished());
    }

    public function testAValueThatTheDatabaseRefusesIsLeftAndTold(): void
    {
        global $wpdb;
        $id = $this->addPicture('p.jpg', 500, 400);
        $post = $this->post("<img src=\"{$this->url($id)}\">");
        $wpdb->query("CREATE TEMPORARY TABLE {$wpdb->prefix}short_urls (id int PRIMARY KEY, url varchar(" . strlen($this->url($id)) . '))');
        $wpdb->insert("{$wpdb->prefix}short_urls", ['id' => 1, 'url' => $this->url($id)]);
        add_filter('picture_optimizer_reference_tables', static fn (): array => [
            ['table' => "{$wpdb->prefix}short_urls", 'key' => 'id', 'columns' => ['url']]]);
        $wpdb->query("SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
        $wpdb->suppress_errors(true);

        $outcome = $this->applied($this->change($id, 'webp', 'A very much longer name for a red bike'));

        $wpdb->suppress_errors(false);
        $wpdb->query("SET SESSION sql_mode = ''");
        self::assertStringContainsString('short_urls.url 1', implode(' ', $outcome->notes));
        self::assertStringContainsString('a-very-much-longer', get_post($post)->post_content);
        $this->reverted($id);
        $wpdb->query("DROP TEMPORARY TABLE {$wpdb->prefix}short_urls");
    }

    public function testOnlyTheMiddleOfALargeValueIsSent(): void
    {
        global $wpdb;
        $id = $this->addPicture();
        $old = $this->url($id);
        $text = str_repeat('ä☕', 80_000) . " {$old} " . str_repeat('☕ö', 80_000);
        $post = $this->post($text);
        $longest = 0;
        add_filter('query', static function (string $query) use (&$longest): string {
            $longest = str_contains($query, 'red-bike') ? max($longest, strlen($query)) : $longest;
            return $query;
        });
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertTrue(str_replace($old, $this->url($id), $text) === get_post($post)->post_content);
        self::assertLessThan(100_000, $longest);
        $this->reverted($id);
        self::assertTrue($text === get_post($post)->post_content);
    }

    public function testARunThatIsKilledAgainAndAgainIsGivenUpAndOthersGoOn(): void
    {
        global $wpdb;
        $id = $this->addPicture('killed.jpg', 500, 400, 1);
        $other = $this->addPicture('other.jpg', 500, 400, 2);
        $change = $this->change($id, 'webp', 'Killed');
        $kill = static function (string $step, int $attachment) use ($id): void {
            if ($step === 'metadata' && $attachment === $id) {
                throw new Fenced(); // as a process that ends here: nothing of it is taken back
            }
        };
        add_action('picture_optimizer_step', $kill, 10, 2);
        for ($run = 0; $run < 4; $run++) {
            $outcomes = $run === 0 ? $this->replacer->apply($change) : $this->replacer->resume();
            self::assertNotContains(OutcomeState::Failed, array_column($outcomes, 'state'));
            self::assertCount(1, $this->workshop->journal->unfinished());
        }
        $outcome = $this->replacer->resume()[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('Stopped after 3 attempts', $outcome->reason);
        self::assertSame([], $this->workshop->journal->unfinished());
        $this->applied($this->change($other));
        remove_action('picture_optimizer_step', $kill);
        $this->reverted($id);
        self::assertStringEndsWith('killed.jpg', (string) get_attached_file($id));
        $this->reverted($other);
    }

    /** @return list<string> */
    private function hashes(int ...$posts): array
    {
        global $wpdb;
        return $wpdb->get_col("SELECT SHA2(post_content, 256) FROM {$wpdb->posts} WHERE ID IN (" . implode(',', $posts) . ') ORDER BY ID');
    }
}
