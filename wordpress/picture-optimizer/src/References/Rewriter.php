<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;

/** Rewrites one database cell: text of any kind, serialized data, Base64, each inside the other. */
final class Rewriter
{
    private const DEEPEST = 8;

    /** A builder proves by it that nobody has changed a shortcode, and shows nothing where somebody has (Oxygen). */
    private const SIGNED = '~\\[ct_\\w+ [^\\]]*?ct_sign_sha256=~';

    private readonly Base64 $base64;

    /** The post whose value is being rewritten. */
    private int $postId = 0;

    /** Who sees what is being rewritten, as far as names of members tell it. */
    private ?Audience $audience = null;

    /**
     * @param list<TextRewriter> $texts What to change in plain text; their edits must not overlap.
     * @param list<string>       $words At least one of them stands in every reference, in every spelling.
     * @param Lookup             $names For names without a folder.
     * @param array<string, Matcher> $others What changes names in the place of the first of the texts, by audience.
     */
    private function __construct(
        private readonly array $texts,
        array $words,
        private readonly Lookup $names,
        private readonly array $others = [],
    ) {
        $this->base64 = new Base64($words);
    }

    /**
     * @param list<UploadBase>      $bases
     * @param array<string, Lookup> $others What the names become where a text is for others than visitors, by audience; where none is
     *                                      given, the same.
     */
    public static function forNames(array $bases, Lookup $map, array $others = [], TextRewriter ...$texts): self
    {
        // Paths below uploads are in Base64, too, without the folder's name.
        $names = $map instanceof NameMap ? Needles::words($map->paths()) : [];
        $ofOthers = array_map(static fn (Lookup $other): Matcher => new Matcher($bases, $other), $others);
        return new self([new Matcher($bases, $map, $others), ...$texts], [...self::words($bases), ...$names], $map, $ofOthers);
    }

    /** For something else than names. */
    public static function of(TextRewriter $text): self
    {
        return new self([$text], [], new NameMap());
    }

    /** @param int $postId The post that the value belongs to, 0 for none. */
    public function rewrite(string $cell, int $postId = 0): Rewrite
    {
        $this->postId = $postId;
        $rewrite = $this->anything($cell, 0);
        return $rewrite->edits->isEmpty() || preg_match(self::SIGNED, $cell) !== 1
            ? $rewrite
            : new Rewrite(new Edits(), [...$rewrite->problems, __('signed by a page builder', 'picture-optimizer')], $rewrite->kinds);
    }

    /**
     * Words that stand in every reference, in every spelling: the longest plain folder of each uploads path, or the host that
     * serves nothing else.
     *
     * @param list<UploadBase> $bases
     * @return list<string>
     */
    public static function words(array $bases): array
    {
        $words = [];
        foreach ($bases as $base) {
            array_push($words, ...($base->path === '' ? $base->hosts : self::ofFolder($base->path)));
        }
        return array_values(array_unique($words));
    }

    /**
     * Of "wp-content/uploads/sites/2" it is "uploads": a hyphen can be escaped, and "2" is everywhere. A folder in letters of another
     * script has no such word: it is looked for in the ways in which it is written most.
     *
     * @return non-empty-list<string>
     */
    private static function ofFolder(string $path): array
    {
        $words = preg_grep('/^[A-Za-z0-9_]+$/D', explode('/', $path)) ?: [Needles::longestWord($path)];
        usort($words, static fn (string $a, string $b): int => strlen($b) <=> strlen($a));
        if ($words[0] !== '') {
            return [$words[0]];
        }
        $encoded = rawurlencode(basename($path));
        return [basename($path), $encoded, strtolower($encoded), trim((string) json_encode(basename($path)), '"')];
    }

    private function anything(string $text, int $depth): Rewrite
    {
        if ($depth > self::DEEPEST || $text === '') {
            return Rewrite::nothing();
        }
        if (!Serialized::looksLike($text)) {
            $rewrite = $this->text($text, $depth);
            return $rewrite->edits->isEmpty() || !self::isBinary($text)
                ? $rewrite
                : new Rewrite(new Edits(), [...$rewrite->problems, __('binary data', 'picture-optimizer')], $rewrite->kinds);
        }
        try {
            return $this->serialized($depth)->rewrite($text);
        } catch (\UnexpectedValueException $error) {
            // Mending lengths in damaged data would be guessing.
            return $this->text($text, $depth)->found()
                ? new Rewrite(new Edits(), [$error->getMessage()], ['serialized'])
                : Rewrite::nothing();
        }
    }

