<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Travels with the rewriter through whatever a site stores, and keeps the places of some images. Edits nothing. */
final class PlaceCollector implements TextRewriter
{
    /** @var array<string, UsedOn> By image, post and key: a page builder stores a page more than once. */
    private array $found = [];

    public function __construct(private readonly ImageOwners $owners)
    {
    }

    /** @return list<UsedOn> In the order of the site's posts. */
    public function found(): array
    {
        return array_values($this->found);
    }

    public function edits(string $text, int $postId = 0): array
    {
        if (stripos($text, '<img') === false) {
            return [];
        }
        foreach (PlaceReader::read($text, $this->owners) as $place) {
            $used = new UsedOn($place, $postId);
            $this->found["{$place->attachmentId} {$postId} {$used->key()}"] ??= $used;
        }
        return [];
    }
}
