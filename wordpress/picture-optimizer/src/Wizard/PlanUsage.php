<?php

declare(strict_types=1);

namespace PictureOptimizer\Wizard;

use PictureOptimizer\Access;
use PictureOptimizer\References\Usage;
use PictureOptimizer\References\UsageCount;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Text\CopiedName;
use PictureOptimizer\Text\TextPolicy;

/** What a plan would change elsewhere on the site, counted before anybody agrees to it, some pictures at a time. */
final class PlanUsage
{
    /** Pictures in one scan of the site. */
    private const PICTURES = 200;

    /** Posts that are named in one answer. */
    private const POSTS = 20;

    public function __construct(
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly Usage $usage,
    ) {
    }

    /**
     * @param int $after the `next` of the answer before, 0 at first
     * @return array{looked_at: int, used: int, places: int, posts: list<array{id: int, title: string, places: int, edit: string}>,
     *     more_posts: int, elsewhere: int, mails: int, untouchable: int, empty_alts: int, old_alts: int, next: int|null} counts for these
     *     pictures; `next` is null after the last
     */
    public function ofPlan(int $jobId, int $after): array
    {
        $job = $this->jobs->get($jobId);
        $items = $this->items->ofJob($jobId, State::Planned, self::PICTURES, $after);
        $ids = array_column($items, 'attachmentId');
        $fills = $job->pipeline->analyses() && $job->settings->is('fill_empty_alts');
        $replaces = $job->pipeline->analyses() && $job->settings->is('replace_old_alts');
        $isCopied = static fn (int $id): bool => CopiedName::isText($id, TextPolicy::present($id)['alt']);
        $count = $this->usage->count(
            $ids,
            $fills,
            array_filter($ids, static fn (int $id): bool => $replaces || ($fills && $isCopied($id))),
            $job->pipeline->exports() ? $job->settings->modernFormats() : []
        );
        return [
            'looked_at' => count($items),
            'used' => count($count->pictures),
            'places' => $count->places(),
            'posts' => self::posts($count),
            'more_posts' => max(0, count($count->posts) - self::POSTS),
            'elsewhere' => $count->elsewhere,
            'mails' => $count->mails,
            'untouchable' => $count->untouchable,
            'empty_alts' => $count->emptyAlts,
            'old_alts' => $count->oldAlts,
            'next' => count($items) === self::PICTURES ? end($items)->id : null,
        ];
    }

    /** @return list<array{id: int, title: string, places: int, edit: string}> those with most places first */
    private static function posts(UsageCount $count): array
    {
        arsort($count->posts);
        $posts = [];
        foreach (array_slice($count->posts, 0, self::POSTS, true) as $id => $places) {
            $title = Access::mayRead($id) ? trim(html_entity_decode(get_the_title($id), ENT_QUOTES, 'UTF-8')) : Access::hiddenTitle();
            $posts[] = ['id' => $id, 'title' => $title !== '' ? $title : "#{$id}", 'places' => $places,
                'edit' => (string) get_edit_post_link($id, 'raw')];
        }
        return $posts;
    }
}
