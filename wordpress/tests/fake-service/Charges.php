<?php

declare(strict_types=1);

namespace PictureOptimizer\FakeService;

/** What the lines of an item cost once they are used: each is charged once, and comes back where the result could not be used. */
final class Charges
{
    /**
     * @param array<string, mixed> $state
     * @param array<string, mixed> $item
     * @return array<string, mixed>
     */
    public static function capture(array &$state, array $item, string $line): array
    {
        foreach ($item['charges'] as &$charge) {
            if ($charge['line'] === $line && $charge['state'] === 'held') {
                $charge['state'] = 'captured';
                $state['paid'][] = "{$item['sha256']}:{$line}";
                $state['charged']++;
            }
        }
        return $item;
    }

    /**
     * @param array<string, mixed> $state
     * @param array<string, mixed> $item
     * @return array<string, mixed>
     */
    public static function refund(array &$state, array $item, string $reason): array
    {
        foreach ($item['charges'] as &$charge) {
            if ($charge['state'] === 'captured') {
                $charge['state'] = 'refunded';
                $state['charged'] -= $charge['credits'];
            }
        }
        return ['state' => 'failed', 'reason' => ['code' => 'not_applied', 'message' => $reason ?: 'Not used.']] + $item;
    }
}
