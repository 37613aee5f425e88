<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Api\Wire\DirectUpload;
use PictureOptimizer\Api\Wire\DirectUploadRequest;
use PictureOptimizer\Api\Wire\UploadTarget;

/**
 * Sends an original straight into the service's bucket. The service is told the SHA-256 of each part before, and gives
 * addresses that take exactly these bytes; only parts that are missing are sent.
 */
final class StraightUpload
{
    /** How often parts may be missing after they were sent before something is badly wrong. */
    private const ROUNDS = 3;

    public function __construct(private readonly Client $client, private readonly Bucket $bucket)
    {
    }

    /** Whether there is a bucket, and memory for one of its parts. */
    public function isPossible(string $path): bool
    {
        return min((int) filesize($path), PartSize::MOST) <= PartSize::fitting() && $this->bucket->isThere();
    }

    /**
     * @param callable(): bool $goOn asked after each part; false stops here, to go on another time
     * @return bool whether the service now has the whole picture
     * @throws BucketError when the bytes must go through the service
     * @throws ApiError
     */
    public function upload(string $path, string $sha256, callable $goOn): bool
    {
        $request = new DirectUploadRequest((int) filesize($path), self::hashes($path));
        for ($round = 0; $round < self::ROUNDS; $round++) {
            $upload = $this->announce($sha256, $request);
            if ($upload === null) {
                return true;
            }
            foreach ($upload->parts as $number => $target) {
                $this->bucket->put($target, self::part($path, $target, $request->bytes));
                $isLast = $number === array_key_last($upload->parts);
                if (!$goOn() && !$isLast) {
                    return false;
                }
            }
            if ($this->isComplete($sha256)) {
                return true;
            }
        }
        throw new BucketError('missing parts');
    }

    /** Where to send what is missing; null when the service knows the picture. */
    private function announce(string $sha256, DirectUploadRequest $request): ?DirectUpload
    {
        try {
            return $this->client->beginUpload($sha256, $request);
        } catch (Problem $problem) {
            // The service takes bytes itself, or is older than its bucket.
            $itself = in_array($problem->reasonCode(), ['state_conflict', 'not_found'], true);
            throw $itself ? new BucketError($problem->getMessage()) : $problem;
        }
    }

    private function isComplete(string $sha256): bool
    {
        try {
            $this->client->finishUpload($sha256);
            return true;
        } catch (Problem $problem) {
            return $problem->reasonCode() === 'upload_offset' ? false : throw $problem;
        }
    }

    /** @return list<string> the SHA-256 of each part */
    private static function hashes(string $path): array
    {
        $hashes = [];
        for ($offset = 0, $total = (int) filesize($path); $offset < $total; $offset += PartSize::MOST) {
            $hashes[] = hash('sha256', LocalPart::read($path, $offset, PartSize::MOST));
        }
        return $hashes;
    }

    private static function part(string $path, UploadTarget $target, int $total): string
    {
        $inside = $target->offset >= 0 && $target->bytes > 0 && $target->bytes <= PartSize::MOST
            && $target->offset + $target->bytes <= $total;
        if (!$inside) {
            throw BrokenAnswer::because(__('the upload would continue past the end of the file', 'picture-optimizer'));
        }
        return LocalPart::read($path, $target->offset, $target->bytes);
    }
}
