<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Store\Why;

/** Which images the site's owner wants left as they are. */
final class Exclusions
{
    /** @param array<string, bool|int|string|list<string>|list<int>> $settings clean ones, of which those for exclusions count */
    public function __construct(private readonly array $settings)
    {
    }

    /** Whether the length of a file matters, for which a slow disk may have to be asked. */
    public function askForBytes(): bool
    {
        return $this->settings['exclude_below_bytes'] > 0;
    }

    /**
     * @param string $file below the upload folder
     * @param string $date of the upload, YYYY-MM-DD and more
     * @return Why|null the rule that excludes it
     */
    public function reason(string $file, int $bytes, string $date): ?Why
    {
        foreach ($this->settings['exclude_folders'] as $folder) {
            if (str_starts_with($file, trim($folder, '/') . '/')) {
                return self::excluded('folder', $folder);
            }
        }
        foreach ($this->settings['exclude_names'] as $pattern) {
            if (fnmatch($pattern, wp_basename($file), FNM_CASEFOLD)) {
                return self::excluded('name', $pattern);
            }
        }
        if ($bytes < $this->settings['exclude_below_bytes']) {
            return self::excluded('size');
        }
        $before = $this->settings['exclude_before'];
        return $before !== '' && substr($date, 0, 10) < $before ? self::excluded('date', $before) : null;
    }

    private static function excluded(string $rule, string $value = ''): Why
    {
        return Why::own('excluded', ['rule' => $rule, 'value' => $value]);
    }
}
