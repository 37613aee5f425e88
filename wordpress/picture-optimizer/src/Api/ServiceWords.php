<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Counted;

/**
 * What the service's codes say, in the reader's language. The service speaks English, and often says more than its code does (such
 * as the name of a field): English readers get its own sentence, everybody else the sentence of the code with its values.
 */
final class ServiceWords
{
    /**
     * Whether somebody who reads the present language reads what was written in that one, by its locale: it is the very one, or
     * another spelling of it (en_GB, en_US) that this plugin has no translation for.
     */
    public static function areRead(string $locale): bool
    {
        $present = determine_locale();
        $isKin = explode('_', $locale)[0] === explode('_', $present)[0];
        return $locale === $present || ($isKin && !is_textdomain_loaded('picture-optimizer'));
    }

    /**
     * A problem's sentence.
     *
     * @param array<string, int|string> $values `needed` and `available` credits, `field` at fault
     * @return string nothing for a code that is newer than this plugin
     */
    public static function ofProblem(string $code, array $values): string
    {
        return match ($code) {
            'invalid_key' => __('The service does not know this site’s API key. Connect the site again.', 'picture-optimizer'),
            'insufficient_credits' => !isset($values['needed']) ? __('Waiting for credits.', 'picture-optimizer') : Counted::say(
                /* translators: 1: credits needed, 2: credits available */
                __('Not enough credits: %1$d needed, %2$d available. Nothing was charged.', 'picture-optimizer'),
                $values['needed'],
                $values['available'] ?? 0
            ),
            'account_frozen' => __('The account is paused until an outstanding amount is settled.', 'picture-optimizer'),
            'key_inactive' => __('This site’s API key is turned off in the dashboard.', 'picture-optimizer'),
            'scope_missing' => __('This site’s API key does not have permission to do that.', 'picture-optimizer'),
            'spend_cap' => __('This site’s API key has reached its daily spending cap. Nothing was charged.', 'picture-optimizer'),
            'monthly_budget' => Counted::say(
                /* translators: 1: credits needed, 2: credits left in the budget */
                __('Not enough credits in this site’s monthly budget: %1$d needed, %2$d left. Nothing was charged.', 'picture-optimizer'),
                $values['needed'] ?? 0,
                $values['available'] ?? 0
            ),
            'not_found' => __('The service can’t find this. It may no longer be stored there.', 'picture-optimizer'),
            'too_slow' => __('The upload was too slow. It will resume where it stopped.', 'picture-optimizer'),
            'quote_expired' => __('The price is out of date. Nothing was charged.', 'picture-optimizer'),
            'state_conflict' => __('That is no longer possible for this image or job.', 'picture-optimizer'),
            'gone' => __('The result is no longer available.', 'picture-optimizer'),
            'too_large' => __('The file is larger than the service accepts.', 'picture-optimizer'),
            'unsupported_media' => __('This file type is not supported.', 'picture-optimizer'),
            'unreadable_image' => __('The image cannot be read: the file is damaged or is not an image.', 'picture-optimizer'),
            'hash_mismatch' => __('The file was damaged during the upload.', 'picture-optimizer'),
            'image_not_uploaded' => __('The image has not been uploaded yet.', 'picture-optimizer'),
            'validation' => sprintf(
                /* translators: %s: name of a field of a request, such as items.0.width */
                __('The service rejected a value in the request (%s). Nothing was charged.', 'picture-optimizer'),
                $values['field'] ?? '–'
            ),
            'rate_limited' => __('Too many requests were sent within a minute.', 'picture-optimizer'),
            'byte_quota' => __('Your plan’s upload quota is used up for now.', 'picture-optimizer'),
            'busy' => __('The service is busy.', 'picture-optimizer'),
            'authorization_pending' => __('The code has not been confirmed in the dashboard yet.', 'picture-optimizer'),
            'access_denied' => __('The connection was declined in the dashboard.', 'picture-optimizer'),
            'expired_token' => __('The code has expired or was used already. Start the connection again.', 'picture-optimizer'),
            'idempotency_mismatch', 'idempotency_key_missing', 'upload_offset', 'length_required', 'method_not_allowed',
            'range_not_satisfiable', 'slow_down', 'internal' => __('Something went wrong on the service’s side.', 'picture-optimizer'),
            default => '',
        };
    }

