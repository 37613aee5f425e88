<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Planning\Decision;
use PictureOptimizer\Planning\SkipRules;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\TestCase;

/** Of what is wanted only what is missing is done: what was done before, and with which settings. */
final class SkipRulesTest extends TestCase
{
    /**
     * What was done with which settings, what is wanted, and what is still to be done; null for nothing.
     *
     * @return iterable<string, array{string, array<string, mixed>, Pipeline, array<string, mixed>, Pipeline|null}>
     */
    public static function pasts(): iterable
    {
        [$both, $text, $files] = [Pipeline::AnalyzeExport, Pipeline::Analyze, Pipeline::Export];
        yield 'never seen, both' => ['', [], $both, [], $both];
        yield 'never seen, text' => ['', [], $text, [], $text];
        yield 'never seen, files' => ['', [], $files, [], $files];
        yield 'both done, both' => ['both', [], $both, [], null];
        yield 'both done, text' => ['both', [], $text, [], null];
        yield 'both done, files' => ['both', [], $files, [], null];
        yield 'text done, both' => ['text', [], $both, [], $files];
        yield 'text done, files' => ['text', [], $files, [], $files];
        yield 'files done, both' => ['files', [], $both, [], $both];
        yield 'files done, text' => ['files', [], $text, [], $text];
        yield 'another format, both' => ['both', [], $both, ['format' => 'avif'], $files];
        yield 'another format, text' => ['both', [], $text, ['format' => 'avif'], null];
        yield 'another tone, both' => ['both', [], $both, ['tone' => 'calm'], $both];
        yield 'another tone, files' => ['both', [], $files, ['tone' => 'calm'], null];
        yield 'once more, both' => ['both', [], $both, ['reprocess' => true], $both];
        yield 'once more, text' => ['both', [], $text, ['reprocess' => true], $text];
        yield 'done with other settings' => ['both', ['format' => 'avif', 'tone' => 'calm'], $both, [], $both];
    }

    /**
     * @dataProvider pasts
     * @param array<string, mixed> $before
     * @param array<string, mixed> $now
     */
    public function testOnlyWhatIsMissingIsDone(string $done, array $before, Pipeline $wanted, array $now, ?Pipeline $expected): void
    {
        $with = JobSettings::from(Defaults::ALL, Chosen::from($before));
        $pictures = $this->plugin->pictures();
        $done === '' || $pictures->save(7, [
            'status' => ['both' => 'processed', 'text' => 'analysed', 'files' => 'exported'][$done],
            'original_sha256' => 'aa',
            'applied_sha256' => 'bb',
            'analysis_settings' => $done === 'files' ? '' : $with->analysisFingerprint('en'),
            'export_settings' => $done === 'text' ? '' : $with->exportFingerprint(),
        ]);
        $settings = JobSettings::from(Defaults::ALL, Chosen::from($now));
        $decide = static fn (string $live, string $language = 'en'): Decision
            => SkipRules::decide($pictures->get(7), $wanted, $settings, $language, $live);
        self::assertSame($expected, $decide('bb')->pipeline);
        self::assertSame($expected, $decide('aa')->pipeline, 'the original lies there again');
        self::assertSame($wanted, $decide('cc')->pipeline, 'a file that nobody knows is a new one');
        self::assertSame($wanted->analyses(), $decide('bb', 'de')->pipeline?->analyses() ?? false, 'another language is another text');
        $expected === null && self::assertSame('already_done', $decide('bb')->why?->code);
    }
}
