<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Travels with the rewriter through whatever a site stores, and keeps the places of some images. Edits nothing. */
final class PlaceCollector implements TextRewriter
{
    /** Places of one image that are kept: a logo stands on every page, and says the same there. */
    private const MOST = 60;

    /** @var array<int, array<string, UsedOn>> By image, then by post and key: a page builder stores a page more than once. */
    private array $found = [];

    public function __construct(private readonly ImageOwners $owners)
    {
    }

    /** @return list<UsedOn> Of each image in the order of the site's posts. */
    public function found(): array
    {
        return array_merge([], ...array_map(array_values(...), array_values($this->found)));
    }

    public function edits(string $text, int $postId = 0): array
    {
        if (stripos($text, '<img') === false) {
            return [];
        }
        foreach (PlaceReader::read($text, $this->owners) as $place) {
            $used = new UsedOn($place, $postId);
            $known = $this->found[$place->attachmentId] ?? [];
            if (count($known) < self::MOST) {
                $this->found[$place->attachmentId] = $known + ["{$postId} {$used->key()}" => $used];
            }
        }
        return [];
    }
}
