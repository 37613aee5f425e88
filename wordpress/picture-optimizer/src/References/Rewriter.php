<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Rewrites one database cell: text of any kind, serialized data, Base64, each inside the other. */
final class Rewriter
{
    private const DEEPEST = 8;

    private readonly Base64 $base64;

    /**
     * @param list<TextRewriter> $texts What to change in plain text; their edits must not overlap.
     * @param list<string>       $words At least one of them stands in every reference, in every spelling.
     */
    public function __construct(private readonly array $texts, array $words)
    {
        $this->base64 = new Base64($words);
    }

    /** @param list<UploadBase> $bases */
    public static function forNames(array $bases, Lookup $map, TextRewriter ...$others): self
    {
        return new self([new Matcher($bases, $map), ...$others], self::words($bases));
    }

    public function rewrite(string $cell): Rewrite
    {
        return $this->anything($cell, 0);
    }

    /**
     * Words that stand in every reference: the last folder of each uploads path, or the host that serves nothing else.
     *
     * @param list<UploadBase> $bases
     * @return list<string>
     */
    public static function words(array $bases): array
    {
        $words = [];
        foreach ($bases as $base) {
            array_push($words, ...($base->path === '' ? $base->hosts : [basename($base->path)]));
        }
        return array_values(array_unique($words));
    }

    private function anything(string $text, int $depth): Rewrite
    {
        if ($depth > self::DEEPEST || $text === '') {
            return Rewrite::nothing();
        }
        if (!Serialized::looksLike($text)) {
            return $this->text($text, $depth);
        }
        try {
            $walk = new Serialized(fn (string $inner): Rewrite => $this->anything($inner, $depth + 1));
            return $walk->rewrite($text);
        } catch (\UnexpectedValueException $error) {
            // Mending lengths in damaged data would be guessing.
            return $this->text($text, $depth)->found()
                ? new Rewrite(new Edits(), [$error->getMessage()], ['serialized'])
                : Rewrite::nothing();
        }
    }

    private function text(string $text, int $depth): Rewrite
    {
        $edits = [];
        foreach ($this->texts as $rewriter) {
            array_push($edits, ...$rewriter->edits($text));
        }
        $base64 = $this->base64->rewrite($text, fn (string $inner): Rewrite => $this->anything($inner, $depth + 1));
        $kinds = $edits === [] ? $base64->kinds : [...$base64->kinds, self::kind($text)];
        return new Rewrite(new Edits([...$edits, ...$base64->edits->list]), $base64->problems, $kinds);
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
