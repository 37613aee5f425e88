<?php

/**
 * Media → Picture audit. Gets $kind, $counts, $progress, $rows and $pages from Page::show().
 */

declare(strict_types=1);

use PictureOptimizer\Access;
use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Audit\Page;
use PictureOptimizer\Counted;
use PictureOptimizer\Files\Described;

defined('ABSPATH') || exit;
?>
<div class="wrap picopt-audit">
    <h1><?php esc_html_e('Image audit', 'picture-optimizer'); ?></h1>
    <div data-picopt-audit="<?php echo esc_attr((string) max(0, $progress['total'] - $progress['looked_at'])); ?>"
        data-picopt-total="<?php echo esc_attr((string) $progress['total']); ?>"></div>

    <nav class="nav-tab-wrapper" aria-label="<?php esc_attr_e('What to improve', 'picture-optimizer'); ?>">
        <?php foreach (Kind::cases() as $tab) : ?>
            <a href="<?php echo esc_url(Page::url($tab)); ?>"
                class="nav-tab <?php echo $tab === $kind ? 'nav-tab-active' : ''; ?>"
                <?php echo $tab === $kind ? 'aria-current="page"' : ''; ?>>
                <?php echo esc_html($tab->label() . ' (' . number_format_i18n($counts[$tab->value]) . ')'); ?>
            </a>
        <?php endforeach; ?>
    </nav>
    <p><?php echo esc_html($kind->explained()); ?></p>

    <?php if ($rows === []) : ?>
        <p><strong>
            <?php
            echo esc_html($progress['total'] === 0
                ? __('There are no images in the Media Library yet.', 'picture-optimizer')
                : __('No issues found here.', 'picture-optimizer'));
            ?>
        </strong></p>
    <?php else : ?>
        <p>
            <button type="button" class="button button-primary" data-picopt-action="optimize" data-picopt-ticked="1"
                data-picopt-pipeline="<?php echo esc_attr($kind->pipeline()->value); ?>">
                <?php esc_html_e('Optimize selected images…', 'picture-optimizer'); ?>
            </button>
            <span role="status" class="picopt-none"></span>
        </p>
        <table class="widefat striped picopt-audit-table">
            <thead>
                <tr>
                    <td class="check-column">
                        <input type="checkbox" id="picopt-tick-all"
                            aria-label="<?php esc_attr_e('Select all on this page', 'picture-optimizer'); ?>">
                    </td>
                    <th scope="col"><?php esc_html_e('Image', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('Alt text', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('File', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('Optimized', 'picture-optimizer'); ?></th>
                </tr>
            </thead>
            <tbody>
                <?php foreach ($rows as $row) : ?>
                    <?php $title = get_the_title($row['id']); ?>
                    <tr>
                        <th scope="row" class="check-column">
                            <?php if (Access::mayChange($row['id'])) : ?>
                                <input type="checkbox" class="picopt-tick" value="<?php echo esc_attr((string) $row['id']); ?>"
                                    aria-label="<?php echo esc_attr($title); ?>">
                            <?php endif; ?>
                        </th>
                        <td class="picopt-audit-picture">
                            <img src="<?php echo esc_url(Described::url($row['id'])); ?>" alt="" loading="lazy" width="60" height="60">
                            <a href="<?php echo esc_url((string) get_edit_post_link($row['id'])); ?>">
                                <?php echo esc_html($title !== '' ? $title : "#{$row['id']}"); ?>
                            </a>
                        </td>
                        <td>
                            <?php if (in_array($kind, [Kind::MissingAlt, Kind::BadAlt], true) && Access::mayChange($row['id'])) : ?>
                                <input type="text" class="regular-text" value="<?php echo esc_attr($row['alt']); ?>"
                                    <?php /* translators: %s: title of an image */ ?>
                                    aria-label="<?php echo esc_attr(sprintf(__('Alt text of %s', 'picture-optimizer'), $title)); ?>">
                                <button type="button" class="button" data-picopt-save-alt="<?php echo esc_attr((string) $row['id']); ?>">
                                    <?php esc_html_e('Save', 'picture-optimizer'); ?>
                                    <span class="screen-reader-text"><?php echo esc_html($title); ?></span>
                                </button>
                                <span role="status"></span>
                            <?php else : ?>
                                <?php echo esc_html($row['alt']); ?>
                            <?php endif; ?>
                            <small><?php echo esc_html($row['fault']); ?></small>
                        </td>
                        <td>
                            <?php echo esc_html($row['type'] . ', ' . Counted::bytes($row['bytes'])); ?>
                            <?php if ($kind === Kind::Duplicates) : ?>
                                <small>
                                    <?php
                                    /* translators: %s: first letters of a file's checksum */
                                    echo esc_html(sprintf(__('same content: %s', 'picture-optimizer'), $row['same']));
                                    ?>
                                </small>
                            <?php endif; ?>
                        </td>
                        <td><?php echo wp_kses_post($row['status']->html()); ?></td>
                    </tr>
                <?php endforeach; ?>
            </tbody>
        </table>
        <div class="tablenav"><div class="tablenav-pages"><?php echo wp_kses_post((string) $pages); ?></div></div>
    <?php endif; ?>
</div>
