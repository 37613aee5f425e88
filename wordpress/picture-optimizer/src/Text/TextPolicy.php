<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

use PictureOptimizer\Api\Wire\Analysis;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Replace\Text;
use PictureOptimizer\Store\Picture;

/** Which of the proposed texts are written: a text that a person wrote stays, unless the job says otherwise. */
final class TextPolicy
{
    /** @return Text|null null when nothing is to be written */
    public static function choose(int $attachmentId, Analysis $analysis, ?Picture $known, bool $overwrite): ?Text
    {
        $present = self::present($attachmentId);
        $analysis = NameTitle::completed($analysis, $present['title']);
        $chosen = [];
        foreach ($present as $field => $text) {
            $proposed = self::clean($field, $analysis->{$field});
            $free = $overwrite || self::isFree($attachmentId, $field, $text, $known);
            $useful = $proposed !== '' || ($field === 'alt' && $analysis->decorative);
            if ($free && $useful && $proposed !== $text) {
                $chosen[$field] = $proposed;
            }
        }
        // A decorative picture's empty alt is stored, so that it counts as answered.
        if ($analysis->decorative && $present['alt'] === '') {
            $chosen['alt'] = '';
        }
        $tags = self::tags($analysis->tags);
        return $chosen === [] && $tags === [] ? null : new Text(...$chosen, tags: $tags ?: null);
    }

    /** Whether a field may be written without asking: it is empty, or what stands there came from us or from the file's name. */
    public static function isFree(int $attachmentId, string $field, string $text, ?Picture $known): bool
    {
        return self::isOurs($field, $text, $known) || $text === ''
            || ($field === 'title' ? CopiedName::isTitle($attachmentId, $text) : CopiedName::isText($attachmentId, $text));
    }

    /** Whether a text came from us, and is what it was then. */
    public static function isOurs(string $field, string $text, ?Picture $known): bool
    {
        return isset($known?->written[$field]) && $known->written[$field] === self::fingerprint($text);
    }

    /**
     * What of the proposed text is in place: how our own text is known again later.
     *
     * @return array<string, string> hash by field
     */
    public static function inPlace(int $attachmentId, Analysis $analysis): array
    {
        $ours = array_filter(
            self::present($attachmentId),
            static fn (string $text, string $field): bool => $text !== ''
                && in_array($text, [self::clean($field, $analysis->{$field}), $field === 'title' ? NameTitle::of($analysis) : ''], true),
            ARRAY_FILTER_USE_BOTH
        );
        return array_map(self::fingerprint(...), $ours);
    }

    /** @return array{alt: string, title: string, caption: string, description: string} */
    public static function present(int $attachmentId): array
    {
        $post = get_post($attachmentId);
        return [
            'alt' => Described::alt($attachmentId),
            'title' => (string) $post?->post_title,
            'caption' => (string) $post?->post_excerpt,
            'description' => (string) $post?->post_content,
        ];
    }

    /** @return array<string, string> alts that were written for single places, by their keys */
    public static function placeAlts(Analysis $analysis): array
    {
        return array_map(
            static fn (string $alt): string => self::clean('alt', $alt),
            array_column($analysis->placements, 'alt', 'key')
        );
    }

    /** Plain words: no markup, and nothing that WordPress or a theme would run where it shows them. */
    public static function clean(string $field, string $text): string
    {
        $text = wp_kses_no_null(mb_scrub($text, 'UTF-8'));
        do { // What is taken out may have stood in the middle of another one.
            $before = $text;
            $text = strip_shortcodes($field === 'description' ? wp_kses($text, []) : wp_strip_all_tags($text, true));
        } while ($text !== $before);
        return trim($text);
    }

    /**
     * @param list<mixed> $tags
     * @return list<string>
     */
    public static function tags(array $tags): array
    {
        $clean = array_map(sanitize_text_field(...), array_filter($tags, is_string(...)));
        return array_slice(array_values(array_unique(array_filter($clean))), 0, 20);
    }

    private static function fingerprint(string $text): string
    {
        return md5(trim($text));
    }
}
