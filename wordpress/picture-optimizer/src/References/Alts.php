<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;

/**
 * Gives images in content their alt text: the attachment's, or the one that was written for the very place. WordPress copies the alt
 * when an image is inserted, so a better text in the Media Library alone changes no page. Only an empty alt is filled; one that
 * equals the attachment's old alt is replaced if that was asked for; what a person wrote, or decided (see Decorative), stays.
 */
final class Alts implements TextRewriter
{
    /** An image tag up to the end of its alt attribute, which is the first group; quoted values are skipped as a whole. */
    private const ALT_ATTRIBUTE = '~^<img\b(?:[^"\'>]|"[^"]*"|\'[^\']*\')*?'
        . '(\salt(?:\s*=\s*(?:"[^"]*"|\'[^\']*\'|[^\s>"\']+))?)(?=[\s/>])~is';

    private readonly ImageOwners $owners;

    /** @param array<int, AltChange> $changes By attachment id. */
    public function __construct(private readonly array $changes)
    {
        $this->owners = new ImageOwners($changes);
    }

    /** @return list<Edit> */
    public function edits(string $text, int $postId = 0): array
    {
        if ($this->changes === [] || !str_contains($text, 'wp-image-')) {
            return [];
        }
        $edits = [];
        foreach (PlaceReader::read($text, $this->owners) as $place) {
            $new = $place->decorative ? null
                : $this->changes[$place->attachmentId]->altFor($place, PostLanguage::of($postId));
            $inBlock = $new === null ? null : BlockAlts::edits($text, $place, $new);
            if ($new !== null && $inBlock !== null) {
                array_push($edits, self::edit($place, $new), ...$inBlock);
            }
        }
        return $edits;
    }

    private static function edit(ImagePlace $place, string $new): Edit
    {
        // WordPress runs shortcodes in attributes, too: words of an image must never be one.
        $alt = ' alt="' . strtr(esc_attr($new), ['[' => '&#91;', ']' => '&#93;']) . '"';
        if (preg_match(self::ALT_ATTRIBUTE, $place->tag, $match, PREG_OFFSET_CAPTURE)) {
            return new Edit($place->at + $match[1][1], $match[1][0], $alt, [$place->attachmentId]);
        }
        return new Edit($place->at + strlen('<img'), '', $alt, [$place->attachmentId]);
    }
}
