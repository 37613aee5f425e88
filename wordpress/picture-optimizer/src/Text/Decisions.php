<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

use PictureOptimizer\Api\Wire\Analysis;
use PictureOptimizer\Api\Wire\ReviewedText;
use PictureOptimizer\Replace\Text;
use PictureOptimizer\Store\DecidedText;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Picture;

/**
 * What a person decided about the text of one picture: each field's wording, and whether it is written or what is there
 * stays. Kept in the item's `reviewed` column, from the first change on, so that a closed tab loses nothing.
 */
final class Decisions
{
    public const FIELDS = ['alt', 'title', 'caption', 'description'];

    /** Longest text that is taken, in characters; the contract's own fields are shorter or equal. */
    private const LONGEST = 2000;

    private function __construct(private readonly int $attachmentId, public readonly DecidedText $decided)
    {
    }

    public static function label(string $field): string
    {
        return match ($field) {
            'alt' => __('Alt text', 'picture-optimizer'),
            'title' => __('Title', 'picture-optimizer'),
            'caption' => __('Caption', 'picture-optimizer'),
            default => __('Description', 'picture-optimizer'),
        };
    }

    /** As a person left it; null where nobody has decided yet. */
    public static function of(Item $item): ?self
    {
        return $item->reviewed->text === null ? null : new self($item->attachmentId, $item->reviewed->text);
    }

    /** Where nobody has decided yet: text that a person wrote stays, the rest is written. */
    public static function propose(int $attachmentId, Analysis $analysis, ?Picture $known, bool $overwrite): self
    {
        $fields = [];
        foreach (TextPolicy::present($attachmentId) as $field => $present) {
            $text = TextPolicy::clean($field, $analysis->{$field});
            $free = $overwrite || TextPolicy::isFree($attachmentId, $field, $present, $known);
            $useful = $text !== '' || ($field === 'alt' && $analysis->decorative);
            $fields[$field] = ['text' => $text, 'write' => $free && $useful];
        }
        $tags = TextPolicy::tags($analysis->tags);
        $tags = ['text' => $tags, 'write' => $tags !== []];
        $places = TextPolicy::placeAlts($analysis);
        return new self($attachmentId, new DecidedText($fields, $tags, $analysis->filename, $places));
    }

    /** What a browser sent; what is missing or strange stays as it was. */
    public function changed(SentText $sent): self
    {
        $fields = [];
        foreach ($this->decided->fields as $field => $before) {
            $text = self::cleaned($field, $sent->text($field) ?? $before['text']);
            $seen = array_filter(['seen' => $sent->seen($field) ?? $before['seen'] ?? null], is_string(...));
            $fields[$field] = ['text' => $text, 'write' => $sent->write($field) ?? $before['write']] + $seen;
        }
        $name = mb_substr(sanitize_title($sent->fileName() ?? $this->decided->fileName), 0, 80);
        $places = [];
        foreach ($this->decided->places as $key => $before) {
            $places[$key] = self::cleaned('alt', $sent->placeAlt((string) $key) ?? $before);
        }
        return new self($this->attachmentId, new DecidedText($fields, [
            'text' => TextPolicy::tags($sent->tags() ?? $this->decided->tags['text']),
            'write' => $sent->write('tags') ?? $this->decided->tags['write'],
        ], $name, $places));
    }

    /** @return array<string, string> by field, as a browser gives it back with what is decided upon it */
    public static function seen(int $attachmentId): array
    {
        return array_map(md5(...), TextPolicy::present($attachmentId));
    }

    /** @return Text|null what is written on this site; null when everything stays */
    public function text(?Picture $known = null): ?Text
    {
        $written = $this->written($known);
        $tags = $this->decided->tags['write'] ? $this->decided->tags['text'] : null;
        return $written === [] && $tags === null ? null
            : new Text(...array_map(static fn (array $field): string => $field['text'], $written), tags: $tags);
    }

    /** Whether there is anything to be written, whatever became of it. */
    public function says(): bool
    {
        return in_array(true, [...array_column($this->decided->fields, 'write'), $this->decided->tags['write']], true);
    }

    public function fileName(): string
    {
        return $this->decided->fileName;
    }

    /** @return array<string, string> alts for single places, by their keys */
    public function placeAlts(): array
    {
        return $this->decided->places;
    }

    /** The words as they will stand on this site. */
    public function forService(?Picture $known = null): ReviewedText
    {
        $written = array_map(static fn (array $field): string => $field['text'], $this->written($known));
        $words = array_intersect_key($written + TextPolicy::present($this->attachmentId), $this->decided->fields);
        $tags = $this->decided->tags['write'] ? $this->decided->tags['text'] : [];
        return new ReviewedText(
            ...$words,
            filename: $this->decided->fileName,
            tags: $tags,
            decorative: $words['alt'] === '',
        );
    }

    /**
     * Without what somebody has written since: who approved the new text has not seen theirs.
     *
     * @return array<string, array{text: string, write: bool, seen?: string}>
     */
    private function written(?Picture $known): array
    {
        $present = TextPolicy::present($this->attachmentId);
        return array_filter($this->decided->fields, fn (array $field, string $name): bool => $field['write']
            && (!isset($field['seen']) || in_array($present[$name], [$field['text'], ''], true) || $field['seen'] === md5($present[$name])
                || TextPolicy::isFree($this->attachmentId, $name, $present[$name], $known)), ARRAY_FILTER_USE_BOTH);
    }

    private static function cleaned(string $field, string $text): string
    {
        return trim(mb_substr(TextPolicy::clean($field, $text), 0, self::LONGEST));
    }
}
