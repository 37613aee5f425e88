<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/**
 * Lets one runner at a time change pictures of a site. Each gets a higher token than the one before; whoever was frozen and
 * comes back with an old token is stopped before its next write.
 */
final class Fence
{
    /** A living runner renews its lease long before; only a frozen one, or one whose host died, waits it out. */
    public const LEASE_SECONDS = 120;

    private const RENEW_SECONDS = 15;

    private int $token = 0;
    private int $renewedAt = 0;

    public function __construct(private readonly \wpdb $db)
    {
    }

    public function token(): int
    {
        return $this->token;
    }

    /** @return bool False when another runner is at work. */
    public function acquire(): bool
    {
        if (method_exists($this->db, 'send_reads_to_masters')) {
            // HyperDB and LudicrousDB ask copies of the database, which can be seconds behind: what was saved a moment ago has to be seen.
            $this->db->send_reads_to_masters();
        }
        $table = $this->table();
        $this->db->query("INSERT IGNORE INTO {$table} (id, token, connection, expires) VALUES (1, 0, 0, 0)");
        // The database knows that a killed runner is gone: its connection is closed.
        $taken = $this->db->query($this->db->prepare(
            "UPDATE {$table} SET token = token + 1, connection = CONNECTION_ID(), expires = UNIX_TIMESTAMP() + %d
            WHERE id = 1 AND (expires < UNIX_TIMESTAMP()
                OR connection NOT IN (SELECT ID FROM information_schema.PROCESSLIST))",
            self::LEASE_SECONDS
        ));
        if ($taken !== 1) {
            return false;
        }
        $this->token = (int) $this->db->get_var("SELECT token FROM {$table} WHERE id = 1");
        $this->renewedAt = time();
        return true;
    }

    /** @throws Fenced When another runner has taken over. */
    public function check(): void
    {
        if ((int) $this->db->get_var("SELECT token FROM {$this->table()} WHERE id = 1") !== $this->token) {
            throw new Fenced(__('Another run has taken over this work; it finishes it. Nothing is lost.', 'picture-optimizer'));
        }
        if (time() - $this->renewedAt >= self::RENEW_SECONDS) {
            $this->db->query($this->db->prepare(
                "UPDATE {$this->table()} SET expires = UNIX_TIMESTAMP() + %d WHERE id = 1 AND token = %d",
                self::LEASE_SECONDS,
                $this->token
            ));
            $this->renewedAt = time();
        }
    }

    public function release(): void
    {
        $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET expires = 0 WHERE id = 1 AND token = %d",
            $this->token
        ));
        $this->token = 0;
    }

    /** A condition for UPDATE statements: true as long as nobody has taken over. */
    public function condition(): string
    {
        return "EXISTS (SELECT 1 FROM {$this->table()} WHERE id = 1 AND token = {$this->token})";
    }

    private function table(): string
    {
        return $this->db->prefix . 'picopt_fence';
    }
}
