<?php

/**
 * What a result looks like. Gets $example from Checklist::show().
 */

declare(strict_types=1);

use PictureOptimizer\Counted;

defined('ABSPATH') || exit;
?>
<div class="notice notice-info picopt-example">
    <h2><?php esc_html_e('What you get', 'picture-optimizer'); ?></h2>
    <p>
        <?php
        esc_html_e(
            'Nothing has been optimized on this site yet, so here is a sample: the same image before and after, at the default settings.',
            'picture-optimizer'
        );
        ?>
    </p>
    <div class="picopt-example-pair">
        <figure>
            <img src="<?php echo esc_url($example->before); ?>" alt="" loading="lazy"
                width="<?php echo esc_attr((string) $example->width); ?>" height="<?php echo esc_attr((string) $example->height); ?>">
            <figcaption>
                <?php
                echo esc_html(sprintf(
                    /* translators: %s: size of a file, such as "60 KB" */
                    __('Before: JPEG, %s', 'picture-optimizer'),
                    Counted::bytes($example->bytesBefore)
                ));
                ?>
            </figcaption>
        </figure>
        <figure>
            <img src="<?php echo esc_url($example->after); ?>" alt="" loading="lazy"
                width="<?php echo esc_attr((string) $example->width); ?>" height="<?php echo esc_attr((string) $example->height); ?>">
            <figcaption>
                <?php
                echo esc_html(sprintf(
                    /* translators: 1: size of a file, such as "11 KB", 2: percentage, such as "81%", 3: score from 0 to 100 */
                    __('After: WebP, %1$s (%2$s smaller), visual quality %3$d of 100', 'picture-optimizer'),
                    Counted::bytes($example->bytesAfter),
                    Counted::percent($example->bytesBefore - $example->bytesAfter, $example->bytesBefore),
                    $example->score
                ));
                ?>
            </figcaption>
        </figure>
    </div>
    <p>
        <strong><?php esc_html_e('Alt text:', 'picture-optimizer'); ?></strong>
        <span lang="en"><?php echo esc_html($example->alt); ?></span>
    </p>
</div>
