<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** Which settings stand on which tab, and what people read beside them. */
final class Fields
{
    /** @return list<Field> */
    public static function of(Tab $tab): array
    {
        return match ($tab) {
            Tab::General => self::general(),
            Tab::Images => self::images(),
            Tab::Metadata => self::metadata(),
            Tab::Context => self::context(),
            Tab::Exclusions => self::exclusions(),
            Tab::Access => self::access(),
            Tab::Tools => [
                new Field('on_uninstall', __('When the plugin is deleted', 'picture-optimizer'), '', self::named('on_uninstall'), true),
            ],
        };
    }

    /** @return list<Field> */
    private static function general(): array
    {
        return [
            new Field('format', __('Format', 'picture-optimizer'), __(
                'Every browser can show WebP. AVIF files are smaller and take longer to create.',
                'picture-optimizer'
            ), self::named('format')),
            new Field('preset', __('Quality', 'picture-optimizer'), __(
                'Automatic measures each image and uses the smallest file that looks the same.',
                'picture-optimizer'
            ), self::named('preset')),
            new Field('auto_process', __('New uploads', 'picture-optimizer'), __(
                'Optimize new uploads automatically. This spends credits.',
                'picture-optimizer'
            )),
            new Field('auto_pipeline', __('What to do with them', 'picture-optimizer'), '', self::named('auto_pipeline')),
            new Field('auto_daily_credits', __('Daily limit', 'picture-optimizer'), __(
                'Credits that new uploads may use per day.',
                'picture-optimizer'
            )),
        ];
    }

    /** @return list<Field> */
    private static function images(): array
    {
        return [
            new Field('target', __('Automatic quality target', 'picture-optimizer'), __(
                '80 looks identical to the original, 70 is the default, and 60 makes small files.',
                'picture-optimizer'
            )),
            new Field('keep_link_format', __('Links to images', 'picture-optimizer'), __(
                'Keep the format of files that links lead to, for lightboxes that open only JPEG, PNG, and GIF. The old files stay.',
                'picture-optimizer'
            )),
            new Field('breakpoints', __('Additional srcset widths', 'picture-optimizer'), __(
                'In pixels, one per line, for example 480 and 1440.',
                'picture-optimizer'
            )),
            new Field('rename', __('File names', 'picture-optimizer'), __(
                'Rename files to match what they show when they are analyzed and exported',
                'picture-optimizer'
            )),
            new Field('drop_gps', __('Privacy', 'picture-optimizer'), __('Remove GPS location', 'picture-optimizer')),
            new Field('keep_camera', __('Camera data', 'picture-optimizer'), __('Keep camera EXIF data', 'picture-optimizer')),
            new Field('keep_profile', __('Color', 'picture-optimizer'), __(
                'Keep the color profile instead of converting to sRGB',
                'picture-optimizer'
            )),
            new Field('force_format', __('Larger files', 'picture-optimizer'), __(
                'Change the format even where that makes a file larger',
                'picture-optimizer'
            )),
        ];
    }

    /** @return list<Field> */
    private static function metadata(): array
    {
        return [
            new Field('language', __('Language', 'picture-optimizer'), '', Languages::choices()),
            new Field('tone', __('Tone', 'picture-optimizer'), '', Tones::choices()),
            new Field('brand', __('Brand', 'picture-optimizer'), __('Added to titles.', 'picture-optimizer')),
            new Field('keywords', __('Keywords', 'picture-optimizer'), __(
                'Used where they fit the image. One per line.',
                'picture-optimizer'
            )),
            new Field('negative_keywords', __('Negative keywords', 'picture-optimizer'), __(
                'Never used. One per line.',
                'picture-optimizer'
            )),
            new Field('glossary', __('Glossary', 'picture-optimizer'), __(
                'Names, products, and spellings of your site, one per line, for example “TinyPilot, one word”.'
                    . ' AI models use them exactly as written. Up to 100 lines are kept.',
                'picture-optimizer'
            )),
            new Field('custom_instruction', __('Custom instructions', 'picture-optimizer')),
            new Field('max_alt_length', __('Maximum alt text length', 'picture-optimizer'), __('In characters.', 'picture-optimizer')),
            new Field('overwrite_text', __('Existing text', 'picture-optimizer'), __(
                'Replace text written by someone on your team',
                'picture-optimizer'
            )),
            new Field('fill_empty_alts', __('Alt text in pages', 'picture-optimizer'), __(
                'Fill empty alt text of an image in existing content',
                'picture-optimizer'
            )),
            new Field('replace_old_alts', __('Former alt text in pages', 'picture-optimizer'), __(
                'Replace alt text in existing content that matches the image’s old one',
                'picture-optimizer'
            )),
            new Field('accept_drafts', __('Drafts', 'picture-optimizer'), __(
                'Publish drafts without review (the service’s built-in model writes drafts)',
                'picture-optimizer'
            )),
            new Field('may_wait', __('Bulk analysis', 'picture-optimizer'), __(
                'When several images are analyzed, let it take up to a day if the service describes them in batches. That costs whoever'
                    . ' runs the service less; the price in credits is the same.',
                'picture-optimizer'
            )),
            new Field('learn_from_reviews', __('Learn from reviews', 'picture-optimizer'), __(
                'Keep what people change in review on this site, and suggest names from it for the glossary',
                'picture-optimizer'
            )),
        ];
    }

