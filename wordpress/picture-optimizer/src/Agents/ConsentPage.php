<?php

declare(strict_types=1);

namespace PictureOptimizer\Agents;

use PictureOptimizer\Access;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;

/** Media → Agent plans: what a program would like to do, what it costs, and a person's yes. */
final class ConsentPage
{
    public const SLUG = 'picture-optimizer-plans';
    private const ACTION = 'picture_optimizer_approve';
    private const CODE = 'picture_optimizer_code_';

    public function __construct(
        private readonly Settings $settings,
        private readonly JobStore $jobs,
        private readonly Report $report,
        private readonly Consent $consent,
    ) {
    }

    public function register(): void
    {
        add_action('admin_menu', function (): void {
            if (Access::mayUse() && $this->settings->get('agents_may_spend')) {
                $title = __('Agent plans', 'picture-optimizer');
                add_media_page($title, $title, 'upload_files', self::SLUG, $this->show(...));
            }
        });
        add_action('admin_post_' . self::ACTION, $this->approve(...));
    }

    public static function url(int $planId = 0): string
    {
        $plan = $planId === 0 ? [] : ['plan' => $planId];
        return add_query_arg(['page' => self::SLUG] + $plan, admin_url('upload.php'));
    }

    public function show(): void
    {
        if (!Access::mayUse()) {
            wp_die(esc_html__('You may not use Picture Optimizer.', 'picture-optimizer'), 403);
        }
        $waiting = array_filter(
            $this->jobs->ofSource(JobSource::Agent, [JobState::Planned]),
            fn (Job $job): bool => $job->quoteExpires > time() && $this->report->mayUse($job->id)
        );
        $plans = array_map(fn (Job $job): array => ['plan' => $this->report->plan($job->id), 'seen' => $this->consent->hashOf($job),
            'by' => get_userdata($job->createdBy)->display_name ?? ''], array_reverse(array_values($waiting)));
        $code = get_transient(self::CODE . get_current_user_id()) ?: null;
        delete_transient(self::CODE . get_current_user_id());
        require __DIR__ . '/views/plans.php';
    }

    /** The code is shown once, on the page that follows. */
    public function approve(): void
    {
        $id = (int) ($_POST['plan'] ?? 0);
        check_admin_referer(self::ACTION . $id);
        if (
            !Access::mayUse() || !$this->settings->get('agents_may_spend') || !$this->jobs->exists($id)
            || !$this->report->mayUse($id) || !$this->report->mayChangeAll($id)
        ) {
            wp_die(esc_html__('You may not approve this plan.', 'picture-optimizer'), 403);
        }
        try {
            $code = $this->consent->give($this->jobs->get($id), sanitize_text_field(wp_unslash($_POST['seen'] ?? '')));
        } catch (\DomainException $refused) {
            wp_die(esc_html($refused->getMessage()), '', ['response' => 409, 'back_link' => true]);
        }
        set_transient(self::CODE . get_current_user_id(), ['plan' => $id, 'code' => $code], MINUTE_IN_SECONDS);
        wp_safe_redirect(self::url($id));
        exit;
    }
}
