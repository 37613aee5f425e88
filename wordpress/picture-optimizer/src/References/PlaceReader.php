<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\IdUses;

/** Reads HTML once, in its order, and tells of each image of ours what stands around it. */
final class PlaceReader
{
    /** What is nearer to an image than this is about it: words on either side. */
    private const WORDS = 60;

    private const HEADINGS = ['H1', 'H2', 'H3', 'H4', 'H5', 'H6'];

    /** Links that lead to no place of their own: a larger copy of the image, a part of the page, a script. */
    private const NO_DESTINATION = '~^(?:\#|javascript:|$)|\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)(?:[?\#]|$)~i';

    /** What no reader takes for words: addresses, and code in Base64 that page builders enclose in shortcodes. */
    private const NO_WORD = '~^[\x21-\x7e]{50,}$~';

    /** @var list<string> */
    private array $words = [];

    /**
     * @var list<array{at: int, tag: string, id: int, decorative: bool, alt: string|null, word: int, heading: string, link: int|null,
     *     figure: int|null, language: string, part: int}>
     */
    private array $met = [];

    /** @var array<int, array{heading: string, word: int, part: int, language: string}> Images that a gallery's shortcode names by ID. */
    private array $named = [];

    /** @var list<array{href: string, text: string}> */
    private array $links = [];

    /** @var list<string> Captions by figure. */
    private array $captions = [];

    /** @var list<int> Figures that are open, the innermost last. */
    private array $figures = [];

    /** @var list<int> Where the parts of a text in several languages begin, in words. */
    private array $parts = [0];

    private string $language = '';
    private ?int $link = null;
    private string $heading = '';
    private bool $inHeading = false;
    private bool $inCaption = false;

    private function __construct(private readonly string $html, private readonly ImageOwners $owners)
    {
    }

    /** @return list<ImagePlace> In the order of the text. */
    public static function read(string $html, ImageOwners $owners): array
    {
        $reader = new self($html, $owners);
        $reader->walk();
        return array_map($reader->place(...), $reader->met);
    }

    /** An image that is named by its ID: where a gallery's shortcode does, else it stands above the text, or beside it. */
    public static function byId(string $html, int $attachmentId): ImagePlace
    {
        $reader = new self($html, new ImageOwners([]));
        $reader->walk();
        $named = $reader->named[$attachmentId] ?? null;
        if ($named !== null) {
            return $reader->place($named + ['at' => 0, 'tag' => '', 'id' => $attachmentId, 'decorative' => false, 'alt' => null,
                'link' => null, 'figure' => null]);
        }
        $words = array_values(array_filter(array_map($reader->part(...), array_keys($reader->parts))))[0] ?? [];
        return new ImagePlace($attachmentId, after: implode(' ', array_slice($words, 0, self::WORDS)));
    }

    private function walk(): void
    {
        $tags = new ImageTags($this->html);
        $decorative = new Decorative($this->html);
        while ($tags->next_token()) {
            $name = (string) $tags->get_tag();
            match (true) {
                $tags->get_token_type() === '#text' => $this->text($tags->get_modifiable_text()),
                $tags->get_token_type() === '#comment' => $this->mark(LanguageMarks::ofComment($tags->get_modifiable_text())),
                $tags->get_token_type() !== '#tag' => null,
                $name === 'IMG' => $this->image($tags, $decorative),
                $name === 'A' => $this->link($tags),
                $name === 'FIGURE' => $this->figure(!$tags->is_tag_closer()),
                $name === 'FIGCAPTION' => $this->inCaption = !$tags->is_tag_closer(),
                in_array($name, self::HEADINGS, true) => $this->heading(!$tags->is_tag_closer()),
                default => null,
            };
        }
    }

    private function image(ImageTags $tags, Decorative $decorative): void
    {
        $id = $this->owners->of($tags);
        if ($id === 0) {
            return;
        }
        [$at, $tag] = $tags->current();
        $alt = $tags->get_attribute('alt');
        $this->met[] = [
            'at' => $at,
            'tag' => $tag,
            'id' => $id,
            'decorative' => $decorative->isDecided($tags, $at, strlen($tag)),
            'alt' => $alt === true ? '' : $alt,
            'word' => count($this->words),
            'heading' => $this->heading,
            'link' => $this->link,
            'figure' => $this->figures === [] ? null : $this->figures[count($this->figures) - 1],
            'language' => $this->language,
            'part' => count($this->parts) - 1,
        ];
    }

