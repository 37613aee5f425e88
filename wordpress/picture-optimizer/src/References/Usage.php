<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\IdUses;
use PictureOptimizer\Files\Attachment;

/**
 * Counts where some pictures are used, before anything is replaced: one scan for all of them, by the same rewriters that
 * would change the values. Changes nothing.
 */
final class Usage
{
    /** Stands for the text that is not known yet. */
    private const SOME_ALT = "\u{FFFC}";

    public function __construct(private readonly \wpdb $db, private readonly Scanner $scanner)
    {
    }

    /**
     * @param list<int>    $attachmentIds a few hundred at most: their names go into one search
     * @param array<int>   $replacedAlts  those of them whose alt in pages is replaced where it equals the one in the Media Library
     * @param list<string> $formats       extensions that the files may get, as far as mails cannot follow to all of them
     */
    public function count(array $attachmentIds, bool $fillEmptyAlts, array $replacedAlts, array $formats = []): UsageCount
    {
        $bases = UploadBase::ofThisSite();
        [$map, $others, $alts] = $this->describe($attachmentIds, $formats);
        $names = Rewriter::forNames($bases, $map);
        $followed = array_map(static fn (NameMap $shown): Rewriter => Rewriter::forNames($bases, $shown), $others);
        $onPages = Rewriter::forNames($bases, $map, $others);
        $notMailed = Rewriter::forNames($bases, $map, [Audience::Mail->value => $others[Audience::Mail->value]]);
        $fill = new Alts($fillEmptyAlts ? self::changes($alts, fillEmpty: true) : []);
        $replace = new Alts(self::changes(array_filter(array_intersect_key($alts, array_flip($replacedAlts))), fillEmpty: false));
        $empty = Rewriter::forNames($bases, new NameMap(), [], $fill);
        $old = Rewriter::forNames($bases, new NameMap(), [], $replace);
        $altIds = $fillEmptyAlts || $replacedAlts !== [] ? array_keys($alts) : [];
        $count = new UsageCount();
        foreach ($this->scanner->scan(Needles::for($map->paths(), $bases, $altIds)) as $chunk) {
            foreach ($chunk as $found) {
                if ($this->isRevision($found)) {
                    continue;
                }
                $text = $found->value($this->db);
                $ofOthers = $followed[$found->table->audience->value] ?? null;
                $shown = ($ofOthers ?? $onPages)->rewrite($text);
                $named = $ofOthers === null && $shown->found() ? $shown : $names->rewrite($text);
                $kept = array_diff($named->edits->attachments(), $shown->edits->attachments());
                $byMember = $kept === [] || $ofOthers !== null ? [] : $notMailed->rewrite($text)->edits->attachments();
                $count->addCell($found, $named, $kept, $ofOthers === null ? array_diff($kept, $byMember) : []);
                $count->emptyAlts += self::images($empty, $text, $found->postId);
                $count->oldAlts += self::images($old, $text, $found->postId);
            }
        }
        foreach ((new IdUses($this->db))->of($attachmentIds) as [$post, $used]) {
            $count->addIds($post, $used);
        }
        return $count;
    }

    /**
     * @param list<int>    $ids
     * @param list<string> $formats
     * @return array{NameMap, array<string, NameMap>, array<int, string>} names of today, those that others than visitors would follow,
     *                                                                by audience, and alt text by attachment id
     */
    private function describe(array $ids, array $formats): array
    {
        $map = new NameMap();
        $others = [Audience::Mail->value => new NameMap(), Audience::Devices->value => new NameMap()];
        $alts = [];
        foreach ($ids as $id) {
            try {
                $attachment = Attachment::load($id);
            } catch (ChangeError) {
                continue; // Deleted since the plan was made.
            }
            $alts[$id] = $attachment->alt;
            foreach ($attachment->names() as $name) {
                // A name that differs, so that every reference is an edit.
                $target = new Target($id, "{$name}.found");
                $map->add($attachment->relative($name), $target);
                foreach ($others as $audience => $shown) {
                    $cannot = static fn (string $format): bool => !Audience::from($audience)->canFollow($name, "new.{$format}");
                    array_filter($formats, $cannot) === [] && $shown->add($attachment->relative($name), $target);
                }
            }
        }
        return [$map, $others, $alts];
    }

    /**
     * @param array<int, string> $alts
     * @return array<int, AltChange>
     */
    private static function changes(array $alts, bool $fillEmpty): array
    {
        $changes = [];
        foreach ($alts as $id => $alt) {
            $changes[$id] = new AltChange($id, $alt, self::SOME_ALT, $fillEmpty, !$fillEmpty);
        }
        return $changes;
    }

    /** How many pictures in a text would get another alt. */
    private static function images(Rewriter $alts, string $text, int $postId): int
    {
        $edits = $alts->rewrite($text, $postId)->edits->list;
        // A cover block has its alt twice; the tag counts.
        return count(array_filter($edits, static fn (Edit $edit): bool => str_starts_with($edit->new, ' alt=')));
    }

    private function isRevision(Found $found): bool
    {
        return $found->table->table === $this->db->posts && get_post_type((int) $found->key) === 'revision';
    }
}
