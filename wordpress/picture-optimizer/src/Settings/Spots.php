<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Api\Wire\Placement;

/** Places of a post that is still being written, which no database has yet: an editor sends them along with its wish. */
final class Spots
{
    /** Places of one image; the contract takes no more. */
    private const MOST = 20;

    /** Longest texts that the contract takes, in characters. */
    private const LENGTHS = ['page_title' => 300, 'heading' => 300, 'text_before' => 600, 'text_after' => 600,
        'figcaption' => 1000, 'link_target' => 2000];

    /** @param array<int, list<array<string, string>>> $byImage places by attachment id: `key` and what is in LENGTHS */
    private function __construct(public readonly array $byImage)
    {
    }

    /** @param mixed $sent lists of places by attachment id; anything else counts as nothing */
    public static function from(mixed $sent): self
    {
        $byImage = [];
        foreach (is_array($sent) ? $sent : [] as $id => $places) {
            $clean = array_filter(array_map(self::clean(...), is_array($places) ? array_values($places) : []));
            if ((int) $id > 0 && $clean !== []) {
                $byImage[(int) $id] = array_slice(array_values($clean), 0, self::MOST);
            }
        }
        return new self($byImage);
    }

    /** @return list<Placement> */
    public function of(int $attachmentId): array
    {
        return array_map(static fn (array $place): Placement => new Placement(
            key: $place['key'],
            pageTitle: $place['page_title'],
            heading: $place['heading'],
            textBefore: $place['text_before'],
            textAfter: $place['text_after'],
            figcaption: $place['figcaption'],
            linkTarget: $place['link_target'],
        ), $this->byImage[$attachmentId] ?? []);
    }

    /** @return array<string, string>|null null when it has no name that an answer could use */
    private static function clean(mixed $place): ?array
    {
        $key = is_array($place) ? $place['key'] ?? null : null;
        if (!is_string($key) || !preg_match('/^[\x21-\x7e]{1,200}$/D', $key)) {
            return null;
        }
        $clean = ['key' => $key];
        foreach (self::LENGTHS as $field => $longest) {
            $text = is_string($place[$field] ?? null) ? wp_strip_all_tags($place[$field], true) : '';
            $clean[$field] = mb_substr(mb_scrub($text, 'UTF-8'), 0, $longest);
        }
        return $clean;
    }
}
