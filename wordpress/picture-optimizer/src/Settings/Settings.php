<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** The site's settings: read with defaults, saved only after cleaning. */
final class Settings
{
    public const OPTION = 'picture_optimizer_settings';

    private const LONGEST_LIST = 20;

    public function get(string $name): mixed
    {
        return $this->all()[$name];
    }

    /** @return array<string, bool|int|string|list<string>|list<int>> */
    public function all(): array
    {
        $saved = get_option(self::OPTION, []);
        $known = array_intersect_key(is_array($saved) ? $saved : [], Defaults::ALL);
        // A later version of the plugin, or a tool that moves options, may have left what this one would not have saved.
        foreach (array_filter($known, self::isStrange(...), ARRAY_FILTER_USE_BOTH) as $name => $value) {
            $known[$name] = self::cleanOne($name, $value, Defaults::ALL[$name]);
        }
        return $known + Defaults::ALL;
    }

    private static function isStrange(mixed $value, string $name): bool
    {
        return get_debug_type($value) !== get_debug_type(Defaults::ALL[$name])
            || !in_array($value, Defaults::CHOICES[$name] ?? [$value], true);
    }

    /** @param array<string, bool|int|string|list<string>|list<int>> $values only those that change */
    public function save(array $values): void
    {
        /**
         * Filters settings before they are saved.
         *
         * @param array<string, mixed> $settings all of them, clean; what comes back is cleaned again
         * @param array<string, mixed> $before
         */
        $settings = apply_filters('picture_optimizer_before_settings', self::clean($values) + $this->all(), $this->all());
        update_option(self::OPTION, self::clean((array) $settings) + $this->all(), true);
        /**
         * Fires after settings were saved.
         *
         * @param array<string, mixed> $settings all of them
         */
        do_action('picture_optimizer_settings_saved', $this->all());
    }

    /**
     * Keeps known settings only and brings each to its type and range.
     *
     * @param array<string, bool|int|string|list<string>|list<int>> $values of any kind, as somebody typed or sent them
     * @return array<string, bool|int|string|list<string>|list<int>>
     */
    public static function clean(array $values): array
    {
        $clean = [];
        foreach (array_intersect_key($values, Defaults::ALL) as $name => $value) {
            $clean[$name] = self::cleanOne($name, $value, Defaults::ALL[$name]);
        }
        return $clean;
    }

    private static function cleanOne(string $name, mixed $value, mixed $default): mixed
    {
        if (is_bool($default)) {
            return (bool) rest_sanitize_boolean(is_scalar($value) ? $value : false);
        }
        if (is_int($default)) {
            [$least, $most] = Defaults::RANGES[$name];
            return (int) max($least, min($most, self::cleanNumber($value, $default)));
        }
        if (is_array($default)) {
            return self::cleanList($name, $value);
        }
        $text = is_scalar($value) ? self::cleanText($name, (string) $value) : $default;
        $choices = Defaults::CHOICES[$name] ?? null;
        return $choices === null || in_array($text, $choices, true) ? $text : $choices[0];
    }

    /** A form asks for kilobytes where people think in them: `['kb' => '12.5']`. */
    private static function cleanNumber(mixed $value, int $default): float|int
    {
        if (is_array($value) && is_numeric($value['kb'] ?? null)) {
            return round(KB_IN_BYTES * (float) $value['kb']);
        }
        return is_scalar($value) ? (int) $value : $default;
    }

    private static function cleanText(string $name, string $value): string
    {
        $text = $name === 'custom_instruction' ? TypedText::lines($value) : TypedText::line($value);
        return mb_substr(self::storable($text), 0, Defaults::LENGTHS[$name] ?? 100);
    }

    /** A table that came from a host whose MySQL knew no emoji refuses all settings because of one: it goes without. */
    private static function storable(string $text): string
    {
        $db = $GLOBALS['wpdb'];
        $kept = $db->strip_invalid_text_for_column($db->options, 'option_value', $text);
        return is_string($kept) ? trim($kept) : $text;
    }

    /**
     * A list comes as an array, or as text with one entry a line or with commas.
     *
     * @return list<string>|list<int>
     */
    private static function cleanList(string $name, mixed $value): array
    {
        // An entry of the glossary can be a sentence.
        $separators = $name === 'glossary' ? '/[\r\n]+/' : '/[\r\n,]+/';
        $entries = is_array($value) ? $value : (preg_split($separators, (string) $value) ?: []);
        $longest = Defaults::LENGTHS[$name] ?? 100;
        $texts = array_map(
            static fn (mixed $entry): string => mb_substr(self::storable(TypedText::line((string) $entry)), 0, $longest),
            array_filter($entries, is_scalar(...))
        );
        $kept = array_values(array_unique(array_filter($texts, static fn (string $text): bool => $text !== '')));
        if ($name === 'breakpoints') {
            $widths = array_filter(array_map(intval(...), $kept), static fn (int $w): bool => $w >= 16 && $w <= 8192);
            return array_slice(array_values($widths), 0, 10);
        }
        return array_slice($kept, 0, Defaults::ENTRIES[$name] ?? self::LONGEST_LIST);
    }
}
