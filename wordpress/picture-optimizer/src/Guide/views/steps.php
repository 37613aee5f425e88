<?php

/**
 * The first steps: all of them, or the next one only. Gets $steps, $next, $everything and $here from Checklist::show().
 */

declare(strict_types=1);

defined('ABSPATH') || exit;
?>
<div class="notice notice-info picopt-steps">
    <?php if ($everything) : ?>
        <h2><?php esc_html_e('First steps', 'picture-optimizer'); ?></h2>
        <ol>
            <?php foreach ($steps as $step) : ?>
                <li class="<?php echo $step->done ? 'picopt-done' : ($step === $next ? 'picopt-next' : ''); ?>"
                    <?php echo $step === $next ? 'aria-current="step"' : ''; ?>>
                    <?php if ($step->done) : ?>
                        <span class="screen-reader-text"><?php esc_html_e('Done:', 'picture-optimizer'); ?></span>
                    <?php endif; ?>
                    <strong><?php echo esc_html($step->title); ?></strong>
                    <?php if (!$step->done) : ?>
                        <span><?php echo esc_html($step->why); ?></span>
                    <?php endif; ?>
                    <?php if ($step === $next && $step->url !== '') : ?>
                        <a class="button button-primary" href="<?php echo esc_url($step->url); ?>">
                            <?php echo esc_html($step->action); ?>
                        </a>
                    <?php endif; ?>
                </li>
            <?php endforeach; ?>
        </ol>
    <?php else : ?>
        <p>
            <strong><?php esc_html_e('Next step:', 'picture-optimizer'); ?></strong>
            <?php echo esc_html($next->title); ?>.
            <?php echo esc_html($next->why); ?>
            <?php if (!$here && $next->url !== '') : ?>
                <a href="<?php echo esc_url($next->url); ?>"><?php echo esc_html($next->action); ?></a>
            <?php endif; ?>
        </p>
    <?php endif; ?>
    <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>">
        <input type="hidden" name="action" value="picture_optimizer_hide_steps">
        <?php wp_nonce_field('picture_optimizer_hide_steps'); ?>
        <button class="button-link"><?php esc_html_e('Hide first steps', 'picture-optimizer'); ?></button>
    </form>
</div>
