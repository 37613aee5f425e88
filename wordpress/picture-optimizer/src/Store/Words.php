<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\ServiceWords;
use PictureOptimizer\Counted;
use PictureOptimizer\Culprit;

/** The sentences of reasons, by their code and values: this plugin's own here, the service's from ServiceWords. */
final class Words
{
    /**
     * @param array<string, int|string> $values
     * @return string nothing for a code without a sentence
     */
    public static function of(string $code, array $values): string
    {
        $said = self::sentence($code, $values);
        $said = $said === '' ? '' : ApiError::withId($said, (string) ($values['request'] ?? ''));
        return $said !== '' && isset($values['again']) ? $said . ' ' . self::again() : $said;
    }

    public static function again(): string
    {
        return __('It will be retried.', 'picture-optimizer');
    }

    /** @param array<string, int|string> $values */
    private static function sentence(string $code, array $values): string
    {
        if (isset($values['problem'])) {
            return ServiceWords::ofProblem($code, $values);
        }
        return self::whileItWaits($code, $values) ?: self::whyItEnded($code, $values) ?: self::withoutService($code, $values)
            ?: self::ofPlan($code, $values) ?: ServiceWords::ofReason($code) ?: ServiceWords::ofProblem($code, $values);
    }

    /**
     * What an image waits for that was confirmed.
     *
     * @param array<string, int|string> $values
     */
    private static function whileItWaits(string $code, array $values): string
    {
        return match ($code) {
            Item::REVIEW => __('Waiting for metadata review.', 'picture-optimizer'),
            'queued' => __('Waiting in the service’s queue.', 'picture-optimizer'),
            'analysing' => __('Being analyzed by the service.', 'picture-optimizer'),
            'exporting' => __('The service is creating the files.', 'picture-optimizer'),
            'downloading' => __('Downloading; continues in a moment.', 'picture-optimizer'),
            'interrupted' => __('Interrupted; will be retried.', 'picture-optimizer'),
            'uploading' => __('Uploading; continues in a moment.', 'picture-optimizer'),
            'busy' => __('Waiting for another change to finish.', 'picture-optimizer'),
            'receipt' => __('Done; not yet reported to the service.', 'picture-optimizer'),
            'outage' => self::outage((int) ($values['since'] ?? 0), (int) ($values['until'] ?? 0)),
            'insufficient_credits' => !isset($values['needed']) ? __('Waiting for credits.', 'picture-optimizer') : Counted::say(
                /* translators: 1: credits needed, 2: credits available */
                __('Waiting for credits: %1$d needed, %2$d available. Work resumes when you add credits.', 'picture-optimizer'),
                $values['needed'],
                $values['available'] ?? 0
            ),
            'upload_cap' => !isset($values['cap']) ? '' : Counted::say(
                /* translators: %d: number of credits */
                _n(
                    'Waiting until tomorrow: uploads may spend %d credit a day.',
                    'Waiting until tomorrow: uploads may spend %d credits a day.',
                    (int) $values['cap'],
                    'picture-optimizer'
                ),
                $values['cap']
            ),
            default => '',
        };
    }

    /**
     * Why the work on an image ended otherwise than it was meant to.
     *
     * @param array<string, int|string> $values
     */
    private static function whyItEnded(string $code, array $values): string
    {
        return match ($code) {
            'host_limits' => !isset($values['attempts']) ? '' : sprintf(
                /* translators: %d: number of attempts */
                __('Stopped after %d attempts: each time, the server ended the work before it was done. Its time or'
                    . ' memory limit may be too low.', 'picture-optimizer'),
                $values['attempts']
            ),
            Item::BROKEN_OFF => !isset($values['said']) ? ''
                : Culprit::sentence((string) ($values['who'] ?? ''), (string) $values['said']),
            'price_rose' => !isset($values['asked']) ? '' : Counted::say(
                /* translators: 1: credits now asked for, 2: credits agreed to */
                __(
                    'The cost in credits rose from %2$d to %1$d after you confirmed it. Nothing was charged; start again.',
                    'picture-optimizer'
                ),
                $values['asked'],
                $values['agreed'] ?? 0
            ),
            'order_gone' => isset($values['whole'])
                ? __('The service no longer knows this order.', 'picture-optimizer')
                : __('The service lost this image from the order.', 'picture-optimizer'),
            'result_expired' => !isset($values['redo']) ? '' : __('The result is no longer available. Start again'
                . ' with this image; you aren’t charged again for a result that was already paid for.', 'picture-optimizer'),
            'changed' => __(
                'The file changed after the cost was confirmed. Start again with this image.',
                'picture-optimizer'
            ),
            'cancelled_by_user' => match ($values['when'] ?? '') {
                'waiting' => __('Stopped before it started; nothing was charged.', 'picture-optimizer'),
                'review' => __('Stopped during review; nothing was changed on this site.', 'picture-optimizer'),
                default => '',
            },
            'draft_unused' => __(
                'Stopped during review; the files are in place, but their draft metadata was not used.',
                'picture-optimizer'
            ),
            'files_stay' => __('The metadata was saved. The files keep their names and embedded metadata, because the'
                . ' result that was paid for is no longer available.', 'picture-optimizer'),
            'copied' => __('Not done here: this site is a copy, and the site that it was copied from does the work.', 'picture-optimizer'),
            'gone' => !isset($values['deleted']) ? '' : __('The image was deleted.', 'picture-optimizer'),
            'replaced' => __('The file was replaced after the image had been processed.', 'picture-optimizer'),
            'upload_over_cap' => !isset($values['cap'], $values['credits']) ? '' : Counted::say(
                /* translators: 1: credits needed, 2: credits that uploads may spend a day */
                __(
                    'Credits needed: %1$d. Uploads may spend %2$d a day. Nothing was charged. Raise the daily limit in the'
                        . ' settings, or optimize the images from the Media Library.',
                    'picture-optimizer'
                ),
                $values['credits'],
                $values['cap']
            ),
            default => '',
        };
    }

