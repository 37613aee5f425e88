<?php

/**
 * What came of the last form. Part of page.php; gets $result, $message, $detail and $connection.
 */

declare(strict_types=1);

defined('ABSPATH') || exit;

$said = match ($result) {
    'saved' => __('Saved.', 'picture-optimizer'),
    'reset' => __('The settings of this tab are back to their defaults.', 'picture-optimizer'),
    'connected' => __('This site is connected.', 'picture-optimizer'),
    'disconnected' => __(
        'The key was removed from this site. Delete it in the dashboard, too, if no other site uses it.',
        'picture-optimizer'
    ),
    'tested' => $message,
    default => '',
};
?>
<?php if ($said !== '') : ?>
    <div class="notice notice-success is-dismissible" role="status"><p>
        <?php echo esc_html($said); ?>
        <?php if ($result === 'connected') : ?>
            <a href="<?php echo esc_url(admin_url('upload.php')); ?>">
                <?php esc_html_e('Choose images in the Media Library', 'picture-optimizer'); ?>
            </a>
        <?php endif; ?>
    </p></div>
<?php elseif ($result === 'refused') : ?>
    <div class="notice notice-error is-dismissible" role="alert">
        <?php require __DIR__ . '/refused.php'; ?>
    </div>
<?php endif; ?>

<?php if ($connection->movedFrom() !== null) : ?>
    <form method="post" action="<?php echo esc_url(admin_url('admin-post.php')); ?>" class="notice notice-warning">
        <p><?php echo esc_html((string) $connection->obstacle()); ?></p>
        <p>
            <input type="hidden" name="action" value="picture_optimizer_save">
            <?php wp_nonce_field('picture_optimizer_save'); ?>
            <button class="button button-primary" name="moved" value="keep">
                <?php esc_html_e('The site has moved: keep its key', 'picture-optimizer'); ?>
            </button>
            <?php if (!$connection->isKnownCopy()) : ?>
                <button class="button" name="moved" value="forget">
                    <?php
                    echo esc_html(defined('PICTURE_OPTIMIZER_API_KEY')
                        ? __('This is a copy: do not use the key here', 'picture-optimizer')
                        : __('This is a copy: remove the key here', 'picture-optimizer'));
                    ?>
                </button>
            <?php endif; ?>
        </p>
    </form>
<?php endif; ?>
