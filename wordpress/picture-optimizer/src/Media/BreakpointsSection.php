<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Settings\Page;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Settings\Tab;

/** On the settings' tab of images: the widths that would serve this theme, to be taken over by a button. */
final class BreakpointsSection
{
    private const ACTION = 'picture_optimizer_breakpoints';

    public function __construct(private readonly Settings $settings)
    {
    }

    public function register(): void
    {
        add_action('picture_optimizer_settings_sections', fn (string $tab) => Tab::asked($tab) === Tab::Images ? $this->show() : null);
        add_action('admin_post_' . self::ACTION, $this->take(...));
    }

    private function show(): void
    {
        $missing = $this->missing();
        echo '<h2>' . esc_html__('Widths for this theme', 'picture-optimizer') . '</h2><p>' . esc_html(self::sentence($missing)) . '</p>';
        if ($missing === []) {
            return;
        }
        printf(
            '<form method="post" action="%s"><input type="hidden" name="action" value="%s">%s'
                . '<p><button class="button">%s</button></p></form>',
            esc_url(admin_url('admin-post.php')),
            esc_attr(self::ACTION),
            wp_nonce_field(self::ACTION, '_wpnonce', true, false),
            esc_html__('Add these widths', 'picture-optimizer')
        );
    }

    /** @param list<int> $missing */
    private static function sentence(array $missing): string
    {
        $list = static fn (array $widths): string => implode(', ', array_map(
            /* translators: %s: number of pixels */
            static fn (int $width): string => sprintf(__('%s px', 'picture-optimizer'), number_format_i18n($width)),
            $widths
        ));
        return $missing === [] ? sprintf(
            /* translators: %s: list of widths */
            __('This theme shows images at %s; there is a file close to each width, also for phones and'
                . ' high-resolution screens.', 'picture-optimizer'),
            $list(Layout::widths())
        ) : sprintf(
            /* translators: 1: list of widths, 2: list of widths */
            __(
                'This theme shows images at %1$s. With files of these widths, phones and high-resolution screens load less: %2$s.',
                'picture-optimizer'
            ),
            $list(Layout::widths()),
            $list($missing)
        );
    }

    private function take(): never
    {
        if (!Access::mayConfigure()) {
            wp_die(esc_html__('You may not change these settings.', 'picture-optimizer'), 403);
        }
        check_admin_referer(self::ACTION);
        $widths = [...$this->settings->get('breakpoints'), ...$this->missing()];
        sort($widths);
        $this->settings->save(['breakpoints' => $widths]);
        set_transient('picture_optimizer_notice_' . get_current_user_id(), ['saved', ''], MINUTE_IN_SECONDS);
        wp_safe_redirect(Page::url(Tab::Images));
        exit;
    }

    /** @return list<int> */
    private function missing(): array
    {
        return array_values(array_diff(Breakpoints::suggested(), $this->settings->get('breakpoints')));
    }
}
