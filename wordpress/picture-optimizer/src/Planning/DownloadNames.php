<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Described;

/**
 * Recognizes files of some attachments in what a shop wrote about its downloads: a URL of any host, an absolute or relative path, a
 * name alone; plain, percent-encoded, in JSON or serialized. Only looks, so it may be generous where a rewriter must be exact.
 */
final class DownloadNames
{
    /** What WordPress adds to a name: `-scaled`, `-300x200`. */
    private const ENDING = '(?:-scaled|-rotated|-\d+x\d+)?\.([a-z0-9]{2,5})';

    /** Alternatives of one regular expression; PCRE compiles no endless ones. */
    private const MANY = 200;

    /** @var array<string, array<int, array{string, string}>> folder and extension of attachments, by the stem of the name */
    private array $stems = [];

    /** @var list<string> */
    private readonly array $patterns;

    /** @param list<int> $attachmentIds */
    public function __construct(array $attachmentIds)
    {
        foreach ($attachmentIds as $id) {
            $file = Described::file($id);
            $stem = (string) preg_replace('/-(?:scaled|rotated)$/', '', pathinfo($file, PATHINFO_FILENAME));
            if ($stem !== '') {
                $folder = str_contains($file, '/') ? dirname($file) : basename(Attachment::uploads());
                $this->stems[mb_strtolower($stem)][$id] = [mb_strtolower($folder), strtolower(pathinfo($file, PATHINFO_EXTENSION))];
            }
        }
        $stems = array_map(strval(...), array_keys($this->stems));
        // A name that begins with another one is tried first.
        usort($stems, static fn (string $a, string $b): int => strlen($b) <=> strlen($a));
        $this->patterns = array_map(static fn (array $some): string => '~(?<![\p{L}\p{N}_.-])('
            . implode('|', array_map(static fn (string $stem): string => preg_quote($stem, '~'), $some))
            . ')' . self::ENDING . '(?![\p{L}\p{N}_-])~iu', array_chunk($stems, self::MANY));
    }

    /** @return list<int> */
    public function in(string $value): array
    {
        $text = self::plain($value);
        $found = [];
        foreach ($this->patterns as $pattern) {
            preg_match_all($pattern, $text, $matches, PREG_SET_ORDER | PREG_OFFSET_CAPTURE);
            foreach ($matches as [[, $at], [$stem], [$extension]]) {
                $before = mb_strtolower(substr($text, max(0, $at - 500), min($at, 500)));
                foreach ($this->stems[mb_strtolower($stem)] ?? [] as $id => [$folder, $itsExtension]) {
                    strtolower($extension) === $itsExtension && self::canMean($before, $folder) && $found[] = $id;
                }
            }
        }
        return $found;
    }

    /** Whether what stands in front of a name is its folder, or no folder at all. */
    private static function canMean(string $before, string $folder): bool
    {
        return !str_ends_with($before, '/')
            || preg_match('~(?<![\p{L}\p{N}_.-])' . preg_quote($folder, '~') . '/$~Du', mb_scrub($before, 'UTF-8')) === 1;
    }

    /** The value as somebody would read it, whatever it is packed in. */
    private static function plain(string $value): string
    {
        $text = (string) preg_replace_callback(
            '/\\\\u([0-9a-f]{4})/i',
            static fn (array $match): string => mb_chr((int) hexdec($match[1]), 'UTF-8') ?: '',
            str_replace('\\/', '/', $value)
        );
        return mb_scrub(rawurldecode(html_entity_decode($text, ENT_QUOTES | ENT_HTML5, 'UTF-8')), 'UTF-8');
    }
}
