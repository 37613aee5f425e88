<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Delivery\LastingNames;
use WP_CLI;

/** The command `old-names`: what becomes of former names of images when the plugin is off or gone. */
final class OldNamesCommand
{
    public function __construct(private readonly LastingNames $names)
    {
    }

    /**
     * Shows, or decides, whether old image names keep working when this plugin is off or deleted. By default they do: a small
     * must-use plugin stays behind and redirects to the current files.
     *
     * ## OPTIONS
     *
     * <action>
     * : What to do.
     * ---
     * options:
     *   - status
     *   - keep
     *   - remove
     * ---
     *
     * ## EXAMPLES
     *
     *     wp picture-optimizer old-names remove
     *
     * @subcommand old-names
     * @param list<string> $args
     */
    public function run(array $args): void
    {
        $args[0] === 'status' ? Rights::demand() : Rights::demandConfiguring();
        match ($args[0]) {
            'status' => $this->status(),
            'keep' => $this->keep(),
            'remove' => $this->remove(),
        };
    }

    private function status(): void
    {
        WP_CLI::line(sprintf(
            /* translators: 1: number, 2: path of a file, 3: "yes" or "no" */
            __('Former names: %1$s. %2$s is in place: %3$s.', 'picture-optimizer'),
            number_format_i18n($this->names->count()),
            $this->names->file(),
            $this->names->isInPlace() ? __('yes', 'picture-optimizer') : __('no', 'picture-optimizer')
        ));
    }

    private function keep(): void
    {
        $this->names->want();
        $this->names->protect(asked: true)
            ? WP_CLI::success(__('Old image names keep working without this plugin.', 'picture-optimizer'))
            : WP_CLI::error(sprintf(
                /* translators: %s: path of a file */
                __('%s can’t be written, so nothing was changed. Old files stay where they are from now on.', 'picture-optimizer'),
                $this->names->file()
            ));
    }

    private function remove(): void
    {
        $this->names->decline();
        WP_CLI::success(__('Old image names will lead to “not found” once this plugin is turned off.', 'picture-optimizer'));
    }
}
