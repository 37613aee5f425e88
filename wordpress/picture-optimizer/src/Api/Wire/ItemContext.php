<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ItemContext. */
final class ItemContext implements \JsonSerializable
{
    /**
     * @param list<Placement> $placements Distinct ones: places that differ in nothing that matters need to be sent
     *     once.
     * @param list<string> $otherAlts Alt texts that people wrote for this image elsewhere.
     * @param string $folder Folder of the media library, as folder plugins keep it.
     * @param list<string> $neighbors Titles or file names of images of the same upload, for an image that is used
     *     nowhere yet.
     */
    public function __construct(
        public readonly string $pageTitle = '',
        public readonly string $surroundingText = '',
        public readonly string $productName = '',
        public readonly string $existingAlt = '',
        public readonly string $linkTarget = '',
        public readonly string $fileName = '',
        public readonly ?Role $role = Role::Content,
        public readonly array $placements = [],
        public readonly ?Product $product = null,
        public readonly string $siteName = '',
        public readonly array $otherAlts = [],
        public readonly string $folder = '',
        public readonly array $neighbors = [],
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            pageTitle: $from->has('page_title') ? $from->text('page_title') : '',
            surroundingText: $from->has('surrounding_text') ? $from->text('surrounding_text') : '',
            productName: $from->has('product_name') ? $from->text('product_name') : '',
            existingAlt: $from->has('existing_alt') ? $from->text('existing_alt') : '',
            linkTarget: $from->has('link_target') ? $from->text('link_target') : '',
            fileName: $from->has('file_name') ? $from->text('file_name') : '',
            role: $from->has('role') ? Role::tryFrom($from->text('role')) : Role::Content,
            placements: $from->has('placements') ? array_map(Placement::read(...), $from->objects('placements')) : [],
            product: $from->has('product') ? Product::read($from->object('product')) : null,
            siteName: $from->has('site_name') ? $from->text('site_name') : '',
            otherAlts: $from->has('other_alts') ? $from->texts('other_alts') : [],
            folder: $from->has('folder') ? $from->text('folder') : '',
            neighbors: $from->has('neighbors') ? $from->texts('neighbors') : [],
        );
    }

    /**
     * @return array{
     *     page_title: string,
     *     surrounding_text: string,
     *     product_name: string,
     *     existing_alt: string,
     *     link_target: string,
     *     file_name: string,
     *     role: Role|null,
     *     placements: list<Placement>,
     *     product: Product|null,
     *     site_name: string,
     *     other_alts: list<string>,
     *     folder: string,
     *     neighbors: list<string>,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'page_title' => $this->pageTitle,
            'surrounding_text' => $this->surroundingText,
            'product_name' => $this->productName,
            'existing_alt' => $this->existingAlt,
            'link_target' => $this->linkTarget,
            'file_name' => $this->fileName,
            'role' => $this->role,
            'placements' => $this->placements,
            'product' => $this->product,
            'site_name' => $this->siteName,
            'other_alts' => $this->otherAlts,
            'folder' => $this->folder,
            'neighbors' => $this->neighbors,
        ];
    }
}
