<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Api\Wire\MetadataField;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Settings\Labels;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Tests\TestCase;

/** Whatever is sent, a setting is of its type and within its range; what a job is told is what was chosen. */
final class CleaningTest extends TestCase
{
    /** @return iterable<string, array{string, mixed, mixed}> setting, what is sent, what is kept */
    public static function values(): iterable
    {
        $flags = [['1', true], ['0', false], ['true', true], ['false', false], ['', false], [1, true], [0, false], [null, false],
            [['x'], false], ['on', true]];
        foreach ($flags as $number => [$sent, $kept]) {
            yield "flag {$number}" => ['force_format', $sent, $kept];
        }
        $numbers = [['30', 30], [29, 30], [95, 95], [96, 95], ['80.9', 80], ['many', 30], [-5, 30], [['x'], 70], [null, 70], [1e9, 95]];
        foreach ($numbers as $number => [$sent, $kept]) {
            yield "number {$number}" => ['target', $sent, $kept];
        }
        $choices = [['avif', 'avif'], ['AVIF', 'webp'], ['exe', 'webp'], ['', 'webp'], [['avif'], 'webp'], [7, 'webp'], ["avif\n", 'avif']];
        foreach ($choices as $number => [$sent, $kept]) {
            yield "choice {$number}" => ['format', $sent, $kept];
        }
        $texts = [['calm', 'calm'], ['  calm  ', 'calm'], ['<b>calm</b>', 'calm'], ["two\nlines", 'two lines'],
            [str_repeat('é', 150), str_repeat('é', 100)], [['x'], ''], [7, '7']];
        foreach ($texts as $number => [$sent, $kept]) {
            yield "text {$number}" => ['tone', $sent, $kept];
        }
        yield 'a text of several lines' => ['custom_instruction', " Be kind\n<script>x</script>please ", "Be kind\nplease"];
        yield 'a very long text' => ['custom_instruction', str_repeat('x', 3000), str_repeat('x', 2000)];
        $lists = [["red\nblue", ['red', 'blue']], ['red, blue,,red ', ['red', 'blue']], [['red', 'blue', 'red'], ['red', 'blue']],
            ["red\r\n\r\nblue", ['red', 'blue']], ['', []], [[], []], [[['x'], null, 7, ' '], ['7']], ['<b>red</b>', ['red']],
            [range(1, 30), array_map(strval(...), range(1, 20))], [7, ['7']], [str_repeat('x', 200), [str_repeat('x', 100)]]];
        foreach ($lists as $number => [$sent, $kept]) {
            yield "list {$number}" => ['keywords', $sent, $kept];
        }
        $widths = [['480, 960', [480, 960]], ['15,16,8192,8193', [16, 8192]], ['480px', [480]], ['wide', []],
            [['480', '480', 960], [480, 960]], [implode(',', range(100, 120)), range(100, 109)], ['-480', []]];
        foreach ($widths as $number => [$sent, $kept]) {
            yield "widths {$number}" => ['breakpoints', $sent, $kept];
        }
    }

    /** @dataProvider values */
    public function testASettingIsBroughtToItsTypeAndRange(string $name, mixed $sent, mixed $kept): void
    {
        self::assertSame([$name => $kept], Settings::clean([$name => $sent]));
        self::assertSame([$name => $kept], Settings::clean(Settings::clean([$name => $sent])), 'clean is clean');
        $settings = $this->plugin->settings();
        $settings->save([$name => $sent]);
        self::assertSame($kept, $settings->get($name));
        self::assertSame(gettype(Defaults::ALL[$name]), gettype($settings->get($name)));
    }

    public function testWhatIsNoSettingIsNotKept(): void
    {
        self::assertSame([], Settings::clean(['api_key' => 'x', 'nothing' => 1, 0 => 'x']));
        $settings = $this->plugin->settings();
        update_option(Settings::OPTION, ['format' => 'avif', 'gone_since' => 'x']);
        self::assertSame('avif', $settings->get('format'));
        self::assertSame(array_keys(array_intersect_key($settings->all(), Defaults::ALL)), array_keys($settings->all()));
        update_option(Settings::OPTION, 'damaged');
        self::assertSame(Defaults::ALL, $settings->all());
    }

    public function testScreensReadTheSettingsWithoutAQuery(): void
    {
        $this->plugin->settings()->save(['tone' => 'calm']);
        wp_cache_flush();
        wp_load_alloptions();
        $before = get_num_queries();
        self::assertSame('calm', $this->plugin->settings()->get('tone'));
        self::assertSame(0, get_num_queries() - $before);
    }

    // What somebody chose for one job.

    /** @return iterable<string, array{mixed, bool, bool, array<string, mixed>}> what was sent, reprocess, review, settings */
    public static function choices(): iterable
    {
        yield 'nothing' => [[], false, false, []];
        yield 'no list' => ['x', false, false, []];
        yield 'null' => [null, false, false, []];
        yield 'once more' => [['reprocess' => '1'], true, false, []];
        yield 'with a review' => [['review' => true], false, true, []];
        yield 'a format' => [['format' => 'avif', 'review' => false], false, false, ['format' => 'avif']];
        yield 'what is no setting' => [['service_url' => 'http://evil.example', 'format' => 'exe'], false, false, ['format' => 'webp']];
    }

    /**
     * @dataProvider choices
     * @param array<string, mixed> $settings
     */
    public function testAChoiceIsCleanWhateverWasSent(mixed $sent, bool $reprocess, bool $review, array $settings): void
    {
        $chosen = Chosen::from($sent);
        self::assertSame([$reprocess, $review, $settings], [$chosen->reprocess, $chosen->review, $chosen->settings]);
        $job = JobSettings::from(Defaults::ALL, $chosen);
        self::assertSame([$reprocess, $review], [$job->is('reprocess'), $job->is('review')]);
        self::assertSame($settings['format'] ?? 'webp', $job->text('format'));
    }