    /** Why an image ended as it did; nothing for a code that is newer than this plugin. The English is the contract's. */
    public static function ofReason(string $code): string
    {
        return match ($code) {
            'already_done' => __('Nothing to do: this image was already processed with these settings.', 'picture-optimizer'),
            'not_smaller' => __('The result would not be smaller than the original, so the original was kept.', 'picture-optimizer'),
            'animation_kept' => __(
                'The animation was left as is, because this format does not support animation.',
                'picture-optimizer'
            ),
            'unreadable_image' => __('The image cannot be read: the file is damaged or is not an image.', 'picture-optimizer'),
            'truncated' => __('The file is incomplete. Upload the whole image again.', 'picture-optimizer'),
            'unsupported_media' => __('This file type is not supported.', 'picture-optimizer'),
            'too_many_pixels' => __('The image has too many pixels. Upload a smaller version.', 'picture-optimizer'),
            'too_many_frames' => __(
                'The animation has too many frames or pixels. Upload a shorter or smaller version.',
                'picture-optimizer'
            ),
            'profile_too_large' => __(
                'The color profile is too large. Save the image with a standard one, such as sRGB.',
                'picture-optimizer'
            ),
            'svg_refused' => __('SVG files are not supported.', 'picture-optimizer'),
            'geometry' => __('A requested size does not fit within the image.', 'picture-optimizer'),
            'no_confident_text' => __(
                'The model is not sure enough to describe this image. The analysis was not charged.',
                'picture-optimizer'
            ),
            'language_needs_model' => __(
                'The built-in model writes English only. Other languages need a vision model.',
                'picture-optimizer'
            ),
            'model_refused' => __('The vision model refused to describe this image. The analysis was not charged.', 'picture-optimizer'),
            'model_broken_answer' => __('The vision model’s answer could not be used. Nothing was charged.', 'picture-optimizer'),
            'model_account' => __(
                'The vision account needs attention. Nothing was charged. The operator was notified.',
                'picture-optimizer'
            ),
            'model_unsuitable' => __(
                'The vision model cannot do this. Nothing was charged. The operator was notified.',
                'picture-optimizer'
            ),
            'model_unavailable' => __('The vision model cannot be reached. Nothing was charged.', 'picture-optimizer'),
            'time_out' => __(
                'Processing took too long and was stopped. You aren’t charged for failed steps. Try again.',
                'picture-optimizer'
            ),
            'crashed' => __(
                'The software crashed on this image. You aren’t charged for failed steps. Try a re-saved copy.',
                'picture-optimizer'
            ),
            'given_up' => __('Processing was interrupted too often. You aren’t charged for failed steps. Try again.', 'picture-optimizer'),
            'original_gone' => __('The service no longer has the original. Upload it again.', 'picture-optimizer'),
            'internal' => __('Something went wrong on our side. You aren’t charged for failed steps. Try again.', 'picture-optimizer'),
            'cancelled_by_user' => __('Canceled.', 'picture-optimizer'),
            'not_applied' => __('The site could not apply the result.', 'picture-optimizer'),
            'hold_expired' => __('Processing did not finish in time. The reserved credits were released.', 'picture-optimizer'),
            'result_expired' => __('The result is no longer available.', 'picture-optimizer'),
            'waiting_for_credits' => __('Waiting for credits.', 'picture-optimizer'),
            'waiting_for_batch' => __(
                'Waiting for bulk analysis (up to a day). Nothing has been charged yet.',
                'picture-optimizer'
            ),
            default => '',
        };
    }
}
