<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Takes away every trace of the plugin. Pictures stay as they are, so that the site looks the same. */
final class Uninstaller
{
    public function __construct(private readonly Schema $schema)
    {
    }

    public function uninstallNetwork(): void
    {
        if (!is_multisite()) {
            $this->uninstallSite();
            return;
        }
        foreach (get_sites(['fields' => 'ids', 'number' => 0]) as $siteId) {
            switch_to_blog($siteId);
            $this->uninstallSite();
            restore_current_blog();
        }
    }

    private function uninstallSite(): void
    {
        foreach (Hooks::SCHEDULED as $hook) {
            wp_unschedule_hook($hook);
        }
        $this->schema->drop();
    }
}