    /**
     * Why the service could not be asked.
     *
     * @param array<string, int|string> $values
     */
    private static function withoutService(string $code, array $values): string
    {
        return match ($code) {
            'unreachable' => isset($values['told']) ? '' : __(
                'The service can’t be reached right now. Nothing was changed. Try again in a few minutes.',
                'picture-optimizer'
            ),
            'broken_answer' => !isset($values['cause']) ? '' : sprintf(
                /* translators: %s: what was wrong with the answer */
                __('The service’s answer cannot be used: %s. Nothing was changed.', 'picture-optimizer'),
                self::cause($values)
            ),
            'not_connected' => __('This site is not connected to the service. Connect it in the settings.', 'picture-optimizer'),
            'no_time' => __('Not all orders could be checked in the time available.', 'picture-optimizer'),
            default => '',
        };
    }

    /**
     * Why a plan leaves an image out.
     *
     * @param array<string, int|string> $values
     */
    private static function ofPlan(string $code, array $values): string
    {
        return match ($code) {
            'already_waiting' => __('Already being processed by another job.', 'picture-optimizer'),
            'already_done' => match (Pipeline::tryFrom((string) ($values['wanted'] ?? ''))) {
                Pipeline::AnalyzeExport => __('Already processed with these settings.', 'picture-optimizer'),
                Pipeline::Analyze => __('Already analyzed with these settings.', 'picture-optimizer'),
                Pipeline::Export => __('Already exported with these settings.', 'picture-optimizer'),
                null => '',
            },
            'gone' => __('This image is no longer in the Media Library.', 'picture-optimizer'),
            'not_local' => __(
                'The file is not on this server; it may have been moved to another storage by a plugin.',
                'picture-optimizer'
            ),
            'same_file' => !isset($values['owner']) ? '' : sprintf(
                /* translators: %d: number of another picture */
                __('It uses the same file as image %d and changes with it.', 'picture-optimizer'),
                $values['owner']
            ),
            'unsupported_media' => self::unsupported((string) ($values['type'] ?? '')),
            'unreadable_image' => !isset($values['here']) ? '' : __(
                'The file cannot be read as an image; it may be damaged.',
                'picture-optimizer'
            ),
            'excluded' => self::exclusion((string) ($values['rule'] ?? ''), (string) ($values['value'] ?? '')),
            default => '',
        };
    }

    private static function unsupported(string $type): string
    {
        return match ($type) {
            '' => '',
            'image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence' => __(
                'HEIC photos are left as they are. To optimize one, save it as a JPEG and upload that.',
                'picture-optimizer'
            ),
            /* translators: %s: media type */
            default => sprintf(__('Files of the type %s are not processed.', 'picture-optimizer'), $type),
        };
    }

    private static function exclusion(string $rule, string $value): string
    {
        return match ($rule) {
            /* translators: %s: folder */
            'folder' => sprintf(__('Excluded: in the folder %s.', 'picture-optimizer'), $value),
            /* translators: %s: pattern of file names */
            'name' => sprintf(__('Excluded: name matches %s.', 'picture-optimizer'), $value),
            'size' => __('Excluded: smaller than the limit in the settings.', 'picture-optimizer'),
            /* translators: %s: date */
            'date' => sprintf(__('Excluded: uploaded before %s.', 'picture-optimizer'), $value),
            default => '',
        };
    }

    /** @param int $since Unix time; 0 while it is not sure that the service is away */
    private static function outage(int $since, int $until): string
    {
        if ($since === 0) {
            return __('The service is busy or did not answer. It will be retried.', 'picture-optimizer');
        }
        return sprintf(
            /* translators: 1: time of day, 2: time of day */
            __('The service has been down or overloaded since %1$s. Nothing is lost; the next try is at %2$s.', 'picture-optimizer'),
            wp_date((string) get_option('time_format') ?: 'H:i', $since),
            wp_date('H:i:s', $until)
        );
    }

    /** @param array<string, int|string> $values */
    private static function cause(array $values): string
    {
        // phpcs:ignore WordPress.WP.I18n -- what we say ourselves is marked where it is written; the rest stays as it is
        return translate((string) ($values['cause'] ?? ''), 'picture-optimizer');
    }
}
