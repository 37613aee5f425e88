<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Settings\Transfer;
use PictureOptimizer\Tests\TestCase;

final class TransferTest extends TestCase
{
    public function testSettingsCanBeTakenToAnotherSite(): void
    {
        $settings = new Settings();
        $settings->save(['format' => 'avif', 'keywords' => ['harbor', 'café'], 'rename' => false]);
        $file = (new Transfer($settings))->export();
        self::assertStringNotContainsString('po_', $file);
        $expected = $settings->all();
        delete_option(Settings::OPTION);
        self::assertSame([], (new Transfer(new Settings()))->import($file));
        self::assertEquals($expected, (new Settings())->all());
    }

    public function testWhatIsNotKnownIsNamedAndTheRestIsCleaned(): void
    {
        $unknown = (new Transfer(new Settings()))->import(
            '{"plugin":"picture-optimizer","settings":{"format":"exe","target":"80","shiny":true}}'
        );
        self::assertSame(['shiny'], $unknown);
        self::assertSame('webp', (new Settings())->get('format'));
        self::assertSame(80, (new Settings())->get('target'));
    }

    /** @dataProvider strangers */
    public function testAnyOtherFileChangesNothing(string $file): void
    {
        $before = (new Settings())->all();
        try {
            (new Transfer(new Settings()))->import($file);
            self::fail('imported');
        } catch (\InvalidArgumentException $refused) {
            self::assertStringContainsString('Nothing was changed', $refused->getMessage());
        }
        self::assertSame($before, (new Settings())->all());
    }

    /** @return iterable<string, array{string}> */
    public static function strangers(): iterable
    {
        yield 'nothing' => [''];
        yield 'no JSON' => ['<html>'];
        yield 'settings of another plugin' => ['{"plugin":"other","settings":{"format":"avif"}}'];
        yield 'a list' => ['[1,2]'];
        yield 'settings that are none' => ['{"plugin":"picture-optimizer","settings":"avif"}'];
    }
}
