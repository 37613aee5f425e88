<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

/** Counts the pictures in existing content that have no alt text and would get one. */
final class EmptyAlts
{
    private const CHUNK = 200;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /** @param list<int> $attachmentIds */
    public function count(array $attachmentIds): int
    {
        $wanted = array_fill_keys($attachmentIds, true);
        $found = 0;
        for ($after = 0; $wanted !== [] && ($posts = $this->postsAfter($after)) !== [];) {
            foreach ($posts as $id => $content) {
                $found += self::inContent($content, $wanted);
                $after = $id;
            }
        }
        return $found;
    }

    /** @return array<int, string> content by id, of posts that hold pictures of the library */
    private function postsAfter(int $after): array
    {
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT ID, post_content FROM {$this->db->posts} WHERE ID > %d AND post_type <> 'revision'"
                . ' AND post_content LIKE %s ORDER BY ID LIMIT %d',
            $after,
            '%wp-image-%',
            self::CHUNK
        ));
        return array_combine(
            array_map(intval(...), array_column($rows, 'ID')),
            array_column($rows, 'post_content')
        );
    }

    /** @param array<int, true> $wanted */
    private static function inContent(string $content, array $wanted): int
    {
        $found = 0;
        $tags = new \WP_HTML_Tag_Processor($content);
        while ($tags->next_tag('img')) {
            preg_match('/(?:^|\s)wp-image-(\d+)(?:\s|$)/', (string) $tags->get_attribute('class'), $class);
            $alt = $tags->get_attribute('alt');
            $found += isset($wanted[(int) ($class[1] ?? 0)]) && ($alt === '' || $alt === null || $alt === true) ? 1 : 0;
        }
        return $found;
    }
}
