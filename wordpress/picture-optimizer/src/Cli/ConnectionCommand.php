<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Api\Connection;
use WP_CLI;

/** The command `connection`: for those who move and copy sites by scripts. */
final class ConnectionCommand
{
    public function __construct(private readonly Connection $connection)
    {
    }

    /**
     * Says whether this site may use its key. After the site was moved or copied, nothing is sent until "moved" or "copy" says which
     * of the two it is: "moved" keeps the key and the work that has begun, "copy" leaves both to the other site.
     *
     * ## OPTIONS
     *
     * <action>
     * : What to do.
     * ---
     * options:
     *   - status
     *   - moved
     *   - copy
     * ---
     *
     * ## EXAMPLES
     *
     *     wp picture-optimizer connection copy --url=https://staging.example.com
     *
     * @param list<string> $args
     */
    public function run(array $args): void
    {
        $args[0] === 'status' ? Rights::demand() : Rights::demandConfiguring();
        if ($args[0] !== 'status' && $this->connection->movedFrom() === null) {
            WP_CLI::success(__('There is nothing to decide: the key is not another site’s.', 'picture-optimizer'));
            return;
        }
        match ($args[0]) {
            'status' => $this->status(),
            'moved' => $this->connection->keepAfterMove() ? $this->status() : WP_CLI::error(Connection::whyUnreadable()),
            'copy' => $this->copy(),
        };
    }

    private function status(): void
    {
        $obstacle = $this->connection->obstacle();
        if ($obstacle !== null) {
            WP_CLI::error($obstacle);
        }
        /* translators: %s: address of the service */
        WP_CLI::success(sprintf(__('This site uses its key at %s.', 'picture-optimizer'), $this->connection->url()));
    }

    private function copy(): void
    {
        $this->connection->forget();
        WP_CLI::success(__(
            'This site does not use the other site’s key, and the work that came along has ended here.',
            'picture-optimizer'
        ));
    }
}
