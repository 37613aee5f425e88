<?php

declare(strict_types=1);

namespace PictureOptimizer\Agents;

use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\State;

/**
 * A person's yes to one plan exactly as they saw it. They get a code in wp-admin, where a program with an application password
 * does not come; the code goes with the plan's hash and ends after 15 minutes, when it is used, and when the plan changes.
 */
final class Consent
{
    public const SECONDS = 15 * MINUTE_IN_SECONDS;

    /** No letters and digits that look alike; 32 of them, so that 10 characters hold 50 random bits. */
    private const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

    public function __construct(private readonly ItemStore $items)
    {
    }

    /**
     * @param string $seen hash of the plan that the person looked at
     * @return string the code to hand on
     * @throws \DomainException when the plan is another one by now
     */
    public function give(Job $job, string $seen): string
    {
        if ($job->state !== JobState::Planned || !hash_equals($this->hashOf($job), $seen)) {
            throw new \DomainException(__('The plan has changed since you looked at it. Review it again.', 'picture-optimizer'));
        }
        $code = '';
        for ($i = 0; $i < 10; $i++) {
            $code .= ($i === 5 ? '-' : '') . self::LETTERS[random_int(0, strlen(self::LETTERS) - 1)];
        }
        set_transient(self::name($job->id), ['code' => self::sealed($code), 'plan' => $seen], self::SECONDS);
        return $code;
    }

    /** @throws \DomainException when nobody said yes to this plan as it is now, or the code is not theirs */
    public function demand(Job $job, string $code): void
    {
        $given = get_transient(self::name($job->id));
        if (!is_array($given) || !hash_equals($given['plan'], $this->hashOf($job))) {
            throw new \DomainException(__(
                'Nobody has approved this plan in the last 15 minutes. Nothing was charged. A person has to look at it in wp-admin first.',
                'picture-optimizer'
            ));
        }
        // One guess a code: nobody tries them out.
        delete_transient(self::name($job->id));
        if (!hash_equals($given['code'], self::sealed(strtoupper(trim($code))))) {
            throw new \DomainException(__(
                'That is not the confirmation code of this plan. Nothing was charged. Please ask for a new one in wp-admin.',
                'picture-optimizer'
            ));
        }
    }

    /** Changes with anything that a person would want to know: images, their files, settings, price. */
    public function hashOf(Job $job): string
    {
        $images = array_map(
            static fn (Item $item): array => [$item->attachmentId, $item->pipeline->value, $item->sourceSha256],
            $this->items->ofJob($job->id, State::Planned, PHP_INT_MAX)
        );
        return hash('sha256', (string) wp_json_encode([$job->id, $job->pipeline->value, $job->settings->toJson(), $job->quoteId,
            $job->creditsQuoted, $images]));
    }

    private static function sealed(string $code): string
    {
        return hash_hmac('sha256', $code, wp_salt('auth'));
    }

    private static function name(int $jobId): string
    {
        return "picture_optimizer_consent_{$jobId}";
    }
}
