<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Files\Attachment;

/** Lists every place that uses a picture, by name or by id, and places that perhaps do. Changes nothing. */
final class Finder
{
    /** A name without its folder that nothing proves to be this picture's: it is seen and never changed. */
    public const NAME_ONLY = 'name without folder';

    /** Meta that names pictures by id: no name changes there, but the picture is used. */
    private const ID_KEYS = ['_thumbnail_id', '_product_image_gallery', 'thumbnail_id'];

    public function __construct(private readonly \wpdb $db, private readonly Scanner $scanner)
    {
    }

    /** @return iterable<Place> */
    public function find(int $attachmentId): iterable
    {
        $attachment = Attachment::load($attachmentId);
        $map = new NameMap();
        foreach ($attachment->names() as $name) {
            // A name that differs, so that every reference is an edit.
            $map->add($attachment->relative($name), new Target($attachmentId, "{$name}.found"));
        }
        $bases = UploadBase::ofThisSite();
        $rewriter = Rewriter::forNames($bases, $map);
        foreach ($this->scanner->scan(Needles::for($map->paths(), $bases, [], bare: true)) as $chunk) {
            foreach ($chunk as $found) {
                $rewrite = $rewriter->rewrite($found->value($this->db));
                if ($rewrite->found() || array_intersect($rewrite->seen, $attachment->names()) !== []) {
                    $kind = $this->kind($found, $rewrite);
                    yield new Place($found->table->table, $found->cell()->shownKey(), $found->column, $kind, $found->postId);
                }
            }
        }
        yield from $this->byId($attachmentId);
    }

    private function kind(Found $found, Rewrite $rewrite): string
    {
        return match (true) {
            $rewrite->edits->isEmpty() => $rewrite->problems[0] ?? self::NAME_ONLY,
            $found->table->holdsPosts() && $this->isRevision($found) => 'revision',
            default => $rewrite->kinds[0],
        };
    }

    private function isRevision(Found $found): bool
    {
        return $this->db->get_var($this->db->prepare(
            "SELECT post_type FROM `{$found->table->table}` WHERE ID = %d",
            $found->key
        )) === 'revision';
    }

    /** @return iterable<Place> */
    private function byId(int $id): iterable
    {
        foreach ([[$this->db->postmeta, 'post_id'], [$this->db->termmeta, '0']] as [$table, $post]) {
            $marks = implode(',', array_fill(0, count(self::ID_KEYS), '%s'));
            $rows = $this->db->get_results($this->db->prepare(
                "SELECT meta_id, {$post} AS post FROM {$table}
                WHERE meta_key IN ({$marks}) AND FIND_IN_SET(%s, REPLACE(meta_value, ' ', ''))",
                ...[...self::ID_KEYS, (string) $id]
            ));
            foreach ($rows as $row) {
                yield new Place($table, (string) $row->meta_id, 'meta_value', 'id', (int) $row->post);
            }
        }
    }
}
