<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Wire\Receipt;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Orders;

/** Tells the service that images were put back, so that its figures say what this site shows. Nothing is refunded for it. */
final class Reverts
{
    private const BATCH = 50;

    /** For telling at once; what is left is told at night. */
    private const SECONDS = 3;

    public function __construct(private readonly Orders $orders, private readonly Client $client)
    {
    }

    /** Written down first: whoever cannot reach the service now tells it later. */
    public function happened(int ...$attachmentIds): void
    {
        if ($attachmentIds !== []) {
            $this->orders->noteReverted(...$attachmentIds);
            $this->tell(Budget::ofSeconds(self::SECONDS));
        }
    }

    /** Tells what the service does not know yet, as far as the time goes. */
    public function tell(Budget $budget): void
    {
        for ($last = 0; ($untold = $this->orders->untoldReverts($last, self::BATCH)) !== [];) {
            foreach ($untold as $last => $remoteItem) {
                if (!$budget->isLeft() || !$this->isHeard($remoteItem)) {
                    return;
                }
                $this->orders->noteTold($last);
            }
        }
    }

    /** The service answers that it knows, or that it will never know the item again. */
    private function isHeard(string $remoteItem): bool
    {
        try {
            $this->client->receipt($remoteItem, new Receipt('reverted'));
            return true;
        } catch (ApiError $error) {
            return $error instanceof Problem && $error->is('state_conflict', 'not_found', 'gone');
        }
    }
}
