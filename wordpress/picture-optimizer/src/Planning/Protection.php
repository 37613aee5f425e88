<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Store\Why;

/**
 * Files that are no images of web pages: what is sold, what only some may see, what visitors sent in by a form, the site's icon; and
 * images that would lose something by being made anew.
 * A smaller copy is not what a customer paid for, so they are left alone unless somebody asks for them by name (setting
 * `include_protected`).
 */
final class Protection
{
    /** Folders below uploads of shops, form builders and plugins that keep files from visitors. */
    private const FOLDERS = [
        'woocommerce_uploads', 'edd', 'dlm_uploads', 'download-manager-files', 'sell_media', 'sunshine', 'mepr', 'memberpress',
        'gravity_forms', 'wpforms', 'wpcf7_uploads', 'wpcf7-submissions', 'wp_dndcf7_uploads', 'cfdb7_uploads', 'flamingo',
        'ninja-forms', 'formidable', 'forminator', 'fluentform', 'elementor/forms', 'everest_forms_uploads', 'happyforms',
        'superforms', 'sureforms', 'bricks-forms', 'wsf', 'arforms', 'arflite', 'ultimatemember', 'job-manager-uploads',
        'learndash', 'assignments', 'essays', 'sensei', '_pda',
    ];

    /** Such a folder counts wherever it lies below uploads. */
    private const ANYWHERE = '#(?:^|/)(?:e-?)?(?:signatures?|private|protected|_private|secure|confidential)/#i';

    /** A server's rule that refuses every request. */
    private const DENIES = '/^\s*(?:deny\s+from\s+all|require\s+all\s+denied)\b/mi';

    /** What plugins note of images on whose sizes they have put a watermark (Image Watermark, Easy Watermark). */
    private const WATERMARKED = ['iw-is-watermarked', '_ew_applied_watermarks'];

    /** @var array<string, bool> Whether visitors are refused, by folder. */
    private array $denied = [];

    public function __construct(private readonly Downloads $downloads)
    {
    }

    /**
     * @param list<int> $attachmentIds
     * @param bool $exports whether files are to be replaced
     * @return array<int, Decision> those that are left alone, by attachment
     */
    public function obstacles(array $attachmentIds, bool $exports = true): array
    {
        $sold = $this->downloads->naming($attachmentIds);
        $obstacles = [];
        foreach ($attachmentIds as $id) {
            /**
             * Filters why an image counts as sold or protected.
             *
             * @param string|null $reason a sentence, or null when it is an image like any other
             * @param int $attachmentId
             */
            $reason = apply_filters('picture_optimizer_protected', $this->reason($id, $sold[$id] ?? '', $exports), $id);
            if (is_string($reason) && $reason !== '') {
                $obstacles[$id] = Decision::skip(Why::told('protected', $reason));
            }
        }
        return $obstacles;
    }

    private function reason(int $id, string $soldBy, bool $exports): ?string
    {
        $file = Described::file($id);
        return match (true) {
            $soldBy !== '' => sprintf(
                /* translators: %s: title of a product or download */
                __('Skipped: it is the download of “%s”, and customers get the file as is.', 'picture-optimizer'),
                $soldBy
            ),
            $this->liesInAPrivateFolder($file) => sprintf(
                /* translators: %s: folder */
                __('Skipped: the folder %s holds files that are sold, private, or submitted by visitors.', 'picture-optimizer'),
                dirname($file)
            ),
            get_post_status($id) === 'private' || get_post_meta($id, '_pda_protection', true) === '1'
                => __('Skipped: it is private.', 'picture-optimizer'),
            (int) get_option('site_icon') === $id
                => __('Skipped: it is the site’s icon, which phones and browser tabs show as PNG or JPEG only.', 'picture-optimizer'),
            $exports && self::isWatermarked($id) => __(
                'Skipped: a plugin has put a watermark on it, which optimized files would lack. Analyze Only doesn’t change files.',
                'picture-optimizer'
            ),
            default => null,
        };
    }

    private static function isWatermarked(int $id): bool
    {
        return array_filter(self::WATERMARKED, static fn (string $key): bool => (bool) get_post_meta($id, $key, true)) !== [];
    }

    private function liesInAPrivateFolder(string $file): bool
    {
        foreach (self::FOLDERS as $folder) {
            if (stripos($file, "{$folder}/") === 0) {
                return true;
            }
        }
        return preg_match(self::ANYWHERE, $file) === 1 || $this->isDenied(dirname($file));
    }

    /** Whether a server's rule in the folder, or in one above it below uploads, keeps visitors out. */
    private function isDenied(string $folder): bool
    {
        if ($folder === '.' || $folder === '' || path_is_absolute($folder) || str_contains($folder, '..')) {
            return false;
        }
        return $this->denied[$folder] ??= self::refuses(Attachment::uploads() . "/{$folder}/.htaccess")
            || $this->isDenied(dirname($folder));
    }

    private static function refuses(string $rules): bool
    {
        if (!is_file($rules)) {
            return false;
        }
        // Rules for some files only (scripts, most often) say nothing of images.
        $text = preg_replace('#<Files(?:Match)?\b.*?</Files(?:Match)?>#is', '', (string) file_get_contents($rules, false, null, 0, 65536));
        return preg_match(self::DENIES, (string) $text) === 1;
    }
}
