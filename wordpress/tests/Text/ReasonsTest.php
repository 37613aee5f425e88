<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Text;

use PictureOptimizer\Api\Wire\Reason;
use PictureOptimizer\Tests\TestCase;
use PictureOptimizer\Text\Reasons;

/** Why an image ended, in the reader's language where the plugin knows it. */
final class ReasonsTest extends TestCase
{
    private const CONTRACT = __DIR__ . '/../../../contract/openapi.json';

    protected function tearDown(): void
    {
        unload_textdomain('picture-optimizer', true);
        parent::tearDown();
    }

    public function testInEnglishTheServiceSaysMoreThanItsCode(): void
    {
        $reason = new Reason('too_many_pixels', 'The image has <b>12000</b> × 12000 pixels.');
        self::assertSame('The image has 12000 × 12000 pixels.', Reasons::say($reason));
        self::assertSame('', Reasons::say(null));
    }

    public function testInAnotherLanguageItIsThePluginsSentence(): void
    {
        $this->speakGerman();
        self::assertStringContainsString('Das Bild', Reasons::say(new Reason('too_many_pixels', 'The image has 9 pixels.')));
        self::assertSame('It rains.', Reasons::say(new Reason('rain', 'It rains.')), 'newer than this plugin');
        self::assertSame('', Reasons::say(null));
    }

    public function testEveryCodeOfTheContractHasASentence(): void
    {
        $this->speakGerman();
        $schemas = json_decode((string) file_get_contents(self::CONTRACT), true)['components']['schemas'];
        self::assertGreaterThan(20, count($schemas['ReasonCode']['enum']));
        foreach ($schemas['ReasonCode']['enum'] as $code) {
            self::assertNotSame('Unsaid.', Reasons::say(new Reason($code, 'Unsaid.')), $code);
        }
    }

    private function speakGerman(): void
    {
        $file = dirname(__DIR__, 2) . '/picture-optimizer/languages/picture-optimizer-de_DE.mo';
        self::assertTrue(load_textdomain('picture-optimizer', $file, 'de_DE'));
    }
}
