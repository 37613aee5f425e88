<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

use PictureOptimizer\Api\Wire\Reason;

/**
 * Why an image ended as it did, in the reader's language. The service speaks English, and says more than its code does (such as
 * numbers); where this plugin has been translated, the sentence of the code is worth more than that.
 */
final class Reasons
{
    public static function say(?Reason $reason): string
    {
        $own = $reason === null ? '' : self::ofCode($reason->code);
        return $own !== '' && is_textdomain_loaded('picture-optimizer') ? $own : wp_strip_all_tags($reason->message ?? '');
    }

    /** What a code says without the service's details; nothing for one that is newer than this plugin. */
    private static function ofCode(string $code): string
    {
        return match ($code) {
            'already_done' => __('Nothing to do: this image was already processed with these settings.', 'picture-optimizer'),
            'not_smaller' => __('The result would not be smaller than the original, so the original was kept.', 'picture-optimizer'),
            'animation_kept' => __('The animation was left as is, because this format does not support animation.', 'picture-optimizer'),
            'unreadable_image' => __('The image cannot be read: the file is damaged or is not an image.', 'picture-optimizer'),
            'truncated' => __('The file is incomplete. Upload the whole image again.', 'picture-optimizer'),
            'unsupported_media' => __('This kind of file is not supported.', 'picture-optimizer'),
            'too_many_pixels' => __('The image has more pixels than the limit allows.', 'picture-optimizer'),
            'too_many_frames' => __('The animation has more frames or pixels than the limit allows.', 'picture-optimizer'),
            'profile_too_large' => __('The color profile in the file is larger than the limit allows.', 'picture-optimizer'),
            'svg_refused' => __('SVG files are not supported.', 'picture-optimizer'),
            'geometry' => __('A requested size lies outside the image.', 'picture-optimizer'),
            'no_confident_text' => __('The model is not sure enough to describe this image. Nothing was charged.', 'picture-optimizer'),
            'language_needs_model' => __(
                'The built-in model writes English only. Other languages need a vision model.',
                'picture-optimizer'
            ),
            'model_refused' => __('The vision model refused to describe this image. Nothing was charged.', 'picture-optimizer'),
            'model_broken_answer' => __('The vision model’s answer could not be used. Nothing was charged.', 'picture-optimizer'),
            'model_account' => __(
                'The service’s account with its vision model needs attention; the operator was told.',
                'picture-optimizer'
            ),
            'model_unsuitable' => __('The configured vision model cannot do this; the operator was told.', 'picture-optimizer'),
            'model_unavailable' => __('The vision model cannot be reached. Nothing was charged.', 'picture-optimizer'),
            'time_out' => __('Processing took too long and was stopped. Failed steps are not charged.', 'picture-optimizer'),
            'crashed' => __('The image crashed the image library; nothing else did. Failed steps are not charged.', 'picture-optimizer'),
            'given_up' => __('Stopped after three failed attempts. Failed steps are not charged.', 'picture-optimizer'),
            'original_gone' => __('The service no longer has the original. Upload it again.', 'picture-optimizer'),
            'internal' => __('Something went wrong on our side.', 'picture-optimizer'),
            'cancelled_by_user' => __('Canceled.', 'picture-optimizer'),
            'not_applied' => __('The site could not apply the result.', 'picture-optimizer'),
            'hold_expired' => __('Processing did not finish in time. Its credits were released.', 'picture-optimizer'),
            'result_expired' => __('The result is no longer available.', 'picture-optimizer'),
            'waiting_for_credits' => __('Waiting for credits.', 'picture-optimizer'),
            default => '',
        };
    }
}
