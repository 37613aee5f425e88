<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** What is known of an attachment from earlier runs. */
final class Picture
{
    /** @param array<string, string> $written hash by text field of what we wrote into it */
    private function __construct(
        public readonly int $attachmentId,
        public readonly PictureStatus $status,
        public readonly string $originalSha256,
        public readonly string $appliedSha256,
        public readonly string $analysisSettings,
        public readonly string $exportSettings,
        public readonly string $format,
        public readonly string $suggestedName,
        public readonly array $written,
        public readonly int $bytesBefore,
        public readonly int $bytesAfter,
        public readonly int $credits,
        public readonly string $reason,
        public readonly int $updatedAt,
    ) {
    }

    /** @param array<string, string|null> $row */
    public static function fromRow(array $row): self
    {
        return new self(
            (int) $row['attachment_id'],
            // A later version of the plugin may have written others, before this one was put back.
            PictureStatus::tryFrom((string) $row['status']) ?? PictureStatus::Seen,
            (string) $row['original_sha256'],
            (string) $row['applied_sha256'],
            (string) $row['analysis_settings'],
            (string) $row['export_settings'],
            (string) $row['format'],
            (string) $row['suggested_name'],
            (array) json_decode((string) $row['written'], true),
            (int) $row['bytes_before'],
            (int) $row['bytes_after'],
            (int) $row['credits'],
            (string) Why::unpack((string) $row['reason']),
            (int) $row['updated_at'],
        );
    }

    public function isAnalysed(): bool
    {
        return in_array($this->status, [PictureStatus::Analysed, PictureStatus::Processed], true);
    }

    public function isExported(): bool
    {
        return in_array($this->status, [PictureStatus::Exported, PictureStatus::Processed], true);
    }

    public function savings(): Savings
    {
        return new Savings($this->bytesBefore, $this->bytesAfter);
    }

    /** Whether the live file is one that we know: the original or what we made of it. */
    public function knows(string $sha256): bool
    {
        return $sha256 === $this->originalSha256 || $sha256 === $this->appliedSha256;
    }
}
