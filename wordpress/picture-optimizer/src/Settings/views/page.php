<?php

/**
 * The settings page. Gets $tab, $table, $connection, $result and $message from Page::show(); for the first tab $account (account,
 * sentence or null) and $progress, too.
 */

declare(strict_types=1);

use PictureOptimizer\Settings\Fields;
use PictureOptimizer\Settings\Page;
use PictureOptimizer\Settings\Tab;

defined('ABSPATH') || exit;
?>
<div class="wrap">
    <h1><?php esc_html_e('Picture Optimizer', 'picture-optimizer'); ?></h1>
    <?php require __DIR__ . '/notices.php'; ?>

    <nav class="nav-tab-wrapper" aria-label="<?php esc_attr_e('Settings', 'picture-optimizer'); ?>">
        <?php foreach (Tab::cases() as $one) : ?>
            <a href="<?php echo esc_url(Page::url($one)); ?>" class="nav-tab <?php echo $one === $tab ? 'nav-tab-active' : ''; ?>"
                <?php echo $one === $tab ? 'aria-current="page"' : ''; ?>><?php echo esc_html($one->label()); ?></a>
        <?php endforeach; ?>
    </nav>

    <?php if ($tab === Tab::General) : ?>
        <h2><?php esc_html_e('Connection', 'picture-optimizer'); ?></h2>
        <?php require __DIR__ . '/connection.php'; ?>
        <h2><?php esc_html_e('Images and new uploads', 'picture-optimizer'); ?></h2>
    <?php else : ?>
        <h2 class="screen-reader-text"><?php echo esc_html($tab->label()); ?></h2>
    <?php endif; ?>
    <?php if ($tab->introduction() !== '') : ?>
        <p><?php echo esc_html($tab->introduction()); ?></p>
    <?php endif; ?>
    <?php if ($tab === Tab::Exclusions) : ?>
        <p role="status" data-picopt-excluded></p>
    <?php endif; ?>

    <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
        <input type="hidden" name="action" value="picture_optimizer_save">
        <input type="hidden" name="tab" value="<?php echo esc_attr($tab->value); ?>">
        <?php wp_nonce_field('picture_optimizer_save'); ?>
        <?php $table->show(Fields::of($tab)); ?>
        <p class="submit">
            <button class="button button-primary"><?php esc_html_e('Save changes', 'picture-optimizer'); ?></button>
            <button class="button" name="reset" value="1" formnovalidate>
                <?php esc_html_e('Reset this tab to defaults', 'picture-optimizer'); ?>
            </button>
        </p>
    </form>

    <?php
    if ($tab === Tab::Tools) {
        require __DIR__ . '/transfer.php';
    }
    /** Further sections, each with its own form; the tab is one of general, images, metadata, context, exclusions, access, tools. */
    do_action('picture_optimizer_settings_sections', $tab->value);
    ?>
</div>
