<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Cli;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Cli\LookCommands;

/** What `wp help picture-optimizer …` prints is written in comments; people read it all the same. */
final class HelpTest extends TestCase
{
    /** @return iterable<string, array{string}> */
    public static function helps(): iterable
    {
        foreach (glob(WP_PLUGIN_DIR . '/picture-optimizer/src/Cli/*.php') ?: [] as $file) {
            $class = new \ReflectionClass('PictureOptimizer\Cli\\' . basename($file, '.php'));
            foreach ($class->getMethods(\ReflectionMethod::IS_PUBLIC) as $method) {
                $comment = (string) $method->getDocComment();
                if (str_contains($comment, '## OPTIONS')) {
                    yield "{$class->getShortName()}::{$method->getName()}" => [$comment];
                }
            }
        }
    }

    /** @dataProvider helps */
    public function testItSpeaksOfImages(string $help): void
    {
        self::assertDoesNotMatchRegularExpression('/\b[Pp]ictures?\b(?!-optimizer)|(?<!- )(?<!=)\bids\b(?!=|>)/', $help);
    }

    public function testTheAuditNamesAllThatItFinds(): void
    {
        $help = (string) (new \ReflectionMethod(LookCommands::class, 'audit'))->getDocComment();
        foreach (Kind::cases() as $kind) {
            self::assertStringContainsString($kind->value, $help);
        }
    }
}
