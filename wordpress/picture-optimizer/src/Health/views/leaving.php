<?php

/**
 * Asks what is to become of former names of images. Gets $names, $hits, $isAllowed and $action from Leaving::show().
 */

declare(strict_types=1);

use PictureOptimizer\Health\Leaving;

defined('ABSPATH') || exit;
?>
<div class="wrap">
    <h1><?php esc_html_e('Deactivate Picture Optimizer', 'picture-optimizer'); ?></h1>
    <p>
        <?php
        echo esc_html(sprintf(
            /* translators: %s: number */
            _n(
                'Your pages stay as they are. %s old image address redirects to its current file.',
                'Your pages stay as they are. %s old image addresses redirect to their current files.',
                $names,
                'picture-optimizer'
            ),
            number_format_i18n($names)
        ) . ' ' . sprintf(
            /* translators: %s: number */
            _n('They were requested %s time.', 'They were requested %s times.', $hits, 'picture-optimizer'),
            number_format_i18n($hits)
        ));
        ?>
    </p>
    <form method="post" action="<?php echo esc_url($action); ?>">
        <input type="hidden" name="action" value="<?php echo esc_attr(Leaving::SLUG); ?>">
        <?php wp_nonce_field(Leaving::SLUG); ?>
        <fieldset>
            <legend class="screen-reader-text"><?php esc_html_e('Old image addresses', 'picture-optimizer'); ?></legend>
            <p>
                <label>
                    <input type="radio" name="old_names" value="keep" checked>
                    <?php
                    echo esc_html($isAllowed
                        ? __('Keep them working (recommended): a small must-use plugin stays behind', 'picture-optimizer')
                        : __('Keep them working (recommended): the old files stay beside the current ones', 'picture-optimizer'));
                    ?>
                </label>
            </p>
            <p>
                <label>
                    <input type="radio" name="old_names" value="remove">
                    <?php
                    esc_html_e(
                        'Let them stop working: links from other sites, feeds, emails, and search engines then show “not found”',
                        'picture-optimizer'
                    );
                    ?>
                </label>
            </p>
        </fieldset>
        <p class="submit">
            <button class="button button-primary"><?php esc_html_e('Deactivate', 'picture-optimizer'); ?></button>
            <a class="button" href="<?php echo esc_url(admin_url('plugins.php')); ?>">
                <?php esc_html_e('Cancel', 'picture-optimizer'); ?>
            </a>
        </p>
    </form>
</div>
