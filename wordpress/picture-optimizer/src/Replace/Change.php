<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Files\NewFile;

/**
 * What is to happen to one attachment: new files, a new name, new text, or any of them.
 *
 * Without files only the text fields change and no file is touched. With files exactly one of them is named "full".
 *
 * @phpstan-import-type KeptFile from NewFile
 * @phpstan-import-type KeptText from Text
 * @phpstan-type Kept array{attachment: int, original_sha256: string, files: list<KeptFile>, base_name: string|null,
 *     text: KeptText|null, fill_empty_alts: bool, replace_old_alts: bool, place_alts?: array<string, string>,
 *     keep_links?: bool, language?: string}
 */
final class Change
{
    /**
     * @param string        $originalSha256 Hash of the picture that the files were made from; checked again before the swap.
     * @param list<NewFile> $files          Results, already in the staging folder.
     * @param string|null   $baseName       Wished base name without extension; null keeps the present one.
     * @param bool          $fillEmptyAlts  Fill empty alts of this picture in existing content.
     * @param bool          $replaceOldAlts Replace alts in content that equal the attachment's alt before this change.
     * @param array<string, string> $placeAlts Alts for single places in content, by their keys (see ImagePlace).
     * @param bool          $keepLinks      Links go on leading to the old file where its format changes.
     * @param string        $language       What its text is written in; empty where that is not known.
     */
    public function __construct(
        public readonly int $attachmentId,
        public readonly string $originalSha256,
        public readonly array $files = [],
        public readonly ?string $baseName = null,
        public readonly ?Text $text = null,
        public readonly bool $fillEmptyAlts = true,
        public readonly bool $replaceOldAlts = false,
        public readonly array $placeAlts = [],
        public readonly bool $keepLinks = false,
        public readonly string $language = '',
    ) {
    }

    public function full(): ?NewFile
    {
        foreach ($this->files as $file) {
            if ($file->name === 'full') {
                return $file;
            }
        }
        return null;
    }

    /** @return Kept */
    public function toArray(): array
    {
        return [
            'attachment' => $this->attachmentId,
            'original_sha256' => $this->originalSha256,
            'files' => array_map(static fn (NewFile $file): array => $file->toArray(), $this->files),
            'base_name' => $this->baseName,
            'text' => $this->text?->toArray(),
            'fill_empty_alts' => $this->fillEmptyAlts,
            'replace_old_alts' => $this->replaceOldAlts,
            'place_alts' => $this->placeAlts,
            'keep_links' => $this->keepLinks,
            'language' => $this->language,
        ];
    }

    /** @param Kept $data As written by toArray(). */
    public static function fromArray(array $data): self
    {
        return new self(
            $data['attachment'],
            $data['original_sha256'],
            array_map([NewFile::class, 'fromArray'], $data['files']),
            $data['base_name'],
            $data['text'] === null ? null : Text::fromArray($data['text']),
            $data['fill_empty_alts'],
            $data['replace_old_alts'],
            // Newer than the journal's first rows.
            array_map(strval(...), $data['place_alts'] ?? []),
            $data['keep_links'] ?? false,
            $data['language'] ?? '',
        );
    }
}
