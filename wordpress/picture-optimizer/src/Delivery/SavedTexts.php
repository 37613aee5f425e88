<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\References\ReferenceWriter;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\UploadBase;

/**
 * Leads former names to today's whenever a text is saved: a post that was open in an editor, a page builder's data, a widget,
 * an old revision that comes back. Works on saves only, and only if the text names a file of uploads at all.
 */
final class SavedTexts
{
    private const COLUMNS = ['post_content', 'post_excerpt', 'post_content_filtered'];

    /** Values that describe files and are nobody's references. */
    private const NOT_META = ['_wp_attached_file', '_wp_attachment_metadata', '_wp_attachment_backup_sizes'];

    /** @var list<string> */
    private array $words = [];

    public function __construct(private readonly \wpdb $db, private readonly Redirects $redirects)
    {
    }

    public function register(): void
    {
        add_filter('wp_insert_post_data', $this->mapPost(...), 99);
        add_action('added_post_meta', $this->mapMeta(...), 99, 3);
        add_action('updated_post_meta', $this->mapMeta(...), 99, 3);
        add_filter('pre_update_option', $this->mapOption(...), 99, 2);
    }

    /**
     * @param array<string, mixed> $data Slashed, as WordPress passes it.
     * @return array<string, mixed>
     */
    public function mapPost(array $data): array
    {
        foreach (self::COLUMNS as $column) {
            $text = $data[$column] ?? '';
            if (($data['post_type'] ?? '') !== 'revision' && is_string($text) && $this->mayName($text)) {
                $data[$column] = wp_slash($this->mapped(wp_unslash($text)));
            }
        }
        return $data;
    }

    public function mapMeta(int $metaId, int $postId, string $key): void
    {
        if (in_array($key, self::NOT_META, true)) {
            return;
        }
        $value = (string) $this->db->get_var($this->db->prepare(
            "SELECT meta_value FROM {$this->db->postmeta} WHERE meta_id = %d",
            $metaId
        ));
        $mapped = $this->mapped($value);
        if ($mapped !== $value) {
            $this->db->update($this->db->postmeta, ['meta_value' => $mapped], ['meta_id' => $metaId]);
            wp_cache_delete($postId, 'post_meta');
        }
    }

    public function mapOption(mixed $value, string $name): mixed
    {
        if (str_starts_with($name, '_') || str_starts_with($name, 'picture_optimizer')) {
            return $value;
        }
        if (is_string($value)) {
            return $this->mapped($value);
        }
        if (!is_array($value) || self::holdsObjects($value)) {
            return $value;
        }
        $text = serialize($value);
        $mapped = $this->mapped($text);
        return $mapped === $text ? $value : unserialize($mapped, ['allowed_classes' => false]);
    }

    private function mapped(string $text): string
    {
        if (!$this->mayName($text)) {
            return $text;
        }
        // Anew for each text: in a long process names change between two of them.
        $rewriter = Rewriter::forNames(UploadBase::ofThisSite(), new TodaysNames($this->db, $this->redirects));
        $edits = $rewriter->rewrite($text)->edits;
        $mapped = $edits->apply($text);
        return ReferenceWriter::staysReadable($text, $mapped) ? $mapped : $text;
    }

    private function mayName(string $text): bool
    {
        $this->words = $this->words ?: Rewriter::words(UploadBase::ofThisSite());
        foreach ($this->words as $word) {
            if (str_contains($text, $word)) {
                return true;
            }
        }
        return false;
    }

    /** @param array<mixed> $value */
    private static function holdsObjects(array $value): bool
    {
        foreach ($value as $inner) {
            if (is_object($inner) || (is_array($inner) && self::holdsObjects($inner))) {
                return true;
            }
        }
        return false;
    }
}
