<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Replace\Originals;

/**
 * What pages weigh: each is requested as a visitor would, and the images that it shows are weighed by their files, those of today
 * and those that they replaced. Done in the background once a day, and remembered.
 *
 * @phpstan-type Weight array{post: int, before: int, after: int, images: int, at: int}
 */
final class PageWeights
{
    private const OPTION = 'picture_optimizer_page_weights';

    /** Pages that are requested at a time, the ones changed last; and for how long at most, in seconds. */
    private const PAGES = 20;
    private const SECONDS = 40;
    private const TIMEOUT = 8;
    private const MOST_BYTES = 4 * MB_IN_BYTES;

    public function __construct(private readonly \wpdb $db, private readonly Originals $originals)
    {
    }

    /** @return list<Weight> in bytes; pages that still are public, the largest gain first */
    public function known(): array
    {
        $saved = get_option(self::OPTION, []);
        $weights = array_filter(is_array($saved) ? $saved : [], static fn (array $one): bool => is_post_publicly_viewable($one['post']));
        usort($weights, static fn (array $a, array $b): int => ($b['before'] - $b['after']) <=> ($a['before'] - $a['after']));
        return $weights;
    }

    /** @return bool false when the site can't be reached from itself; what was known stays then */
    public function measure(): bool
    {
        $until = time() + self::SECONDS;
        $weights = [];
        foreach ($this->changedPosts() as $post) {
            if (time() >= $until || count($weights) >= self::PAGES) {
                break;
            }
            if (!is_post_publicly_viewable($post) || post_password_required($post)) {
                continue;
            }
            // Plugins let authors lead the address of a page to wherever they like: not into this server's own network.
            $answer = wp_safe_remote_get((string) get_permalink($post), ['timeout' => self::TIMEOUT, 'sslverify' => false,
                'limit_response_size' => self::MOST_BYTES]);
            if (is_wp_error($answer)) {
                return false;
            }
            if (wp_remote_retrieve_response_code($answer) === 200) {
                $weights[] = ['post' => $post, 'at' => time()] + $this->weigh(wp_remote_retrieve_body($answer));
            }
        }
        $weights === [] || update_option(self::OPTION, $weights, false);
        return true;
    }

    /** @return array{before: int, after: int, images: int} bytes of the images of the uploads folder that a page shows, each once */
    private function weigh(string $html): array
    {
        $sum = ['before' => 0, 'after' => 0, 'images' => 0];
        foreach (self::files($html) as $file => $bytes) {
            $sum['images']++;
            $sum['after'] += $bytes;
            $sum['before'] += $this->bytesBefore($file) ?? $bytes;
        }
        return $sum;
    }

    /** @return array<string, int> bytes by path below uploads, of what `src` names */
    private static function files(string $html): array
    {
        $uploads = wp_get_upload_dir();
        $path = (string) wp_parse_url($uploads['baseurl'], PHP_URL_PATH) . '/';
        $files = [];
        $tags = new \WP_HTML_Tag_Processor($html);
        while ($tags->next_tag('img')) {
            $of = rawurldecode((string) wp_parse_url((string) $tags->get_attribute('src'), PHP_URL_PATH));
            $file = str_starts_with($of, $path) ? substr($of, strlen($path)) : '';
            if ($file !== '' && validate_file($file) === 0 && is_file("{$uploads['basedir']}/{$file}")) {
                $files[$file] = (int) filesize("{$uploads['basedir']}/{$file}");
            }
        }
        return $files;
    }

    /** @return int|null of the file that this one replaced; null when it replaced none */
    private function bytesBefore(string $file): ?int
    {
        $full = preg_replace('/-\d+x\d+(?=\.\w+$)/', '', $file);
        $ids = $this->db->get_col($this->db->prepare(
            "SELECT m.post_id FROM {$this->db->postmeta} m JOIN {$this->db->prefix}picopt_pictures k ON k.attachment_id = m.post_id"
                . " WHERE m.meta_key = '_wp_attached_file' AND m.meta_value IN (%s, %s, %s)",
            $file,
            $full,
            preg_replace('/(?=\.\w+$)/', '-scaled', (string) $full)
        ));
        foreach ($ids as $id) {
            $before = $this->originals->bytesBefore((int) $id)[$file] ?? null;
            if ($before !== null) {
                return $before;
            }
        }
        return null;
    }

    /** @return list<int> posts in which names of images were rewritten, the last ones first; then those with such a featured image */
    private function changedPosts(): array
    {
        $named = $this->db->get_col($this->db->prepare(
            "SELECT c.pk FROM {$this->db->prefix}picopt_changes c WHERE c.tbl = %s AND c.kind = 'ref' AND c.state = 'done'"
                . ' GROUP BY c.pk ORDER BY MAX(c.id) DESC LIMIT %d',
            $this->db->posts,
            4 * self::PAGES
        ));
        $featured = $this->db->get_col($this->db->prepare(
            "SELECT m.post_id FROM {$this->db->prefix}picopt_pictures k JOIN {$this->db->postmeta} m"
                . " ON m.meta_key = '_thumbnail_id' AND m.meta_value = k.attachment_id"
                . " WHERE k.status IN ('exported', 'processed') ORDER BY k.updated_at DESC LIMIT %d",
            4 * self::PAGES
        ));
        return array_values(array_unique(array_map(intval(...), [...$named, ...$featured])));
    }
}
