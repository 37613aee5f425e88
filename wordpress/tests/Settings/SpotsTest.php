<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Settings\Spots;
use PictureOptimizer\Tests\TestCase;

final class SpotsTest extends TestCase
{
    public function testPlacesAreCleanAndFitTheContract(): void
    {
        $spots = Spots::from([7 => [
            ['key' => 'block-1', 'page_title' => str_repeat('é', 400), 'text_before' => '<b>Red</b> bikes', 'figcaption' => 5],
            ['key' => 'two words'],
            ['heading' => 'no key'],
            'text',
        ], 0 => [['key' => 'a']], 8 => 'x', 9 => []]);
        self::assertSame([7], array_keys($spots->byImage));
        [$place] = $spots->of(7);
        self::assertSame('block-1', $place->key);
        self::assertSame(300, mb_strlen($place->pageTitle));
        self::assertSame('Red bikes', $place->textBefore);
        self::assertSame('', $place->figcaption);
        self::assertSame([], $spots->of(8));
    }

    public function testNoImageHasMorePlacesThanTheContractTakes(): void
    {
        $many = array_map(static fn (int $n): array => ['key' => "k{$n}"], range(1, 30));
        self::assertCount(20, Spots::from([7 => $many])->of(7));
    }

    /** @dataProvider nonsense */
    public function testAnythingElseIsNoPlace(mixed $sent): void
    {
        self::assertSame([], Spots::from($sent)->byImage);
    }

    /** @return iterable<string, array{mixed}> */
    public static function nonsense(): iterable
    {
        yield 'nothing' => [null];
        yield 'text' => ['x'];
        yield 'a list of numbers' => [[1, 2]];
        yield 'places without an image' => [['x' => [['key' => 'a']]]];
    }

    public function testTheyStayWithTheirJobAndChangeNoFingerprint(): void
    {
        $site = $this->plugin->settings()->all();
        $with = JobSettings::from($site, Chosen::from(['spots' => [7 => [['key' => 'a', 'heading' => 'Tea']]]]));
        $again = JobSettings::fromJson($with->toJson());
        self::assertSame('Tea', $again->spots->of(7)[0]->heading);
        $without = JobSettings::from($site, Chosen::from());
        self::assertSame($without->analysisFingerprint('en'), $again->analysisFingerprint('en'));
        self::assertSame([], JobSettings::fromJson('{}')->spots->byImage);
    }
}
