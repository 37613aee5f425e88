<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Access;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Wire\Account;
use PictureOptimizer\Connect\DeviceFlow;
use PictureOptimizer\Connect\Refusal;
use PictureOptimizer\Connect\ServiceCheck;

/** Settings → Picture Optimizer. */
final class Page
{
    private const SLUG = 'picture-optimizer';
    public const SCREEN = 'settings_page_' . self::SLUG;
    private const ACTION = 'picture_optimizer_save';
    private const TEST = 'picture_optimizer_test';
    public const CONNECT = 'picture_optimizer_connect';

    public function __construct(
        private readonly Settings $settings,
        private readonly Connection $connection,
        private readonly Client $client,
        private readonly DeviceFlow $flow,
        private readonly ServiceCheck $check,
    ) {
    }

    public function register(): void
    {
        add_action('admin_menu', fn () => add_options_page(
            __('Picture Optimizer', 'picture-optimizer'),
            __('Picture Optimizer', 'picture-optimizer'),
            'manage_options',
            self::SLUG,
            $this->show(...)
        ));
        add_action('admin_post_' . self::ACTION, $this->save(...));
        add_action('admin_post_' . self::CONNECT, $this->connect(...));
        add_action('admin_post_' . self::TEST, $this->test(...));
        add_action('admin_notices', $this->remind(...));
    }

    public static function url(Tab $tab = Tab::General): string
    {
        $of = $tab === Tab::General ? '' : "&tab={$tab->value}";
        return admin_url('options-general.php?page=' . self::SLUG . $of);
    }

    public function show(): void
    {
        $tab = Tab::asked($_GET['tab'] ?? '');
        $connection = $this->connection;
        if ($tab === Tab::General) {
            $progress = $this->flow->progress();
            $account = $this->account();
        }
        $settings = $this->settings->all();
        $settings['spending_roles'] = SpendingRoles::chosen($settings['spending_roles']);
        $table = new FieldTable($settings);
        [$result, $message, $detail] = (get_transient(self::notice()) ?: []) + ['', '', ''];
        delete_transient(self::notice());
        require __DIR__ . '/views/page.php';
    }

    public function save(): void
    {
        self::check(self::ACTION);
        $sent = wp_unslash($_POST);
        if (isset($sent['moved'])) {
            if ($sent['moved'] !== 'keep') {
                $this->connection->forget();
            } elseif (!$this->connection->keepAfterMove()) {
                $this->goBack('refused', Connection::whyUnreadable());
            }
            $this->goBack('saved');
        }
        $tab = Tab::asked($sent['tab'] ?? '');
        if (isset($sent['reset'])) {
            $this->settings->save(array_intersect_key(Defaults::ALL, self::namesOf($tab)));
            $this->goBack('reset', '', $tab);
        }
        if (isset($sent['spending_roles'])) {
            $sent['spending_roles'] = SpendingRoles::toKeep((array) $sent['spending_roles']);
        }
        $this->settings->save(array_intersect_key($sent, self::namesOf($tab)));
        try {
            if (isset($sent['api_key']) && !defined('PICTURE_OPTIMIZER_API_KEY')) {
                $this->connection->save((string) ($sent['service_url'] ?? ''), trim((string) $sent['api_key']));
            }
        } catch (\InvalidArgumentException $refused) {
            $this->goBack('refused', $refused->getMessage());
        }
        $this->goBack('saved', '', $tab);
    }

    /** Whether the service answers here and takes the key, asked by a button. */
    public function test(): void
    {
        self::check(self::TEST);
        $since = microtime(true);
        try {
            $this->check->check($this->connection->url());
            $account = $this->client->account();
        } catch (Refusal $refused) {
            $this->goBack('refused', $refused->getMessage(), detail: $refused->detail);
        } catch (ApiError $error) {
            $this->goBack('refused', $error->report(), detail: $error->detail());
        }
        $this->goBack('tested', sprintf(
            /* translators: 1: milliseconds, 2: plan, 3: credits */
            __('The service answers (%1$s ms) and accepts this site’s key. Plan: %2$s. Credits: %3$s.', 'picture-optimizer'),
            number_format_i18n(1000 * (microtime(true) - $since)),
            ucfirst($account->plan),
            number_format_i18n($account->credits->available)
        ));
    }

    /** @return array<string, Field> */
    private static function namesOf(Tab $tab): array
    {
        $fields = Fields::of($tab);
        return array_combine(array_column($fields, 'name'), $fields);
    }

    private static function notice(): string
    {
        return 'picture_optimizer_notice_' . get_current_user_id();
    }

    /** "Connect", "Disconnect" or "Cancel". */
    public function connect(): void
    {
        self::check(self::CONNECT);
        if (isset($_POST['disconnect'])) {
            $this->connection->disconnect();
            $this->goBack('disconnected');
        }
        if (isset($_POST['cancel'])) {
            $this->flow->cancel();
            $this->goBack('');
        }
        try {
            $this->flow->begin(trim((string) wp_unslash($_POST['service_url'] ?? '')));
        } catch (Refusal $refused) {
            $this->goBack('refused', $refused->getMessage(), detail: $refused->detail);
        }
        $this->goBack('');
    }

    private static function check(string $action): void
    {
        if (!Access::mayConfigure()) {
            wp_die(esc_html__('You may not change these settings.', 'picture-optimizer'), 403);
        }
        check_admin_referer($action);
    }

    private function goBack(string $result, string $message = '', Tab $tab = Tab::General, string $detail = ''): never
    {
        set_transient(self::notice(), [$result, $message, $detail], MINUTE_IN_SECONDS);
        wp_safe_redirect(self::url($tab));
        exit;
    }

    /** The account, or why it cannot be had; null while nothing is set up. */
    private function account(): Account|Refusal|null
    {
        if (!$this->connection->isReady()) {
            return null;
        }
        try {
            return $this->client->account();
        } catch (ApiError $error) {
            return Refusal::of($error);
        }
    }

    private function remind(): void
    {
        $onOurPage = get_current_screen()?->id === self::SCREEN;
        $asks = $this->connection->movedFrom() !== null && !$this->connection->isKnownCopy();
        if (!Access::mayConfigure() || $onOurPage || !$asks) {
            return;
        }
        printf(
            '<div class="notice notice-warning is-dismissible"><p>%s <a href="%s">%s</a></p></div>',
            esc_html((string) $this->connection->obstacle()),
            esc_url(self::url()),
            esc_html__('Decide', 'picture-optimizer')
        );
    }
}
