<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Planning\Lightboxes;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Tests\TestCase;

/**
 * A plan says when links had better keep leading to files that a lightbox of the site opens.
 *
 * @group acceptance-B16
 */
final class LightboxesTest extends TestCase
{
    /** @return iterable<string, array{string, list<string>, array<string, mixed>, string}> plugin, settings, options, part of what is said */
    public static function lightboxes(): iterable
    {
        $fancy = 'easy-fancybox/easy-fancybox.php';
        yield 'none' => ['hello.php', ['format' => 'avif'], [], ''];
        yield 'WebP as it comes' => [$fancy, ['format' => 'webp'], [], ''];
        yield 'AVIF as it comes' => [$fancy, ['format' => 'avif'], [], 'Easy FancyBox may not open links to AVIF'];
        yield 'smallest of both' => [$fancy, ['format' => 'auto'], [], 'WebP, AVIF'];
        yield 'its setting of older days' => [$fancy, ['format' => 'webp'], ['fancybox_autoAttribute' => '.jpg .jpeg .png'], 'WebP'];
        yield 'its setting with all' => [$fancy, ['format' => 'auto'], ['fancybox_autoAttribute' => 'jpg|png|WebP|avif'], ''];
        yield 'the same format' => [$fancy, ['format' => 'original'], ['fancybox_autoAttribute' => '.jpg'], ''];
        yield 'links keep theirs' => [$fancy, ['format' => 'avif', 'keep_link_format' => true], [], ''];
        yield 'a number in its setting' => [$fancy, ['format' => 'webp'], ['fancybox_autoAttribute' => 'webp2'], 'WebP'];
        yield 'another' => ['responsive-lightbox/responsive-lightbox.php', ['format' => 'avif'], [], 'Responsive Lightbox & Gallery'];
    }

    /**
     * @dataProvider lightboxes
     * @param array<string, mixed> $settings
     * @param array<string, string> $options
     */
    public function testALightboxThatDoesNotKnowTheFormatIsNamed(string $plugin, array $settings, array $options, string $said): void
    {
        update_option('active_plugins', [...(array) get_option('active_plugins'), $plugin]);
        array_map(update_option(...), array_keys($options), $options);
        $warning = Lightboxes::warning(JobSettings::from($settings + Defaults::ALL, Chosen::from([])));
        $said === '' ? self::assertSame('', $warning) : self::assertStringContainsString($said, $warning);
    }

    public function testAllThatMayNotOpenThemAreNamed(): void
    {
        $both = ['easy-fancybox/easy-fancybox.php', 'responsive-lightbox/responsive-lightbox.php'];
        update_option('active_plugins', [...(array) get_option('active_plugins'), ...$both]);
        $warning = Lightboxes::warning(JobSettings::from(['format' => 'avif'] + Defaults::ALL, Chosen::from([])));
        self::assertStringStartsWith('Easy FancyBox, Responsive Lightbox & Gallery may not open links to AVIF files', $warning);
    }

    public function testOthersMayBeNamed(): void
    {
        $settings = JobSettings::from(['format' => 'webp'] + Defaults::ALL, Chosen::from([]));
        add_filter('picture_optimizer_lightbox_formats', static fn (array $known): array => $known + ['Theme' => ['jpg']]);
        self::assertStringStartsWith('Theme may not open links to WebP', Lightboxes::warning($settings));
        add_filter('picture_optimizer_lightbox_formats', static fn (): mixed => null);
        self::assertSame('', Lightboxes::warning($settings), 'a mistake of somebody’s warns of nothing');
    }
}
