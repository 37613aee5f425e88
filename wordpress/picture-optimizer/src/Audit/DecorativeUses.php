<?php

declare(strict_types=1);

namespace PictureOptimizer\Audit;

use PictureOptimizer\References\Decorative;
use PictureOptimizer\References\ImageTags;

/** Finds images that are decorative wherever content shows them, because somebody said so: they miss no text. */
final class DecorativeUses
{
    private const CHUNK = 100;
    private const SIGNS = ['"isDecorative":true', 'presentation', 'role="none"', 'aria-hidden'];

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * @param list<int> $ids
     * @return list<int>
     */
    public function among(array $ids): array
    {
        $uses = [];
        $signs = implode(' OR ', array_map(fn (string $sign): string => (string) $this->db->prepare(
            'post_content LIKE %s',
            '%' . $this->db->esc_like($sign) . '%'
        ), self::SIGNS));
        foreach ($ids === [] ? [] : $this->contents($signs) as $content) {
            $this->count($content, array_flip($ids), $uses);
        }
        return array_keys(array_filter($uses, static fn (array $of): bool => !in_array(false, $of, true)));
    }

    /** @return iterable<string> texts of posts with such a sign, some at a time: all of a large site fit no memory */
    private function contents(string $signs): iterable
    {
        $after = 0;
        do {
            $rows = array_column($this->db->get_results(
                "SELECT ID, post_content FROM {$this->db->posts} WHERE ID > {$after}"
                    . " AND post_status NOT IN ('trash', 'inherit', 'auto-draft')"
                    . " AND post_content LIKE '%wp-image-%' AND ({$signs}) ORDER BY ID LIMIT " . self::CHUNK,
                ARRAY_A
            ) ?: [], 'post_content', 'ID');
            yield from array_values($rows);
            $after = (int) array_key_last($rows);
        } while (count($rows) === self::CHUNK);
    }

    /**
     * @param array<int, int>        $wanted
     * @param array<int, list<bool>> $uses   Of each image: whether the use is decided.
     */
    private function count(string $content, array $wanted, array &$uses): void
    {
        $tags = new ImageTags($content);
        $decorative = new Decorative($content);
        while ($tags->nextImage()) {
            $isNamed = preg_match('/(?:^|\s)wp-image-(\d+)(?=\s|$)/', (string) $tags->get_attribute('class'), $match) === 1;
            if ($isNamed && isset($wanted[(int) $match[1]])) {
                [$at, $tag] = $tags->current();
                $hasText = trim((string) $tags->get_attribute('alt')) !== '';
                $uses[(int) $match[1]][] = $hasText || $decorative->isDecided($tags, $at, strlen($tag));
            }
        }
    }
}
