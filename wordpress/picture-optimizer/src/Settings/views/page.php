<?php

/**
 * The settings page. Gets $account (array, sentence or null), $settings and $connection from Page::show().
 */

declare(strict_types=1);

defined('ABSPATH') || exit;

[$result, $message] = get_transient('picture_optimizer_notice_' . get_current_user_id()) ?: ['', ''];
delete_transient('picture_optimizer_notice_' . get_current_user_id());
$urlFixed = defined('PICTURE_OPTIMIZER_URL');
$keyFixed = defined('PICTURE_OPTIMIZER_API_KEY');
$fixed = __('Set in wp-config.php.', 'picture-optimizer');
?>
<div class="wrap">
    <h1><?php esc_html_e('Picture Optimizer', 'picture-optimizer'); ?></h1>
    <?php if ($result === 'saved') : ?>
        <div class="notice notice-success" role="status"><p><?php esc_html_e('Saved.', 'picture-optimizer'); ?></p></div>
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

    <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
        <input type="hidden" name="action" value="picture_optimizer_save">
        <?php wp_nonce_field('picture_optimizer_save'); ?>

        <h2><?php esc_html_e('Connection', 'picture-optimizer'); ?></h2>
        <?php if (is_array($account)) : ?>
            <p>
                <?php
                echo esc_html(sprintf(
                    /* translators: 1: plan, 2: credits available, 3: credits held */
                    __('Connected. Plan: %1$s. Credits: %2$d available, %3$d held.', 'picture-optimizer'),
                    $account['plan'],
                    $account['credits']['available'],
                    $account['credits']['held']
                ));
                ?>
                <a href="<?php echo esc_url($account['buy_url']); ?>">
                    <?php esc_html_e('Buy credits', 'picture-optimizer'); ?>
                </a>
            </p>
        <?php elseif (is_string($account)) : ?>
            <p><strong><?php echo esc_html($account); ?></strong></p>
        <?php endif; ?>
        <table class="form-table" role="presentation">
            <tr>
                <th scope="row"><label for="po-url"><?php esc_html_e('Service address', 'picture-optimizer'); ?></label></th>
                <td>
                    <input type="url" id="po-url" name="service_url" class="regular-text"
                        value="<?php echo esc_attr($connection->url()); ?>" <?php disabled($urlFixed); ?>>
                    <p class="description"><?php echo esc_html($urlFixed ? $fixed : ''); ?></p>
                </td>
            </tr>
            <tr>
                <th scope="row"><label for="po-key"><?php esc_html_e('API key', 'picture-optimizer'); ?></label></th>
                <td>
                    <input type="password" id="po-key" name="api_key" class="regular-text" autocomplete="off" value=""
                        placeholder="<?php echo esc_attr($connection->isReady() ? '••••••••••••••••' : 'po_live_…'); ?>"
                        <?php disabled($keyFixed); ?>>
                    <p class="description">
                        <?php
                        echo esc_html($keyFixed ? $fixed : __(
                            'Kept encrypted and never shown again. Leave empty to keep the present one.',
                            'picture-optimizer'
                        ));
                        ?>
                    </p>
                </td>
            </tr>
        </table>

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
                'In pixels, one a line, for example 480 and 1440. Added to the srcset of pictures.',
                'picture-optimizer'
            ));
            self::field('drop_gps', __('Privacy', 'picture-optimizer'), $settings, __(
                'Remove the place where a picture was taken',
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
            self::field('overwrite_text', __('Existing text', 'picture-optimizer'), $settings, __(
                'Replace text that a person wrote',
                'picture-optimizer'
            ));
            self::field('fill_empty_alts', __('Alt texts in pages', 'picture-optimizer'), $settings, __(
                'Fill empty alt texts of a picture in existing content',
                'picture-optimizer'
            ));
            self::field('replace_old_alts', '', $settings, __(
                'Replace alt texts in existing content that equal the picture’s old one',
                'picture-optimizer'
            ));
            ?>
        </table>

        <h2><?php esc_html_e('New uploads', 'picture-optimizer'); ?></h2>
        <table class="form-table" role="presentation">
            <?php
            self::field('auto_process', __('Process by itself', 'picture-optimizer'), $settings, __(
                'Process new pictures as soon as WordPress has made their sizes. This spends credits.',
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
            ?>
        </table>

        <h2><?php esc_html_e('When the plugin is deleted', 'picture-optimizer'); ?></h2>
        <table class="form-table" role="presentation">
            <?php self::field('on_uninstall', __('Data', 'picture-optimizer'), $settings); ?>
        </table>
        <?php submit_button(); ?>
    </form>
</div>
