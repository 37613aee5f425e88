<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

/** Which images the site's owner wants left as they are. */
final class Exclusions
{
    /** @param array<string, bool|int|string|list<string>|list<int>> $settings clean ones, of which those for exclusions count */
    public function __construct(private readonly array $settings)
    {
    }

    /**
     * @param string $file below the upload folder
     * @param string $date of the upload, YYYY-MM-DD and more
     * @return string|null the rule that excludes it, as a sentence
     */
    public function reason(string $file, int $bytes, string $date): ?string
    {
        foreach ($this->settings['exclude_folders'] as $folder) {
            if (str_starts_with($file, trim($folder, '/') . '/')) {
                /* translators: %s: folder */
                return sprintf(__('Excluded: it lies in the folder %s.', 'picture-optimizer'), $folder);
            }
        }
        foreach ($this->settings['exclude_names'] as $pattern) {
            if (fnmatch($pattern, wp_basename($file), FNM_CASEFOLD)) {
                /* translators: %s: pattern of file names */
                return sprintf(__('Excluded: its name matches %s.', 'picture-optimizer'), $pattern);
            }
        }
        if ($bytes < $this->settings['exclude_below_bytes']) {
            return __('Excluded: it is smaller than the limit in the settings.', 'picture-optimizer');
        }
        $before = $this->settings['exclude_before'];
        if ($before !== '' && substr($date, 0, 10) < $before) {
            /* translators: %s: date */
            return sprintf(__('Excluded: it was uploaded before %s.', 'picture-optimizer'), $before);
        }
        return null;
    }
}
