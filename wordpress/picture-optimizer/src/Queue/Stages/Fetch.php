<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Downloader;
use PictureOptimizer\Api\LocalFileError;
use PictureOptimizer\Api\Places;
use PictureOptimizer\Api\Wire\ResultFile;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Store\Item;

/** Brings the files of a result to this server, each checked. */
final class Fetch
{
    public function __construct(private readonly Downloader $downloader, private readonly Client $client)
    {
    }

    /**
     * @param callable(): bool $goOn
     * @return list<NewFile>|null null when the time ran out; what has come stays for the next run
     * @throws ApiError
     */
    public function files(Item $item, callable $goOn): ?array
    {
        $files = [];
        $places = new Places($this->client, $item->remoteItem);
        foreach ($item->answer()?->export->files ?? [] as $file) {
            $path = $this->path($item, $file);
            if (!$this->downloader->download($file, $path, $goOn, $places)) {
                return null;
            }
            $files[] = new NewFile(
                $file->name,
                $path,
                $file->sha256,
                $file->bytes,
                $file->width,
                $file->height,
                $file->mediaType,
                $file->extension,
            );
        }
        return $files;
    }

    public function cleanUp(Item $item): void
    {
        foreach ($item->answer()?->export->files ?? [] as $file) {
            wp_delete_file($this->path($item, $file));
        }
    }

    /** Made of our own number and checked hashes: no name from the service becomes a path, and no extension what a web server runs. */
    private function path(Item $item, ResultFile $file): string
    {
        try {
            $name = substr(hash('sha256', $file->name . $file->sha256), 0, 32);
            return Staging::dir() . "/{$item->id}-{$name}.staged";
        } catch (ChangeError $error) {
            throw new LocalFileError($error->getMessage());
        }
    }
}
