<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Planning\Language;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Tests\TestCase;

/** In which language an image is described. */
final class LanguageTest extends TestCase
{
    /** @return iterable<string, array{string, string|null}> */
    public static function tags(): iterable
    {
        $long = 'en-abcdefgh-abcdefgh-abcdefgh-abcde';
        yield 'as long as one can be' => [$long, $long];
        yield 'longer' => ["{$long}f", null];
        foreach (['en', 'de-DE', 'zh-Hant-TW', 'ckb', 'de-DE-formal', 'pt-PT-ao90', 'EN'] as $tag) {
            yield $tag => [$tag, $tag];
        }
        $none = ['', 'e', 'english', 'en_US', 'en-', '-en', 'en US', "en\n", 'en-x-', '12', 'en-' . str_repeat('abcd-', 7) . 'x1',
            'en;q=1'];
        foreach ($none as $tag) {
            yield "no tag: {$tag}" => [$tag, null];
        }
    }

    /** @dataProvider tags */
    public function testWhatIsALanguageTag(string $tag, ?string $expected): void
    {
        self::assertSame($expected, Language::tag($tag));
    }

    /** @return iterable<string, array{string, string, string, string}> setting, WPML's locale, the site's, the language */
    public static function languages(): iterable
    {
        yield 'the site’s' => ['', '', 'fr_FR', 'fr-FR'];
        yield 'the post’s' => ['', 'de_AT', 'fr_FR', 'de-AT'];
        yield 'the settings’' => ['it', 'de_AT', 'fr_FR', 'it'];
        yield 'one that is none' => ['', 'klingon speech', 'fr_FR', 'en'];
    }

    /** @dataProvider languages */
    public function testTheLanguageOfAText(string $setting, string $post, string $site, string $expected): void
    {
        add_filter('locale', static fn (): string => $site);
        $post === '' || add_filter('wpml_post_language_details', static fn (): array => ['locale' => $post]);
        $settings = JobSettings::from(Defaults::ALL, Chosen::from(['language' => $setting]));
        self::assertSame($expected, Language::of(7, $settings));
        add_filter('picture_optimizer_language', static fn (string $_, int $id): string => $id === 7 ? 'es_MX' : 'x', 10, 2);
        self::assertSame('es-MX', Language::of(7, $settings));
    }
}
