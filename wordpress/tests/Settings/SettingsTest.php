<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Tests\TestCase;

final class SettingsTest extends TestCase
{
    public function testEverySettingHasARangeOrChoicesThatHoldItsDefault(): void
    {
        foreach (Defaults::ALL as $name => $default) {
            if (is_int($default)) {
                self::assertGreaterThanOrEqual(Defaults::RANGES[$name][0], $default, $name);
                self::assertLessThanOrEqual(Defaults::RANGES[$name][1], $default, $name);
            }
            if (isset(Defaults::CHOICES[$name])) {
                self::assertSame(Defaults::CHOICES[$name][0], $default, $name);
            }
        }
        self::assertSame(Defaults::ALL, Settings::clean(Defaults::ALL), 'a default is changed by cleaning');
    }

    public function testWhatIsSentIsCleaned(): void
    {
        $clean = Settings::clean([
            'format' => 'exe',
            'target' => '1000',
            'rename' => '0',
            'keywords' => "bikes\n<b>red</b>,  ,bikes",
            'breakpoints' => '480, -1, 99999, 1440',
            'custom_instruction' => "Be <script>alert(1)</script>kind\nplease",
            'api_key' => 'po_live_stolen',
            'exclude_below_bytes' => ['x'],
        ]);
        self::assertSame([
            'format' => 'webp',
            'target' => 95,
            'rename' => false,
            'keywords' => ['bikes', 'red'],
            'breakpoints' => [480, 1440],
            'custom_instruction' => "Be kind\nplease",
            'exclude_below_bytes' => 0,
        ], $clean);
    }

    /** The plugin was put back to this version, or a tool that moves options has changed their kinds. */
    public function testWhatThisVersionWouldNotHaveSavedIsBroughtToItsKind(): void
    {
        update_option(Settings::OPTION, ['auto_pipeline' => 'of a later version', 'format' => 'jxl', 'auto_process' => '1',
            'target' => '66', 'breakpoints' => '480', 'glossary' => null, 'brand' => ['x'], 'tone' => 'calm', 'of_tomorrow' => 1]);
        $all = $this->plugin->settings()->all();
        self::assertSame(['analyze_export', 'webp', true, 66, [480], [], '', 'calm'], array_map(static fn (string $name): mixed
            => $all[$name], ['auto_pipeline', 'format', 'auto_process', 'target', 'breakpoints', 'glossary', 'brand', 'tone']));
        self::assertSame(array_keys(Defaults::ALL), array_keys(array_intersect_key(Defaults::ALL, $all)));
        self::assertArrayNotHasKey('of_tomorrow', $all);
        JobSettings::from($all, Chosen::from())->exportFingerprint();
    }

    public function testSavingOneSettingKeepsTheOthers(): void
    {
        $settings = $this->plugin->settings();
        $settings->save(['format' => 'avif']);
        $settings->save(['tone' => 'calm']);
        self::assertSame('avif', $settings->get('format'));
        self::assertSame('calm', $settings->get('tone'));
    }

    public function testAJobsSettingsSurviveBeingStored(): void
    {
        $settings = JobSettings::from($this->plugin->settings()->all(), Chosen::from(['format' => 'avif', 'reprocess' => true]));
        $again = JobSettings::fromJson($settings->toJson());
        self::assertEquals($settings->forService(2560, 'en'), $again->forService(2560, 'en'));
        self::assertSame($settings->exportFingerprint(), $again->exportFingerprint());
        self::assertTrue($again->is('reprocess'));
    }

    public function testFingerprintsChangeWithTheirOwnSettingsOnly(): void
    {
        $site = $this->plugin->settings()->all();
        $plain = JobSettings::from($site, Chosen::from());
        $avif = JobSettings::from($site, Chosen::from(['format' => 'avif']));
        $calm = JobSettings::from($site, Chosen::from(['tone' => 'calm']));
        self::assertNotSame($plain->exportFingerprint(), $avif->exportFingerprint());
        self::assertSame($plain->analysisFingerprint('en'), $avif->analysisFingerprint('en'));
        self::assertSame($plain->exportFingerprint(), $calm->exportFingerprint());
        self::assertNotSame($plain->analysisFingerprint('en'), $calm->analysisFingerprint('en'));
    }

    /** What was done on a site is known again by these: they must never change for the same settings. */
    public function testFingerprintsAreThoseOfTheFirstVersion(): void
    {
        $settings = JobSettings::from(Defaults::ALL, Chosen::from(['keywords' => ['red'], 'breakpoints' => [480]]));
        $export = '{"format":"webp","preset":"auto","target":70,"force_format":false,"breakpoints":[480],"metadata":'
            . '{"keep":["copyright","creator","credit","date"],"drop":["gps"],"keep_profile":false}}';
        $analysis = '{"language":"en","tone":"","keywords":["red"],"negative_keywords":[],"brand":"",'
            . '"max_alt_length":125,"custom_instruction":"","use_location":false}';
        self::assertSame(hash('sha256', $export), $settings->exportFingerprint());
        self::assertSame(hash('sha256', $analysis), $settings->analysisFingerprint('en'));
    }
}
