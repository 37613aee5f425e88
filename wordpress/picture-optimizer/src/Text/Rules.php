<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

/**
 * The rules on every text for a picture: the same data and the same checks as in the service, so that audit, review and service
 * say the same. The data is a copy of the contract's rules.json; a test compares them and runs all its examples.
 */
final class Rules
{
    private const FILE = __DIR__ . '/../../data/rules.json';

    /** @var list<array<string, mixed>>|null read once */
    private static ?array $all = null;

    /** @return list<array<string, mixed>> each with id, check, fields, severity ("error" or "warning") and message */
    public static function all(): array
    {
        return self::$all ??= json_decode((string) file_get_contents(self::FILE), true, 64, JSON_THROW_ON_ERROR)['rules'];
    }

    /** @return list<string> ids of the rules that the field breaks */
    public static function broken(Subject $subject): array
    {
        $broken = array_filter(self::all(), static fn (array $rule): bool
            => in_array($subject->field, $rule['fields'], true) && Checks::isBroken($rule, $subject));
        return array_column($broken, 'id');
    }
}
