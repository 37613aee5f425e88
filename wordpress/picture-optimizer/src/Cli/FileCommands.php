<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Delivery\ServerRules;
use PictureOptimizer\Replace\Originals;
use WP_CLI;

/** Commands about files that the plugin keeps: `rules` for web servers, and `backups`. */
final class FileCommands
{
    public function __construct(private readonly ServerRules $rules, private readonly Originals $originals)
    {
    }

    /**
     * Prints redirects of old picture names as rules for the web server.
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
     *     wp picture-optimizer rules nginx > /etc/nginx/snippets/old-pictures.conf
     *
     * @param list<string> $args
     */
    public function rules(array $args): void
    {
        Rights::demand();
        echo $args[0] === 'nginx' ? $this->rules->nginx() : $this->rules->apache(); // phpcs:ignore -- no page, a file for a server
    }

    /**
     * Shows, exports or thins out the backups of originals. The only good copy of a picture is never deleted.
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
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function backups(array $args, array $options): void
    {
        Rights::demand();
        try {
            match ($args[0]) {
                'size' => WP_CLI::line(size_format($this->originals->backupBytes(), 1)),
                'expire' => $this->expire(Ids::number($options['days'], 'a number of days')),
                'export' => WP_CLI::success(sprintf('%d backups written.', $this->originals->exportBackups(
                    $args[1] ?? WP_CLI::error('Which ZIP file? wp picture-optimizer backups export FILE')
                ))),
            };
        } catch (ChangeError $error) {
            WP_CLI::error($error->getMessage());
        }
    }

    private function expire(int $days): void
    {
        $result = $this->originals->expireBackups($days * DAY_IN_SECONDS);
        WP_CLI::success(sprintf(
            'Backups removed: %d (%s). Kept, because they hold the only good copy of a picture: %d.',
            $result['removed'],
            size_format($result['bytes'], 1),
            $result['kept']
        ));
    }
}
