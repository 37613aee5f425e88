<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Settings\JobSettings;

/** An order of somebody: pictures, a pipeline, settings, and the price that was agreed to. */
final class Job
{
    private function __construct(
        public readonly int $id,
        public readonly JobState $state,
        public readonly JobSource $source,
        public readonly Pipeline $pipeline,
        public readonly JobSettings $settings,
        public readonly string $quoteId,
        public readonly int $quoteExpires,
        public readonly int $creditsQuoted,
        public readonly int $creditsAvailable,
        public readonly string $message,
        public readonly int $createdBy,
        public readonly int $createdAt,
    ) {
    }

    /** @param array<string, string|null> $row */
    public static function fromRow(array $row): self
    {
        $pipeline = Pipeline::tryFrom((string) $row['pipeline']);
        return new self(
            (int) $row['id'],
            // What a later version has written, before this one was put back, is nothing that goes on.
            $pipeline === null ? JobState::Stopped : JobState::tryFrom((string) $row['state']) ?? JobState::Stopped,
            JobSource::tryFrom((string) $row['source']) ?? JobSource::Rest,
            $pipeline ?? Pipeline::Export,
            JobSettings::fromJson((string) $row['settings']),
            (string) $row['quote_id'],
            (int) $row['quote_expires'],
            (int) $row['credits_quoted'],
            (int) $row['credits_available'],
            (string) Why::unpack((string) $row['message']),
            (int) $row['created_by'],
            (int) $row['created_at'],
        );
    }
}
