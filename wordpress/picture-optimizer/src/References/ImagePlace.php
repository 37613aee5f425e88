<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** One image tag as a reader meets it: what stands above, before, after and around it. All plain text. */
final class ImagePlace
{
    private const NEARLY_ALL = 0.8;

    /**
     * @param int         $at         Where its tag begins in the text, in bytes.
     * @param string      $tag        Its tag, as it is written.
     * @param bool        $decorative Whether a person decided that it says nothing (see Decorative).
     * @param string|null $alt        Null where there is no attribute.
     * @param string      $link       Address to which it leads; empty when it is no link, or leads to a larger image.
     * @param string      $linkText   Text inside the same link.
     * @param string      $language   Of this part of a text that has several languages (LanguageMarks); empty where it has one.
     */
    public function __construct(
        public readonly int $attachmentId,
        public readonly int $at = 0,
        public readonly string $tag = '',
        public readonly bool $decorative = false,
        public readonly ?string $alt = null,
        public readonly string $link = '',
        public readonly string $linkText = '',
        public readonly string $heading = '',
        public readonly string $before = '',
        public readonly string $after = '',
        public readonly string $caption = '',
        public readonly string $language = '',
    ) {
    }

    /**
     * The place's name: equal for places that differ in nothing that an alt text depends on, and found again from the text alone.
     *
     * @param string $language Of the page; empty where the site has only one.
     */
    public function key(string $language): string
    {
        $around = [$this->heading, $this->before, $this->after, $this->caption, $this->linkText];
        return $this->kind($language) . '.' . self::short(implode("\n", $around));
    }

    /** The first part of the key, which outlives edits of the text around: where it leads, in which language. */
    public function kind(string $language): string
    {
        return self::short(implode("\n", [$this->link, $this->language ?: $language, $this->decorative ? 'decorative' : '']));
    }

    /** Whether the caption has nearly all words of a text: then an empty alt beside it is meant. */
    public function captionSays(string $text): bool
    {
        $words = self::words($text);
        $said = array_intersect($words, self::words($this->caption));
        return $words !== [] && count($said) >= self::NEARLY_ALL * count($words);
    }

    /** @return list<string> Each once. */
    private static function words(string $text): array
    {
        $words = preg_split('/[^\pL\pM\pN]+/u', mb_strtolower(html_entity_decode($text, ENT_QUOTES | ENT_HTML5)), -1, PREG_SPLIT_NO_EMPTY);
        return array_values(array_unique($words ?: []));
    }

    private static function short(string $text): string
    {
        return substr(hash('sha256', $text), 0, 16);
    }
}
