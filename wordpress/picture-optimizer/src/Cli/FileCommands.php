<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Counted;
use PictureOptimizer\Delivery\ServerRules;
use PictureOptimizer\Replace\Adoption;
use PictureOptimizer\Replace\AdoptionState;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Replace\Replacer;
use WP_CLI;

/** Commands about files that the plugin keeps: `rules` for web servers, and `backups`. */
final class FileCommands
{
    public function __construct(
        private readonly ServerRules $rules,
        private readonly Originals $originals,
        private readonly Replacer $replacer,
    ) {
    }

    /**
     * Prints redirects of old image names as rules for the web server.
     *
     * ## OPTIONS
     *
     * <server>
     * : Which server.
     * ---
     * options:
     *   - apache
     *   - nginx
     * ---
     *
     * ## EXAMPLES
     *
     *     wp picture-optimizer rules nginx > /etc/nginx/snippets/old-images.conf
     *
     * @param list<string> $args
     */
    public function rules(array $args): void
    {
        Rights::demand();
        echo $args[0] === 'nginx' ? $this->rules->nginx() : $this->rules->apache(); // phpcs:ignore -- no page, a file for a server
    }

    /**
     * Shows, exports or thins out the backups of originals. The only good copy of an image is never deleted. "adopt" takes up
     * backups that the database does not know (it was restored, or the plugin installed again) and brings missing files back.
     * "move" brings backups from release folders and container layers to where they last.
     *
     * ## OPTIONS
     *
     * <action>
     * : What to do.
     * ---
     * options:
     *   - size
     *   - expire
     *   - export
     *   - adopt
     *   - move
     * ---
     *
     * [<file>]
     * : For export: the ZIP file to write.
     *
     * [--days=<days>]
     * : For expire: how old a backup must be at least.
     * ---
     * default: 30
     * ---
     *
     * [--overwrite]
     * : For adopt: also replace files in uploads that differ from their backup.
     *
     * [--dry-run]
     * : For adopt: only show what would be done.
     *
     * [--format=<format>]
     * : For adopt: output format.
     * ---
     * default: table
     * options:
     *   - table
     *   - json
     *   - csv
     * ---
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    public function backups(array $args, array $options): void
    {
        $args[0] === 'size' ? Rights::demand() : Rights::demandConfiguring();
        try {
            match ($args[0]) {
                'size' => WP_CLI::line(Counted::bytes($this->originals->backupBytes())),
                'expire' => $this->expire(Ids::number(
                    (string) $options['days'],
                    /* translators: %s: what somebody typed */
                    __('“%s” is not a number of days.', 'picture-optimizer')
                )),
                'adopt' => $this->adopt($options),
                'move' => WP_CLI::success($this->replacer->moveBackups(Budget::unlimited())->sentence()
                    ?: __('All backups are in their permanent folder.', 'picture-optimizer')),
                'export' => $this->export($args[1] ?? ''),
            };
        } catch (ChangeError $error) {
            WP_CLI::error($error->getMessage());
        }
    }

    private function export(string $file): void
    {
        if ($file === '') {
            WP_CLI::error(__('Name the ZIP file: wp picture-optimizer backups export FILE', 'picture-optimizer'));
        }
        $number = $this->originals->exportBackups($file);
        /* translators: %d: number of backups */
        WP_CLI::success(sprintf(_n('%d backup written.', '%d backups written.', $number, 'picture-optimizer'), $number));
    }

    /** @param array<string, string|bool> $options */
    private function adopt(array $options): void
    {
        $rows = array_map(static fn (Adoption $adoption): array => [
            'attachment_id' => $adoption->attachmentId,
            'backup' => $adoption->backup,
            'state' => $adoption->state->value,
            'files' => implode(', ', $adoption->files),
            'reason' => $adoption->reason,
        ], $this->replacer->adopt(isset($options['overwrite']), isset($options['dry-run'])));
        if ($options['format'] === 'json') {
            Output::json(['items' => $rows]);
        } elseif ($rows === [] && $options['format'] === 'table') {
            WP_CLI::success(__('Every backup is known, and no file is missing.', 'picture-optimizer'));
        } else {
            $said = static fn (array $row): array => ['state' => AdoptionState::from($row['state'])->label()] + $row;
            $columns = ['attachment_id', 'state', 'files', 'reason', 'backup'];
            Output::table(array_map($said, $rows), $columns, (string) $options['format']);
        }
    }

    private function expire(int $days): void
    {
        $result = $this->originals->expireBackups($days * DAY_IN_SECONDS);
        WP_CLI::success(sprintf(
            /* translators: 1: number of backups, 2: size, 3: number of backups */
            __('Backups removed: %1$d (%2$s). Kept, because they hold the only good copy of an image: %3$d.', 'picture-optimizer'),
            $result['removed'],
            Counted::bytes($result['bytes']),
            $result['kept']
        ));
    }
}
