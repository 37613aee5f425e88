<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Access;

/** Export and import on the settings page. */
final class TransferForm
{
    public const EXPORT = 'picture_optimizer_export';
    public const IMPORT = 'picture_optimizer_import';

    /** Far more than all settings take, in bytes. */
    private const LARGEST = 200 * KB_IN_BYTES;

    public function __construct(private readonly Transfer $transfer)
    {
    }

    public function register(): void
    {
        add_action('admin_post_' . self::EXPORT, $this->export(...));
        add_action('admin_post_' . self::IMPORT, $this->import(...));
    }

    private function export(): never
    {
        self::check(self::EXPORT);
        nocache_headers();
        header('Content-Type: application/json; charset=utf-8'); // not for people
        header('Content-Disposition: attachment; filename="picture-optimizer-settings.json"'); // not for people
        // JSON for a program, not a page.
        echo $this->transfer->export();
        exit;
    }

    private function import(): never
    {
        self::check(self::IMPORT);
        $file = (string) ($_FILES['settings']['tmp_name'] ?? '');
        try {
            $json = is_uploaded_file($file) && filesize($file) <= self::LARGEST ? (string) file_get_contents($file) : '';
            $this->transfer->import($json);
            $notice = ['saved', ''];
        } catch (\InvalidArgumentException $refused) {
            $notice = ['refused', $refused->getMessage()];
        }
        set_transient('picture_optimizer_notice_' . get_current_user_id(), $notice, MINUTE_IN_SECONDS);
        wp_safe_redirect(Page::url(Tab::Tools));
        exit;
    }

    private static function check(string $action): void
    {
        if (!Access::mayConfigure()) {
            wp_die(esc_html__('You may not change these settings.', 'picture-optimizer'), 403);
        }
        check_admin_referer($action);
    }
}
