<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/**
 * Words for the model as somebody typed them, without HTML. WordPress takes "<" for the beginning of a tag and writes whatever follows
 * in entities: "< 100 characters, don't" would become "&lt; 100 characters, don&#039;t".
 */
final class TypedText
{
    /** What begins no tag, as nothing closes it: a size "< 40 mm", a heart "<3". */
    public const NO_TAG = '~<(?![a-z/!?][^<]*>)~i';

    /** A character that nobody types: it stands for itself in no text. */
    private const HELD = "\u{E0F9}";

    public static function line(string $text): string
    {
        return self::released(sanitize_text_field(self::held($text)));
    }

    public static function lines(string $text): string
    {
        return self::released(sanitize_textarea_field(self::held($text)));
    }

    private static function held(string $text): string
    {
        return (string) preg_replace(self::NO_TAG, self::HELD, str_replace(self::HELD, '', $text));
    }

    private static function released(string $text): string
    {
        return str_replace(self::HELD, '<', $text);
    }
}
