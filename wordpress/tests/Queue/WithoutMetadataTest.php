<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** Importers add images of which WordPress knows no measures and no sizes: all the ways there, and back. */
final class WithoutMetadataTest extends ServiceTestCase
{
    /** @return iterable<string, array{Pipeline}> */
    public static function pipelines(): iterable
    {
        foreach (Pipeline::cases() as $pipeline) {
            yield $pipeline->value => [$pipeline];
        }
    }

    /** @dataProvider pipelines */
    public function testAnImageWithoutMetadataIsOptimizedAndReverted(Pipeline $pipeline): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        delete_post_meta($id, '_wp_attachment_metadata');
        $before = [get_post_meta($id), hash_file('sha256', (string) get_attached_file($id))];
        [$item] = $this->process([$id], $pipeline);
        self::assertSame(State::Done, $item->state, $item->reason);
        $sizes = wp_get_attachment_metadata($id)['sizes'] ?? [];
        self::assertSame($pipeline->exports() ? ['medium', 'medium_large', 'thumbnail'] : [], array_values(array_intersect(
            ['medium', 'medium_large', 'thumbnail'],
            array_keys($sizes)
        )));
        foreach ($sizes as $size) {
            self::assertFileExists(dirname((string) get_attached_file($id)) . "/{$size['file']}");
        }
        self::assertSame(OutcomeState::Reverted, $this->plugin->replacer()->revert($id)[$id]->state);
        wp_cache_flush();
        self::assertSame($before, [get_post_meta($id), hash_file('sha256', (string) get_attached_file($id))]);
    }
}
