<?php

declare(strict_types=1);

namespace PictureOptimizer;

use PictureOptimizer\Database\Schema;
use PictureOptimizer\Delivery\LastingNames;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Store\JobStore;

/** What happens when the plugin is switched on and off. */
final class Lifecycle
{
    public function __construct(
        private readonly Schema $schema,
        private readonly JobStore $jobs,
        private readonly Kick $kick,
        private readonly LastingNames $lastingNames,
        private readonly Originals $originals,
    ) {
    }

    /** What a site of a network has begun goes on there. One without tables gets them when somebody first opens its admin pages. */
    public function activate(bool $network = false): void
    {
        $this->schema->install();
        $network ? Sites::each(fn () => Delivery\Schema::isInstalled() && $this->goOn()) : $this->goOn();
    }

    private function goOn(): void
    {
        $this->lastingNames->want();
        $this->lastingNames->protect();
        $this->jobs->hasOpen() && $this->kick->start();
    }

    /** Switched off, the plugin leaves no schedule behind; data stays, so that switching on again goes on. */
    public function deactivate(bool $network = false): void
    {
        $leave = function (): void {
            self::unschedule();
            $this->leaveNamesWorking();
        };
        $network ? Sites::each($leave) : $leave();
    }

    /** WordPress deletes a site of the network with its tables and its uploads; what we keep elsewhere goes as well. */
    public function leaveDeletedSite(\WP_Site $site): void
    {
        switch_to_blog((int) $site->blog_id);
        $this->originals->removeBackups();
        $this->lastingNames->takeAway();
        restore_current_blog();
    }

    public static function unschedule(): void
    {
        Kick::unschedule();
        array_map(wp_unschedule_hook(...), Hooks::SCHEDULED);
    }

    /** No former name of an image may end in "not found" because nobody was there to be asked. */
    public function leaveNamesWorking(): void
    {
        if (!Delivery\Schema::isInstalled() || $this->lastingNames->count() === 0) {
            return;
        }
        if ($this->lastingNames->isDeclined()) {
            self::say(__('Old image names lead to “not found” from now on, as you chose.', 'picture-optimizer'));
        } elseif ($this->lastingNames->protect()) {
            $count = $this->lastingNames->count();
            self::say(sprintf(
                /* translators: 1: number, 2: path of a file */
                _n(
                    '%1$s old image name keeps working through %2$s. To stop that, delete this file.',
                    '%1$s old image names keep working through %2$s. To stop that, delete this file.',
                    $count,
                    'picture-optimizer'
                ),
                number_format_i18n($count),
                $this->lastingNames->file()
            ));
        } elseif (($missing = $this->originals->bringBackOldFiles()) === 0) {
            self::say(__('Old files were restored, so that old image names keep working.', 'picture-optimizer'));
        } else {
            self::say(sprintf(
                /* translators: %s: number */
                _n(
                    '%s old image name stops working: its file couldn’t be restored.',
                    '%s old image names stop working: their files couldn’t be restored.',
                    $missing,
                    'picture-optimizer'
                ),
                number_format_i18n($missing)
            ));
        }
    }

    private static function say(string $text): void
    {
        defined('WP_CLI') && WP_CLI && \WP_CLI::log($text);
    }
}
