<?php

declare(strict_types=1);

namespace PictureOptimizer\Wizard;

/**
 * English on a screen that runs from right to left, for readers whose language this plugin has not: by the screen's direction a
 * sentence would begin with its period. Each keeps its own direction there, as its first letter has it, and its place at the right.
 */
final class Untranslated
{
    private const PAGES = '[class*="_page_picture-optimizer"] #wpbody-content';
    private const PARTS = '.notice:has([data-picopt-job]), [data-picopt-buttons]';

    /** What has a mark of its own beside its words, and what people type. */
    private const OTHERS = ':not(summary, select, option, input, textarea, span:has(> input))';

    public static function register(): void
    {
        add_action('admin_head', self::show(...));
    }

    private static function show(): void
    {
        if (!is_rtl() || is_textdomain_loaded('picture-optimizer')) {
            return;
        }
        $ours = ':is([class*="picopt"], ' . self::PAGES . ', ' . self::PARTS . ')';
        $blocks = '.picopt-overlay, .column-picopt_status, ' . self::PAGES . ', ' . self::PARTS;
        echo "<style>{$ours}, {$ours} " . self::OTHERS . ' { unicode-bidi: plaintext; }'
            . " {$blocks}, .picopt-desk-list button, .picopt-spots :is(th, td) { text-align: right; }</style>\n";
    }
}
