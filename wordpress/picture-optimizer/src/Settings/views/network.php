<?php

/**
 * Settings for all sites of a network. Gets $tabs, $table and $result from NetworkPage::show().
 */

declare(strict_types=1);

use PictureOptimizer\Settings\Fields;

defined('ABSPATH') || exit;

$said = match ($result) {
    'all' => __('Saved and applied to all sites of the network.', 'picture-optimizer'),
    'new' => __('Saved. New sites of the network begin with these settings.', 'picture-optimizer'),
    default => '',
};
?>
<div class="wrap">
    <h1><?php esc_html_e('Picture Optimizer', 'picture-optimizer'); ?></h1>
    <?php if ($said !== '') : ?>
        <div class="notice notice-success is-dismissible" role="status"><p><?php echo esc_html($said); ?></p></div>
    <?php endif; ?>
    <p>
        <?php
        esc_html_e(
            'New sites of this network begin with these settings; each site can change its own. To connect all sites with one key,'
                . ' set PICTURE_OPTIMIZER_URL and PICTURE_OPTIMIZER_API_KEY in wp-config.php.',
            'picture-optimizer'
        );
        ?>
    </p>
    <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
        <input type="hidden" name="action" value="picture_optimizer_network">
        <?php wp_nonce_field('picture_optimizer_network'); ?>
        <?php foreach ($tabs as $tab) : ?>
            <h2><?php echo esc_html($tab->label()); ?></h2>
            <?php $table->show(Fields::of($tab)); ?>
        <?php endforeach; ?>
        <p>
            <label for="po-all-sites">
                <input type="checkbox" id="po-all-sites" name="all_sites" value="1">
                <?php esc_html_e('Change these settings on all existing sites, too', 'picture-optimizer'); ?>
            </label>
        </p>
        <p class="submit"><button class="button button-primary"><?php esc_html_e('Save changes', 'picture-optimizer'); ?></button></p>
    </form>
</div>
