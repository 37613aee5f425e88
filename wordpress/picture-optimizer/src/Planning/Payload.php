<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\Wire\AttachmentText;
use PictureOptimizer\Api\Wire\ItemContext;
use PictureOptimizer\Api\Wire\PictureItem;
use PictureOptimizer\Api\Wire\SizeRequest;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Replace\Source;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Tags;

/** What the service is told about a picture (the contract's `PictureItem`). */
final class Payload
{
    /** @param ItemContext $context what surrounds it; a price depends on nothing there */
    public static function of(
        Item $item,
        Pipeline $pipeline,
        Source $source,
        ItemContext $context = new ItemContext(),
    ): PictureItem {
        [$width, $height] = Geometry::upright($source);
        return new PictureItem(
            reference: $item->reference(),
            sha256: $source->sha256,
            bytes: $source->bytes,
            width: max(1, min(65535, $width)),
            height: max(1, min(65535, $height)),
            mediaType: $source->mime,
            sizes: $pipeline->exports() ? self::sizes($item->attachmentId, $source) : [],
            context: $context,
            text: self::text($item->attachmentId),
        );
    }

    /** @return list<SizeRequest> without those that a person has cropped */
    private static function sizes(int $attachmentId, Source $source): array
    {
        $attachment = Attachment::load($attachmentId);
        [$width, $height] = Geometry::upright($source);
        $liesOnItsSide = self::liesOnItsSide($attachment, $source);
        $sizes = Geometry::sizes($attachmentId, $width, $height, $liesOnItsSide ? [] : self::ownFiles($attachment, $source));
        $kept = $liesOnItsSide || $sizes === [] ? [] : HandCrops::of($attachment);
        return array_values(array_filter($sizes, static fn (SizeRequest $size): bool => !in_array($size->name, $kept, true)));
    }

    /**
     * Bytes of the sizes that the site itself has made of this source; none after a replacement, whose files somebody wants
     * to have anew, perhaps at a higher quality.
     *
     * @return array<string, int>
     */
    private static function ownFiles(Attachment $attachment, Source $source): array
    {
        $files = $attachment->existing();
        if (($attachment->sources()[0] ?? null) !== $source->path) {
            return [];
        }
        $bytes = array_map(static fn (string $name): int => (int) filesize($attachment->absolute($name)), $files);
        return array_filter(array_diff_key($bytes, ['full' => true, 'original' => true]));
    }

    /** Where WordPress could not turn the image, its sub-sizes say nothing. */
    private static function liesOnItsSide(Attachment $attachment, Source $source): bool
    {
        [$width, $height] = Geometry::upright($source);
        return ($width <=> $height) !== ((int) ($attachment->meta['width'] ?? 0) <=> (int) ($attachment->meta['height'] ?? 0));
    }

    private static function text(int $attachmentId): AttachmentText
    {
        $post = get_post($attachmentId);
        $camera = array_filter((array) (wp_get_attachment_metadata($attachmentId)['image_meta'] ?? []), is_scalar(...));
        $tags = get_the_terms($attachmentId, Tags::TAXONOMY);
        return new AttachmentText(
            alt: Plain::text(Described::alt($attachmentId)),
            title: Plain::text($post->post_title ?? ''),
            caption: Plain::text($post->post_excerpt ?? ''),
            description: Plain::text($post->post_content ?? ''),
            copyright: Plain::text((string) ($camera['copyright'] ?? '')),
            credit: Plain::text((string) ($camera['credit'] ?? '')),
            tags: is_array($tags) ? array_slice(array_column($tags, 'name'), 0, 50) : [],
        );
    }
}
