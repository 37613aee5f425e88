<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** What happens when the plugin is switched on and off. */
final class Lifecycle
{
    public function __construct(private readonly Schema $schema)
    {
    }

    /** Other sites of a network get their tables when somebody first opens their admin pages. */
    public function activate(): void
    {
        $this->schema->install();
    }

    /** Switched off, the plugin leaves no schedule behind; data stays, so that switching on again goes on. */
    public function deactivate(): void
    {
        foreach (Hooks::SCHEDULED as $hook) {
            wp_unschedule_hook($hook);
        }
    }
}
