<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Api\Wire\ResultFile;

/**
 * Fetches a result file in ranges to a path on this server: straight from the bucket where its place is there and that
 * answers well, else through the service. The file counts only when length, SHA-256, type and
 * dimensions are those announced; what is there of an earlier try is gone on with.
 */
final class Downloader
{
    /** Room for a refusal, which can be longer than a small file. */
    private const PROBLEM_BYTES = 64 * KB_IN_BYTES;

    public function __construct(private readonly Http $http, private readonly Bucket $bucket)
    {
    }

    /**
     * @param callable(): bool $goOn asked after each part; false stops here, to go on another time
     * @param Places|null $places where the files of the result are; null: behind the service
     * @return bool whether the whole, checked file lies at the path
     * @throws ApiError and removes what was fetched when it is not what was announced
     */
    public function download(ResultFile $file, string $path, callable $goOn, ?Places $places = null): bool
    {
        $isThere = $this->startAt($file, $path) === $file->bytes;
        $place = $isThere || $places === null ? Places::path($file) : $places->of($file);
        if (!str_starts_with($place, '/')) {
            try {
                return $this->bring($file, $path, $goOn, fn (array $headers, int $atMost): Answer
                    => $this->bucket->get($place, $headers, $atMost));
            } catch (BucketError | BrokenAnswer) {
                $this->bucket->avoid();
                $place = Places::path($file);
            }
        }
        return $this->bring($file, $path, $goOn, fn (array $headers, int $atMost): Answer
            => $this->http->send('GET', $place, $headers, timeout: 120, atMost: $atMost));
    }

    /**
     * @param callable(): bool $goOn
     * @param callable(array<string, string>, int): Answer $ask with these headers, for at most so many bytes
     */
    private function bring(ResultFile $file, string $path, callable $goOn, callable $ask): bool
    {
        $have = $this->startAt($file, $path);
        while ($have < $file->bytes) {
            $part = $this->fetch($file, $have, $ask);
            if (file_put_contents($path, $part, FILE_APPEND) !== strlen($part)) {
                throw new LocalFileError(
                    __('A result cannot be written to this server: the disk is full or the upload folder is'
                        . ' read-only. The image was not changed.', 'picture-optimizer')
                );
            }
            $have += strlen($part);
            if ($have < $file->bytes && !$goOn()) {
                return false;
            }
        }
        $this->check($file, $path);
        return true;
    }

    private function startAt(ResultFile $file, string $path): int
    {
        clearstatcache(true, $path);
        $have = is_file($path) ? (int) filesize($path) : 0;
        if ($have > $file->bytes) {
            unlink($path);
            return 0;
        }
        return $have;
    }

    /** @param callable(array<string, string>, int): Answer $ask */
    private function fetch(ResultFile $file, int $from, callable $ask): string
    {
        $to = min($from + PartSize::fitting(), $file->bytes) - 1;
        $wanted = $to - $from + 1;
        $range = ['Range' => "bytes={$from}-{$to}", 'Accept' => 'image/*, application/problem+json'];
        $atMost = max($file->bytes, self::PROBLEM_BYTES);
        $answer = $ask($range, $atMost)->expect(200, 206);
        $whole = $answer->status === 200 && $from === 0 && strlen($answer->body) === $file->bytes;
        $part = $answer->status === 206 && strlen($answer->body) === $wanted
            && $answer->header('content-range') === "bytes {$from}-{$to}/{$file->bytes}";
        if (!$whole && !$part) {
            throw BrokenAnswer::because(__('a file doesn’t have the announced length', 'picture-optimizer'));
        }
        if ($answer->mediaType() !== $file->mediaType) {
            throw BrokenAnswer::because(sprintf(
                /* translators: 1: media type that came, 2: media type that was announced */
                __('a file came as %1$s instead of %2$s', 'picture-optimizer'),
                $answer->mediaType() ?: '?',
                $file->mediaType
            ));
        }
        return $answer->body;
    }

    private function check(ResultFile $file, string $path): void
    {
        $fault = match (true) {
            !hash_equals($file->sha256, (string) hash_file('sha256', $path))
                => __('a file does not have the contents that were announced', 'picture-optimizer'),
            !$this->isAnnouncedPicture($file, $path)
                => __('a file is not the image that was announced', 'picture-optimizer'),
            default => null,
        };
        if ($fault !== null) {
            unlink($path);
            throw BrokenAnswer::because($fault);
        }
    }

    private function isAnnouncedPicture(ResultFile $file, string $path): bool
    {
        if (wp_get_image_mime($path) !== $file->mediaType) {
            return false;
        }
        $size = wp_getimagesize($path);
        // Older PHP reads no dimensions of AVIF.
        return is_array($size) && ($size[0] === 0 || [$size[0], $size[1]] === [$file->width, $file->height]);
    }
}
