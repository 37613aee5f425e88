<?php

declare(strict_types=1);

namespace PictureOptimizer;

use PictureOptimizer\Database\Schema;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Store\JobStore;

/** What happens when the plugin is switched on and off. */
final class Lifecycle
{
    public function __construct(
        private readonly Schema $schema,
        private readonly JobStore $jobs,
        private readonly Kick $kick,
    ) {
    }

    /** Other sites of a network get their tables when somebody first opens their admin pages. */
    public function activate(): void
    {
        $this->schema->install();
        if ($this->jobs->hasOpen()) {
            $this->kick->start();
        }
    }

    /** Switched off, the plugin leaves no schedule behind; data stays, so that switching on again goes on. */
    public function deactivate(bool $network = false): void
    {
        $network ? Sites::each(self::unschedule(...)) : self::unschedule();
    }

    public static function unschedule(): void
    {
        Kick::unschedule();
        array_map(wp_unschedule_hook(...), Hooks::SCHEDULED);
    }
}
