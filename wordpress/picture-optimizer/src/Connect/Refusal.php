<?php

declare(strict_types=1);

namespace PictureOptimizer\Connect;

use PictureOptimizer\Api\ApiError;

/** Why a site is not connected: a sentence for whoever asked, and what the machinery said. */
final class Refusal extends \DomainException
{
    public function __construct(string $sentence, public readonly string $detail = '')
    {
        parent::__construct($sentence);
    }

    public static function of(ApiError $error): self
    {
        return new self($error->report(), $error->detail());
    }
}
