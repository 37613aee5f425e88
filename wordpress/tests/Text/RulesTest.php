<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Text;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Text\Rules;
use PictureOptimizer\Text\Subject;

/** The examples of the contract's rules.json, which the service runs as well. */
final class RulesTest extends TestCase
{
    private const CONTRACT = __DIR__ . '/../../../contract/rules.json';

    public function testTheCopyIsTheContractsFile(): void
    {
        $copy = dirname(self::CONTRACT, 2) . '/wordpress/picture-optimizer/data/rules.json';
        self::assertFileEquals(self::CONTRACT, $copy, 'cp contract/rules.json wordpress/picture-optimizer/data/');
    }

    /** @return iterable<string, array{string, array<string, mixed>, bool}> */
    public static function examples(): iterable
    {
        foreach (json_decode((string) file_get_contents(self::CONTRACT), true)['rules'] as $rule) {
            foreach (['violating' => true, 'clean' => false] as $list => $isBroken) {
                foreach ($rule[$list] as $number => $example) {
                    yield "{$rule['id']}, {$list} {$number}" => [$rule['id'], $example, $isBroken];
                }
            }
        }
    }

    /**
     * @dataProvider examples
     * @param array<string, mixed> $example
     */
    public function testAnExample(string $id, array $example, bool $isBroken): void
    {
        $others = array_intersect_key($example, ['title' => 1, 'caption' => 1, 'description' => 1, 'alt' => 1]);
        $subject = new Subject(
            $example['field'],
            $example['value'],
            $example['decorative'] ?? false,
            $example['max_length'] ?? null,
            $others,
            $example['nearby'] ?? [],
            $example['keywords'] ?? [],
            $example['asked'] ?? '',
        );
        $broken = Rules::broken($subject);
        $isBroken ? self::assertContains($id, $broken) : self::assertSame([], $broken);
    }
}
