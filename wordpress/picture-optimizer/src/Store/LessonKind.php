<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** What a person did to a proposed text. */
enum LessonKind: string
{
    case Emptied = 'emptied';
    case Spelling = 'spelling';
    case Shorter = 'shorter';
    case Longer = 'longer';
    case Rewritten = 'rewritten';

    /** Bytes that may differ for a text to count as the same with another spelling. */
    private const FEW = 3;

    public static function of(string $before, string $after): self
    {
        [$old, $new] = [mb_substr($before, 0, 250), mb_substr($after, 0, 250)];
        return match (true) {
            trim($after) === '' => self::Emptied,
            trim($before) !== '' && levenshtein($old, $new) <= self::FEW => self::Spelling,
            str_contains($before, trim($after, ' .')) => self::Shorter,
            str_contains($after, trim($before, ' .')) => self::Longer,
            default => self::Rewritten,
        };
    }

    public function label(): string
    {
        return match ($this) {
            self::Emptied => __('removed', 'picture-optimizer'),
            self::Spelling => __('spelling', 'picture-optimizer'),
            self::Shorter => __('shortened', 'picture-optimizer'),
            self::Longer => __('extended', 'picture-optimizer'),
            self::Rewritten => __('rewritten', 'picture-optimizer'),
        };
    }
}
