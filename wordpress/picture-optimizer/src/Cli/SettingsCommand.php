<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Settings\Transfer;
use WP_CLI;

/** The command `settings`. */
final class SettingsCommand
{
    public function __construct(private readonly Transfer $transfer)
    {
    }

    /**
     * Prints all settings, or takes them over from a file. The key is not among them.
     *
     * ## OPTIONS
     *
     * <action>
     * : What to do.
     * ---
     * options:
     *   - export
     *   - import
     * ---
     *
     * [<file>]
     * : The file to import; - for the standard input.
     *
     * @param list<string> $args
     */
    public function settings(array $args): void
    {
        Rights::demandConfiguring();
        if ($args[0] === 'export') {
            WP_CLI::line(rtrim($this->transfer->export()));
            return;
        }
        $file = $args[1] ?? WP_CLI::error(__('Name the file to import.', 'picture-optimizer'));
        if ($file !== '-' && !is_readable($file)) {
            /* translators: %s: name of a file */
            WP_CLI::error(sprintf(__('The file %s is missing or can’t be read. Nothing was changed.', 'picture-optimizer'), $file));
        }
        $json = file_get_contents($file === '-' ? 'php://stdin' : $file);
        try {
            $unknown = $this->transfer->import((string) $json);
        } catch (\InvalidArgumentException $refused) {
            WP_CLI::error($refused->getMessage());
        }
        foreach ($unknown as $name) {
            /* translators: %s: name of a setting */
            WP_CLI::warning(sprintf(__('There is no setting named %s. It was skipped.', 'picture-optimizer'), $name));
        }
        WP_CLI::success(__('The settings were imported.', 'picture-optimizer'));
    }
}
