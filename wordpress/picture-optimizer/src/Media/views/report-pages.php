<?php

/**
 * Pages that improved most. Part of report.php; gets $pages, $measure and $isUnreachable.
 */

declare(strict_types=1);

use PictureOptimizer\Counted;

defined('ABSPATH') || exit;
?>
<h2><?php esc_html_e('Pages that improved most', 'picture-optimizer'); ?></h2>
<?php if ($isUnreachable) : ?>
    <div class="notice notice-warning inline" role="alert"><p>
        <?php
        esc_html_e(
            'This site can’t be reached from its own server, so pages were not measured. Nothing was changed.',
            'picture-optimizer'
        );
        ?>
    </p></div>
<?php endif; ?>
<p class="picopt-report-ways">
    <a class="button" href="<?php echo esc_url($measure); ?>"><?php esc_html_e('Measure pages now', 'picture-optimizer'); ?></a>
</p>
<?php if ($pages === []) : ?>
    <p>
        <?php
        esc_html_e(
            'No page has been measured yet. Once a day, this site requests pages with optimized images and adds up the size of'
                . ' their images.',
            'picture-optimizer'
        );
        ?>
    </p>
<?php else : ?>
    <div class="picopt-scroll" tabindex="0" role="region"
        aria-label="<?php esc_attr_e('Pages that improved most', 'picture-optimizer'); ?>"><table class="widefat striped picopt-stack">
        <thead>
            <tr>
                <th scope="col"><?php esc_html_e('Page', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Images', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Before', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('After', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Saved', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Measured', 'picture-optimizer'); ?></th>
            </tr>
        </thead>
        <tbody>
            <?php foreach ($pages as $page) : ?>
                <tr>
                    <th scope="row">
                        <a href="<?php echo esc_url((string) get_permalink($page['post'])); ?>">
                            <?php echo esc_html(get_the_title($page['post']) ?: __('(no title)', 'picture-optimizer')); ?>
                        </a>
                    </th>
                    <td data-label="<?php esc_attr_e('Images', 'picture-optimizer'); ?>">
                        <?php echo esc_html(number_format_i18n($page['images'])); ?>
                    </td>
                    <td data-label="<?php esc_attr_e('Before', 'picture-optimizer'); ?>">
                        <bdi><?php echo esc_html(Counted::bytes($page['before'])); ?></bdi>
                    </td>
                    <td data-label="<?php esc_attr_e('After', 'picture-optimizer'); ?>">
                        <bdi><?php echo esc_html(Counted::bytes($page['after'])); ?></bdi>
                    </td>
                    <td data-label="<?php esc_attr_e('Saved', 'picture-optimizer'); ?>">
                        <?php
                        $saved = $page['before'] - $page['after'];
                        echo esc_html(Counted::bytes(max(0, $saved)) . ' (' . Counted::percent(max(0, $saved), $page['before']) . ')');
                        ?>
                    </td>
                    <td data-label="<?php esc_attr_e('Measured', 'picture-optimizer'); ?>">
                        <?php echo esc_html((string) wp_date((string) get_option('date_format'), $page['at'])); ?>
                    </td>
                </tr>
            <?php endforeach; ?>
        </tbody>
    </table></div>
<?php endif; ?>
