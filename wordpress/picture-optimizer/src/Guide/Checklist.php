<?php

declare(strict_types=1);

namespace PictureOptimizer\Guide;

use PictureOptimizer\Access;
use PictureOptimizer\Audit\Page as AuditPage;
use PictureOptimizer\Media\BulkPage;
use PictureOptimizer\Media\ReportPage;
use PictureOptimizer\Settings\Page as SettingsPage;
use PictureOptimizer\Version;

/**
 * Shows the first steps on our pages until they are done or a person hides them: all on the bulk page, elsewhere the next one. On the bulk
 * page also what a result looks like, until there is one of the site's own.
 */
final class Checklist
{
    public const META = 'picture_optimizer_steps_hidden';
    private const ACTION = 'picture_optimizer_hide_steps';
    private const STYLE = 'picture-optimizer-guide';
    private const BULK = 'media_page_' . BulkPage::SLUG;
    private const AUDIT = 'media_page_' . AuditPage::SLUG;
    private const SETTINGS = 'settings_page_picture-optimizer';
    private const SCREENS = [self::BULK, self::AUDIT, 'media_page_' . ReportPage::SLUG, self::SETTINGS];

    public function __construct(private readonly FirstSteps $steps, private readonly string $pluginFile)
    {
    }

    public function register(): void
    {
        add_action('admin_enqueue_scripts', $this->enqueue(...));
        add_action('all_admin_notices', $this->show(...));
        add_action('admin_post_' . self::ACTION, $this->hide(...));
    }

    private function enqueue(): void
    {
        if ($this->isOurs()) {
            wp_enqueue_style(self::STYLE, plugins_url('assets/guide.css', $this->pluginFile), [], Version::NUMBER);
        }
    }

    private function isOurs(): bool
    {
        return in_array(get_current_screen()?->id, self::SCREENS, true) && Access::mayUse();
    }

    public function show(): void
    {
        if (!$this->isOurs()) {
            return;
        }
        $screen = (string) get_current_screen()?->id;
        $screen === self::AUDIT && FirstSteps::noteAudit();
        $steps = get_user_meta(get_current_user_id(), self::META, true) ? [] : $this->steps->all();
        $left = array_values(array_filter($steps, static fn (Step $step): bool => !$step->done));
        $isSaidThere = $screen === self::SETTINGS && $this->steps->isMoved();
        if ($left !== [] && !$isSaidThere) {
            $next = $left[0];
            $everything = $screen === self::BULK || (!$steps[0]->done && $screen !== self::SETTINGS);
            $here = $screen === self::SETTINGS && $next->url === SettingsPage::url();
            require __DIR__ . '/views/steps.php';
        }
        if ($screen === self::BULK && !$this->steps->hasResults()) {
            $example = Example::shipped($this->pluginFile);
            require __DIR__ . '/views/example.php';
        }
    }

    private function hide(): never
    {
        check_admin_referer(self::ACTION);
        update_user_meta(get_current_user_id(), self::META, 1);
        wp_safe_redirect(wp_get_referer() ?: admin_url('upload.php?page=' . BulkPage::SLUG));
        exit;
    }
}
