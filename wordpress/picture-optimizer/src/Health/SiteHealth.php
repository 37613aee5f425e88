<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Counted;
use PictureOptimizer\Hooks;
use PictureOptimizer\Replace\Replacer;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\PictureStore;

/** Tools → Site Health: our tests, and facts for people who help. */
final class SiteHealth
{
    private const REMEDY = 'picopt_remedy';

    public function __construct(
        private readonly Checks $checks,
        private readonly Connection $connection,
        private readonly PictureStore $pictures,
        private readonly Replacer $replacer,
    ) {
    }

    public function register(): void
    {
        add_filter('site_status_tests', Hooks::onArrays($this->addTests(...)));
        add_filter('debug_information', Hooks::onArrays($this->addFacts(...)));
        add_action('admin_post_' . self::REMEDY, $this->remedy(...));
        foreach (array_keys($this->checks->slow()) as $id) {
            // The page asks for a test by its name with a hyphen for the first underscore (wp-admin/js/site-health.js).
            add_action("wp_ajax_health-check-picopt-{$id}", fn () => $this->answer($id));
        }
    }

    /**
     * @param array<string, array<string, mixed>> $tests
     * @return array<string, array<string, mixed>>
     */
    public function addTests(array $tests): array
    {
        foreach ($this->checks->quick() as $id => $check) {
            $tests['direct']["picopt_{$id}"] = [
                'label' => __('Picture Optimizer', 'picture-optimizer'),
                'test' => static fn (): array => self::format($check()),
            ];
        }
        foreach ($this->checks->slow() as $id => $check) {
            $tests['async']["picopt_{$id}"] = [
                'label' => __('Picture Optimizer', 'picture-optimizer'),
                'test' => "picopt_{$id}",
                'async_direct_test' => static fn (): array => self::format($check()),
            ];
        }
        return $tests;
    }

    /**
     * @param array<string, mixed> $facts
     * @return array<string, mixed>
     */
    public function addFacts(array $facts): array
    {
        $totals = $this->pictures->totals();
        $fields = [
            'service' => ['label' => __('Service', 'picture-optimizer'), 'value' => $this->connection->url()],
            'connected' => ['label' => __('Connected', 'picture-optimizer'),
                'value' => $this->connection->obstacle() ?? __('Yes', 'picture-optimizer')],
            'saved' => ['label' => __('Bytes saved', 'picture-optimizer'), 'value' => Counted::bytes(max(0, $totals['saved']))],
            'pictures' => ['label' => __('Images by status', 'picture-optimizer'),
                'value' => self::byStatus($totals)],
        ];
        return $facts + ['picture-optimizer' => ['label' => __('Picture Optimizer', 'picture-optimizer'),
            'fields' => $fields]];
    }

    /**
     * @param array<string, int> $totals
     * @return array<string, string> as WordPress lists a value of several parts
     */
    private static function byStatus(array $totals): array
    {
        $listed = [];
        foreach (PictureStatus::cases() as $status) {
            if (isset($totals[$status->value])) {
                $listed[$status->label()] = number_format_i18n($totals[$status->value]);
            }
        }
        return $listed;
    }

    /** Does what the button of a finding says, and comes back. */
    private function remedy(): never
    {
        check_admin_referer(self::REMEDY);
        if (!current_user_can('view_site_health_checks') || !current_user_can('manage_options')) {
            wp_die(esc_html__('You may not do this.', 'picture-optimizer'), 403);
        }
        $remedy = Remedy::tryFrom(sanitize_key($_POST['remedy'] ?? ''))
            ?? wp_die(esc_html__('There is no such action. Go back to Site Health and try again.', 'picture-optimizer'), 400);
        try {
            match ($remedy) {
                Remedy::AdoptBackups => $this->adopt(Budget::ofWebRequest()),
                Remedy::MoveBackups => $this->replacer->moveBackups(Budget::ofWebRequest()),
            };
        } catch (ChangeError $error) {
            wp_die(esc_html($error->getMessage()), 409);
        }
        wp_safe_redirect(admin_url('site-health.php'));
        exit;
    }

    /** @throws ChangeError What there is no time for now goes on by itself, or with the next click. */
    public function adopt(Budget $budget): void
    {
        $this->replacer->adoptSome($budget, asked: true) || wp_schedule_single_event(time(), Hooks::HEAL);
    }

    private static function button(Remedy $remedy): string
    {
        return sprintf(
            '<form method="post" action="%s"><input type="hidden" name="action" value="%s"><input type="hidden" name="remedy" value="%s">%s'
                . '<button class="button button-primary">%s</button></form>',
            esc_url(admin_url('admin-post.php')),
            esc_attr(self::REMEDY),
            esc_attr($remedy->value),
            wp_nonce_field(self::REMEDY, '_wpnonce', true, false),
            esc_html($remedy->label())
        );
    }

    private function answer(string $id): never
    {
        check_ajax_referer('health-check-site-status');
        if (!current_user_can('view_site_health_checks')) {
            wp_send_json_error(null, 403);
        }
        wp_send_json_success(self::format(($this->checks->slow()[$id])()));
    }

    /** @return array<string, mixed> as Site Health wants it */
    private static function format(Check $check): array
    {
        return [
            'label' => $check->label,
            'status' => $check->status,
            'badge' => ['label' => __('Picture Optimizer', 'picture-optimizer'), 'color' => 'blue'],
            'description' => '<p>' . esc_html($check->text ?: $check->label) . '</p>',
            'actions' => $check->remedy === null ? '' : self::button($check->remedy),
            'test' => "picopt_{$check->id}",
        ];
    }
}
