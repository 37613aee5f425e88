<?php

declare(strict_types=1);

namespace PictureOptimizer\Wizard;

use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Uploader;
use PictureOptimizer\Api\Wire\PreviewRequest;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Settings\Settings;

/** One picture before and after, with the chosen settings. Free, and nothing on the site changes. */
final class Previews
{
    private const TAKEN = 'picture_optimizer_previews';

    public function __construct(
        private readonly Originals $originals,
        private readonly Uploader $uploader,
        private readonly Client $client,
        private readonly Settings $settings,
    ) {
    }

    /**
     * @return array{before: string, after: string, before_bytes: int, after_bytes: int, score: float} pictures as data URLs
     * @throws \DomainException when the picture cannot be shown
     * @throws \PictureOptimizer\Api\ApiError
     */
    public function make(int $attachmentId, Chosen $chosen): array
    {
        try {
            $source = $this->originals->sourceFor($attachmentId);
        } catch (ChangeError $error) {
            throw new \DomainException($error->getMessage());
        }
        $this->uploader->upload($source->path, $source->sha256, $source->mime, static fn (): bool => true);
        $settings = JobSettings::from($this->settings->all(), $chosen)->forService(null, 'en');
        $preview = $this->client->preview(new PreviewRequest($source->sha256, $settings->export));
        update_option(self::TAKEN, self::taken() + 1, false);
        return [
            'before' => self::dataUrl('image/webp', $preview->beforeData),
            'after' => self::dataUrl($preview->mediaType, $preview->data),
            'before_bytes' => $preview->beforeBytes,
            'after_bytes' => $preview->afterBytes,
            'score' => $preview->score,
        ];
    }

    /** How many previews this site has had. */
    public static function taken(): int
    {
        return (int) get_option(self::TAKEN, 0);
    }

    private static function dataUrl(string $type, string $base64): string
    {
        if (base64_decode($base64, true) === false) {
            throw new \DomainException(__('The preview arrived damaged. Try again; previews are free.', 'picture-optimizer'));
        }
        return "data:{$type};base64,{$base64}";
    }
}
