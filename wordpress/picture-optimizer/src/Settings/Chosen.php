<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** What somebody chose for one job where it differs from the site's settings: clean, whatever was sent. */
final class Chosen
{
    /** @param array<string, bool|int|string|list<string>|list<int>> $settings as in Defaults */
    private function __construct(
        public readonly array $settings,
        public readonly bool $reprocess,
        public readonly bool $review,
        public readonly Spots $spots,
    ) {
    }

    /** @param mixed $sent settings by name, `reprocess`, `review` and `spots`; anything else counts as nothing */
    public static function from(mixed $sent = []): self
    {
        $sent = is_array($sent) ? $sent : [];
        return new self(
            Settings::clean($sent),
            (bool) ($sent['reprocess'] ?? false),
            (bool) ($sent['review'] ?? false),
            Spots::from($sent['spots'] ?? []),
        );
    }
}
