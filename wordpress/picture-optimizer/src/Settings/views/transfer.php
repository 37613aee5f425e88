<?php

/**
 * All settings as a file. Part of page.php.
 */

declare(strict_types=1);

defined('ABSPATH') || exit;
?>
<h2><?php esc_html_e('Settings as a file', 'picture-optimizer'); ?></h2>
<p><?php esc_html_e('Moves all settings from one site to another, except the key.', 'picture-optimizer'); ?></p>
<form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
    <input type="hidden" name="action" value="picture_optimizer_export">
    <?php wp_nonce_field('picture_optimizer_export'); ?>
    <p><button class="button"><?php esc_html_e('Export settings', 'picture-optimizer'); ?></button></p>
</form>
<form method="post" enctype="multipart/form-data" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
    <input type="hidden" name="action" value="picture_optimizer_import">
    <?php wp_nonce_field('picture_optimizer_import'); ?>
    <p>
        <label for="po-import"><?php esc_html_e('Settings file', 'picture-optimizer'); ?></label>
        <input type="file" id="po-import" name="settings" accept="application/json,.json" required>
        <button class="button"><?php esc_html_e('Import settings', 'picture-optimizer'); ?></button>
    </p>
</form>
