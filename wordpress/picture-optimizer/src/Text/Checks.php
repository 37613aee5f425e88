<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

/** The kinds of checks that rules.json names; each says whether one field breaks a rule. Python and JavaScript have the same. */
final class Checks
{
    private const BLANK = '[\s\p{Z}]+';

    /** @param array<string, mixed> $rule */
    public static function isBroken(array $rule, Subject $subject): bool
    {
        return match ($rule['check']) {
            'decorative' => $subject->decorative ? $subject->value !== '' : self::trimmed($subject->text()) === '',
            'patterns' => self::matches($rule['patterns'], $subject->text()),
            'max_length' => mb_strlen($subject->text(), 'UTF-8') > ($subject->maxLength ?? $rule['default_max']),
            'differs' => self::repeatsAnother($subject),
            'stuffing' => self::isStuffed($rule, mb_strtolower($subject->text(), 'UTF-8'), $subject->keywords),
            'filename' => $subject->text() !== '' && self::isBadFileName($rule, $subject->text(), $subject->asked),
            'tags' => self::areBadTags($rule, (array) $subject->value),
            default => throw new \UnexpectedValueException("Nobody knows the check {$rule['check']}."), // not for people
        };
    }

    /** Lower case, letters and digits only: texts that read the same are equal. */
    public static function comparable(string $text): string
    {
        $text = class_exists(\Normalizer::class) ? \Normalizer::normalize($text, \Normalizer::FORM_C) ?: $text : $text;
        return implode(' ', self::words(mb_strtolower($text, 'UTF-8')));
    }

    /** Equal for tags that mean the same: blanks, hyphens and the English plural dropped. */
    public static function tagKey(string $tag): string
    {
        $key = (string) preg_replace('~[\s\p{Z}_-]+~u', '', mb_strtolower($tag, 'UTF-8'));
        foreach (['ies' => 'y', 's' => ''] as $ending => $singular) {
            $isPlural = str_ends_with($key, $ending) && !preg_match('~(?:ss|us)$~D', $key);
            if ($isPlural && mb_strlen($key, 'UTF-8') > strlen($ending) + 2) {
                return substr($key, 0, -strlen($ending)) . $singular;
            }
        }
        return $key;
    }

    /** @param list<string> $patterns without regard to case */
    private static function matches(array $patterns, string $text): bool
    {
        foreach ($patterns as $pattern) {
            if (preg_match('~' . str_replace('~', '\~', $pattern) . '~iu', $text) === 1) {
                return true;
            }
        }
        return false;
    }

    private static function repeatsAnother(Subject $subject): bool
    {
        $own = self::comparable($subject->text());
        $others = array_diff_key($subject->others, [$subject->field => '']);
        $texts = array_map(self::comparable(...), [...array_values($others), ...$subject->nearby]);
        return $own !== '' && in_array($own, $texts, true);
    }

    /**
     * @param array<string, mixed> $rule
     * @param string               $text in lower case
     * @param list<string>         $keywords
     */
    private static function isStuffed(array $rule, string $text, array $keywords): bool
    {
        $words = self::words($text);
        $long = array_filter($words, static fn (string $word): bool => mb_strlen($word, 'UTF-8') >= $rule['shortest_word']);
        return self::isList($rule, $text)
            || array_filter(array_count_values($long), static fn (int $n): bool => $n > $rule['most_repeats']) !== []
            || array_filter($keywords, static fn (string $keyword): bool => self::isTwice($keyword, $words)) !== [];
    }

    /**
     * Many short pieces between commas.
     *
     * @param array<string, mixed> $rule
     */
    private static function isList(array $rule, string $text): bool
    {
        $pieces = preg_split('~[' . preg_quote($rule['separators'], '~') . ']~u', $text) ?: [];
        $pieces = array_filter(array_map(self::trimmed(...), $pieces), static fn (string $piece): bool => $piece !== '');
        $most = $rule['list_segment_words'];
        foreach ($pieces as $piece) {
            $isAscii = !preg_match('/[^\x00-\x7f]/', $piece);
            if (
                count(preg_split('~' . self::BLANK . '~u', $piece) ?: []) > $most
                || (!$isAscii && mb_strlen($piece, 'UTF-8') > $rule['list_segment_letters'] * $most)
            ) {
                return false;
            }
        }
        return count($pieces) >= $rule['list_segments'];
    }

    /** @param list<string> $words */
    private static function isTwice(string $keyword, array $words): bool
    {
        $wanted = implode('  ', self::words(mb_strtolower($keyword, 'UTF-8')));
        return $wanted !== '' && substr_count('  ' . implode('  ', $words) . '  ', " {$wanted} ") > 1;
    }

    /** @param array<string, mixed> $rule */
    private static function isBadFileName(array $rule, string $name, string $asked): bool
    {
        $asked = str_replace(' ', '-', mb_strtolower($asked, 'UTF-8'));
        foreach ($rule['unasked'] as $word) {
            if (preg_match("~(?:^|-)(?:{$word})(?:-|\$)~", $name) && !preg_match("~{$word}~", $asked)) {
                return true;
            }
        }
        return !preg_match("~{$rule['pattern']}~D", $name)
            || strlen($name) > $rule['max_bytes']
            || in_array($name, $rule['reserved'], true);
    }

    /**
     * @param array<string, mixed> $rule
     * @param list<string>         $tags
     */
    private static function areBadTags(array $rule, array $tags): bool
    {
        $bad = array_filter($tags, static fn (string $tag): bool => self::trimmed($tag) === ''
            || $tag !== mb_strtolower($tag, 'UTF-8')
            || mb_strlen($tag, 'UTF-8') > $rule['longest']);
        $keys = array_map(self::tagKey(...), $tags);
        return count($tags) > $rule['most'] || $bad !== [] || count(array_unique($keys)) < count($keys);
    }

    /** @return list<string> */
    private static function words(string $text): array
    {
        preg_match_all('~[\p{L}\p{N}]+~u', $text, $words);
        return $words[0];
    }

    private static function trimmed(string $text): string
    {
        return (string) preg_replace('~^' . self::BLANK . '|' . self::BLANK . '$~u', '', $text);
    }
}
