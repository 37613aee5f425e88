<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Budget;
use PictureOptimizer\Media\Filter;
use PictureOptimizer\Media\FilterChoices;
use PictureOptimizer\Media\Layout;
use PictureOptimizer\Media\Selection;
use PictureOptimizer\Media\Views;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Tests\RestTestCase;

/** Choosing images of the whole library by what they are like. */
final class FilterTest extends RestTestCase
{
    /**
     * @param array<string, mixed> $filter
     * @return list<int>
     */
    private function found(array $filter): array
    {
        $this->plugin->audit()->advance(Budget::unlimited());
        $selection = new Selection($this->plugin->db(), $this->plugin->pictures(), $this->plugin->acceptedTypes());
        $ids = $selection->matching(Filter::from($filter));
        self::assertSame(count($ids), $selection->summary(Filter::from($filter))['count']);
        sort($ids);
        return $ids;
    }

    public function testAnEmptyFilterMeansAllImagesAndNothingElse(): void
    {
        $ids = [$this->addPicture('a.jpg', 300, 200), $this->addPicture('b.png', 200, 300, 2)];
        wp_insert_attachment(['post_title' => 'A paper', 'post_mime_type' => 'application/pdf', 'post_status' => 'inherit']);
        self::assertSame($ids, $this->found([]));
    }

    public function testFilesAndPosts(): void
    {
        $old = $this->addPicture('a.jpg', 300, 200);
        wp_update_post(['ID' => $old, 'post_date' => '2020-05-01 10:00:00', 'edit_date' => true]);
        update_post_meta($old, '_wp_attached_file', '2020/05/a.jpg');
        $heavy = $this->addPicture('b.jpg', 900, 700, 2);
        $post = wp_insert_post(['post_title' => 'A page', 'post_type' => 'page', 'post_status' => 'publish']);
        $author = $this->user('author');
        wp_update_post(['ID' => $heavy, 'post_parent' => $post, 'post_author' => $author]);
        self::assertSame([$old], $this->found(['folder' => '2020/05']));
        self::assertSame([], $this->found(['folder' => '2020/0']), 'a folder is not the beginning of a name');
        self::assertSame([], $this->found(['folder' => '2020/%']));
        self::assertSame([$old], $this->found(['before' => '2020-05-01']));
        self::assertSame([$heavy], $this->found(['after' => '2020-05-02']));
        self::assertSame([$old], $this->found(['after' => '2020-05-01', 'before' => '2020-05-01']));
        $bytes = (int) filesize((string) get_attached_file($heavy));
        self::assertSame([$heavy], $this->found(['larger_than' => $bytes - 1]));
        self::assertSame([], $this->found(['larger_than' => $bytes]));
        self::assertSame([$heavy], $this->found(['author' => $author]));
        self::assertSame([$heavy], $this->found(['post_type' => 'page']));
        self::assertSame([], $this->found(['post_type' => 'page', 'larger_than' => $bytes]));
        self::assertSame([$old, $heavy], $this->found(['type' => 'image/jpeg']));
        self::assertSame([], $this->found(['type' => 'image/png']));
    }

    public function testTextAndStatus(): void
    {
        $none = $this->addPicture('a.jpg', 300, 200);
        $poor = $this->addPicture('b.jpg', 300, 210, 2);
        $good = $this->addPicture('c.jpg', 300, 220, 3);
        update_post_meta($poor, '_wp_attachment_image_alt', 'IMG_1234.jpg');
        update_post_meta($good, '_wp_attachment_image_alt', 'A red barn beside a pond');
        $this->plugin->pictures()->save($good, ['status' => PictureStatus::Failed->value]);
        self::assertSame([$none], $this->found(['alt' => 'missing']));
        self::assertSame([$poor], $this->found(['alt' => 'poor']));
        self::assertSame([], $this->found(['alt' => 'same']));
        self::assertSame([$good], $this->found(['status' => 'failed']));
        self::assertSame([$none, $poor], $this->found(['status' => 'unprocessed']));
        self::assertSame([$none], $this->found(['status' => 'unprocessed', 'alt' => 'missing']));
    }

    public function testDuplicatesAndWhatIsLargerThanTheLayout(): void
    {
        $first = $this->addPicture('a.jpg', 300, 200, 1);
        $same = $this->addPicture('b.jpg', 300, 200, 1);
        $wide = $this->addPicture('c.jpg', 300, 200, 2);
        $meta = wp_get_attachment_metadata($wide);
        wp_update_attachment_metadata($wide, ['width' => Layout::widestNeeded() + 1] + $meta);
        self::assertSame([$first, $same], $this->found(['duplicates' => true]));
        self::assertSame([$wide], $this->found(['oversized' => true]));
    }

