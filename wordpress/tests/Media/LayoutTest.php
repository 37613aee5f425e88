<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\Breakpoints;
use PictureOptimizer\Media\BreakpointsSection;
use PictureOptimizer\Media\Layout;
use PictureOptimizer\Tests\TestCase;

final class LayoutTest extends TestCase
{
    private function theme(mixed $content, mixed $wide): void
    {
        add_filter('wp_theme_json_data_theme', static fn ($theme) => $theme->update_with(
            ['version' => 2, 'settings' => ['layout' => ['contentSize' => $content, 'wideSize' => $wide]]]
        ));
        wp_clean_theme_json_cache();
        \WP_Theme_JSON_Resolver::clean_cached_data();
    }

    /** @return iterable<string, array{list<int>, list<int>, list<int>}> layout, sizes that WordPress makes, suggested widths */
    public static function sites(): iterable
    {
        yield 'WordPress’ own sizes' => [[620, 1280], [300, 768, 1024, 1536, 2048], [412, 620, 824, 1240, 2560]];
        yield 'no sizes at all' => [[620, 1280], [], [412, 620, 824, 1280, 2560]];
        yield 'all there' => [[600], [360, 412, 600, 720, 824, 1200], []];
    }

    /**
     * @dataProvider sites
     * @param list<int> $layout
     * @param list<int> $made
     * @param list<int> $suggested
     */
    public function testWidthsAreSuggestedThatTheThemeUsesAndNoSizeServes(array $layout, array $made, array $suggested): void
    {
        $this->theme("{$layout[0]}px", end($layout) . 'px');
        array_map(remove_image_size(...), get_intermediate_image_sizes());
        add_filter('intermediate_image_sizes', static fn (): array => array_map(static fn (int $w): string => "w{$w}", $made));
        array_map(static fn (int $w) => add_image_size("w{$w}", $w), $made);
        self::assertSame($suggested, Breakpoints::suggested());
        foreach ($suggested as $width) {
            add_image_size("w{$width}", $width);
        }
        add_filter('intermediate_image_sizes', static fn (array $names): array
            => [...$names, ...array_map(static fn (int $w): string => "w{$w}", $suggested)]);
        self::assertLessThan(count($suggested) ?: 1, count(Breakpoints::suggested()), 'what was made is not suggested again');
    }

    public function testSuggestedWidthsAreTakenOverOnce(): void
    {
        $this->theme('620px', '1280px');
        (new BreakpointsSection($this->plugin->settings()))->register();
        $tab = static function (string $name): string {
            ob_start();
            do_action('picture_optimizer_settings_sections', $name);
            return (string) ob_get_clean();
        };
        self::assertSame('', $tab('general'));
        self::assertStringContainsString('Add these widths', $tab('images'));
        $_REQUEST['_wpnonce'] = wp_create_nonce('picture_optimizer_breakpoints');
        add_filter('wp_redirect', static fn (string $to): never => throw new \LogicException($to));
        try {
            do_action('admin_post_picture_optimizer_breakpoints');
            self::fail('nobody is led on');
        } catch (\LogicException $led) {
            self::assertStringContainsString('tab=images', $led->getMessage());
        }
        unset($_REQUEST['_wpnonce']);
        self::assertSame(Breakpoints::suggested(), $this->plugin->settings()->get('breakpoints'));
        self::assertStringNotContainsString('Add these widths', $tab('images'));
        self::assertStringContainsString('620 px, 1,280 px', $tab('images'));
    }

    /** @dataProvider layouts */
    public function testTheWidestPlaceOfTheThemeTwice(mixed $content, mixed $wide, int $needed): void
    {
        $this->theme($content, $wide);
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
