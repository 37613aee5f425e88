<?php

/**
 * Media → Optimize all. Gets $counts, $totals, $jobs and $filter from BulkPage::show().
 */

declare(strict_types=1);

use PictureOptimizer\Counted;
use PictureOptimizer\Store\JobState;

defined('ABSPATH') || exit;
?>
<div class="wrap">
    <h1><?php esc_html_e('Optimize all', 'picture-optimizer'); ?></h1>
    <p><?php echo esc_html(self::saved($totals)); ?></p>

    <table class="widefat striped picopt-narrow">
        <thead>
            <tr>
                <th scope="col"><?php esc_html_e('Images', 'picture-optimizer'); ?></th>
                <th scope="col"><?php esc_html_e('Count', 'picture-optimizer'); ?></th>
                <td></td>
            </tr>
        </thead>
        <tbody>
            <?php foreach ($counts as $choice => $count) : ?>
                <tr>
                    <th scope="row"><?php echo esc_html(self::label($choice)); ?></th>
                    <td><?php echo esc_html(number_format_i18n($count)); ?></td>
                    <td>
                        <button type="button" class="button" data-picopt-action="optimize"
                            data-picopt-select="<?php echo esc_attr($choice); ?>"
                            data-picopt-count="<?php echo esc_attr((string) $count); ?>"
                            <?php disabled($count, 0); ?>>
                            <?php esc_html_e('Optimize…', 'picture-optimizer'); ?>
                            <span class="screen-reader-text"><?php echo esc_html(self::label($choice)); ?></span>
                        </button>
                    </td>
                </tr>
            <?php endforeach; ?>
        </tbody>
    </table>
    <?php if ($counts['all'] === 0) : ?>
        <p>
            <?php esc_html_e('There are no images in the Media Library yet.', 'picture-optimizer'); ?>
            <a href="<?php echo esc_url(admin_url('media-new.php')); ?>"><?php esc_html_e('Add images', 'picture-optimizer'); ?></a>
        </p>
    <?php endif; ?>
    <?php if ($counts['all'] > 0) : ?>
        <h2><?php esc_html_e('Filter images', 'picture-optimizer'); ?></h2>
        <div data-picopt-filter="<?php echo esc_attr((string) wp_json_encode($filter)); ?>"></div>
    <?php endif; ?>
    <p>
        <?php
        esc_html_e(
            'You review the cost before anything is spent. Images that are already done are skipped.',
            'picture-optimizer'
        );
        ?>
    </p>

    <?php foreach ($jobs as $progress) : ?>
        <?php if (in_array($progress->job->state, [JobState::Open, JobState::Paused], true)) : ?>
            <h2><?php echo esc_html(self::title($progress)); ?></h2>
            <div data-picopt-live="<?php echo esc_attr((string) $progress->job->id); ?>"></div>
        <?php endif; ?>
    <?php endforeach; ?>

    <h2><?php esc_html_e('Jobs', 'picture-optimizer'); ?></h2>
    <?php if ($jobs === []) : ?>
        <p><?php esc_html_e('No jobs yet. Choose images above to start the first one.', 'picture-optimizer'); ?></p>
    <?php else : ?>
        <div class="picopt-scroll"><table class="widefat striped picopt-stack">
            <thead>
                <tr>
                    <th scope="col"><?php esc_html_e('Started', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('Pipeline', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('State', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('Images', 'picture-optimizer'); ?></th>
                    <th scope="col"><?php esc_html_e('Credits', 'picture-optimizer'); ?></th>
                    <td></td>
                </tr>
            </thead>
            <tbody>
                <?php $format = get_option('date_format') . ' ' . (get_option('time_format') ?: 'H:i'); ?>
                <?php foreach ($jobs as $progress) : ?>
                    <?php $started = (string) wp_date($format, $progress->job->createdAt); ?>
                    <tr data-picopt-row="<?php echo esc_attr((string) $progress->job->id); ?>">
                        <td><?php echo esc_html($started); ?></td>
                        <td><?php echo esc_html($progress->job->pipeline->label()); ?></td>
                        <td data-picopt-cell="state">
                            <?php echo esc_html($progress->label()); ?>
                            <?php if (!$progress->isInReview()) : ?>
                                <small><?php echo esc_html($progress->waitingBecause ?: $progress->job->message); ?></small>
                            <?php endif; ?>
                        </td>
                        <td data-label="<?php esc_attr_e('Images', 'picture-optimizer'); ?>" data-picopt-cell="images">
                            <?php
                            echo esc_html(Counted::say(
                                /* translators: 1: images done, 2: all images */
                                __('%1$d of %2$d', 'picture-optimizer'),
                                $progress->total - $progress->open,
                                $progress->total
                            ));
                            ?>
                        </td>
                        <td data-label="<?php esc_attr_e('Credits', 'picture-optimizer'); ?>" data-picopt-cell="credits">
                            <?php echo esc_html(number_format_i18n($progress->creditsUsed)); ?>
                        </td>
                        <td>
                            <button type="button" class="button button-small" data-picopt-action="optimize"
                                data-picopt-ids="" data-picopt-job="<?php echo esc_attr((string) $progress->job->id); ?>">
                                <?php esc_html_e('View', 'picture-optimizer'); ?>
                                <span class="screen-reader-text"><?php echo esc_html($started); ?></span>
                            </button>
                        </td>
                    </tr>
                <?php endforeach; ?>
            </tbody>
        </table></div>
    <?php endif; ?>
</div>
