<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\PictureStore;

/** Statuses of the images on a page: all of them in one query, when the first is asked for. */
final class Statuses
{
    /** @var array<int, Status> */
    private array $known = [];

    /** @var array<int, true> images that are about to be shown */
    private array $coming = [];

    private bool $isListening = false;

    public function __construct(private readonly PictureStore $pictures, private readonly ItemStore $items)
    {
    }

    /** On screens and for routes; a second time does nothing. */
    public function register(): void
    {
        $this->isListening || add_filter('the_posts', $this->notice(...));
        $this->isListening = true;
    }

    public function of(int $attachmentId): Status
    {
        if (!isset($this->known[$attachmentId])) {
            $this->load([...array_keys($this->coming), $attachmentId]);
            $this->coming = [];
        }
        return $this->known[$attachmentId];
    }

    /** @param list<int> $ids images that are about to be shown */
    public function expect(array $ids): void
    {
        $this->coming += array_fill_keys($ids, true);
    }

    /**
     * Of every query for attachments, whichever screen, window or route it is for.
     *
     * @param list<mixed> $posts
     * @return list<mixed> the same
     */
    private function notice(array $posts): array
    {
        $images = array_filter($posts, static fn (mixed $post): bool
            => $post instanceof \WP_Post && $post->post_type === 'attachment');
        $this->expect(array_column($images, 'ID'));
        return $posts;
    }

    /** @param non-empty-list<int> $ids */
    private function load(array $ids): void
    {
        $found = $this->pictures->withOpenWork($ids, $this->items->table());
        foreach ($ids as $id) {
            $this->known[$id] = Status::from(...($found[$id] ?? [null, null, '']));
        }
    }
}
