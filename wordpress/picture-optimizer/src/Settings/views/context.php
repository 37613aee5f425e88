<?php

/**
 * What the service is told about an image beside the image itself, each kind with its switch. Part of page.php; gets $settings.
 */

declare(strict_types=1);

defined('ABSPATH') || exit;
?>
<h2><?php esc_html_e('What is sent with an image', 'picture-optimizer'); ?></h2>
<p>
    <?php
    esc_html_e(
        'Metadata is better when the model knows where an image is used. With each image that is analyzed, the service gets what is'
            . ' checked here, for at most 20 places, and nothing else from your pages.',
        'picture-optimizer'
    );
    ?>
</p>
<table class="form-table" role="presentation">
    <?php
    self::field('send_page_text', __('Page text', 'picture-optimizer'), $settings, __(
        'Page title, heading above, caption, and up to 60 words before and after the image',
        'picture-optimizer'
    ));
    self::field('send_links', __('Links', 'picture-optimizer'), $settings, __(
        'Where a linked image leads, and the title of that page',
        'picture-optimizer'
    ));
    self::field('send_products', __('Products', 'picture-optimizer'), $settings, __(
        'Name, attributes, categories and brand of the product',
        'picture-optimizer'
    ));
    self::field('send_keywords', __('Focus keyword', 'picture-optimizer'), $settings, __(
        'The focus keyword from Yoast SEO, Rank Math, SEOPress or All in One SEO',
        'picture-optimizer'
    ));
    self::field('send_alts', __('Existing alt text', 'picture-optimizer'), $settings, __(
        'Alt text that the image already has, here and in pages',
        'picture-optimizer'
    ));
    self::field('send_names', __('Names', 'picture-optimizer'), $settings, __(
        'Site name, file name, media folder, and titles of images uploaded together with an unused one',
        'picture-optimizer'
    ));
    self::field('send_unpublished', __('Unpublished content', 'picture-optimizer'), $settings, __(
        'Include drafts, scheduled, private and password-protected content',
        'picture-optimizer'
    ));
    ?>
</table>
