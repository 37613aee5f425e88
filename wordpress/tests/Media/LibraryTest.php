<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\FilterChoices;
use PictureOptimizer\Media\Library;
use PictureOptimizer\Media\StatusFilter;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\ServiceTestCase;

final class LibraryTest extends ServiceTestCase
{
    private Library $library;

    protected function setUp(): void
    {
        parent::setUp();
        $this->library = new Library($this->plugin->pictures(), $this->freshStatuses(), $this->plugin->acceptedTypes());
    }

    public function testTheColumnSaysWhatWasDoneAndSaved(): void
    {
        $id = $this->addPicture('photo.jpg', 800, 600);
        self::assertStringContainsString('Unprocessed', $this->column($id));
        $this->process([$id], Pipeline::Export);
        $this->library = new Library($this->plugin->pictures(), $this->freshStatuses(), $this->plugin->acceptedTypes());
        self::assertStringContainsString('Exported', $this->column($id));
        self::assertMatchesRegularExpression('/saved \(\d+%\), WebP/', $this->column($id));
    }

    public function testAReasonIsEscaped(): void
    {
        $id = $this->addPicture('photo.jpg', 300, 200);
        $this->plugin->pictures()->save($id, ['status' => PictureStatus::Failed->value, 'reason' => '<script>alert(1)</script>']);
        self::assertStringNotContainsString('<script>', $this->column($id));
    }

    public function testRevertIsOfferedWhereThereIsSomethingToRevert(): void
    {
        $id = $this->addPicture('photo.jpg', 300, 200);
        self::assertSame(['picopt_optimize'], array_keys($this->library->addRowActions([], get_post($id))));
        $this->process([$id], Pipeline::Export);
        $this->library = new Library($this->plugin->pictures(), $this->freshStatuses(), $this->plugin->acceptedTypes());
        self::assertSame(
            ['picopt_optimize', 'picopt_revert'],
            array_keys($this->library->addRowActions([], get_post($id)))
        );
    }

    /** @group acceptance-G1 */
    public function testWhoMayNotUseItSeesNothingOfIt(): void
    {
        $id = $this->addPicture('photo.jpg', 300, 200);
        wp_set_current_user(0);
        self::assertSame([], $this->library->addRowActions([], get_post($id)));
        self::assertSame([], $this->library->addBulkActions([]));
        self::assertSame([], $this->library->addColumn([]));
        self::assertSame([], $this->library->addToGrid([], get_post($id)));
    }

    public function testABulkActionOpensTheConfirmStepAndDoesNothingYet(): void
    {
        $id = $this->addPicture('photo.jpg', 300, 200);
        $url = $this->library->openForBulk('http://example.test/upload.php', 'picopt_optimize', [$id]);
        self::assertSame("http://example.test/upload.php?picopt_action=optimize&picopt_ids={$id}", $url);
        self::assertSame([], self::$service->requests());
        self::assertSame('x', $this->library->openForBulk('x', 'delete', [$id]));
    }

    public function testTheFilterFindsPicturesByStatusAndMissingAlt(): void
    {
        $done = $this->addPicture('a.jpg', 300, 200, 1);
        $new = $this->addPicture('b.jpg', 300, 200, 2);
        $this->process([$done], Pipeline::Analyze);
        self::assertSame([$done], $this->find(PictureStatus::Analysed->value));
        self::assertContains($new, $this->find('unprocessed'));
        self::assertNotContains($done, $this->find('unprocessed'));
        self::assertContains($new, $this->find('no_alt'));
        self::assertNotContains($done, $this->find('no_alt'));
    }

    public function testTheFilterFindsWhatTheColumnSaysWaitsForReview(): void
    {
        $waiting = $this->addPicture('a.jpg', 300, 200, 1);
        $done = $this->addPicture('b.jpg', 300, 200, 2);
        $this->process([$done], Pipeline::Analyze);
        $this->process([$waiting], Pipeline::Analyze, ['review' => true]);
        $this->library = new Library($this->plugin->pictures(), $this->freshStatuses(), $this->plugin->acceptedTypes());
        self::assertStringContainsString('Waiting for review', $this->column($waiting));
        self::assertSame([$waiting], $this->find('review'));
        self::assertSame('Waiting for review', StatusFilter::labels()['review']);
        $offered = (new FilterChoices($this->plugin->db(), $this->plugin->acceptedTypes()))->all()['status'];
        self::assertNotContains('review', array_column($offered, 'value'), 'it has been ordered');
    }

    public function testTheGridFiltersByTheSameValues(): void
    {
        $new = $this->addPicture('b.jpg', 300, 200, 2);
        $alt = $this->addPicture('c.jpg', 300, 200, 3);
        update_post_meta($alt, '_wp_attachment_image_alt', 'Words');
        $this->library->register();
        $_REQUEST['query'] = ['picopt_status' => 'no_alt', 'post_type' => 'attachment'];
        // As wp_ajax_query_attachments() does it.
        $query = apply_filters('ajax_query_attachments_args', ['post_type' => 'attachment', 'post_status' => 'inherit']);
        $found = array_column((new \WP_Query($query))->posts, 'ID');
        self::assertContains($new, $found);
        self::assertNotContains($alt, $found);
        $_REQUEST['query'] = ['picopt_status' => "' OR 1=1 --"];
        $query = apply_filters('ajax_query_attachments_args', ['post_type' => 'attachment', 'post_status' => 'inherit']);
        self::assertContains($alt, array_column((new \WP_Query($query))->posts, 'ID'), 'an unknown value filters nothing');
        unset($_REQUEST['query']);
    }

    private function column(int $id): string
    {
        ob_start();
        $this->library->showColumn('picopt_status', $id);
        return (string) ob_get_clean();
    }

    /** @return list<int> */
    private function find(string $status): array
    {
        add_filter('posts_clauses', fn (array $clauses): array
            => StatusFilter::apply($clauses, $status, $this->plugin->pictures()->table()));
        $found = get_posts(['post_type' => 'attachment', 'post_status' => 'inherit', 'fields' => 'ids',
            'posts_per_page' => -1, 'suppress_filters' => false]);
        remove_all_filters('posts_clauses');
        return $found;
    }
}
