<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Tests\RestTestCase;

final class EditorFieldTest extends RestTestCase
{
    private function field(int $id): mixed
    {
        $request = new \WP_REST_Request('GET', "/wp/v2/media/{$id}");
        return rest_do_request($request)->get_data()['picopt'] ?? null;
    }

    public function testTheEditorLearnsWhatWasDoneToAnImage(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        self::assertSame('unprocessed', $this->field($image)['name']);
        self::assertFalse($this->field($image)['canRevert']);
    }

    public function testOneWhoAsksForNothingElseGetsNoWarning(): void
    {
        $image = $this->addPlainImage();
        $request = new \WP_REST_Request('GET', "/wp/v2/media/{$image}");
        $request->set_query_params(['_fields' => 'picopt']);
        self::assertSame(200, rest_do_request($request)->get_status());
    }

    /** @group acceptance-G1 */
    public function testItIsNobodyElsesBusiness(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        foreach ([0, $this->user('author'), $this->user('subscriber')] as $user) {
            wp_set_current_user($user);
            self::assertNull($this->field($image));
        }
    }
}
