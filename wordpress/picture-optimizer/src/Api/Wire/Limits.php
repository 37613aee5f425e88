<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Limits. */
final class Limits implements \JsonSerializable
{
    public function __construct(
        public readonly int $uploadBytes = 104857600,
        public readonly int $uploadPartBytes = 8388608,
        public readonly int $directUrlSeconds = 300,
        public readonly int $picturePixels = 100000000,
        public readonly int $sizesPerItem = 40,
        public readonly int $outputPixelsPerSourcePixel = 3,
        public readonly int $itemsPerJob = 100,
        public readonly int $placementsPerItem = 20,
        public readonly int $passageCharacters = 600,
        public readonly int $holdSeconds = 259200,
        public readonly int $batchSeconds = 86400,
        public readonly int $quoteSeconds = 900,
        public readonly int $resultSeconds = 2592000,
        public readonly int $unusedOriginalSeconds = 86400,
        public readonly int $idempotencySeconds = 2592000,
        public readonly int $pluginLeaseSeconds = 120,
        public readonly int $keyCacheSeconds = 5,
        public readonly int $longPollSeconds = 5,
        public readonly int $previewsPerHour = 20,
        public readonly int $previewPixelsLongSide = 1024,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            uploadBytes: $from->has('upload_bytes') ? $from->whole('upload_bytes') : 104857600,
            uploadPartBytes: $from->has('upload_part_bytes') ? $from->whole('upload_part_bytes') : 8388608,
            directUrlSeconds: $from->has('direct_url_seconds') ? $from->whole('direct_url_seconds') : 300,
            picturePixels: $from->has('picture_pixels') ? $from->whole('picture_pixels') : 100000000,
            sizesPerItem: $from->has('sizes_per_item') ? $from->whole('sizes_per_item') : 40,
            outputPixelsPerSourcePixel: $from->has('output_pixels_per_source_pixel') ? $from->whole('output_pixels_per_source_pixel') : 3,
            itemsPerJob: $from->has('items_per_job') ? $from->whole('items_per_job') : 100,
            placementsPerItem: $from->has('placements_per_item') ? $from->whole('placements_per_item') : 20,
            passageCharacters: $from->has('passage_characters') ? $from->whole('passage_characters') : 600,
            holdSeconds: $from->has('hold_seconds') ? $from->whole('hold_seconds') : 259200,
            batchSeconds: $from->has('batch_seconds') ? $from->whole('batch_seconds') : 86400,
            quoteSeconds: $from->has('quote_seconds') ? $from->whole('quote_seconds') : 900,
            resultSeconds: $from->has('result_seconds') ? $from->whole('result_seconds') : 2592000,
            unusedOriginalSeconds: $from->has('unused_original_seconds') ? $from->whole('unused_original_seconds') : 86400,
            idempotencySeconds: $from->has('idempotency_seconds') ? $from->whole('idempotency_seconds') : 2592000,
            pluginLeaseSeconds: $from->has('plugin_lease_seconds') ? $from->whole('plugin_lease_seconds') : 120,
            keyCacheSeconds: $from->has('key_cache_seconds') ? $from->whole('key_cache_seconds') : 5,
            longPollSeconds: $from->has('long_poll_seconds') ? $from->whole('long_poll_seconds') : 5,
            previewsPerHour: $from->has('previews_per_hour') ? $from->whole('previews_per_hour') : 20,
            previewPixelsLongSide: $from->has('preview_pixels_long_side') ? $from->whole('preview_pixels_long_side') : 1024,
        );
    }

    /**
     * @return array{
     *     upload_bytes: int,
     *     upload_part_bytes: int,
     *     direct_url_seconds: int,
     *     picture_pixels: int,
     *     sizes_per_item: int,
     *     output_pixels_per_source_pixel: int,
     *     items_per_job: int,
     *     placements_per_item: int,
     *     passage_characters: int,
     *     hold_seconds: int,
     *     batch_seconds: int,
     *     quote_seconds: int,
     *     result_seconds: int,
     *     unused_original_seconds: int,
     *     idempotency_seconds: int,
     *     plugin_lease_seconds: int,
     *     key_cache_seconds: int,
     *     long_poll_seconds: int,
     *     previews_per_hour: int,
     *     preview_pixels_long_side: int,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'upload_bytes' => $this->uploadBytes,
            'upload_part_bytes' => $this->uploadPartBytes,
            'direct_url_seconds' => $this->directUrlSeconds,
            'picture_pixels' => $this->picturePixels,
            'sizes_per_item' => $this->sizesPerItem,
            'output_pixels_per_source_pixel' => $this->outputPixelsPerSourcePixel,
            'items_per_job' => $this->itemsPerJob,
            'placements_per_item' => $this->placementsPerItem,
            'passage_characters' => $this->passageCharacters,
            'hold_seconds' => $this->holdSeconds,
            'batch_seconds' => $this->batchSeconds,
            'quote_seconds' => $this->quoteSeconds,
            'result_seconds' => $this->resultSeconds,
            'unused_original_seconds' => $this->unusedOriginalSeconds,
            'idempotency_seconds' => $this->idempotencySeconds,
            'plugin_lease_seconds' => $this->pluginLeaseSeconds,
            'key_cache_seconds' => $this->keyCacheSeconds,
            'long_poll_seconds' => $this->longPollSeconds,
            'previews_per_hour' => $this->previewsPerHour,
            'preview_pixels_long_side' => $this->previewPixelsLongSide,
        ];
    }
}