    private function link(ImageTags $tags): void
    {
        if ($tags->is_tag_closer()) {
            $this->link = null;
            return;
        }
        $href = $tags->get_attribute('href');
        if (is_string($href) && preg_match(self::NO_DESTINATION, trim($href)) !== 1) {
            $this->link = count($this->links);
            $this->links[] = ['href' => trim($href), 'text' => ''];
        }
    }

    private function figure(bool $opens): void
    {
        if (!$opens) {
            array_pop($this->figures);
            $this->inCaption = false;
            return;
        }
        $this->figures[] = count($this->captions);
        $this->captions[] = '';
    }

    private function heading(bool $opens): void
    {
        $this->inHeading = $opens;
        if ($opens) {
            $this->heading = '';
        }
    }

    /** What is said in another language is not said beside an image. */
    private function mark(?string $language): void
    {
        if ($language === null || ($language === '' && $this->language === '')) {
            return;
        }
        $this->language = $language;
        $this->parts[] = count($this->words);
        $this->heading = '';
    }

    private function text(string $text): void
    {
        foreach (LanguageMarks::split($text) as [$piece, $language]) {
            $this->piece($piece);
            $this->mark($language);
        }
    }

    /** The editor of before writes figures and their captions as a shortcode; of others only what they enclose is read. */
    private function piece(string $text): void
    {
        foreach (preg_split('~(\[/?[a-z][\w-]*(?:\s[^\[\]]*)?/?\])~i', $text, -1, PREG_SPLIT_DELIM_CAPTURE) ?: [] as $part) {
            match (true) {
                preg_match('~^\[(?:wp_)?caption\b~i', $part) === 1 => $this->captionShortcode(true),
                preg_match('~^\[/(?:wp_)?caption\b~i', $part) === 1 => $this->captionShortcode(false),
                preg_match(IdUses::GALLERY, $part, $match) === 1 => $this->gallery(wp_parse_id_list($match[1])),
                preg_match('~^\[/?[a-z][\w-]*[^\[\]]*\]$~i', $part) === 1 => null,
                default => $this->words($part),
            };
        }
    }

    private function captionShortcode(bool $opens): void
    {
        $this->figure($opens);
        $this->inCaption = $opens;
    }

    /** @param array<int> $ids */
    private function gallery(array $ids): void
    {
        $this->named += array_fill_keys($ids, ['heading' => $this->heading, 'word' => count($this->words),
            'part' => count($this->parts) - 1, 'language' => $this->language]);
    }

    private function words(string $text): void
    {
        $words = preg_split('~[\s\p{Z}]+~u', $text, -1, PREG_SPLIT_NO_EMPTY) ?: [];
        $words = array_values(preg_grep(self::NO_WORD, $words, PREG_GREP_INVERT) ?: []);
        if ($words === []) {
            return;
        }
        if ($this->inCaption && $this->figures !== []) {
            self::append($this->captions[$this->figures[count($this->figures) - 1]], $words);
            return;
        }
        if ($this->link !== null) {
            self::append($this->links[$this->link]['text'], $words);
        }
        if ($this->inHeading) {
            self::append($this->heading, $words);
        }
        array_push($this->words, ...$words);
    }

    /** @param non-empty-list<string> $words */
    private static function append(string &$text, array $words): void
    {
        $text = trim($text . ' ' . implode(' ', $words));
    }

    /**
     * @param array{at: int, tag: string, id: int, decorative: bool, alt: string|null, word: int, heading: string, link: int|null,
     *     figure: int|null, language: string, part: int} $met
     */
    private function place(array $met): ImagePlace
    {
        $link = $met['link'] === null ? null : $this->links[$met['link']];
        $words = $this->part($met['part']);
        $at = $met['word'] - $this->parts[$met['part']];
        return new ImagePlace(
            attachmentId: $met['id'],
            at: $met['at'],
            tag: $met['tag'],
            decorative: $met['decorative'],
            alt: $met['alt'],
            link: $link['href'] ?? '',
            linkText: $link['text'] ?? '',
            heading: $met['heading'],
            before: implode(' ', array_slice($words, max(0, $at - self::WORDS), min($at, self::WORDS))),
            after: implode(' ', array_slice($words, $at, self::WORDS)),
            caption: $met['figure'] === null ? '' : $this->captions[$met['figure']],
            language: $met['language'],
        );
    }

    /** @return list<string> Words of one language's part; all of a text that has no parts. */
    private function part(int $number): array
    {
        $begin = $this->parts[$number];
        return array_slice($this->words, $begin, ($this->parts[$number + 1] ?? count($this->words)) - $begin);
    }
}
