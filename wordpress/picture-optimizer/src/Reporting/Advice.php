<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Store\Item;

/** What a person can do about a picture that waits or failed, where the reason itself does not say it. */
final class Advice
{
    /** @return array{text: string, link: string} the sentence, and the page that helps: buy, budget, settings, or none */
    public static function for(string $code): array
    {
        return ['text' => self::text($code), 'link' => match ($code) {
            'insufficient_credits', 'account_frozen' => 'buy',
            'monthly_budget' => 'budget',
            'key_inactive', 'invalid_key', 'not_connected' => 'settings',
            default => '',
        }];
    }

    private static function text(string $code): string
    {
        return match ($code) {
            'insufficient_credits' => __('Buy credits; the job resumes within a minute.', 'picture-optimizer'),
            'account_frozen' => __('Settle the outstanding amount in the dashboard.', 'picture-optimizer'),
            'spend_cap' => __(
                'The key has reached its daily cap. Raise the cap in the dashboard, or wait until tomorrow.',
                'picture-optimizer'
            ),
            'monthly_budget' => __(
                'Raise the budget in the dashboard, and the job continues; otherwise it continues next month.',
                'picture-optimizer'
            ),
            'byte_quota' => __(
                'Your plan’s upload quota is used up. Choose a larger plan, or wait until next month.',
                'picture-optimizer'
            ),
            'key_inactive', 'invalid_key', 'not_connected' => __('Connect the site again in the settings.', 'picture-optimizer'),
            'source' => __('Make sure that the file is on this server; if it is lost, upload it again.', 'picture-optimizer'),
            'unreadable_image' => __('Save it again in an image editor, then upload it.', 'picture-optimizer'),
            'too_large' => __('Upload a smaller file.', 'picture-optimizer'),
            'no_confident_text', 'model_refused' => __(
                'Write its alt text yourself; “Compress & Export Only” still makes it smaller.',
                'picture-optimizer'
            ),
            'language_needs_model' => __(
                'Choose English in the settings, or ask whoever runs the service to connect a vision model.',
                'picture-optimizer'
            ),
            'price_rose', 'quote_expired', 'order_gone', 'result_expired',
            'time_out', 'given_up', 'internal' => __(
                'Start again with these images; you aren’t charged again for what was already paid for.',
                'picture-optimizer'
            ),
            'crashed' => __('Save it again in an image editor, upload the new file, then start again.', 'picture-optimizer'),
            'host_limits' => __('Raise the server’s memory and time limits, or use WP-CLI; then start again.', 'picture-optimizer'),
            Item::BROKEN_OFF => __(
                'Nothing was changed on the site. Update or deactivate what the message names, or tell its makers; then start again.',
                'picture-optimizer'
            ),
            'not_applied', Item::CHANGED => __(
                'Nothing was changed on the site. Fix what the message says, then start again.',
                'picture-optimizer'
            ),
            Item::REVIEW => __('Review the metadata and approve it.', 'picture-optimizer'),
            default => '',
        };
    }
}
