<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\Filter;
use PictureOptimizer\Media\Selection;
use PictureOptimizer\Planning\ExclusionCount;
use PictureOptimizer\Planning\Exclusions;
use PictureOptimizer\Reporting\ItemLine;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\RowsRead;
use PictureOptimizer\Tests\Store\StoreTestCase;

/** A library of thousands: a look at all of it takes it in portions, and each portion costs its own size. */
final class LargeLibraryTest extends StoreTestCase
{
    private const IMAGES = 6100;

    /** @var list<int> */
    private array $ids = [];

    protected function setUp(): void
    {
        parent::setUp();
        $db = $this->plugin->db();
        $first = (int) $db->get_var("SELECT MAX(ID) FROM {$db->posts}") + 1;
        $this->ids = range($first, $first + self::IMAGES - 1);
        foreach (array_chunk($this->ids, 500) as $some) {
            $posts = array_map(static fn (int $id): string => "({$id}, 1, '2026-11-05 10:00:00', 'Photo', 'inherit', 'attachment',"
                . " 'image/jpeg', '', '', '', '')", $some);
            $db->query("INSERT INTO {$db->posts} (ID, post_author, post_date, post_title, post_status, post_type, post_mime_type,"
                . ' post_content, post_excerpt, to_ping, pinged) VALUES ' . implode(',', $posts));
            $files = array_map(static fn (int $id): string => "({$id}, '_wp_attached_file', '2026/11/photo-{$id}.jpg')", $some);
            $db->query("INSERT INTO {$db->postmeta} (post_id, meta_key, meta_value) VALUES " . implode(',', $files));
        }
        $this->countAnew($db->posts, $db->postmeta);
    }

    public function testAllImagesAreFoundNewestFirstAndInPortions(): void
    {
        $db = $this->plugin->db();
        $selection = new Selection($db, $this->plugin->pictures(), $this->plugin->acceptedTypes());
        $most = 0;
        add_filter('query', static function (string $query) use ($db, &$most): string {
            $most = max($most, (int) $db->num_rows);
            return $query;
        });
        $newest = array_reverse($this->ids);
        self::assertSame($newest, array_slice($selection->ids('all'), 0, self::IMAGES));
        self::assertSame($newest, array_slice($selection->matching(Filter::from([])), 0, self::IMAGES));
        self::assertLessThanOrEqual(5000, $most);
    }

    public function testExclusionsAreCountedWithoutMakingTheWholeLibraryForEachPortion(): void
    {
        $count = new ExclusionCount($this->plugin->db(), $this->plugin->acceptedTypes(), 200);
        $rules = new Exclusions(['exclude_names' => ['*7.jpg']] + Defaults::ALL);
        $read = RowsRead::by(fn () => self::assertGreaterThanOrEqual(610, $count->of($rules)['excluded']));
        self::assertLessThan(15 * self::IMAGES, $read);
    }

    public function testAPageOfResultsAsksForItsImagesTogether(): void
    {
        $job = $this->job(array_slice($this->ids, 0, 40), Pipeline::Export);
        $this->set($job->id, ['state' => State::Done->value]);
        $before = get_num_queries();
        self::assertStringContainsString('photo-', (string) wp_json_encode($this->plugin->report()->results($job->id, 40)));
        self::assertLessThan(12, get_num_queries() - $before);
    }

    /** As the command line prints them when a whole library is done: a line is short, the answer that it was made of is long. */
    public function testResultsOfALargeJobDoNotKeepTheAnswersInMemory(): void
    {
        $job = $this->job(array_slice($this->ids, 0, 1100), Pipeline::Export);
        $this->set($job->id, ['state' => State::Done->value, 'result' => str_repeat('x', 20_000)]);
        $this->plugin->db()->flush();
        $before = memory_get_usage();
        $results = $this->plugin->report()->results($job->id);
        $this->plugin->db()->flush();
        self::assertLessThan(12 * MB_IN_BYTES, memory_get_usage() - $before);
        self::assertSame(array_slice($this->ids, 0, 1100), array_column(
            array_map(static fn (ItemLine $line): array => $line->jsonSerialize(), $results->items),
            'attachment_id'
        ));
        self::assertCount(3, $this->plugin->report()->results($job->id, 3)->items);
        self::assertCount(600, $this->plugin->report()->results($job->id, 600)->items);
    }
}
