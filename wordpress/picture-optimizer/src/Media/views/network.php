<?php

/**
 * Network admin → Sites → Image report. Gets $lines and $links (safe to print) from NetworkReport::show().
 */

declare(strict_types=1);

use PictureOptimizer\Counted;

defined('ABSPATH') || exit;
?>
<div class="wrap">
    <h1><?php esc_html_e('Image report', 'picture-optimizer'); ?></h1>
    <?php // The plugin's styles are loaded on a site's own pages only. ?>
    <div style="overflow-x: auto" tabindex="0" role="region" aria-label="<?php esc_attr_e('Image report', 'picture-optimizer'); ?>">
    <table class="widefat striped">
        <thead>
            <tr>
                <th scope="col"><?php esc_html_e('Site', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Connected', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Images', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('With alt text', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Optimized', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Saved', 'picture-optimizer'); ?></th>
            </tr>
        </thead>
        <tbody>
            <?php foreach ($lines as $line) : ?>
                <tr>
                    <th scope="row"><a href="<?php echo esc_url($line['report']); ?>"><?php echo esc_html($line['name']); ?></a></th>
                    <td><?php $line['connected'] ? esc_html_e('Yes', 'picture-optimizer') : esc_html_e('No', 'picture-optimizer'); ?></td>
                    <td><?php echo esc_html(number_format_i18n($line['images'])); ?></td>
                    <td><?php echo esc_html(number_format_i18n($line['with_alt'])); ?></td>
                    <td><?php echo esc_html(number_format_i18n($line['optimized'])); ?></td>
                    <td><?php echo esc_html(Counted::bytes(max(0, $line['saved']))); ?></td>
                </tr>
            <?php endforeach; ?>
        </tbody>
    </table>
    </div>
    <?php if ($links !== '') : ?>
        <div class="tablenav"><div class="tablenav-pages"><?php echo wp_kses_post($links); ?></div></div>
    <?php endif; ?>
</div>
