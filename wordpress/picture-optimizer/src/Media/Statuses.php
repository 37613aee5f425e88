<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Hooks;
use PictureOptimizer\Store\Glance;
use PictureOptimizer\Store\OpenJob;

/** Statuses of the images on a page, and the jobs that go on: all in one query, when the first is asked for. */
final class Statuses
{
    /** @var array<int, Status> */
    private array $known = [];

    /** @var array<int, true> images that are about to be shown */
    private array $coming = [];

    /** @var list<OpenJob>|null */
    private ?array $openJobs = null;

    private bool $isListening = false;

    public function __construct(private readonly Glance $glance)
    {
    }

    /** On screens and for routes; a second time does nothing. */
    public function register(): void
    {
        $this->isListening || add_filter('the_posts', Hooks::onArrays($this->notice(...)));
        $this->isListening = true;
    }

    public function of(int $attachmentId): Status
    {
        if (!isset($this->known[$attachmentId])) {
            $this->load($attachmentId);
        }
        return $this->known[$attachmentId];
    }

    /** @return list<OpenJob> newest first */
    public function openJobs(): array
    {
        if ($this->openJobs === null) {
            $this->load();
        }
        return $this->openJobs;
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

    /** Of all images that are about to be shown, and of these. */
    private function load(int ...$others): void
    {
        $ids = array_unique([...array_keys($this->coming), ...$others]);
        $this->coming = [];
        $seen = $this->glance->at(array_values($ids), Access::seesAllJobs() ? 0 : get_current_user_id());
        $this->openJobs = $seen['jobs'];
        foreach ($ids as $id) {
            $this->known[$id] = Status::from(...($seen['images'][$id] ?? [null, null, null]));
        }
    }
}
