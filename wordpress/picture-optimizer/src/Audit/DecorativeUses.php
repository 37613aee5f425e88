<?php

declare(strict_types=1);

namespace PictureOptimizer\Audit;

use PictureOptimizer\References\Decorative;
use PictureOptimizer\References\ImageTags;

/** Finds images that are decorative wherever content shows them, because somebody said so: they miss no text. */
final class DecorativeUses
{
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
        $query = "SELECT post_content FROM {$this->db->posts} WHERE post_status NOT IN ('trash', 'inherit', 'auto-draft')"
            . " AND post_content LIKE '%wp-image-%' AND ({$signs})";
        foreach ($ids === [] ? [] : $this->db->get_col($query) as $content) {
            $this->count((string) $content, array_flip($ids), $uses);
        }
        return array_keys(array_filter($uses, static fn (array $of): bool => !in_array(false, $of, true)));
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
