<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Budget;
use PictureOptimizer\Queue\Reconciler;
use WP_CLI;

/** The command `reconcile`: the books of this site against the service's ledger. */
final class ReconcileCommand
{
    public function __construct(private readonly Reconciler $reconciler)
    {
    }

    /**
     * Compares what this site has used with what the service has charged, and settles what differs: results that were charged and
     * not used are returned, receipts that were not heard are sent, and charges that stand here in another height are corrected.
     * Costs nothing. Exits with 1 when the books do not agree afterwards.
     *
     * ## OPTIONS
     *
     * [--dry-run]
     * : Only compare.
     *
     * [--format=<format>]
     * : Output format.
     * ---
     * default: table
     * options:
     *   - table
     *   - json
     * ---
     *
     * ## EXAMPLES
     *
     *     wp picture-optimizer reconcile --dry-run
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    public function run(array $args, array $options): void
    {
        Rights::demandConfiguring();
        $result = $this->reconciler->reconcile(Budget::unlimited(), dryRun: isset($options['dry-run']));
        $options['format'] === 'json' ? Output::json($result) : WP_CLI::line($result->sentence());
        $result->agrees() || WP_CLI::halt(1);
    }
}
