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

    /**
     * The rules that a field breaks.
     *
     * @param string|null $severity only those of this severity
     * @return list<array{id: string, severity: string, message: string}>
     */
    public static function broken(Subject $subject, ?string $severity = null): array
    {
        $broken = [];
        foreach (self::all() as $rule) {
            $applies = in_array($subject->field, $rule['fields'], true)
                && ($severity === null || $rule['severity'] === $severity);
            if ($applies && Checks::isBroken($rule, $subject)) {
                $broken[] = ['id' => $rule['id'], 'severity' => $rule['severity'], 'message' => $rule['message']];
            }
        }
        return $broken;
    }

    /** @return list<string> what is wrong with an alt text, in sentences; empty when nothing is */
    public static function faultsOfAlt(string $alt, string $title = '', string $caption = '', bool $decorative = false): array
    {
        $others = ['title' => $title, 'caption' => $caption];
        return array_column(self::broken(new Subject('alt', $alt, $decorative, others: $others)), 'message');
    }
}
