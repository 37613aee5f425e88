<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\IdUses;
use PictureOptimizer\Files\Attachment;

/**
 * Finds the places of some images with what surrounds them: one scan for all, through the same rewriter that later writes there,
 * so that whatever is found here is found again. Changes nothing.
 */
final class PlaceFinder
{
    /** What is of no page: history, and what nobody has begun or kept. */
    private const NO_PAGE = ['inherit', 'trash', 'auto-draft'];

    /** Pages of one image that are read for it: its place there is not told, only what they are about. */
    private const MOST_NAMED = 20;

    private readonly IdUses $idUses;

    public function __construct(private readonly \wpdb $db, private readonly Scanner $scanner)
    {
        $this->idUses = new IdUses($db);
    }

    /**
     * @param list<int> $ids a few hundred at most: their names go into one search
     * @return array<int, list<UsedOn>> by attachment id; in the text first, then by id
     */
    public function find(array $ids): array
    {
        $used = array_fill_keys($ids, []);
        $collector = new PlaceCollector(new ImageOwners($used, $names = self::names($ids)));
        $bases = UploadBase::ofThisSite();
        $rewriter = Rewriter::forNames($bases, $names, [], $collector);
        $named = $used;
        foreach ($this->scanner->scanContent(Needles::for($names->paths(), $bases, $ids)) as $chunk) {
            foreach ($chunk as $found) {
                if ($this->isPage($found->postId)) {
                    $shown = $rewriter->rewrite($found->value($this->db), $found->postId)->edits->attachments();
                    foreach ($found->postId > 0 ? $shown : [] as $id) {
                        $named[$id][$found->postId] = $found->postId;
                    }
                }
            }
        }
        foreach ($collector->found() as $one) {
            $used[$one->place->attachmentId][] = $one;
        }
        foreach ([...$this->byName($named, $used), ...$this->byId($ids)] as $one) {
            $used[$one->place->attachmentId][] = $one;
        }
        return $used;
    }

    /**
     * Where a page names an image's file without showing it as HTML: the data and the shortcodes of page builders, backgrounds.
     *
     * @param array<int, array<int, int>> $named posts by attachment id
     * @param array<int, list<UsedOn>> $used places that are known already
     * @return iterable<UsedOn>
     */
    private function byName(array $named, array $used): iterable
    {
        foreach ($named as $id => $posts) {
            $others = array_diff($posts, array_column($used[$id] ?? [], 'postId'));
            foreach (array_slice($others, 0, self::MOST_NAMED) as $post) {
                yield new UsedOn($this->besideText($id, $post), $post);
            }
        }
    }

    /** @param list<int> $ids */
    private static function names(array $ids): NameMap
    {
        $names = new NameMap();
        foreach ($ids as $id) {
            try {
                $attachment = Attachment::load($id);
            } catch (ChangeError) {
                continue; // Deleted since it was ordered.
            }
            foreach ($attachment->names() as $name) {
                // A name that differs, so that every reference is an edit.
                $names->add($attachment->relative($name), new Target($id, "{$name}.found"));
            }
        }
        return $names;
    }

    private function isPage(int $postId): bool
    {
        if ($postId === 0) {
            return true;
        }
        // Not through WordPress' cache: an image on every page would fill the memory with all of them.
        $status = $this->db->get_var($this->db->prepare("SELECT post_status FROM {$this->db->posts} WHERE ID = %d", $postId));
        return $status !== null && !in_array($status, self::NO_PAGE, true);
    }

    /**
     * @param list<int> $ids
     * @return iterable<UsedOn> Featured images and galleries that name IDs, and images that were uploaded to a page.
     */
    private function byId(array $ids): iterable
    {
        foreach ([...$this->idUses->of($ids), ...$this->idUses->inGalleries($ids)] as [$post, $named]) {
            foreach ($post > 0 && $this->isPage($post) ? $named : [] as $id) {
                yield new UsedOn($this->besideText($id, $post), $post);
            }
        }
        foreach ($this->idUses->ofTerms($ids) as [$term, $named]) {
            foreach ($named as $id) {
                yield from self::ofTerm($id, get_term($term));
            }
        }
        foreach ($ids as $id) {
            $parent = (int) wp_get_post_parent_id($id);
            if ($parent > 0 && $this->isPage($parent)) {
                yield new UsedOn($this->besideText($id, $parent), $parent);
            }
        }
    }

    /**
     * The image of a category stands above its list, in the place of a page's title and text.
     *
     * @return iterable<UsedOn>
     */
    private static function ofTerm(int $id, mixed $term): iterable
    {
        if ($term instanceof \WP_Term && is_taxonomy_viewable($term->taxonomy)) {
            $said = static fn (string $text): string => trim(wp_strip_all_tags(LanguageMarks::pick($text, get_locale())));
            yield new UsedOn(new ImagePlace($id, heading: $said($term->name), after: $said($term->description)), 0);
        }
    }

    /** Where an image stands above a page's text or in a gallery beside it. */
    private function besideText(int $id, int $post): ImagePlace
    {
        return PlaceReader::byId((string) get_post_field('post_content', $post, 'raw'), $id);
    }
}
