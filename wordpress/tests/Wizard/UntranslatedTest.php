<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Wizard;

use PictureOptimizer\Tests\TestCase;
use PictureOptimizer\Wizard\Untranslated;

/** English sentences where WordPress runs from right to left. */
final class UntranslatedTest extends TestCase
{
    protected function tearDown(): void
    {
        $GLOBALS['wp_locale']->text_direction = 'ltr';
        unload_textdomain('picture-optimizer', true);
        parent::tearDown();
    }

    public function testTheyKeepTheirOwnDirection(): void
    {
        $GLOBALS['wp_locale']->text_direction = 'rtl';
        self::assertStringContainsString('unicode-bidi: plaintext', $this->head());
    }

    public function testNothingIsSaidWhereWordPressRunsFromLeftToRight(): void
    {
        self::assertSame('', $this->head());
    }

    /** A sentence in Arabic may begin with a name in Latin letters: its direction is the screen's. */
    public function testNothingIsSaidWhereThereIsATranslation(): void
    {
        $GLOBALS['wp_locale']->text_direction = 'rtl';
        $file = dirname(__DIR__, 2) . '/picture-optimizer/languages/picture-optimizer-de_DE.mo';
        self::assertTrue(load_textdomain('picture-optimizer', $file, get_locale()));
        self::assertSame('', $this->head());
    }

    private function head(): string
    {
        remove_all_actions('admin_head');
        Untranslated::register();
        ob_start();
        do_action('admin_head');
        return (string) ob_get_clean();
    }
}
