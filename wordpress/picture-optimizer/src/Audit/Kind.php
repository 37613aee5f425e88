<?php

declare(strict_types=1);

namespace PictureOptimizer\Audit;

use PictureOptimizer\Media\FilterQuery;
use PictureOptimizer\Media\Layout;
use PictureOptimizer\Store\Pipeline;

/** What the audit looks for; each is a condition on its table and an order. */
enum Kind: string
{
    case MissingAlt = 'missing_alt';
    case BadAlt = 'bad_alt';
    case SameAlt = 'same_alt';
    case Heavy = 'heavy';
    case OldFormat = 'old_format';
    case Oversized = 'oversized';
    case Duplicates = 'duplicates';

    /** A full-size file above this is worth a look, in bytes. */
    public const HEAVY_BYTES = 300 * KB_IN_BYTES;

    public function label(): string
    {
        return match ($this) {
            self::MissingAlt => __('Without alt text', 'picture-optimizer'),
            self::BadAlt => __('Poor alt text', 'picture-optimizer'),
            self::SameAlt => __('Same alt text', 'picture-optimizer'),
            self::Heavy => __('Heaviest files', 'picture-optimizer'),
            self::OldFormat => __('Old formats', 'picture-optimizer'),
            self::Oversized => __('Larger than the layout', 'picture-optimizer'),
            self::Duplicates => __('Duplicates', 'picture-optimizer'),
        };
    }

    /** What is wrong with these pictures, and what helps. */
    public function explained(): string
    {
        return match ($this) {
            self::MissingAlt => __('People who can’t see these images, and search engines, learn nothing about them. “Analyze'
                . ' Only” writes alt text and doesn’t change files.', 'picture-optimizer'),
            self::BadAlt => __('These alt texts are file names, begin with “image of”, are too long, or list keywords. Text written by'
                . ' someone on your team is replaced only if you choose to.', 'picture-optimizer'),
            self::SameAlt => __('Different images with the same alt text: people who can’t see them can’t tell them apart. “Analyze'
                . ' Only” writes alt text for each.', 'picture-optimizer'),
            self::Heavy => __('Full-size files above 300 KB, the largest first. “Compress & Export Only” makes them'
                . ' smaller at the same quality.', 'picture-optimizer'),
            self::OldFormat => __('JPEG, PNG, and older formats; WebP and AVIF are smaller at the same quality.', 'picture-optimizer'),
            self::Oversized => sprintf(
                /* translators: %s: number of pixels */
                __('Wider than %s pixels, which is twice the widest space your theme has for images. Screens can’t show more; visitors'
                    . ' who open the full size download it all.', 'picture-optimizer'),
                number_format_i18n(Layout::widestNeeded())
            ),
            self::Duplicates => __('The same file was uploaded more than once. Keep one, use it everywhere, and delete the'
                . ' others when nothing uses them any more.', 'picture-optimizer'),
        };
    }

    /** What helps, chosen beforehand in the wizard. */
    public function pipeline(): Pipeline
    {
        return match ($this) {
            self::MissingAlt, self::BadAlt, self::SameAlt => Pipeline::Analyze,
            default => Pipeline::Export,
        };
    }

    /** SQL on the audit's table, whose alias is `a`. */
    public function condition(string $table): string
    {
        return match ($this) {
            self::MissingAlt => "a.alt_fault = 'missing'",
            self::BadAlt => "a.alt_fault NOT IN ('', 'missing')",
            self::SameAlt => FilterQuery::sameAlt($table),
            self::Heavy => 'a.bytes > ' . self::HEAVY_BYTES,
            self::OldFormat => "a.mime NOT IN ('image/webp', 'image/avif', 'image/gif')",
            self::Oversized => 'a.width > ' . Layout::widestNeeded(),
            self::Duplicates => "a.sha256 IN (SELECT d.sha256 FROM (SELECT sha256 FROM {$table} WHERE sha256 <> ''"
                . ' GROUP BY sha256 HAVING COUNT(*) > 1) d)',
        };
    }

    public function order(): string
    {
        return match ($this) {
            self::Oversized => 'a.width DESC, a.attachment_id DESC',
            self::Heavy, self::OldFormat => 'a.bytes DESC, a.attachment_id DESC',
            self::Duplicates => 'a.bytes DESC, a.sha256, a.attachment_id',
            self::SameAlt => 'a.alt_hash, a.attachment_id',
            default => 'a.attachment_id DESC',
        };
    }
}
