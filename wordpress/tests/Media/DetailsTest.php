<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\Details;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\ServiceTestCase;

final class DetailsTest extends ServiceTestCase
{
    private function details(): Details
    {
        return new Details($this->freshStatuses(), $this->plugin->history(), $this->plugin->acceptedTypes());
    }

    public function testAMediaWindowHasAWayToEachStep(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $html = $this->details()->addField([], get_post($id))['picopt']['html'];
        self::assertStringContainsString('Unprocessed', $html);
        self::assertStringContainsString("data-picopt-generate=\"{$id}\"", $html);
        self::assertStringContainsString('data-picopt-action="optimize"', $html);
        self::assertStringContainsString('data-picopt-action="image"', $html);
        self::assertStringNotContainsString('data-picopt-action="revert"', $html);
        self::assertStringContainsString('role="status"', $html);
        $this->process([$id], Pipeline::Export);
        self::assertStringContainsString(
            'data-picopt-action="revert"',
            $this->details()->addField([], get_post($id))['picopt']['html']
        );
    }

    public function testTheFeaturedImageHasTheSameButtons(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $html = $this->details()->addToFeaturedImage('<p>WordPress</p>', 1, $id);
        self::assertStringStartsWith('<p>WordPress</p><div class="picopt-featured">', $html);
        self::assertStringContainsString("data-picopt-generate=\"{$id}\"", $html);
    }

    public function testNothingIsAddedWhereThereIsNoImageOfOurs(): void
    {
        self::assertSame('x', $this->details()->addToFeaturedImage('x', 1, null));
        self::assertSame('x', $this->details()->addToFeaturedImage('x', 1, 999999));
        $page = wp_insert_post(['post_title' => 'A page']);
        self::assertSame('x', $this->details()->addToFeaturedImage('x', 1, $page));
    }

    /** Of a new post it is an empty string, of others digits: as it lies in the database. */
    public function testWordPressBoxOfTheFeaturedImageIsShownWithAndWithoutOne(): void
    {
        require_once ABSPATH . 'wp-admin/includes/post.php';
        add_filter('admin_post_thumbnail_html', $this->details()->addToFeaturedImage(...), 10, 3);
        $post = wp_insert_post(['post_title' => 'A post']);
        self::assertSame('', get_post_meta($post, '_thumbnail_id', true));
        self::assertStringNotContainsString('picopt', _wp_post_thumbnail_html(get_post_meta($post, '_thumbnail_id', true), $post));
        set_post_thumbnail($post, $this->addPicture('photo.jpg', 400, 300));
        self::assertStringContainsString('picopt-featured', _wp_post_thumbnail_html(get_post_meta($post, '_thumbnail_id', true), $post));
    }

    /** @group acceptance-G1 */
    public function testNothingIsAddedForWhoMayNotUseIt(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        wp_set_current_user(0);
        self::assertSame('x', $this->details()->addToFeaturedImage('x', 1, $id));
        self::assertSame([], $this->details()->addField([], get_post($id)));
    }
}
