<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

/** What can be done about a finding with one click. */
enum Remedy: string
{
    case AdoptBackups = 'adopt_backups';
    case MoveBackups = 'move_backups';

    public function label(): string
    {
        return match ($this) {
            self::AdoptBackups => __('Restore the files from their backups', 'picture-optimizer'),
            self::MoveBackups => __('Move the backups to a permanent folder', 'picture-optimizer'),
        };
    }
}
