<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Access;
use PictureOptimizer\Store\ItemStore;
use WP_CLI;

/**
 * Whoever has a shell on the server may do everything, as with WP-CLI's own commands. With `--user` a command does what that
 * user may do, and refuses the rest.
 */
final class Rights
{
    public static function demand(int ...$attachmentIds): void
    {
        if (self::areUnlimited()) {
            return;
        }
        if (!Access::mayUse()) {
            WP_CLI::error(__('This user may not use Picture Optimizer.', 'picture-optimizer'));
        }
        foreach ($attachmentIds as $id) {
            if (!Access::mayChange($id)) {
                WP_CLI::error(sprintf(
                    /* translators: %d: ID of an attachment */
                    __('This user may not change image %d.', 'picture-optimizer'),
                    $id
                ));
            }
        }
    }

    /** For what changes the whole site: its settings, its backups, its former names. */
    public static function demandConfiguring(): void
    {
        if (!self::areUnlimited() && !Access::mayConfigure()) {
            WP_CLI::error(__('This user may not change settings of the whole site.', 'picture-optimizer'));
        }
    }

    /** For a job: every picture of it. */
    public static function demandJob(ItemStore $items, int $jobId): void
    {
        for ($after = 0; !self::areUnlimited() && ($page = $items->ofJob($jobId, after: $after)) !== []; $after = end($page)->id) {
            self::demand(...array_column($page, 'attachmentId'));
        }
    }

    /** Whose jobs are listed; 0 for everybody's. */
    public static function jobsOf(): int
    {
        return self::areUnlimited() || Access::seesAllJobs() ? 0 : get_current_user_id();
    }

    /**
     * @param list<int> $attachmentIds
     * @return list<int> those that the user may change
     */
    public static function only(array $attachmentIds): array
    {
        return self::areUnlimited() ? $attachmentIds : Access::changeable($attachmentIds);
    }

    private static function areUnlimited(): bool
    {
        return get_current_user_id() === 0;
    }
}
