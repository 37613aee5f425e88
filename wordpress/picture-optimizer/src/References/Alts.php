<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;

/**
 * Gives pictures in content the alt text of their attachment. WordPress copies the alt when a picture is inserted, so a better
 * text in the Media Library alone changes no page. Only an empty alt is filled; one that equals the attachment's old alt is
 * replaced if that was asked for; what a person wrote, or decided (see Decorative), stays.
 */
final class Alts implements TextRewriter
{
    /** An image tag up to the end of its alt attribute, which is the first group; quoted values are skipped as a whole. */
    private const ALT_ATTRIBUTE = '~^<img\b(?:[^"\'>]|"[^"]*"|\'[^\']*\')*?'
        . '(\salt(?:\s*=\s*(?:"[^"]*"|\'[^\']*\'|[^\s>"\']+))?)(?=[\s/>])~is';

    /** @param array<int, AltChange> $changes By attachment id. */
    public function __construct(private readonly array $changes)
    {
    }

    /** @return list<Edit> */
    public function edits(string $text): array
    {
        if ($this->changes === [] || !str_contains($text, 'wp-image-')) {
            return [];
        }
        $edits = [];
        $tags = new ImageTags($text);
        $decorative = new Decorative($text);
        while ($tags->nextImage()) {
            $change = $this->changeFor((string) $tags->get_attribute('class'));
            if ($change !== null && $change->wants($tags->get_attribute('alt'))) {
                [$at, $tag] = $tags->current();
                if ($decorative->isDecided($tags, $at, strlen($tag))) {
                    continue;
                }
                $edits[] = $this->edit($at, $tag, $change);
                array_push($edits, ...$this->coverAttribute($text, $at, $change));
            }
        }
        return $edits;
    }

    private function changeFor(string $class): ?AltChange
    {
        return preg_match('/(?:^|\s)wp-image-(\d+)(?=\s|$)/', $class, $match) ? $this->changes[(int) $match[1]] ?? null : null;
    }

    private function edit(int $at, string $tag, AltChange $change): Edit
    {
        $alt = ' alt="' . esc_attr($change->new) . '"';
        if (preg_match(self::ALT_ATTRIBUTE, $tag, $match, PREG_OFFSET_CAPTURE)) {
            return new Edit($at + $match[1][1], $match[1][0], $alt, [$change->attachmentId]);
        }
        return new Edit($at + strlen('<img'), '', $alt, [$change->attachmentId]);
    }

    /**
     * A cover block keeps its alt in the comment, too; if both differ the editor calls the block broken.
     *
     * @return list<Edit>
     */
    private function coverAttribute(string $text, int $imageAt, AltChange $change): array
    {
        $comment = strrpos(substr($text, 0, $imageAt), '<!-- wp:');
        if (
            $comment === false
            || !preg_match('~\G<!-- wp:cover (\{.*?\}) -->~s', $text, $match, PREG_OFFSET_CAPTURE, $comment)
            || ($attributes = json_decode($match[1][0], true)) === null
            || ($attributes['id'] ?? 0) !== $change->attachmentId
            || ($attributes['alt'] ?? '') !== ''
        ) {
            return [];
        }
        $json = substr(serialize_block_attributes(['alt' => $change->new]), 1, -1);
        return [new Edit($match[1][1] + 1, '', "{$json},", [$change->attachmentId])];
    }
}
