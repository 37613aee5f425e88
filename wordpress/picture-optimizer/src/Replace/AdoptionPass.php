<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/**
 * How far backups that the journal does not know were looked through without anybody's asking. Bots ask every site for images that
 * it never had: while the same backups are unknown the search is made ever more seldom, at last about once a day.
 */
final class AdoptionPass
{
    private const OPTION = 'picture_optimizer_adoption';
    private const SOON = 5 * MINUTE_IN_SECONDS;
    private const SELDOM = 20 * HOUR_IN_SECONDS;

    /** The last one of those that stay unknown; empty before the first. */
    private string $at = '';
    /** Since when these backups are the unknown ones. */
    private int $since;
    /** When all had been looked through; 0 before that. */
    private int $ended = 0;

    /** @param list<string> $unknown All, in the order of the search. */
    public function __construct(private array $unknown)
    {
        $this->since = time();
        $kept = get_option(self::OPTION);
        if (is_array($kept) && ($kept['of'] ?? '') === $this->signature()) {
            [$this->at, $this->since, $this->ended] = [(string) $kept['at'], (int) $kept['since'], (int) $kept['ended']];
        }
    }

    public function isDue(): bool
    {
        $rest = min(self::SELDOM, max(self::SOON, $this->ended - $this->since));
        return $this->unknown !== [] && time() - $this->ended >= $rest;
    }

    /** @return list<string> Those that are left, all when the last pass came to its end. */
    public function rest(): array
    {
        $at = $this->ended === 0 ? array_search($this->at, $this->unknown, true) : false;
        return $at === false ? $this->unknown : array_slice($this->unknown, $at + 1);
    }

    public function looked(string $name, bool $isKnownNow): void
    {
        $isKnownNow ? $this->unknown = array_values(array_diff($this->unknown, [$name])) : $this->at = $name;
    }

    public function remember(bool $isComplete): void
    {
        $this->ended = $isComplete ? time() : 0;
        $kept = ['of' => $this->signature(), 'at' => $this->at, 'since' => $this->since, 'ended' => $this->ended];
        update_option(self::OPTION, $kept, false);
    }

    private function signature(): string
    {
        $names = $this->unknown;
        sort($names);
        return md5(implode(' ', $names));
    }
}