    /** @return list<Field> */
    private static function context(): array
    {
        return [
            new Field('send_page_text', __('Page text', 'picture-optimizer'), __(
                'Page title, heading above, caption, and up to 60 words before and after the image',
                'picture-optimizer'
            )),
            new Field('send_links', __('Links', 'picture-optimizer'), __(
                'Where a linked image leads, and the title of that page',
                'picture-optimizer'
            )),
            new Field('send_products', __('Products', 'picture-optimizer'), __(
                'Name, attributes, categories, and brand of the product',
                'picture-optimizer'
            )),
            new Field('send_keywords', __('Focus keyword', 'picture-optimizer'), __(
                'The focus keyword from Yoast SEO, Rank Math, SEOPress, or All in One SEO',
                'picture-optimizer'
            )),
            new Field('send_alts', __('Existing alt text', 'picture-optimizer'), __(
                'Alt text that the image already has, here and in pages',
                'picture-optimizer'
            )),
            new Field('send_names', __('Names', 'picture-optimizer'), __(
                'Site name, file name, media folder, and titles of images uploaded together with an unused one',
                'picture-optimizer'
            )),
            new Field('send_unpublished', __('Unpublished content', 'picture-optimizer'), __(
                'Include drafts and scheduled, private, and password-protected content',
                'picture-optimizer'
            )),
        ];
    }

    /** @return list<Field> */
    private static function exclusions(): array
    {
        return [
            new Field('exclude_folders', __('Folders', 'picture-optimizer'), __(
                'Inside the uploads folder, one per line, for example 2024/05.',
                'picture-optimizer'
            )),
            new Field('exclude_names', __('File names', 'picture-optimizer'), __(
                'With * and ?, one per line, for example logo*.png.',
                'picture-optimizer'
            )),
            new Field('exclude_below_bytes', __('Smaller than (KB)', 'picture-optimizer'), inKilobytes: true),
            new Field('exclude_before', __('Uploaded before', 'picture-optimizer')),
            new Field('include_protected', __('Sold and protected files', 'picture-optimizer'), __(
                'Also optimize store downloads, private files, and form uploads. Customers then get the optimized files.',
                'picture-optimizer'
            )),
        ];
    }

    /** @return list<Field> */
    private static function access(): array
    {
        return [
            new Field('spending_roles', __('Who may optimize', 'picture-optimizer'), __(
                'These roles can spend credits on images they can edit. Administrators always can.',
                'picture-optimizer'
            ), SpendingRoles::choices()),
            new Field('agents_may_spend', __('Start plans', 'picture-optimizer'), __(
                'Agents may start a plan after a person has approved it in Media → Agent plans',
                'picture-optimizer'
            )),
            new Field('agent_daily_credits', __('Daily limit for agents', 'picture-optimizer'), __(
                'Credits that agents may use per day.',
                'picture-optimizer'
            )),
            new Field('agents_may_revert', __('Restore originals', 'picture-optimizer'), __(
                'Agents may restore original images',
                'picture-optimizer'
            )),
        ];
    }

    /** @return array<string, string> */
    private static function named(string $setting): array
    {
        return array_combine(Defaults::CHOICES[$setting], array_map(Labels::of(...), Defaults::CHOICES[$setting]));
    }
}
