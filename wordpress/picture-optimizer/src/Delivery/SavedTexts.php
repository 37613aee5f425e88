<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Database\Schema as Tables;
use PictureOptimizer\Hooks;
use PictureOptimizer\References\Audience;
use PictureOptimizer\References\Audiences;
use PictureOptimizer\References\RecordTables;
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
        add_filter('wp_insert_post_data', Hooks::onArrays($this->mapPost(...)), 99);
        foreach (['post', 'term', 'user', 'comment'] as $type) {
            $map = Hooks::on(fn (int $metaId, int $ownerId, string $key) => $this->mapMeta($type, $metaId, $ownerId, $key));
            add_action("added_{$type}_meta", $map, 99, 3);
            add_action("updated_{$type}_meta", $map, 99, 3);
        }
        foreach (['created_term', 'edited_term'] as $action) {
            add_action($action, Hooks::on($this->mapTerm(...)), 99, 2);
        }
        foreach (['wp_insert_comment', 'edit_comment'] as $action) {
            add_action($action, Hooks::on($this->mapComment(...)), 99);
        }
        add_filter('pre_update_option', Hooks::onValues($this->mapOption(...)), 99, 2);
        add_action('added_option', Hooks::on($this->mapNewOption(...)), 99, 2);
    }

    /**
     * @param array<string, mixed> $data Slashed, as WordPress passes it.
     * @return array<string, mixed>
     */
    public function mapPost(array $data): array
    {
        $audience = Audiences::named((string) ($data['post_type'] ?? ''), Audiences::postTypes());
        foreach (self::COLUMNS as $column) {
            $text = $data[$column] ?? '';
            if (($data['post_type'] ?? '') !== 'revision' && is_string($text) && $this->mayName($text)) {
                $data[$column] = wp_slash($this->mapped(wp_unslash($text), $audience));
            }
        }
        return $data;
    }

    private function mapMeta(string $type, int $metaId, int $ownerId, string $key): void
    {
        $table = _get_meta_table($type);
        if (in_array($key, [...self::NOT_META, ...RecordTables::META], true) || $table === false) {
            return;
        }
        $audience = Audiences::named($key, Audiences::metaKeys());
        if ($this->mapCell($table, $type === 'user' ? 'umeta_id' : 'meta_id', $metaId, 'meta_value', $audience)) {
            wp_cache_delete($ownerId, "{$type}_meta");
        }
    }

    private function mapTerm(int $termId, int $taxonomyId): void
    {
        if ($this->mapCell($this->db->term_taxonomy, 'term_taxonomy_id', $taxonomyId, 'description')) {
            clean_term_cache($taxonomyId); // It takes these numbers where no taxonomy is named.
        }
    }

    private function mapComment(int $id): void
    {
        if ($this->mapCell($this->db->comments, 'comment_ID', $id, 'comment_content')) {
            clean_comment_cache($id);
        }
    }

    /** @return bool Whether a value that was just saved had to be changed. */
    private function mapCell(string $table, string $key, int $id, string $column, Audience $audience = Audience::Visitors): bool
    {
        $value = (string) $this->db->get_var($this->db->prepare("SELECT `{$column}` FROM `{$table}` WHERE `{$key}` = %d", $id));
        $mapped = $this->mapped($value, $audience);
        return $mapped !== $value && (bool) $this->db->update($table, [$column => $mapped], [$key => $id]);
    }

    /** A first save passes no filter that could change it. */
    private function mapNewOption(string $name, mixed $value): void
    {
        $mapped = $this->mapOption($value, $name);
        if ($mapped !== $value) {
            update_option($name, $mapped);
        }
    }

    public function mapOption(mixed $value, string $name): mixed
    {
        if (preg_match('/^(?:_site)?_transient_|^picture_optimizer|^cron$/', $name)) {
            return $value;
        }
        $audience = Audiences::named($name, Audiences::options());
        if (is_string($value)) {
            return $this->mapped($value, $audience);
        }
        if (!is_array($value) && !$value instanceof \stdClass) {
            return $value;
        }
        if (self::holdsOwnClasses((array) $value)) {
            return $this->mapDeep($value, $audience);
        }
        // As a whole, because names without a folder are ours only beside a URL of the same image.
        $text = serialize($value);
        $mapped = $this->mapped($text, $audience);
        return $mapped === $text ? $value : unserialize($mapped, ['allowed_classes' => [\stdClass::class]]);
    }

    /** Texts in arrays and plain objects; objects of other classes are their plugin's own and stay as they are. */
    private function mapDeep(mixed $value, Audience $audience): mixed
    {
        if (is_string($value)) {
            return $this->mapped($value, $audience);
        }
        if (!is_array($value) && !$value instanceof \stdClass) {
            return $value;
        }
        $mapped = [];
        foreach ((array) $value as $name => $inner) {
            $mapped[$name] = $this->mapDeep($inner, Audiences::ofMember((string) $name) ?? $audience);
        }
        return is_array($value) ? $mapped : (object) $mapped;
    }

    private function mapped(string $text, Audience $audience = Audience::Visitors): string
    {
        if (!$this->mayName($text)) {
            return $text;
        }
        // Anew for each text: in a long process names change between two of them.
        $names = fn (Audience $of): TodaysNames => new TodaysNames($this->db, $this->redirects, $of);
        $others = [Audience::Devices->value => $names(Audience::Devices), Audience::Mail->value => $names(Audience::Mail)];
        $rewriter = Rewriter::forNames(UploadBase::ofThisSite(), $names($audience), $others);
        try {
            $mapped = $rewriter->rewrite($text)->edits->apply($text);
        } catch (\UnexpectedValueException) {
            return $text; // Whatever it is, somebody wants it saved.
        }
        return ReferenceWriter::staysReadable($text, $mapped) ? $mapped : $text;
    }

    private function mayName(string $text): bool
    {
        if (!Tables::isHere()) {
            return false;
        }
        $this->words = $this->words ?: Rewriter::words(UploadBase::ofThisSite());
        foreach ($this->words as $word) {
            if (str_contains($text, $word)) {
                return true;
            }
        }
        return false;
    }

    /** @param array<mixed> $value */
    private static function holdsOwnClasses(array $value): bool
    {
        foreach ($value as $inner) {
            $isPlain = is_array($inner) || $inner instanceof \stdClass;
            if ((is_object($inner) && !$isPlain) || ($isPlain && self::holdsOwnClasses((array) $inner))) {
                return true;
            }
        }
        return false;
    }
}
