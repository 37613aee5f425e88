<?php

/**
 * How the site is connected, and the two ways to do it. Part of page.php; gets $account, $connection and $progress.
 */

declare(strict_types=1);

use PictureOptimizer\Api\Wire\Account;
use PictureOptimizer\Connect\Refusal;
use PictureOptimizer\Connect\State;

defined('ABSPATH') || exit;

$urlFixed = defined('PICTURE_OPTIMIZER_URL');
$keyFixed = defined('PICTURE_OPTIMIZER_API_KEY');
$connected = $connection->isReady();
$form = admin_url('admin-post.php');
?>
<?php if ($account instanceof Account) : ?>
    <p class="picopt-connected">
        <strong><?php esc_html_e('Connected.', 'picture-optimizer'); ?></strong>
        <?php
        echo esc_html(sprintf(
            /* translators: 1: plan, 2: credits available, 3: credits reserved */
            __('Plan: %1$s. Credits: %2$s available, %3$s reserved.', 'picture-optimizer'),
            ucfirst($account->plan),
            number_format_i18n($account->credits->available),
            number_format_i18n($account->credits->held)
        ));
        ?>
        <a href="<?php echo esc_url($account->buyUrl); ?>" target="_blank" rel="noreferrer">
            <?php esc_html_e('Buy credits', 'picture-optimizer'); ?>
        </a>
        <?php if ($account->key->monthlyBudget !== null) : ?>
            <br>
            <?php
            echo esc_html(sprintf(
                /* translators: 1: credits used, 2: credits that may be used */
                __('Monthly budget of this site: %1$s of %2$s credits used.', 'picture-optimizer'),
                number_format_i18n($account->usage->creditsThisMonth),
                number_format_i18n($account->key->monthlyBudget)
            ));
            ?>
            <a href="<?php echo esc_url($account->budgetUrl); ?>" target="_blank" rel="noreferrer">
                <?php esc_html_e('Change budget', 'picture-optimizer'); ?>
            </a>
        <?php endif; ?>
    </p>
<?php elseif ($account instanceof Refusal) : ?>
    <?php [$message, $detail] = [$account->getMessage(), $account->detail]; ?>
    <div class="notice notice-error inline" role="alert"><?php require __DIR__ . '/refused.php'; ?></div>
<?php elseif (!$keyFixed && $progress->state !== State::Pending) : ?>
    <p>
        <?php
        esc_html_e(
            'Connect this site to your account: enter the address of the service and select Connect. You get a code, confirm it'
                . ' in the dashboard (sign in or sign up there), and this site collects its key by itself.',
            'picture-optimizer'
        );
        ?>
    </p>
<?php endif; ?>

<?php if ($progress->state === State::Ended) : ?>
    <div class="notice notice-error inline" role="alert"><p><?php echo esc_html($progress->message); ?></p></div>
<?php elseif ($progress->state === State::Pending) : ?>
    <?php require __DIR__ . '/waiting.php'; ?>
<?php endif; ?>

<?php if ($connected) : ?>
    <form method="post" action="<?php echo esc_url($form); ?>">
        <input type="hidden" name="action" value="picture_optimizer_test">
        <?php wp_nonce_field('picture_optimizer_test'); ?>
        <p><button class="button"><?php esc_html_e('Test connection', 'picture-optimizer'); ?></button></p>
    </form>
<?php endif; ?>

<?php if ($keyFixed) : ?>
    <p><?php esc_html_e('The key is set in wp-config.php.', 'picture-optimizer'); ?></p>
<?php else : ?>
    <form method="post" action="<?php echo esc_url($form); ?>">
        <input type="hidden" name="action" value="picture_optimizer_connect">
        <?php wp_nonce_field('picture_optimizer_connect'); ?>
        <p>
            <label for="po-service"><?php esc_html_e('Service address', 'picture-optimizer'); ?></label><br>
            <input type="url" id="po-service" name="service_url" class="regular-text" required
                placeholder="https://api.example.com" value="<?php echo esc_attr($connection->url()); ?>"
                <?php echo $urlFixed ? 'readonly' : ''; ?>>
            <button class="button <?php echo $connected ? '' : 'button-primary'; ?>">
                <?php echo esc_html($connected ? __('Reconnect', 'picture-optimizer') : __('Connect', 'picture-optimizer')); ?>
            </button>
            <?php if ($connected) : ?>
                <button class="button" name="disconnect" value="1">
                    <?php esc_html_e('Disconnect', 'picture-optimizer'); ?>
                </button>
            <?php endif; ?>
        </p>
        <?php if ($urlFixed) : ?>
            <p class="description"><?php esc_html_e('The address is set in wp-config.php.', 'picture-optimizer'); ?></p>
        <?php endif; ?>
    </form>
    <details>
        <summary><?php esc_html_e('Paste an API key instead', 'picture-optimizer'); ?></summary>
        <form method="post" action="<?php echo esc_url($form); ?>">
            <input type="hidden" name="action" value="picture_optimizer_save">
            <?php wp_nonce_field('picture_optimizer_save'); ?>
            <p>
                <label for="po-url"><?php esc_html_e('Service address', 'picture-optimizer'); ?></label><br>
                <input type="url" id="po-url" name="service_url" class="regular-text" required
                    placeholder="https://api.example.com" value="<?php echo esc_attr($connection->url()); ?>"
                    <?php echo $urlFixed ? 'readonly' : ''; ?>>
            </p>
            <p>
                <label for="po-key"><?php esc_html_e('API key', 'picture-optimizer'); ?></label><br>
                <input type="password" id="po-key" name="api_key" class="regular-text" required autocomplete="off"
                    value="" placeholder="po_live_…" aria-describedby="po-key-help">
                <button class="button"><?php esc_html_e('Save key', 'picture-optimizer'); ?></button>
            </p>
            <p class="description" id="po-key-help">
                <?php esc_html_e('Kept encrypted and never shown again.', 'picture-optimizer'); ?>
            </p>
        </form>
    </details>
<?php endif; ?>
