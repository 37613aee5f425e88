<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Audit;

use PictureOptimizer\Audit\Index;
use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** What the audit finds, and that it notices changes. */
final class IndexTest extends RestTestCase
{
    private Index $index;

    protected function setUp(): void
    {
        parent::setUp();
        $this->index = $this->plugin->audit();
        $this->index->register();
    }

    /** @return list<int> pictures of a kind, once all are looked at */
    private function found(Kind $kind): array
    {
        self::assertTrue($this->index->advance(Budget::unlimited()));
        return array_map(intval(...), array_column($this->index->page($kind, 1, 100), 'attachment_id'));
    }

    private function picture(string $name, int $seed, string $alt = '', string $title = 'Some words'): int
    {
        $id = $this->addPicture($name, 300, 200, $seed);
        wp_update_post(['ID' => $id, 'post_title' => $title]);
        $alt === '' || update_post_meta($id, '_wp_attachment_image_alt', $alt);
        return $id;
    }

    public function testFindsMissingAndPoorAlts(): void
    {
        $none = $this->picture('a.jpg', 1);
        $name = $this->picture('b.jpg', 2, 'IMG_1234.jpg');
        $lead = $this->picture('c.jpg', 3, 'Image of a red barn');
        $same = $this->picture('d.jpg', 4, 'A red barn', title: 'A red barn');
        $good = $this->picture('e.jpg', 5, 'A red barn beside a pond');
        self::assertSame([$none], $this->found(Kind::MissingAlt));
        self::assertSame([$same, $lead, $name], $this->found(Kind::BadAlt));
        self::assertNotContains($good, $this->found(Kind::BadAlt));
        self::assertSame(3, $this->index->counts()['bad_alt']);
    }

    public function testImagesThatSayTheSameAreFoundAndCopiesOfOneFileAreNot(): void
    {
        $one = $this->picture('a.jpg', 1, 'A red barn');
        $two = $this->picture('b.jpg', 2, ' a  RED barn');
        $this->picture('c.jpg', 3, 'Another barn');
        $copies = [$this->picture('d.jpg', 4, 'A pond'), $this->picture('e.jpg', 4, 'A pond')];
        array_map(fn (int $seed): int => $this->picture("none-{$seed}.jpg", $seed), [5, 6]);
        $expected = [$one, $two];
        self::assertEqualsCanonicalizing($expected, array_diff($this->found(Kind::SameAlt), $copies), 'none says nothing, twice');
        self::assertSame([], array_intersect($copies, $this->found(Kind::SameAlt)), 'the same image may say the same');
        update_post_meta($two, '_wp_attachment_image_alt', 'A blue barn');
        self::assertSame([], $this->found(Kind::SameAlt));
    }

    public function testNoticesEveryWayInWhichAPictureChanges(): void
    {
        $id = $this->picture('a.jpg', 1);
        self::assertSame([$id], $this->found(Kind::MissingAlt));
        update_post_meta($id, '_wp_attachment_image_alt', 'A red barn beside a pond');
        self::assertSame([], $this->found(Kind::MissingAlt));
        wp_update_post(['ID' => $id, 'post_title' => 'A red barn beside a pond']);
        self::assertSame([$id], $this->found(Kind::BadAlt), 'the title says the same now');
        $this->process([$id], Pipeline::Export);
        self::assertSame([], $this->found(Kind::OldFormat), 'it is WebP now');
        $this->plugin->control()->revert($id);
        self::assertSame([$id], $this->found(Kind::OldFormat));
        wp_delete_attachment($id, true);
        self::assertSame(['looked_at' => 0, 'total' => 0], $this->index->progress());
    }

    /** @group acceptance-E2 */
    public function testADecorativePictureIsNoComplaint(): void
    {
        $id = $this->picture('a.jpg', 1);
        $this->plugin->pictures()->save($id, ['status' => 'analysed']);
        self::assertSame([], $this->found(Kind::MissingAlt));
    }

    public function testFindsTheSameFileUploadedTwice(): void
    {
        $first = $this->addPicture('a.jpg', 300, 200, 1);
        $other = $this->addPicture('b.jpg', 300, 200, 2);
        $again = $this->addPicture('c.jpg', 300, 200, 1);
        self::assertEqualsCanonicalizing([$first, $again], $this->found(Kind::Duplicates));
        self::assertNotContains($other, $this->found(Kind::Duplicates));
    }

    public function testListsTheHeaviestFirstAndInPages(): void
    {
        global $wpdb;
        $ids = [$this->picture('a.jpg', 1), $this->picture('b.jpg', 2), $this->picture('c.jpg', 3)];
        $this->found(Kind::Heavy);
        foreach ($ids as $number => $id) {
            $wpdb->update($this->index->table(), ['bytes' => (int) (Kind::HEAVY_BYTES * (2 + $number))], ['attachment_id' => $id]);
        }
        self::assertSame([$ids[2], $ids[1], $ids[0]], $this->found(Kind::Heavy));
        self::assertSame((string) $ids[1], $this->index->page(Kind::Heavy, 2, 1)[0]['attachment_id']);
    }

    public function testGoesOnWhereItsTimeRanOut(): void
    {
        $this->picture('a.jpg', 1);
        self::assertFalse($this->index->advance(Budget::ofSeconds(0)));
        $answer = $this->call('POST', '/audit/advance');
        self::assertSame(['complete' => true, 'looked_at' => 1, 'total' => 1], $answer->get_data());
    }

    /** A page of the audit costs the same few queries, however large the library is. @group deep */
    public function testTenThousandPictures(): void
    {
        global $wpdb;
        $this->index->counts(); // WordPress asks for its theme's widths once a request
        $ofNone = $this->queriesOfAPage();
        $values = $meta = [];
        for ($i = 0; $i < 10_000; $i++) {
            $values[] = "(1, 'attachment', 'inherit', 'image/jpeg', 'Title {$i}', '', '', '', '', '', NOW(), NOW(), NOW(), NOW())";
        }
        $columns = 'post_author, post_type, post_status, post_mime_type, post_title, post_content, post_excerpt, to_ping, pinged,'
            . ' post_content_filtered, post_date, post_date_gmt, post_modified, post_modified_gmt';
        foreach (array_chunk($values, 1000) as $chunk) {
            $wpdb->query("INSERT INTO {$wpdb->posts} ({$columns}) VALUES " . implode(',', $chunk));
        }
        $ids = $wpdb->get_col("SELECT ID FROM {$wpdb->posts} WHERE post_type = 'attachment'");
        foreach ($ids as $number => $id) {
            $metadata = serialize(['file' => "2026/{$id}.jpg", 'filesize' => 1000 + $number * 100, 'sizes' => []]);
            $meta[] = "({$id}, '_wp_attachment_metadata', '{$metadata}')";
        }
        foreach (array_chunk($meta, 1000) as $chunk) {
            $wpdb->query("INSERT INTO {$wpdb->postmeta} (post_id, meta_key, meta_value) VALUES " . implode(',', $chunk));
        }
        self::assertTrue($this->index->advance(Budget::unlimited()));
        self::assertSame($ofNone, $this->queriesOfAPage());
        self::assertCount(50, $this->index->page(Kind::Heavy, 3, 50));
        self::assertSame(10_000, $this->index->counts()['missing_alt']);
    }

    private function queriesOfAPage(): int
    {
        global $wpdb;
        $before = $wpdb->num_queries;
        $this->index->counts();
        $this->index->progress();
        $this->index->page(Kind::Heavy, 3, 50);
        return $wpdb->num_queries - $before;
    }
}
