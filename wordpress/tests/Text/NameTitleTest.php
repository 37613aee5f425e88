<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Text;

use PictureOptimizer\Api\Wire\Analysis;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\ServiceTestCase;
use PictureOptimizer\Text\NameTitle;

/** No title stays a camera's number where the words for a better one are there. */
final class NameTitleTest extends ServiceTestCase
{
    /** @return iterable<string, array{string, string, string, string}> present title, alt, file name, title then */
    public static function names(): iterable
    {
        yield 'a camera' => ['DSC_0419', 'A cup of coffee', 'cup-of-coffee', 'Cup of coffee'];
        yield 'a phone' => ['IMG_20260511_101500', 'A rocket', 'rocket', 'Rocket'];
        yield 'a messenger' => ['IMG-20230412-WA0003', 'Two dogs on a beach.', 'dogs', 'Dogs'];
        yield 'another messenger' => ['WhatsApp Image 2023-04-12 at 10.11.12', 'Two dogs on a beach.', 'dogs', 'Dogs'];
        yield 'a program' => ['Screenshot 2026-05-11 at 10.11.12', 'The start page of a shop', 'start-page', 'Start page'];
        yield 'a hash' => ['d41d8cd98f00b204e9800998ecf8427e', 'Une école à Nîmes', 'ecole-a-nimes', 'École à Nîmes'];
        yield 'other words than the alt text\'s' => ['DSC_0419', 'A cup of coffee', 'espresso-bar', ''];
        yield 'the very alt text' => ['DSC_0419', 'Coffee', 'coffee', ''];
        yield 'a title that a person joined' => ['golden-gate-bridge-2', 'A bridge', 'bridge', ''];
        yield 'a name of somebody\'s' => ['Our trip', 'A bridge', 'bridge', ''];
        yield 'no file name' => ['DSC_0419', 'A bridge', '', ''];
        yield 'no alt text' => ['DSC_0419', '', 'bridge', ''];
    }

    /** @dataProvider names */
    public function testItIsWhatTheFileIsCalledInTheAltTextsWords(string $present, string $alt, string $name, string $title): void
    {
        self::assertSame($title, NameTitle::completed(self::analysis($alt, $name), $present)->title);
        self::assertSame('Own', NameTitle::completed(self::analysis($alt, $name, 'Own'), $present)->title, 'the service\'s own goes first');
    }

    private static function analysis(string $alt, string $name, string $title = ''): Analysis
    {
        return new Analysis('en', false, false, 0.9, 'm', '1', alt: $alt, title: $title, filename: $name);
    }

    public function testItIsWrittenKnownAgainAndRevertible(): void
    {
        $id = $this->addPicture('DSC_0419.jpg', 400, 300);
        $named = $this->addPicture('our-old-bicycle.jpg', 500, 400, 2);
        $example = json_decode((string) file_get_contents(__DIR__ . '/../../../contract/examples/Item.ready.json'), true)['analysis'];
        $answer = ['state' => 'ready', 'reason' => null, 'export' => null,
            'charges' => [['line' => 'analysis', 'state' => 'captured', 'credits' => 1]],
            'analysis' => ['alt' => 'A red bicycle', 'title' => '', 'filename' => 'red-bicycle', 'caption' => ''] + $example];
        self::$service->set('outcomes', ["1:{$id}" => $answer, "1:{$named}" => $answer]);
        $before = get_the_title($named);
        $this->process([$id, $named], Pipeline::Analyze);
        self::assertSame(['Red bicycle', $before], [get_the_title($id), get_the_title($named)]);
        self::assertSame(md5('Red bicycle'), $this->plugin->pictures()->get($id)?->written['title'] ?? null);
        $this->plugin->control()->revert($id);
        self::assertSame('DSC_0419', get_the_title($id));
    }
}
