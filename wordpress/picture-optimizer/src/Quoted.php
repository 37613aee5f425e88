<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Somebody's words in the quotation marks of the reader's language; shared/format.js does the same in scripts. */
final class Quoted
{
    public static function text(string $text): string
    {
        /* translators: %s: a text that is quoted; use your language's quotation marks */
        return sprintf(__('“%s”', 'picture-optimizer'), $text);
    }
}