    /** Formats of caches and databases write the length of a text before it, in bytes that no text has. */
    private static function isBinary(string $text): bool
    {
        return str_contains($text, "\0") || (preg_match('/[\x01-\x08\x0e-\x1f]/', $text) === 1 && preg_match('//u', $text) !== 1);
    }

    private function serialized(int $depth): Serialized
    {
        $inside = fn (string $inner, ?Audience $audience): Rewrite => $this->member($inner, $audience, $depth + 1);
        return new Serialized($inside, $this->names);
    }

    /** @param Audience|null $audience As names of members tell it; null where they do not. */
    private function member(string $inner, ?Audience $audience, int $depth): Rewrite
    {
        $around = $this->audience;
        $this->audience = $audience ?? $around;
        try {
            return $this->anything($inner, $depth);
        } finally {
            $this->audience = $around;
        }
    }

    private function readersAt(string $text, int $at): ?Audience
    {
        $readers = $this->others === [] ? Audience::Visitors : Audiences::at($text, $at);
        return $readers === Audience::Visitors ? null : $readers;
    }

    /** @return list<TextRewriter> */
    private function texts(): array
    {
        $names = $this->others[$this->audience?->value ?? ''] ?? null;
        return $names === null ? $this->texts : [$names, ...array_slice($this->texts, 1)];
    }

    private function text(string $text, int $depth): Rewrite
    {
        $walk = fn (string $whole, int $at): array => $this->serialized($depth)->rewriteFrom($whole, $at);
        // Who sees a member is told by its name and by what it stands in: its value alone does not say it.
        $inside = fn (string $inner, int $at): Rewrite => $this->member($inner, $this->readersAt($text, $at), $depth + 1);
        $parts = (new Embedded($text, $inside, $walk))->parts();
        $base64 = $this->base64->rewrite($text, $inside);
        $problems = $base64->problems;
        $edits = $base64->edits->list;
        foreach ($this->texts() as $rewriter) {
            array_push($edits, ...$rewriter->edits($text, $this->postId));
        }
        $outside = self::outside($edits, $parts, $problems);
        $edits = [...$outside, ...array_merge([], ...array_map(static fn (Part $part): array => $part->rewrite->edits->list, $parts))];
        array_push($problems, ...array_merge([], ...array_map(static fn (Part $part): array => $part->rewrite->problems, $parts)));
        $bare = JsonNames::look($text, $edits, $this->names);
        array_push($edits, ...$bare->edits);
        $encoded = count($base64->edits->list);
        return new Rewrite(
            new Edits($edits),
            $problems,
            [...$base64->kinds, ...(count($edits) > $encoded ? [self::kind($text)] : [])],
            [...(BareNames::isName($text) ? [$text] : []), ...$bare->unproved, ...$base64->seen, ...self::seen($parts)]
        );
    }

    /**
     * What was found outside of the parts with rules of their own. What a sealed part holds becomes a problem.
     *
     * @param list<Edit>   $edits
     * @param list<Part>   $parts
     * @param list<string> $problems
     * @return list<Edit>
     */
    private static function outside(array $edits, array $parts, array &$problems): array
    {
        $left = (new Edits($edits))->list;
        foreach (array_filter($parts, static fn (Part $part): bool => $part->sealed !== '') as $part) {
            $rest = array_values(array_filter($left, static fn (Edit $edit): bool => !$part->holds($edit)));
            count($rest) === count($left) || $problems[] = $part->sealed;
            $left = $rest;
        }
        $open = array_values(array_filter($parts, static fn (Part $part): bool => $part->sealed === ''));
        $next = 0;
        return array_values(array_filter($left, static function (Edit $edit) use ($open, &$next): bool {
            while (isset($open[$next]) && $open[$next]->offset + $open[$next]->length <= $edit->offset) {
                $next++;
            }
            return !isset($open[$next]) || !$open[$next]->holds($edit);
        }));
    }

    /**
     * @param list<Part> $parts
     * @return list<string>
     */
    private static function seen(array $parts): array
    {
        return array_merge([], ...array_map(static fn (Part $part): array => $part->rewrite->seen, $parts));
    }

    private static function kind(string $text): string
    {
        return match (true) {
            in_array(ltrim($text)[0] ?? '', ['{', '['], true) && json_decode($text) !== null => 'json',
            str_contains($text, '<') => 'html',
            default => 'text',
        };
    }
}
