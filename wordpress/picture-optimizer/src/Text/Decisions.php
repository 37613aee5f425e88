<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

use PictureOptimizer\Replace\Text;
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

    /**
     * @param array<string, array{text: string, write: bool}> $fields
     * @param array{text: list<string>, write: bool} $tags
     */
    private function __construct(
        private readonly int $attachmentId,
        private readonly array $fields,
        private readonly array $tags,
        private readonly string $fileName,
    ) {
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

    /** As a person left it. */
    public static function of(Item $item): self
    {
        $kept = $item->reviewed;
        return new self($item->attachmentId, $kept['fields'], $kept['tags'], $kept['file_name']);
    }

    /** Where nobody has decided yet: text that a person wrote stays, the rest is written. */
    public static function propose(Item $item, ?Picture $known, bool $overwrite): self
    {
        $analysis = $item->result['analysis'];
        $fields = [];
        foreach (TextPolicy::present($item->attachmentId) as $field => $present) {
            $text = TextPolicy::clean($field, (string) $analysis[$field]);
            $free = $overwrite || TextPolicy::isFree($item->attachmentId, $field, $present, $known);
            $useful = $text !== '' || ($field === 'alt' && $analysis['decorative']);
            $fields[$field] = ['text' => $text, 'write' => $free && $useful];
        }
        $tags = TextPolicy::tags($analysis['tags']);
        return new self($item->attachmentId, $fields, ['text' => $tags, 'write' => $tags !== []], $analysis['filename']);
    }

    /**
     * What a browser sent; what is missing or strange stays as it was.
     *
     * @param array<string, mixed> $sent
     */
    public function changed(array $sent): self
    {
        $fields = [];
        foreach ($this->fields as $field => $before) {
            $new = is_array($sent[$field] ?? null) ? $sent[$field] : [];
            $fields[$field] = ['text' => self::cleaned($field, $new['text'] ?? $before['text']),
                'write' => rest_sanitize_boolean($new['write'] ?? $before['write'])];
        }
        $tags = is_array($sent['tags'] ?? null) ? $sent['tags'] : [];
        $words = is_array($tags['text'] ?? null) ? $tags['text'] : $this->tags['text'];
        $name = is_string($sent['file_name'] ?? null) ? $sent['file_name'] : $this->fileName;
        return new self($this->attachmentId, $fields, [
            'text' => TextPolicy::tags($words),
            'write' => rest_sanitize_boolean($tags['write'] ?? $this->tags['write']),
        ], mb_substr(sanitize_title($name), 0, 80));
    }

    /** @return Text|null what is written on this site; null when everything stays */
    public function text(): ?Text
    {
        $written = array_filter($this->fields, static fn (array $field): bool => $field['write']);
        $tags = $this->tags['write'] ? $this->tags['text'] : null;
        return $written === [] && $tags === null ? null
            : new Text(...array_map(static fn (array $field): string => $field['text'], $written), tags: $tags);
    }

    public function fileName(): string
    {
        return $this->fileName;
    }

    /** @return array<string, mixed> the contract's ReviewedText: the words as they will stand on this site */
    public function forService(): array
    {
        $present = TextPolicy::present($this->attachmentId);
        $words = [];
        foreach ($this->fields as $name => $field) {
            $words[$name] = $field['write'] ? $field['text'] : $present[$name];
        }
        return $words + ['filename' => $this->fileName, 'tags' => $this->tags['write'] ? $this->tags['text'] : [],
            'decorative' => $words['alt'] === ''];
    }

    /** What is wrong with the alt text as it will stand, by the rules that the service writes by; empty when nothing is. */
    public function faultOfAlt(): string
    {
        $words = $this->forService();
        return AltFaults::sentence(AltFaults::of($words['alt'], $words['title'], $words['caption'], decorative: true));
    }

    /** @return array<string, mixed> */
    public function toArray(): array
    {
        return ['fields' => $this->fields, 'tags' => $this->tags, 'file_name' => $this->fileName];
    }

    private static function cleaned(string $field, mixed $text): string
    {
        return TextPolicy::clean($field, mb_substr(is_string($text) ? $text : '', 0, self::LONGEST));
    }
}
