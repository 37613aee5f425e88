<?php

/**
 * The settings page. Gets $account (array, sentence or null), $settings and $connection from Page::show().
 */

declare(strict_types=1);

defined('ABSPATH') || exit;

[$result, $message] = get_transient('picture_optimizer_notice_' . get_current_user_id()) ?: ['', ''];
delete_transient('picture_optimizer_notice_' . get_current_user_id());
?>
<div class="wrap">
    <h1><?php esc_html_e('Picture Optimizer', 'picture-optimizer'); ?></h1>
    <?php if ($result === 'saved') : ?>
        <div class="notice notice-success" role="status"><p><?php esc_html_e('Saved.', 'picture-optimizer'); ?></p></div>
    <?php elseif ($result === 'connected') : ?>
        <div class="notice notice-success" role="status"><p>
            <?php esc_html_e('This site is connected.', 'picture-optimizer'); ?>
            <a href="<?php echo esc_url(admin_url('upload.php')); ?>">
                <?php esc_html_e('Choose images in the Media Library', 'picture-optimizer'); ?>
            </a>
        </p></div>
    <?php elseif ($result === 'disconnected') : ?>
        <div class="notice notice-success" role="status"><p>
            <?php
            esc_html_e(
                'The key was forgotten here. Delete it in the dashboard, too, if nobody else uses it.',
                'picture-optimizer'
            );
            ?>
        </p></div>
    <?php elseif ($result === 'refused') : ?>
        <div class="notice notice-error" role="alert"><p><?php echo esc_html($message); ?></p></div>
    <?php endif; ?>

    <?php if ($connection->movedFrom() !== null) : ?>
        <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>" class="notice notice-warning">
            <p><?php echo esc_html((string) $connection->obstacle()); ?></p>
            <p>
                <input type="hidden" name="action" value="picture_optimizer_save">
                <?php wp_nonce_field('picture_optimizer_save'); ?>
                <button class="button button-primary" name="moved" value="keep">
                    <?php esc_html_e('The site has moved: go on with its key', 'picture-optimizer'); ?>
                </button>
                <button class="button" name="moved" value="forget">
                    <?php esc_html_e('This is a copy: forget the key here', 'picture-optimizer'); ?>
                </button>
            </p>
        </form>
    <?php endif; ?>

    <h2><?php esc_html_e('Connection', 'picture-optimizer'); ?></h2>
    <?php require __DIR__ . '/connection.php'; ?>

    <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
        <input type="hidden" name="action" value="picture_optimizer_save">
        <?php wp_nonce_field('picture_optimizer_save'); ?>

        <h2><?php esc_html_e('Files', 'picture-optimizer'); ?></h2>
        <table class="form-table" role="presentation">
            <?php
            self::field('format', __('Format', 'picture-optimizer'), $settings);
            self::field('preset', __('Quality', 'picture-optimizer'), $settings);
            self::field('target', __('Target of automatic quality', 'picture-optimizer'), $settings, __(
                '80 cannot be told from the original, 70 is the default, 60 makes small files.',
                'picture-optimizer'
            ));
            self::field('breakpoints', __('Extra widths', 'picture-optimizer'), $settings, __(
                'In pixels, one a line, for example 480 and 1440. Added to the srcset of images.',
                'picture-optimizer'
            ));
            self::field('drop_gps', __('Privacy', 'picture-optimizer'), $settings, __(
                'Remove the place where an image was taken',
                'picture-optimizer'
            ));
            self::field('keep_camera', __('Camera data', 'picture-optimizer'), $settings, __(
                'Keep what the camera wrote',
                'picture-optimizer'
            ));
            self::field('rename', __('File names', 'picture-optimizer'), $settings, __(
                'Rename files after what they show, when they are analysed and exported',
                'picture-optimizer'
            ));
            ?>
        </table>

        <h2><?php esc_html_e('Text', 'picture-optimizer'); ?></h2>
        <table class="form-table" role="presentation">
            <?php
            self::field('language', __('Language', 'picture-optimizer'), $settings, __(
                'For example en, de or pt-BR. Empty: the site’s language.',
                'picture-optimizer'
            ));
            self::field('tone', __('Tone', 'picture-optimizer'), $settings);
            self::field('brand', __('Brand', 'picture-optimizer'), $settings);
            self::field('keywords', __('Keywords', 'picture-optimizer'), $settings, __('One a line.', 'picture-optimizer'));
            self::field('negative_keywords', __('Words to avoid', 'picture-optimizer'), $settings);
            self::field('custom_instruction', __('Further wishes', 'picture-optimizer'), $settings);
            self::field('accept_drafts', __('Drafts', 'picture-optimizer'), $settings, __(
                'Use metadata without review that the service marks as a draft (the service’s built-in model writes drafts)',
                'picture-optimizer'
            ));
            self::field('glossary', __('Glossary', 'picture-optimizer'), $settings, __(
                'Names, products and spellings of your site, one a line, for example “TinyPilot, one word”. AI models use them exactly so.',
                'picture-optimizer'
            ));
            self::field('learn_from_reviews', __('Learn from reviews', 'picture-optimizer'), $settings, __(
                'Keep what people change in review on this site, and suggest names from it for the glossary',
                'picture-optimizer'
            ));
            self::field('overwrite_text', __('Existing text', 'picture-optimizer'), $settings, __(
                'Replace text that a person wrote',
                'picture-optimizer'
            ));
            self::field('fill_empty_alts', __('Alt texts in pages', 'picture-optimizer'), $settings, __(
                'Fill empty alt texts of an image in existing content',
                'picture-optimizer'
            ));
            self::field('replace_old_alts', '', $settings, __(
                'Replace alt texts in existing content that equal the image’s old one',
                'picture-optimizer'
            ));
            ?>
        </table>

        <?php require __DIR__ . '/context.php'; ?>

        <h2><?php esc_html_e('New uploads', 'picture-optimizer'); ?></h2>
        <table class="form-table" role="presentation">
            <?php
            self::field('auto_process', __('Process by itself', 'picture-optimizer'), $settings, __(
                'Process new images as soon as WordPress has made their sizes. This spends credits.',
                'picture-optimizer'
            ));
            self::field('auto_pipeline', __('What to do', 'picture-optimizer'), $settings);
            self::field('auto_daily_credits', __('At most, a day', 'picture-optimizer'), $settings, __(
                'Credits that uploads may spend a day.',
                'picture-optimizer'
            ));
            ?>
        </table>

        <h2><?php esc_html_e('Leave alone', 'picture-optimizer'); ?></h2>
        <table class="form-table" role="presentation">
            <?php
            self::field('exclude_folders', __('Folders', 'picture-optimizer'), $settings, __(
                'Below the upload folder, one a line, for example 2024/05.',
                'picture-optimizer'
            ));
            self::field('exclude_names', __('File names', 'picture-optimizer'), $settings, __(
                'With * and ?, one a line, for example logo*.png.',
                'picture-optimizer'
            ));
            self::field('exclude_below_bytes', __('Smaller than (bytes)', 'picture-optimizer'), $settings);
            self::field('exclude_before', __('Uploaded before', 'picture-optimizer'), $settings, 'YYYY-MM-DD');
            self::field('include_protected', __('Sold and protected files', 'picture-optimizer'), $settings, __(
                'Process downloads of a shop, private files and form uploads, too. Customers then get the optimized files.',
                'picture-optimizer'
            ));
            ?>
        </table>

        <h2><?php esc_html_e('AI agents', 'picture-optimizer'); ?></h2>
        <p>
            <?php
            esc_html_e(
                'Programs that use WordPress’ Abilities or MCP can always look, plan, and ask for a price.'
                    . ' The rest is off until you switch it on.',
                'picture-optimizer'
            );
            ?>
        </p>
        <table class="form-table" role="presentation">
            <?php
            self::field('agents_may_spend', __('Start plans', 'picture-optimizer'), $settings, __(
                'Agents may start a plan after a person has approved it in Media → Plans of agents',
                'picture-optimizer'
            ));
            self::field('agent_daily_credits', __('Daily limit for agents', 'picture-optimizer'), $settings, __(
                'Credits that agents may spend a day.',
                'picture-optimizer'
            ));
            self::field('agents_may_revert', __('Restore originals', 'picture-optimizer'), $settings, __(
                'Agents may restore original images',
                'picture-optimizer'
            ));
            ?>
        </table>

        <h2><?php esc_html_e('When the plugin is deleted', 'picture-optimizer'); ?></h2>
        <table class="form-table" role="presentation">
            <?php self::field('on_uninstall', __('Data', 'picture-optimizer'), $settings); ?>
        </table>
        <?php submit_button(); ?>
    </form>

    <h2><?php esc_html_e('Settings as a file', 'picture-optimizer'); ?></h2>
    <p><?php esc_html_e('Takes all settings from one site to another, without the key.', 'picture-optimizer'); ?></p>
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
    <?php
    /** Further sections, each with its own form. */
    do_action('picture_optimizer_settings_sections');
    ?>
</div>