    /** @dataProvider strangeValues */
    public function testStrangeValuesCountAsNotSaid(mixed $sent): void
    {
        self::assertEquals(Filter::from([]), Filter::from($sent));
    }

    /** @return iterable<string, array{mixed}> */
    public static function strangeValues(): iterable
    {
        yield 'nothing' => [null];
        yield 'text' => ['x'];
        yield 'dates' => [['after' => 'yesterday', 'before' => "2020-01-01' OR 1=1"]];
        yield 'types' => [['type' => 'text/html', 'post_type' => 'no-such-type', 'status' => 'x', 'alt' => 'x']];
        yield 'numbers' => [['author' => -1, 'larger_than' => 'many']];
        yield 'lists' => [['folder' => ['x'], 'duplicates' => []]];
    }

    public function testTheRouteCountsAndPlansTheSame(): void
    {
        $id = $this->addPicture('a.jpg', 300, 200);
        $other = $this->addPicture('b.jpg', 300, 220, 2);
        update_post_meta($other, '_wp_attachment_image_alt', 'A red barn beside a pond');
        $this->plugin->audit()->advance(Budget::unlimited());
        $counted = $this->call('POST', '/selection', ['filter' => ['alt' => 'missing']])->get_data();
        self::assertSame(1, $counted['count']);
        self::assertSame((int) filesize((string) get_attached_file($id)), $counted['bytes']);
        $plan = $this->call('POST', '/plans', ['filter' => ['alt' => 'missing'], 'pipeline' => 'export'])->get_data();
        self::assertSame([1, 1], [$plan['total'], $plan['process']]);
    }

    public function testWhatImagesWeighIsSaidOnceAllAreKnown(): void
    {
        $selection = new Selection($this->plugin->db(), $this->plugin->pictures(), $this->plugin->acceptedTypes());
        $all = Filter::from([]);
        self::assertSame(['count' => 0, 'bytes' => 0], $selection->summary($all));
        $weight = (int) filesize((string) get_attached_file($this->addPicture('a.jpg', 300, 200)));
        $this->plugin->audit()->advance(Budget::unlimited());
        self::assertSame(['count' => 1, 'bytes' => $weight], $selection->summary($all));
        $this->addPicture('b.jpg', 900, 700, 2);
        self::assertSame(['count' => 2, 'bytes' => 0], $selection->summary($all), 'the weight of one is not that of both');
    }

    public function testAuthorsChooseOnlyWhatTheyMayChange(): void
    {
        $this->addPicture('a.jpg', 300, 200);
        add_filter('picture_optimizer_capability', static fn (): string => 'upload_files');
        wp_set_current_user($this->user('author'));
        $selection = new Selection($this->plugin->db(), $this->plugin->pictures(), $this->plugin->acceptedTypes());
        self::assertSame([], $selection->matching(Filter::from([])));
        $hers = $this->addPlainImage();
        self::assertSame([$hers], $selection->matching(Filter::from([])));
        $counts = [$selection->summary(Filter::from([]))['count'], $selection->counts()['all'], $selection->counts()['unprocessed']];
        self::assertSame([1, 1, 1], $counts, 'and are told no other numbers');
    }

    public function testViewsAreKeptForEachPerson(): void
    {
        $views = new Views();
        $views->keep([['name' => 'Heavy “PNG”', 'filter' => ['type' => 'image/png', 'larger_than' => 5]], ['name' => ''], 'x']);
        $kept = Filter::from(['type' => 'image/png', 'larger_than' => 5]);
        self::assertEquals([['name' => 'Heavy “PNG”', 'filter' => $kept]], $views->all());
        wp_set_current_user($this->user('editor'));
        self::assertSame([], $views->all());
    }

    public function testOnlyWhatTheLibraryHasIsOffered(): void
    {
        $this->addPicture('a.jpg', 300, 200);
        $choices = (new FilterChoices($this->plugin->db(), $this->plugin->acceptedTypes()))->all();
        self::assertSame([gmdate('Y/m')], array_column($choices['folder'], 'value'));
        self::assertSame(['1'], array_column($choices['author'], 'value'));
        self::assertContains('page', array_column($choices['post_type'], 'value'));
        self::assertNotContains('attachment', array_column($choices['post_type'], 'value'));
        self::assertNotContains('', array_column($choices['status'], 'value'));
    }
}
