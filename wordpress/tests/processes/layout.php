<?php

/** Loaded before WordPress: the site is laid out as the environment says (constants as JSON), before its wp-config.php says otherwise. */

declare(strict_types=1);

foreach (json_decode((string) getenv('PICOPT_TEST_LAYOUT'), true, 4, JSON_THROW_ON_ERROR) as $name => $value) {
    define($name, $value);
}
set_error_handler(static fn (int $level, string $message): bool => str_contains($message, 'already defined'));
