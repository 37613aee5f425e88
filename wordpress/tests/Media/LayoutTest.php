<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\Layout;
use PictureOptimizer\Tests\TestCase;

final class LayoutTest extends TestCase
{
    /** @dataProvider layouts */
    public function testTheWidestPlaceOfTheThemeTwice(mixed $content, mixed $wide, int $needed): void
    {
        add_filter('wp_theme_json_data_theme', static fn ($theme) => $theme->update_with(
            ['version' => 2, 'settings' => ['layout' => ['contentSize' => $content, 'wideSize' => $wide]]]
        ));
        wp_clean_theme_json_cache();
        \WP_Theme_JSON_Resolver::clean_cached_data();
        self::assertSame($needed, Layout::widestNeeded());
    }

    /** @return iterable<string, array{mixed, mixed, int}> */
    public static function layouts(): iterable
    {
        yield 'pixels' => ['620px', '1280px', 2560];
        yield 'rem' => ['40rem', '75rem', 2400];
        yield 'the largest length of a formula' => ['620px', 'min(1100px, 90vw)', 2200];
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        wp_clean_theme_json_cache();
        \WP_Theme_JSON_Resolver::clean_cached_data();
    }
}
