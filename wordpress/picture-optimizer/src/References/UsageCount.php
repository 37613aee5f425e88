<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** How often some pictures are used, and where. A place is one value of the database; it counts once a picture. */
final class UsageCount
{
    public int $emptyAlts = 0;
    public int $oldAlts = 0;

    /** Values that name a picture but cannot be rewritten (objects of unknown classes); they are left alone. */
    public int $untouchable = 0;

    /** Places in what the site sends by mail that go on naming the present file; they count nowhere else. */
    public int $mails = 0;

    /** Places outside of posts: options, widgets, terms, comments. */
    public int $elsewhere = 0;

    /** @var array<int, int> places by post */
    public array $posts = [];

    /** @var array<int, int> places by picture */
    public array $pictures = [];

    public function places(): int
    {
        return array_sum($this->posts) + $this->elsewhere;
    }

    /**
     * @param array<int> $kept   pictures whose present file the value goes on naming
     * @param array<int> $mailed those of them that go into mails, where not all of the value does
     */
    public function addCell(Found $found, Rewrite $rewrite, array $kept = [], array $mailed = []): void
    {
        if ($rewrite->edits->isEmpty()) {
            $this->untouchable += $rewrite->found() ? 1 : 0;
            return;
        }
        foreach (array_unique($kept) as $id) {
            $this->pictures[$id] = ($this->pictures[$id] ?? 0) + 1;
            $this->mails += $found->table->audience === Audience::Mail || in_array($id, $mailed, true) ? 1 : 0;
        }
        $this->addIds($found->postId, array_diff($rewrite->edits->attachments(), $kept));
    }

    /** @param array<int> $ids pictures */
    public function addIds(int $postId, array $ids): void
    {
        foreach (array_unique($ids) as $id) {
            $this->pictures[$id] = ($this->pictures[$id] ?? 0) + 1;
            if ($postId > 0) {
                $this->posts[$postId] = ($this->posts[$postId] ?? 0) + 1;
            } else {
                $this->elsewhere++;
            }
        }
    }
}
