<?php

/**
 * A code that waits to be confirmed in the dashboard. Part of connection.php; gets $progress and $form. The script of the
 * settings page (assets-src/connect) turns it into a panel that notices by itself; without it, "Check now" loads anew.
 */

declare(strict_types=1);

use PictureOptimizer\Settings\Page;

defined('ABSPATH') || exit;
?>
<div data-picopt-waiting="<?php echo esc_attr((string) wp_json_encode($progress)); ?>">
    <div class="picopt-confirming">
        <p><?php esc_html_e('Your code:', 'picture-optimizer'); ?></p>
        <p class="picopt-user-code" translate="no"><?php echo esc_html($progress->userCode); ?></p>
        <p>
            <a class="button button-primary" href="<?php echo esc_url($progress->url); ?>" target="_blank" rel="noopener">
                <?php esc_html_e('Confirm in the dashboard', 'picture-optimizer'); ?>
            </a>
            <a class="button" href="<?php echo esc_url(Page::url()); ?>"><?php esc_html_e('Check now', 'picture-optimizer'); ?></a>
        </p>
    </div>
</div>
<form method="post" action="<?php echo esc_url($form); ?>">
    <input type="hidden" name="action" value="picture_optimizer_connect">
    <?php wp_nonce_field('picture_optimizer_connect'); ?>
    <button class="button-link" name="cancel" value="1"><?php esc_html_e('Cancel connecting', 'picture-optimizer'); ?></button>
</form>
