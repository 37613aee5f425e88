<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Middle;

final class MiddleTest extends TestCase
{
    /** @return array<string, array{string, string, string}> Before, after, what has to be sent. */
    public static function pairs(): array
    {
        return [
            'a word in the middle' => ['see photo.jpg here', 'see photo.webp here', 'webp'],
            'the same' => ['nothing changed', 'nothing changed', ''],
            'longer at the end' => ['abc', 'abcdef', 'def'],
            'longer at the beginning' => ['def', 'abcdef', 'abc'],
            'shorter' => ['abcabc', 'abc', ''],
            'one more of the same letter' => ['aaa', 'aaaa', 'a'],
            'from nothing' => ['', 'all of it', 'all of it'],
            'to nothing' => ['all of it', '', ''],
            'first byte of a character is shared' => ['a é b', 'a è b', 'è'],
            'last byte of a character is shared' => ['Ĩ', 'ƨ', 'ƨ'],
            'characters of four bytes' => ['x 😀 y', 'x 😁 y', '😁'],
            'behind the first piece that is compared' => [str_repeat('é', 50_000) . 'a' . str_repeat('x', 200_000),
                str_repeat('é', 50_000) . 'bc' . str_repeat('x', 200_000), 'bc'],
            'in long texts of nothing but one letter' => [str_repeat('a', 150_000), str_repeat('a', 150_003), 'aaa'],
            'a character beside the change' => ['é.jpg', 'é.webp', 'webp'],
        ];
    }

    /** @dataProvider pairs */
    public function testOnlyWhatDiffersIsSent(string $before, string $after, string $sent): void
    {
        $middle = Middle::between($before, $after);
        self::assertSame($sent, $middle->text);
        self::assertTrue(mb_check_encoding($middle->text, 'UTF-8'));
        $beginning = substr($before, 0, $middle->start);
        $end = substr($before, strlen($before) - $middle->end);
        self::assertSame($after, $beginning . $middle->text . $end, 'put together again');
        self::assertTrue(mb_check_encoding($beginning, 'UTF-8') && mb_check_encoding($end, 'UTF-8'));
    }
}
