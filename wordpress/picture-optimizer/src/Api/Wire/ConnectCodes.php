<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ConnectCodes. */
final class ConnectCodes implements \JsonSerializable
{
    /**
     * @param string $verificationUrl Where a person types the code.
     * @param string $verificationUrlComplete The same with the code in it.
     * @param int $expiresIn Seconds.
     * @param int $interval Seconds to wait between two questions.
     */
    public function __construct(
        public readonly string $deviceCode,
        public readonly string $userCode,
        public readonly string $verificationUrl,
        public readonly string $verificationUrlComplete,
        public readonly int $expiresIn,
        public readonly int $interval,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            deviceCode: $from->text('device_code'),
            userCode: $from->text('user_code', '/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/D'),
            verificationUrl: $from->text('verification_url'),
            verificationUrlComplete: $from->text('verification_url_complete'),
            expiresIn: $from->whole('expires_in'),
            interval: $from->whole('interval'),
        );
    }

    /**
     * @return array{
     *     device_code: string,
     *     user_code: string,
     *     verification_url: string,
     *     verification_url_complete: string,
     *     expires_in: int,
     *     interval: int,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'device_code' => $this->deviceCode,
            'user_code' => $this->userCode,
            'verification_url' => $this->verificationUrl,
            'verification_url_complete' => $this->verificationUrlComplete,
            'expires_in' => $this->expiresIn,
            'interval' => $this->interval,
        ];
    }
}
