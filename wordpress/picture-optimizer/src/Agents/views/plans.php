<?php

/**
 * Media → Agent plans. Gets $plans and $code from ConsentPage::show().
 */

declare(strict_types=1);

defined('ABSPATH') || exit;
?>
<div class="wrap">
    <h1><?php esc_html_e('Agent plans', 'picture-optimizer'); ?></h1>
    <?php if ($code !== null) : ?>
        <div class="notice notice-success" role="status">
            <p>
                <?php
                esc_html_e(
                    'Approved. Give this code to the agent; it is valid once, for 15 minutes, and for this plan only:',
                    'picture-optimizer'
                );
                ?>
                <code><?php echo esc_html($code['code']); ?></code>
            </p>
        </div>
    <?php endif; ?>
    <?php if ($plans === []) : ?>
        <p><?php esc_html_e('No plans are waiting for your approval.', 'picture-optimizer'); ?></p>
    <?php endif; ?>
    <?php foreach ($plans as ['plan' => $plan, 'seen' => $seen, 'by' => $by]) : ?>
        <div class="card">
            <h2>
                <?php
                echo esc_html(sprintf(
                    /* translators: 1: what is done, such as "Analyze & Export", 2: number of images */
                    _n('%1$s: %2$s image', '%1$s: %2$s images', $plan->process, 'picture-optimizer'),
                    $plan->job->pipeline->label(),
                    number_format_i18n($plan->process)
                ));
                ?>
            </h2>
            <p>
                <?php
                echo esc_html(sprintf(
                    /* translators: 1: number of credits, 2: number of credits */
                    _n('At most %1$s credit of your %2$s.', 'At most %1$s credits of your %2$s.', $plan->credits, 'picture-optimizer'),
                    number_format_i18n($plan->credits),
                    number_format_i18n($plan->job->creditsAvailable)
                ));
                echo ' ' . esc_html(
                    $plan->job->settings->is('review') && $plan->job->pipeline->analyses()
                        ? __('Text waits for your review before it is published.', 'picture-optimizer')
                        : __('Changes are published without a review.', 'picture-optimizer')
                );
                if ($plan->leftOut > 0) {
                    echo ' ' . esc_html(sprintf(
                        /* translators: %s: number of images */
                        _n('%s image is left out.', '%s images are left out.', $plan->leftOut, 'picture-optimizer'),
                        number_format_i18n($plan->leftOut)
                    ));
                }
                ?>
            </p>
            <p>
                <?php foreach ($plan->samples as $sample) : ?>
                    <img src="<?php echo esc_url($sample['thumbnail']); ?>" alt="<?php echo esc_attr($sample['file']); ?>"
                        title="<?php echo esc_attr($sample['file']); ?>" width="60" height="60">
                <?php endforeach; ?>
            </p>
            <p class="description">
                <?php
                /* translators: 1: name of a user, 2: number of the plan */
                echo esc_html(sprintf(__('Made on behalf of %1$s. Plan %2$d.', 'picture-optimizer'), $by, $plan->job->id));
                ?>
            </p>
            <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
                <input type="hidden" name="action" value="picture_optimizer_approve">
                <input type="hidden" name="plan" value="<?php echo esc_attr((string) $plan->job->id); ?>">
                <input type="hidden" name="seen" value="<?php echo esc_attr($seen); ?>">
                <?php wp_nonce_field("picture_optimizer_approve{$plan->job->id}"); ?>
                <p><button class="button button-primary"><?php esc_html_e('Approve for 15 minutes', 'picture-optimizer'); ?></button></p>
            </form>
        </div>
    <?php endforeach; ?>
</div>
