<?php

/**
 * Media → Image report. Gets $tables, $history, $now, $csv, $books, and for report-pages.php $pages, $measure and $isUnreachable, from
 * ReportPage::show().
 */

declare(strict_types=1);

use PictureOptimizer\Counted;

defined('ABSPATH') || exit;
?>
<div class="wrap picopt-report">
    <h1><?php esc_html_e('Image report', 'picture-optimizer'); ?></h1>
    <p class="picopt-report-site">
        <?php echo esc_html(get_bloginfo('name') . ' · ' . home_url() . ' · ' . wp_date((string) get_option('date_format'))); ?>
    </p>
    <p class="hide-if-no-js picopt-report-ways">
        <button type="button" class="button" onclick="window.print()">
            <?php esc_html_e('Print or save as PDF', 'picture-optimizer'); ?>
        </button>
        <a class="button" href="<?php echo esc_url($csv); ?>"><?php esc_html_e('Download CSV', 'picture-optimizer'); ?></a>
    </p>

    <h2><?php esc_html_e('Alt text', 'picture-optimizer'); ?></h2>
    <p>
        <?php
        echo esc_html(sprintf(
            /* translators: 1: images with an alt text, 2: all images, 3: percentage */
            _n('%1$s of %2$s image has alt text (%3$s).', '%1$s of %2$s images have alt text (%3$s).', $now['images'], 'picture-optimizer'),
            number_format_i18n($now['with_alt']),
            number_format_i18n($now['images']),
            Counted::percent($now['with_alt'], $now['images'])
        ));
        ?>
    </p>
    <?php if (count($history) > 1) : ?>
        <table class="widefat striped picopt-narrow">
            <thead>
                <tr>
                    <th scope="col"><?php esc_html_e('Day', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('With alt text', 'picture-optimizer'); ?></th>
                </tr>
            </thead>
            <tbody>
                <?php foreach (array_reverse(array_slice($history, -31, null, true), true) as $day => $count) : ?>
                    <tr>
                        <th scope="row">
                            <?php echo esc_html((string) wp_date((string) get_option('date_format'), strtotime("{$day} 12:00"))); ?>
                        </th>
                        <td>
                            <meter max="<?php echo esc_attr((string) max(1, $count['images'])); ?>"
                                value="<?php echo esc_attr((string) $count['with_alt']); ?>" aria-hidden="true"></meter>
                            <?php echo esc_html(Counted::percent($count['with_alt'], $count['images'])); ?>
                        </td>
                    </tr>
                <?php endforeach; ?>
            </tbody>
        </table>
    <?php endif; ?>

    <h2><?php esc_html_e('Bytes saved', 'picture-optimizer'); ?></h2>
    <?php if (array_filter($tables) === []) : ?>
        <p><?php esc_html_e('No image has been optimized yet.', 'picture-optimizer'); ?></p>
    <?php endif; ?>
    <?php foreach (array_filter($tables) as $by => $rows) : ?>
        <div class="picopt-scroll" tabindex="0" role="region"
            aria-label="<?php echo esc_attr($by); ?>"><table class="widefat striped picopt-stack">
            <thead>
                <tr>
                    <th scope="col"><?php echo esc_html($by); ?></th>
                    <th scope="col"><?php esc_html_e('Images', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('Before', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('After', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('Saved', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('Credits', 'picture-optimizer'); ?></th>
                </tr>
            </thead>
            <tbody>
                <?php foreach ($rows as $row) : ?>
                    <tr>
                        <th scope="row"><?php echo esc_html($row['name'] !== '' ? $row['name'] : __('Nobody', 'picture-optimizer')); ?></th>
                        <td data-label="<?php esc_attr_e('Images', 'picture-optimizer'); ?>">
                            <?php echo esc_html(number_format_i18n($row['images'])); ?>
                        </td>
                        <td data-label="<?php esc_attr_e('Before', 'picture-optimizer'); ?>">
                            <bdi><?php echo esc_html(Counted::bytes($row['before'])); ?></bdi>
                        </td>
                        <td data-label="<?php esc_attr_e('After', 'picture-optimizer'); ?>">
                            <bdi><?php echo esc_html(Counted::bytes($row['after'])); ?></bdi>
                        </td>
                        <td data-label="<?php esc_attr_e('Saved', 'picture-optimizer'); ?>">
                            <?php
                            $saved = $row['before'] - $row['after'];
                            echo esc_html(Counted::bytes(max(0, $saved)) . ' (' . Counted::percent(max(0, $saved), $row['before']) . ')');
                            ?>
                        </td>
                        <td data-label="<?php esc_attr_e('Credits', 'picture-optimizer'); ?>">
                            <?php echo esc_html(number_format_i18n($row['credits'])); ?>
                        </td>
                    </tr>
                <?php endforeach; ?>
            </tbody>
        </table></div>
        <br>
    <?php endforeach; ?>
    <?php require __DIR__ . '/report-pages.php'; ?>
    <?php if ($books !== '') : ?>
        <h2><?php esc_html_e('Credits', 'picture-optimizer'); ?></h2>
        <p><?php echo esc_html($books); ?></p>
    <?php endif; ?>
    <style>
        @media print {
            #adminmenumain, #wpadminbar, #wpfooter, .notice, .picopt-report-ways { display: none; }
            #wpcontent { margin: 0; padding: 0; }
            html.wp-toolbar { padding: 0; }
        }
    </style>
</div>
