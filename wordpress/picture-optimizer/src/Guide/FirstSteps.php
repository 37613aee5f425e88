<?php

declare(strict_types=1);

namespace PictureOptimizer\Guide;

use PictureOptimizer\Access;
use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Audit\Page as AuditPage;
use PictureOptimizer\Media\BulkPage;
use PictureOptimizer\Settings\Page as SettingsPage;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Wizard\Previews;

/** From a site that was just installed to one that takes care of new images itself; each step from what is really there. */
final class FirstSteps
{
    private const PREVIEWS = 5;
    private const AUDIT_SEEN = 'picture_optimizer_audit_seen';

    public function __construct(
        private readonly Connection $connection,
        private readonly PictureStore $pictures,
        private readonly Settings $settings,
        private readonly AcceptedTypes $accepted,
    ) {
    }

    /** @return list<Step> in their order; none leads people to settings that they may not open */
    public function all(): array
    {
        $mayConfigure = Access::mayConfigure();
        return [$this->connecting($mayConfigure), ...$this->firstImages(), ...($mayConfigure ? [$this->uploads()] : [])];
    }

    private function connecting(bool $mayConfigure): Step
    {
        return new Step(
            __('Connect this site', 'picture-optimizer'),
            match (true) {
                !$mayConfigure => __('Ask an administrator of this site to connect it.', 'picture-optimizer'),
                $this->isMoved() => (string) $this->connection->obstacle(),
                default => __(
                    'Get a code here and confirm it in the dashboard. Your first site may come with free credits.',
                    'picture-optimizer'
                ),
            },
            __('Connect this site', 'picture-optimizer'),
            $mayConfigure ? SettingsPage::url() : '',
            $this->connection->isReady(),
        );
    }

    /** A site that is a copy, or has moved, gets no code: the settings ask which it is, and say what to do. */
    public function isMoved(): bool
    {
        return $this->connection->movedFrom() !== null;
    }

    /** @return list<Step> */
    private function firstImages(): array
    {
        $processed = $this->hasResults();
        return [
            new Step(
                __('See what could be better', 'picture-optimizer'),
                __('The audit finds missing alt text, heavy files, and duplicates. It is free.', 'picture-optimizer'),
                __('Open the audit', 'picture-optimizer'),
                AuditPage::url(Kind::MissingAlt),
                $processed || (bool) get_option(self::AUDIT_SEEN, false),
            ),
            new Step(
                __('Preview five of your images', 'picture-optimizer'),
                __('Compare before and after with a slider. Previews are free and change nothing.', 'picture-optimizer'),
                __('Preview images', 'picture-optimizer'),
                $this->wizard(),
                $processed || Previews::taken() > 0,
            ),
            new Step(
                __('Optimize your first batch', 'picture-optimizer'),
                __('You see the cost first, and you can restore every original afterward.', 'picture-optimizer'),
                __('Choose images', 'picture-optimizer'),
                admin_url('upload.php?page=' . BulkPage::SLUG),
                $processed,
            ),
        ];
    }

    private function uploads(): Step
    {
        return new Step(
            __('Optimize new uploads automatically', 'picture-optimizer'),
            __('Turn it on, and set the most credits that uploads may use in a day.', 'picture-optimizer'),
            __('Open the settings', 'picture-optimizer'),
            SettingsPage::url(),
            (bool) $this->settings->get('auto_process'),
        );
    }

    /** Whether any image has been analyzed or optimized. */
    public function hasResults(): bool
    {
        $counts = array_intersect_key($this->pictures->totals(), ['analysed' => 0, 'exported' => 0, 'processed' => 0, 'reverted' => 0]);
        return array_sum($counts) > 0;
    }

    /** Somebody has opened the audit. */
    public static function noteAudit(): void
    {
        get_option(self::AUDIT_SEEN, false) || update_option(self::AUDIT_SEEN, 1, false);
    }

    /** The wizard on the latest images that this person may change, or the library where there are none. */
    private function wizard(): string
    {
        $theirs = current_user_can('edit_others_posts') ? [] : ['author' => get_current_user_id()];
        $ids = get_posts($theirs + ['post_type' => 'attachment', 'post_mime_type' => $this->accepted->all(),
            'numberposts' => self::PREVIEWS, 'fields' => 'ids']);
        $asked = $ids === [] ? [] : ['picopt_action' => 'optimize', 'picopt_ids' => implode(',', $ids)];
        return add_query_arg(['mode' => 'list'] + $asked, admin_url('upload.php'));
    }
}
