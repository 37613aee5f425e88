<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Api\Wire\Image;
use PictureOptimizer\Api\Wire\UploadProgress;

/**
 * Sends an original in parts, straight into the service's bucket where that is possible, else through the service. What is
 * there already is not sent again, so a slow line gets on from run to run, and a killed run loses one part at most.
 */
final class Uploader
{
    /** How often the service may say "go on elsewhere" before something is badly wrong. */
    private const DETOURS = 3;

    private readonly StraightUpload $straight;

    public function __construct(private readonly Http $http, Client $client, private readonly Bucket $bucket)
    {
        $this->straight = new StraightUpload($client, $bucket);
    }

    /**
     * @param callable(): bool $goOn asked before each part after the first; false stops here, to go on another time
     * @return bool whether the service now has the whole picture
     * @throws ApiError
     */
    public function upload(string $path, string $sha256, string $mediaType, callable $goOn): bool
    {
        if ($this->straight->isPossible($path)) {
            try {
                return $this->straight->upload($path, $sha256, $goOn);
            } catch (BucketError) {
                $this->bucket->avoid();
            }
        }
        return $this->sendToService($path, $sha256, $mediaType, $goOn);
    }

    /** @param callable(): bool $goOn */
    private function sendToService(string $path, string $sha256, string $mediaType, callable $goOn): bool
    {
        $total = (int) filesize($path);
        $offset = $this->offset($sha256, $total);
        $size = new PartSize();
        for ($detours = 0; $offset < $total;) {
            $began = microtime(true);
            $part = LocalPart::read($path, $offset, $size->bytes());
            $answer = $this->sendPart($part, $sha256, $mediaType, $offset, $total);
            $size->took(microtime(true) - $began);
            if ($answer->status === 409 && $detours++ < self::DETOURS) {
                $offset = $this->offset($sha256, $total);
                continue;
            }
            $offset = $this->offsetAfter($answer, $sha256, $offset, $total);
            if ($offset < $total && !$goOn()) {
                return false;
            }
        }
        return true;
    }

    /** Bytes that the service has: all of them when it knows the picture. */
    private function offset(string $sha256, int $total): int
    {
        $answer = $this->http->send('HEAD', "/v1/images/{$sha256}", timeout: 10);
        if ($answer->status === 404) {
            return 0;
        }
        $answer->expect(200, 204);
        $offset = $answer->header('upload-offset');
        if ($answer->status === 200 && $offset === '') {
            return $total;
        }
        if (!ctype_digit($offset) || (int) $offset > $total) {
            throw BrokenAnswer::because(__('the upload would continue past the end of the file', 'picture-optimizer'));
        }
        return (int) $offset;
    }

    private function sendPart(string $part, string $sha256, string $mediaType, int $offset, int $total): Answer
    {
        $headers = [
            'Content-Type' => $mediaType,
            'Content-Range' => sprintf('bytes %d-%d/%d', $offset, $offset + strlen($part) - 1, $total),
            // WordPress would ask "100-continue" first; what lies between may not answer, and each part waits a second.
            'Expect' => '',
        ];
        return $this->http->send('PUT', "/v1/images/{$sha256}", $headers, $part, timeout: 120);
    }

    private function offsetAfter(Answer $answer, string $sha256, int $offset, int $total): int
    {
        $answer->expect(200, 201, 202);
        if ($answer->status !== 202) {
            if (Image::read($answer->json())->sha256 !== $sha256) {
                throw BrokenAnswer::because(__('it is about another image', 'picture-optimizer'));
            }
            return $total;
        }
        $next = UploadProgress::read($answer->json())->offset;
        if ($next <= $offset || $next >= $total) {
            throw BrokenAnswer::because(__('the upload is not making progress', 'picture-optimizer'));
        }
        return $next;
    }
}
