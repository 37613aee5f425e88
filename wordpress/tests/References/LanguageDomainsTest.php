<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\LanguageDomains;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;
use PictureOptimizer\Tests\Process;
use PictureOptimizer\Tests\TestCase;

/**
 * Languages with domains of their own: an editor at one of them puts its address into content.
 *
 * @group acceptance-B10
 */
final class LanguageDomainsTest extends TestCase
{
    public function testWpmlsDomainsAreThisSites(): void
    {
        $settings = ['language_negotiation_type' => '2', 'language_domains' => ['de' => 'rad.example', 'fr' => 'https://velo.example']];
        add_filter('wpml_setting', static fn (mixed $value, string $name): mixed => $settings[$name] ?? $value, 10, 2);
        self::assertSame(['http://rad.example', 'https://velo.example'], LanguageDomains::urls());
        $this->assertFollowed('https://rad.example', true);
        $this->assertFollowed('//www.velo.example', true);
        $this->assertFollowed('https://other.example', false);
        $settings['language_negotiation_type'] = '1';
        remove_all_filters('wpml_setting');
        add_filter('wpml_setting', static fn (mixed $value, string $name): mixed => $settings[$name] ?? $value, 10, 2);
        self::assertSame([], LanguageDomains::urls(), 'its languages are folders now');
    }

    public function testQTranslatesDomainsAreThisSites(): void
    {
        update_option('qtranslate_domains', ['en' => 'bike.example', 'de' => 'rad.example:8080', 'it' => ['what'], 'es' => '']);
        self::assertSame([], LanguageDomains::urls());
        update_option('qtranslate_url_mode', '4');
        $this->assertFollowed('http://rad.example:8080', true);
        $this->assertFollowed('http://rad.example', false);
    }

    public function testPolylangsDomainsAreThisSites(): void
    {
        $code = 'function pll_languages_list() { return ["en", "de"]; }'
            . ' function pll_home_url($of) { return $of === "de" ? "https://rad.example:444/" : home_url("/en/"); }'
            . ' echo json_encode(array_map(fn ($base) => $base->hosts, PictureOptimizer\References\UploadBase::ofThisSite()));';
        self::assertStringContainsString('"rad.example:444"', (new Process($code))->output());
    }

    private function assertFollowed(string $host, bool $is): void
    {
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'red-bike.webp'));
        $text = "<img src=\"{$host}/wp-content/uploads/2026/05/photo.jpg\">";
        $edits = Rewriter::forNames(UploadBase::ofThisSite(), $map)->rewrite($text)->edits;
        self::assertSame($is ? str_replace('photo.jpg', 'red-bike.webp', $text) : $text, $edits->apply($text));
    }
}