    /** @return iterable<string, array{array<string, mixed>, list<MetadataField>, list<MetadataField>}> settings, kept, dropped */
    public static function policies(): iterable
    {
        $always = [MetadataField::Copyright, MetadataField::Creator, MetadataField::Credit, MetadataField::Date];
        yield 'as usual' => [[], $always, [MetadataField::Gps]];
        yield 'the camera, too' => [['keep_camera' => true], [...$always, MetadataField::Camera], [MetadataField::Gps]];
        yield 'the place, too' => [['drop_gps' => false], [...$always, MetadataField::Gps], []];
        yield 'everything' => [['keep_camera' => true, 'drop_gps' => false], [...$always, MetadataField::Camera, MetadataField::Gps], []];
    }

    /**
     * @dataProvider policies
     * @param array<string, mixed> $settings
     * @param list<MetadataField> $kept
     * @param list<MetadataField> $dropped
     */
    public function testWhatIsKeptOfTheDataInAFile(array $settings, array $kept, array $dropped): void
    {
        $policy = JobSettings::from(Defaults::ALL, Chosen::from($settings))->forService(null, 'en')->export?->metadata;
        self::assertSame([$kept, $dropped], [$policy?->keep, $policy?->drop]);
        $asUsual = JobSettings::from(Defaults::ALL, Chosen::from())->exportFingerprint();
        self::assertSame($settings === [], JobSettings::from(Defaults::ALL, Chosen::from($settings))->exportFingerprint() === $asUsual);
    }

    public function testTheServiceIsToldWhatWasChosen(): void
    {
        $chosen = ['format' => 'avif', 'preset' => 'high', 'target' => 80, 'breakpoints' => '480', 'tone' => 'calm', 'keywords' => 'red',
            'negative_keywords' => 'cheap', 'brand' => 'Acme', 'max_alt_length' => 90, 'reprocess' => true];
        $settings = JobSettings::from(Defaults::ALL, Chosen::from($chosen));
        $told = json_decode((string) json_encode($settings->forService(2560, 'de')), true);
        $export = ['format' => 'avif', 'preset' => 'high', 'target' => 80, 'breakpoints' => [480], 'max_width' => 2560,
            'max_height' => 2560];
        self::assertEquals($export, array_intersect_key($told['export'], $export));
        $analysis = ['language' => 'de', 'tone' => 'calm', 'keywords' => ['red'], 'negative_keywords' => ['cheap'], 'brand' => 'Acme',
            'max_alt_length' => 90];
        self::assertSame($analysis, array_replace($analysis, array_intersect_key($told['analysis'], $analysis)));
        self::assertTrue($told['reprocess']);
        self::assertNull($settings->forService(null, 'de')->export?->maxWidth);
    }

    /** @return iterable<string, array{array<string, mixed>, bool, bool}> what differs, whether an export and an analysis would */
    public static function differences(): iterable
    {
        $ofExports = ['format' => 'avif', 'preset' => 'high', 'target' => 80, 'force_format' => true, 'breakpoints' => [480],
            'keep_profile' => true];
        $ofTexts = ['tone' => 'calm', 'keywords' => ['x'], 'negative_keywords' => ['x'], 'brand' => 'x', 'max_alt_length' => 99,
            'custom_instruction' => 'x', 'use_location' => true];
        $ofNeither = ['rename' => false, 'overwrite_text' => true, 'fill_empty_alts' => false, 'replace_old_alts' => true,
            'reprocess' => true, 'review' => true, 'include_protected' => true];
        foreach ($ofExports + $ofTexts + $ofNeither as $name => $value) {
            yield $name => [[$name => $value], isset($ofExports[$name]), isset($ofTexts[$name])];
        }
    }

    /**
     * @dataProvider differences
     * @param array<string, mixed> $differs
     */
    public function testAFingerprintChangesWithWhatChangesItsResult(array $differs, bool $export, bool $analysis): void
    {
        $plain = JobSettings::from(Defaults::ALL, Chosen::from());
        $other = JobSettings::from(Defaults::ALL, Chosen::from($differs));
        self::assertSame($export, $plain->exportFingerprint() !== $other->exportFingerprint());
        self::assertSame($analysis, $plain->analysisFingerprint('en') !== $other->analysisFingerprint('en'));
        self::assertNotSame($plain->analysisFingerprint('en'), $plain->analysisFingerprint('de'));
        self::assertSame($other->exportFingerprint(), JobSettings::fromJson($other->toJson())->exportFingerprint());
    }

    public function testEveryChoiceHasALabelThatDiffersFromTheOthers(): void
    {
        foreach (Defaults::CHOICES as $name => $choices) {
            $labels = array_map(Labels::of(...), $choices);
            self::assertCount(count($choices), array_unique($labels), $name);
            self::assertNotContains('', $labels);
        }
        self::assertSame('brand_new', Labels::of('brand_new'));
    }

    /** The options' table came from a host whose MySQL knew no emoji. */
    public function testAnEmojiThatTheTableDoesNotTakeKeepsNoSettingFromBeingSaved(): void
    {
        add_filter('pre_get_col_charset', static fn (mixed $found, string $table, string $column): mixed
            => $column === 'option_value' ? 'utf8' : $found, 10, 3);
        $settings = new Settings();
        $settings->save(['glossary' => ['Rad 🚲', 'Größe'], 'brand' => '🚲 Räder', 'target' => 44]);
        self::assertSame([['Rad', 'Größe'], 'Räder', 44], [$settings->get('glossary'), $settings->get('brand'), $settings->get('target')]);
    }
}
