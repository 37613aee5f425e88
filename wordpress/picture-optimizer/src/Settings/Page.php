<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Access;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Wire\Account;
use PictureOptimizer\Connect\DeviceFlow;

/** Settings → Picture Optimizer. */
final class Page
{
    private const SLUG = 'picture-optimizer';
    private const ACTION = 'picture_optimizer_save';
    public const CONNECT = 'picture_optimizer_connect';

    public function __construct(
        private readonly Settings $settings,
        private readonly Connection $connection,
        private readonly Client $client,
        private readonly DeviceFlow $flow,
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
        add_action('admin_notices', $this->remind(...));
    }

    public static function url(): string
    {
        return admin_url('options-general.php?page=' . self::SLUG);
    }

    public function show(): void
    {
        $progress = $this->flow->progress();
        $account = $this->account();
        $settings = $this->settings->all();
        $connection = $this->connection;
        require __DIR__ . '/views/page.php';
    }

    public function save(): void
    {
        self::check(self::ACTION);
        $sent = wp_unslash($_POST);
        if (isset($sent['moved'])) {
            $sent['moved'] === 'keep' ? $this->connection->keepAfterMove() : $this->connection->forget();
            $this->goBack('saved');
        }
        $this->settings->save(array_intersect_key($sent, Defaults::ALL));
        try {
            if (isset($sent['api_key']) && !defined('PICTURE_OPTIMIZER_API_KEY')) {
                $this->connection->save((string) ($sent['service_url'] ?? ''), trim((string) $sent['api_key']));
            }
        } catch (\InvalidArgumentException $refused) {
            $this->goBack('refused', $refused->getMessage());
        }
        $this->goBack('saved');
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
        } catch (\DomainException $refused) {
            $this->goBack('refused', $refused->getMessage());
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

    private function goBack(string $result, string $message = ''): never
    {
        set_transient('picture_optimizer_notice_' . get_current_user_id(), [$result, $message], MINUTE_IN_SECONDS);
        wp_safe_redirect(self::url());
        exit;
    }

    /** @return Account|string|null the account, why it cannot be had, or null when nothing is set up */
    private function account(): Account|string|null
    {
        if (!$this->connection->isReady()) {
            return $this->connection->obstacle();
        }
        try {
            return $this->client->account();
        } catch (ApiError $error) {
            return $error->report();
        }
    }

    private function remind(): void
    {
        $onOurPage = get_current_screen()?->id === 'settings_page_' . self::SLUG;
        $moved = $this->connection->movedFrom();
        if (!Access::mayConfigure() || $onOurPage || $moved === null) {
            return;
        }
        printf(
            '<div class="notice notice-warning"><p>%s <a href="%s">%s</a></p></div>',
            esc_html((string) $this->connection->obstacle()),
            esc_url(self::url()),
            esc_html__('Decide', 'picture-optimizer')
        );
    }

    /** @param array<string, bool|int|string|list<string>|list<int>> $settings */
    private static function field(string $name, string $label, array $settings, string $help = ''): void
    {
        $value = $settings[$name];
        $id = 'po-' . $name;
        if (is_bool($value)) {
            printf(
                '<tr><th scope="row">%1$s</th><td><input type="hidden" name="%3$s" value="0"><label for="%2$s">'
                    . '<input type="checkbox" id="%2$s" name="%3$s" value="1"%4$s> %5$s</label></td></tr>',
                esc_html($label),
                esc_attr($id),
                esc_attr($name),
                checked($value, true, false),
                esc_html($help)
            );
            return;
        }
        printf('<tr><th scope="row"><label for="%s">%s</label></th><td>', esc_attr($id), esc_html($label));
        self::input($name, $id, $value);
        printf($help === '' ? '</td></tr>' : '<p class="description">%s</p></td></tr>', esc_html($help));
    }

    private static function input(string $name, string $id, mixed $value): void
    {
        if (isset(Defaults::CHOICES[$name])) {
            printf('<select id="%s" name="%s">', esc_attr($id), esc_attr($name));
            foreach (Defaults::CHOICES[$name] as $choice) {
                printf(
                    '<option value="%s"%s>%s</option>',
                    esc_attr($choice),
                    selected($value, $choice, false),
                    esc_html(Labels::of($choice))
                );
            }
            echo '</select>';
        } elseif (is_array($value) || $name === 'custom_instruction') {
            $text = is_array($value) ? implode("\n", $value) : $value;
            printf(
                '<textarea id="%s" name="%s" rows="3" class="regular-text">%s</textarea>',
                esc_attr($id),
                esc_attr($name),
                esc_textarea((string) $text)
            );
        } else {
            printf(
                '<input type="%s" id="%s" name="%s" value="%s" class="%s">',
                is_int($value) ? 'number' : 'text',
                esc_attr($id),
                esc_attr($name),
                esc_attr((string) $value),
                is_int($value) ? 'small-text' : 'regular-text'
            );
        }
    }
}
