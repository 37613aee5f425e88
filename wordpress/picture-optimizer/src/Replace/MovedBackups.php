<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** What became of backups that lay where they would not have lasted. */
final class MovedBackups
{
    private const OPTION = 'picture_optimizer_moved_backups';

    /**
     * @param int          $moved How many are in a place that lasts now.
     * @param int          $left  How many are still where they were.
     * @param list<string> $from  The folders that they lay in.
     * @param string       $to    The folder that they belong in.
     * @param string       $why   Why some are left; empty when there was only no time.
     */
    public function __construct(
        public readonly int $moved,
        public readonly int $left,
        public readonly array $from,
        public readonly string $to,
        public readonly string $why = '',
    ) {
    }

    /** What was done last, for people who were not there. */
    public static function last(): string
    {
        $last = get_option(self::OPTION, '');
        if (!is_array($last)) {
            return (string) $last; // by an earlier version
        }
        $from = array_map(strval(...), (array) ($last['from'] ?? []));
        return (new self(
            (int) ($last['moved'] ?? 0),
            (int) ($last['left'] ?? 0),
            array_values($from),
            (string) ($last['to'] ?? ''),
            (string) ($last['why'] ?? '')
        ))->sentence();
    }

    public function remember(): void
    {
        $this->sentence() === '' || update_option(self::OPTION, get_object_vars($this), false);
    }

    /** What a person reads of it; empty when there was nothing to do. */
    public function sentence(): string
    {
        $sentences = [];
        if ($this->moved > 0) {
            /* translators: 1: number of backups, 2: folder, 3: folder */
            $sentences[] = sprintf(_n(
                '%1$d backup was moved from %2$s to %3$s, where deployments do not delete it.',
                '%1$d backups were moved from %2$s to %3$s, where deployments do not delete them.',
                $this->moved,
                'picture-optimizer'
            ), $this->moved, implode(', ', $this->from), $this->to);
        }
        if ($this->left > 0) {
            /* translators: %d: number of backups */
            $sentences[] = sprintf(_n(
                '%d backup is still where it was. Nothing is lost.',
                '%d backups are still where they were. Nothing is lost.',
                $this->left,
                'picture-optimizer'
            ), $this->left);
        }
        return trim(implode(' ', [...$sentences, $this->why]));
    }
}
