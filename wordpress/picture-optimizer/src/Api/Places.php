<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Api\Wire\ResultFile;

/**
 * Where the files of one result are: in the service's bucket, or behind the service. Asking is their delivery, which the
 * service charges once; so it is asked when the first file is really fetched, and again before the addresses end.
 */
final class Places
{
    /** Seconds; half of what addresses hold (`limits.direct_url_seconds`). */
    private const FRESH = 150;

    /** @var array<string, string> by the file's id */
    private array $known = [];
    private float $askedAt = -INF;

    public function __construct(private readonly Client $client, private readonly string $itemId)
    {
    }

    /** @return string an address in the bucket; or a path of the service, which begins with a slash */
    public function of(ResultFile $file): string
    {
        $now = hrtime(true) / 1e9;
        if ($now - $this->askedAt > self::FRESH) {
            $this->known = $this->ask();
            $this->askedAt = $now;
        }
        $place = $this->known[$file->id] ?? '';
        $isPath = preg_match("#^/v1/files/{$file->id}(\?ticket=[\w.:~-]+)?$#D", $place) === 1;
        return $isPath || str_contains($place, '://') ? $place : self::path($file);
    }

    /** Where a file always is. */
    public static function path(ResultFile $file): string
    {
        return "/v1/files/{$file->id}";
    }

    /** @return array<string, string> */
    private function ask(): array
    {
        try {
            return array_column($this->client->downloads($this->itemId)->files, 'url', 'id');
        } catch (Problem $problem) {
            // A service that does not know the question has its files where they always were.
            return $problem->reasonCode() === 'not_found' ? [] : throw $problem;
        }
    }
}
