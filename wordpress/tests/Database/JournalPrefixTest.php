<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Database\JournalPrefix;
use PictureOptimizer\Tests\TestCase;

/**
 * The journal of a copied or renamed site names this site's tables, and of another one's none.
 *
 * @group acceptance-A10
 */
final class JournalPrefixTest extends TestCase
{
    private string $journal;

    protected function setUp(): void
    {
        parent::setUp();
        $this->journal = $this->plugin->db()->prefix . 'picopt_changes';
        $this->plugin->db()->query("DELETE FROM {$this->journal}");
    }

    public function testEveryTableOfTheFormerPrefixFollows(): void
    {
        $now = $this->plugin->db()->prefix;
        $this->write('live_postmeta', 'own');
        $this->write('live_posts', 'ref');
        $this->write('live_slides', 'ref');
        $this->write('shared_images', 'ref');
        $this->write('delivered', 'ref');
        (new JournalPrefix($this->plugin->db()))->follow($this->journal);
        self::assertSame(["{$now}postmeta", "{$now}posts", "{$now}slides", 'shared_images', 'delivered'], $this->tables());
    }

    /**
     * @testWith ["wp_stg_"]
     *           ["a_"]
     *           ["postmeta_"]
     */
    public function testAPrefixThatBeginsLikeAnotherOneIsItself(string $former): void
    {
        $now = $this->plugin->db()->prefix;
        $this->write("{$former}postmeta", 'own');
        $this->write("{$former}options", 'ref');
        $prefix = new JournalPrefix($this->plugin->db());
        $prefix->follow($this->journal);
        $prefix->follow($this->journal);
        (new JournalPrefix($this->plugin->db()))->follow($this->journal);
        self::assertSame(["{$now}postmeta", "{$now}options"], $this->tables());
    }

    /** An image of which only texts were written, as its title. */
    public function testThePrefixIsKnownByTheImagesOwnPostAlone(): void
    {
        $now = $this->plugin->db()->prefix;
        $this->write('live_posts', 'own');
        $this->write('live_options', 'ref');
        (new JournalPrefix($this->plugin->db()))->follow($this->journal);
        self::assertSame(["{$now}posts", "{$now}options"], $this->tables());
    }

    public function testTwoRequestsAtOnceFollowOnce(): void
    {
        $now = $this->plugin->db()->prefix;
        $former = substr($now, 0, 1);
        $this->write("{$former}postmeta", 'own');
        $this->write("{$former}options", 'ref');
        $isFirst = true;
        add_filter('query', function (string $query) use (&$isFirst): string {
            if ($isFirst && str_starts_with($query, 'UPDATE ')) {
                $isFirst = false;
                (new JournalPrefix($this->plugin->db()))->follow($this->journal);
            }
            return $query;
        });
        (new JournalPrefix($this->plugin->db()))->follow($this->journal);
        self::assertFalse($isFirst);
        self::assertSame(["{$now}postmeta", "{$now}options"], $this->tables());
    }

    public function testAPrefixThatBeginsWithTodaysIsFollowedToo(): void
    {
        $now = $this->plugin->db()->prefix;
        $this->write("{$now}new_postmeta", 'own');
        $this->write("{$now}new_options", 'ref');
        (new JournalPrefix($this->plugin->db()))->follow($this->journal);
        self::assertSame(["{$now}postmeta", "{$now}options"], $this->tables());
    }

    public function testWhatStandsOnOtherSitesOfTheNetworkStaysTheirs(): void
    {
        $now = $this->plugin->db()->prefix;
        $tables = ["{$now}postmeta" => 'own', "{$now}7_postmeta" => 'ref', "{$now}7_posts" => 'ref', 'other_postmeta' => 'ref'];
        foreach ($tables as $table => $kind) {
            $this->write($table, $kind);
        }
        (new JournalPrefix($this->plugin->db()))->follow($this->journal);
        self::assertSame(array_keys($tables), $this->tables());
    }

    private function write(string $table, string $kind): void
    {
        $this->plugin->db()->insert($this->journal, ['replacement_id' => 1, 'attachment_id' => 1, 'tbl' => $table, 'key_column' => 'id',
            'pk' => '1', 'col' => 'x', 'kind' => $kind, 'hash_before' => '', 'hash_after' => '', 'edits' => '', 'state' => 'done']);
    }

    /** @return list<string> */
    private function tables(): array
    {
        return $this->plugin->db()->get_col("SELECT tbl FROM {$this->journal} ORDER BY id");
    }
}
