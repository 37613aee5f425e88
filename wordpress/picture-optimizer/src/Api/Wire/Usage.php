<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Usage. */
final class Usage implements \JsonSerializable
{
    /**
     * @param int $credits30Days Reserved or charged by what was ordered today and on the 29 days before (UTC).
     * @param int $creditsThisMonth Reserved or charged since the month (UTC) began: what counts toward
     *     `KeyInfo.monthly_budget`.
     */
    public function __construct(
        public readonly int $creditsToday,
        public readonly int $credits30Days,
        public readonly int $uploadBytes30Days,
        public readonly int $creditsThisMonth = 0,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            creditsToday: $from->whole('credits_today'),
            credits30Days: $from->whole('credits_30_days'),
            creditsThisMonth: $from->has('credits_this_month') ? $from->whole('credits_this_month') : 0,
            uploadBytes30Days: $from->whole('upload_bytes_30_days'),
        );
    }

    /** @return array{credits_today: int, credits_30_days: int, credits_this_month: int, upload_bytes_30_days: int} */
    public function jsonSerialize(): array
    {
        return [
            'credits_today' => $this->creditsToday,
            'credits_30_days' => $this->credits30Days,
            'credits_this_month' => $this->creditsThisMonth,
            'upload_bytes_30_days' => $this->uploadBytes30Days,
        ];
    }
}
