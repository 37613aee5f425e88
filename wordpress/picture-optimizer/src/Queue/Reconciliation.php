<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Counted;
use PictureOptimizer\Store\Why;

/** How the books of this site and of the service stand to each other, and what was done about it. */
final class Reconciliation implements \JsonSerializable
{
    private const OPTION = 'picture_optimizer_reconciled';

    public int $compared = 0;

    /** Items that are not over yet: their books are not closed. */
    public int $underWay = 0;

    /** Results that the service had charged and this site did not use: it knows now. */
    public int $returned = 0;

    /** Results that are in place here, which the service had not been told. */
    public int $confirmed = 0;

    /** Items whose charge stood here in another height. */
    public int $corrected = 0;

    public int $creditsHere = 0;
    public int $creditsThere = 0;

    /** Why the service could not be asked for all of it; null when it was. */
    public ?Why $problem = null;

    public function agrees(): bool
    {
        return $this->problem === null && $this->creditsHere === $this->creditsThere;
    }

    /** What a person reads of it. */
    public function sentence(): string
    {
        /* translators: %d: number */
        $returned = _n('%d unused result was returned.', '%d unused results were returned.', $this->returned, 'picture-optimizer');
        /* translators: %d: number */
        $confirmed = _n('%d receipt was sent.', '%d receipts were sent.', $this->confirmed, 'picture-optimizer');
        /* translators: %d: number */
        $corrected = _n('%d charge was corrected here.', '%d charges were corrected here.', $this->corrected, 'picture-optimizer');
        return trim(implode(' ', array_filter([
            $this->result(),
            $this->returned === 0 ? '' : Counted::say($returned, $this->returned),
            $this->confirmed === 0 ? '' : Counted::say($confirmed, $this->confirmed),
            $this->corrected === 0 ? '' : Counted::say($corrected, $this->corrected),
            (string) $this->problem,
        ])));
    }

    private function result(): string
    {
        if ($this->problem !== null) {
            return __('The credits counted on this site and by the service couldn’t be compared completely.', 'picture-optimizer');
        }
        $here = number_format_i18n($this->creditsHere);
        $there = number_format_i18n($this->creditsThere);
        return $this->agrees() ? sprintf(
            /* translators: 1: number of results, 2: number of credits */
            __('This site and the service agree. Results: %1$s. Credits: %2$s.', 'picture-optimizer'),
            number_format_i18n($this->compared),
            $there
        ) : sprintf(
            /* translators: 1: number of credits, 2: number of credits */
            __('The counts differ. Credits counted on this site: %1$s. Credits charged by the service: %2$s.', 'picture-optimizer'),
            $here,
            $there
        );
    }

    public function remember(): void
    {
        $found = ['problem' => $this->problem?->pack() ?? ''] + get_object_vars($this);
        update_option(self::OPTION, ['at' => time(), 'found' => $found], false);
    }

    /** @return string What was found last, with the time; empty when nobody ever looked. */
    public static function last(): string
    {
        $last = get_option(self::OPTION);
        return is_array($last) && is_int($last['at'] ?? null) ? sprintf(
            /* translators: 1: what was found, 2: date and time */
            __('%1$s (%2$s)', 'picture-optimizer'),
            self::recall($last),
            (string) wp_date(get_option('date_format') . ' ' . get_option('time_format'), $last['at'])
        ) : '';
    }

    /** @param array<array-key, mixed> $last as remembered; by an earlier version as a sentence alone */
    private static function recall(array $last): string
    {
        $found = is_array($last['found'] ?? null) ? $last['found'] : [];
        if ($found === []) {
            return (string) ($last['sentence'] ?? '');
        }
        $again = new self();
        foreach (['compared', 'underWay', 'returned', 'confirmed', 'corrected', 'creditsHere', 'creditsThere'] as $number) {
            $again->{$number} = (int) ($found[$number] ?? 0);
        }
        $problem = (string) ($found['problem'] ?? '');
        $again->problem = $problem === '' ? null : Why::unpack($problem);
        return $again->sentence();
    }

    /** @return array<string, int|string|bool> */
    public function jsonSerialize(): array
    {
        return [
            'agrees' => $this->agrees(),
            'compared' => $this->compared,
            'under_way' => $this->underWay,
            'returned' => $this->returned,
            'confirmed' => $this->confirmed,
            'corrected' => $this->corrected,
            'credits_here' => $this->creditsHere,
            'credits_there' => $this->creditsThere,
            'problem' => (string) $this->problem,
        ];
    }
}
