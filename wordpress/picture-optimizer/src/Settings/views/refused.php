<?php

/**
 * What did not work: a sentence, and behind it what the machinery said. Part of notices.php and connection.php; gets $message
 * and $detail.
 */

declare(strict_types=1);

defined('ABSPATH') || exit;
?>
<p><?php echo esc_html($message); ?></p>
<?php if ($detail !== '') : ?>
    <details>
        <summary><?php esc_html_e('Technical details', 'picture-optimizer'); ?></summary>
        <p><code><?php echo esc_html($detail); ?></code></p>
    </details>
<?php endif; ?>
