<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Access;

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

    /**
     * As a browser sends it: what is the site's affair counts only from those who may change that in the settings.
     *
     * @param mixed $sent as from() takes it
     */
    public static function fromBrowser(mixed $sent): self
    {
        $others = array_flip(Access::mayConfigure() ? [] : Defaults::OF_THE_SITE);
        return self::from(is_array($sent) ? array_diff_key($sent, $others) : []);
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
