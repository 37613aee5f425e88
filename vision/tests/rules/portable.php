<?php
// Runs the pattern rules of rules.json as the plugin does; prints what comes out differently.
declare(strict_types=1);

$rules = json_decode((string) file_get_contents($argv[1]), true, 64, JSON_THROW_ON_ERROR)['rules'];

foreach ($rules as $rule) {
    if ($rule['check'] !== 'patterns') {
        continue;
    }
    $broken = static function (string $value) use ($rule): bool {
        foreach ($rule['patterns'] as $source) {
            // U+0001 delimits: no pattern holds it.
            if (preg_match("\x01{$source}\x01iu", $value) === 1) {
                return true;
            }
        }
        return false;
    };
    foreach ($rule['violating'] as $example) {
        if (! $broken($example['value'])) {
            echo "missed {$rule['id']} {$example['value']}\n";
        }
    }
    foreach ($rules as $other) {
        foreach ($other['clean'] as $example) {
            if (in_array($example['field'], $rule['fields'], true) && $broken($example['value'])) {
                echo "false {$rule['id']} {$example['value']}\n";
            }
        }
    }
}
echo "done\n";
