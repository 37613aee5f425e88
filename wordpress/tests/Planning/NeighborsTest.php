<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Planning\Neighbors;
use PictureOptimizer\Tests\TestCase;

/** What is known of an image that stands on no page. */
final class NeighborsTest extends TestCase
{
    protected function tearDown(): void
    {
        foreach (['media_folder', 'happyfiles_category', 'shelf'] as $taxonomy) {
            taxonomy_exists($taxonomy) && unregister_taxonomy($taxonomy);
        }
        parent::tearDown();
    }

    private function upload(string $title, string $time = '12:00:00', int $author = 1, string $type = 'image/jpeg'): int
    {
        return (int) wp_insert_attachment(['post_title' => $title, 'post_mime_type' => $type, 'post_status' => 'inherit',
            'post_author' => $author, 'post_date' => "2026-05-01 {$time}"]);
    }

    /** @return list<string> */
    private function of(int $id): array
    {
        return (new Neighbors($this->plugin->db()))->of($id);
    }

    public function testTheNearestOfTheSameUploadComeFirst(): void
    {
        $this->upload('Arrival');
        $this->upload('Harbor');
        $id = $this->upload('DSC_0042');
        $this->upload('Sunset');
        $this->upload('Night');
        $found = $this->of($id);
        self::assertEqualsCanonicalizing(['Arrival', 'Harbor', 'Sunset', 'Night'], $found);
        self::assertEqualsCanonicalizing(['Harbor', 'Sunset'], array_slice($found, 0, 2));
    }

    public function testTenMinutesAreOneUpload(): void
    {
        $id = $this->upload('DSC_0042');
        $this->upload('Just before', '11:50:00');
        $this->upload('Just after', '12:10:00');
        $this->upload('Long before', '11:49:59');
        $this->upload('Long after', '12:10:01');
        self::assertEqualsCanonicalizing(['Just before', 'Just after'], $this->of($id));
    }

    public function testOthersFilesAndOtherKindsAreNoNeighbors(): void
    {
        $id = $this->upload('DSC_0042');
        $this->upload('Of somebody else', author: 2);
        $this->upload('A price list', type: 'application/pdf');
        wp_insert_post(['post_title' => 'A page', 'post_type' => 'page', 'post_author' => 1, 'post_date' => '2026-05-01 12:00:00']);
        $this->upload('DSC_0042');
        foreach (['private', 'trash'] as $status) {
            wp_update_post(['ID' => $this->upload('Not for everybody'), 'post_status' => $status]);
        }
        self::assertSame([], $this->of($id));
    }

    public function testNoMoreThanTenAndEachTitleOnce(): void
    {
        $id = $this->upload('DSC_0042');
        for ($number = 1; $number <= 14; $number++) {
            $this->upload("Boat {$number}");
        }
        $found = $this->of($id);
        self::assertSame(['Boat 1', 10], [$found[0], count($found)]);
        $other = $this->upload('DSC_0077', '15:00:00');
        $this->upload('Boat', '15:00:00');
        $this->upload('Boat', '15:00:00');
        self::assertSame(['Boat'], $this->of($other));
    }

    public function testATitleIsCutToWhatTheServiceTakes(): void
    {
        $id = $this->upload('DSC_0042');
        $this->upload(str_repeat('x', 301));
        self::assertSame([str_repeat('x', 300)], $this->of($id));
    }

    public function testWhatIsNoPostHasNone(): void
    {
        self::assertSame([], $this->of(9_999_999));
    }

    public function testTheFolderOfAMediaLibraryThatHasSome(): void
    {
        $id = $this->upload('DSC_0042');
        self::assertSame('', Neighbors::folder($id));
        register_taxonomy('shelf', 'attachment');
        wp_set_object_terms($id, 'Not a folder', 'shelf');
        register_taxonomy('happyfiles_category', 'attachment');
        self::assertSame('', Neighbors::folder($id));
        wp_set_object_terms($id, 'Norway &amp; Sweden', 'happyfiles_category');
        self::assertSame('Norway & Sweden', Neighbors::folder($id));
        register_taxonomy('media_folder', 'attachment');
        self::assertSame('Norway & Sweden', Neighbors::folder($id), 'a plugin without a folder for it does not hide another');
        wp_set_object_terms($id, 'Summer', 'media_folder');
        self::assertSame('Summer', Neighbors::folder($id));
    }
}
