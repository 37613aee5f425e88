<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Settings\TypedText;

/** What people type for the model reaches it as they typed it. */
final class TypedTextTest extends TestCase
{
    /** @return iterable<string, array{string, string}> as it is typed, as it is kept */
    public static function typed(): iterable
    {
        yield 'a sign' => ["Alt text < 100 characters, don't say \"us\" & co", "Alt text < 100 characters, don't say \"us\" & co"];
        yield 'a heart' => ['We <3 bikes', 'We <3 bikes'];
        yield 'a sign before a letter' => ["If a <b, don't say <i>so</i>", "If a <b, don't say so"];
        yield 'markup' => ['A <b>red</b> <script>alert(1)</script>bike < 5', 'A red bike < 5'];
        yield 'another script' => ["\u{5d0}\u{5d1} < 5 mm", "\u{5d0}\u{5d1} < 5 mm"];
        yield 'nothing' => ['', ''];
    }

    /** @dataProvider typed */
    public function testItIsKeptAsItWasTyped(string $typed, string $kept): void
    {
        self::assertSame([$kept, $kept], [TypedText::line($typed), TypedText::lines($typed)]);
        $settings = Settings::clean(['glossary' => $typed, 'custom_instruction' => $typed]);
        self::assertSame([array_values(array_filter([$kept])), $kept], [$settings['glossary'], $settings['custom_instruction']]);
    }

    public function testOnlyInstructionsHaveLines(): void
    {
        self::assertSame(['a b', "a\nb"], [TypedText::line("a\nb"), TypedText::lines("a\nb")]);
    }
}
