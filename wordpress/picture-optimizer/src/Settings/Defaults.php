<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** All settings of the site with their defaults; what is not listed here is not saved. */
final class Defaults
{
    public const ALL = [
        // How files are made.
        'format' => 'webp',
        'preset' => 'auto',
        'target' => 70,
        'force_format' => false,
        'breakpoints' => [],
        'drop_gps' => true,
        'keep_camera' => false,
        'keep_profile' => false,
        // How text is written.
        'language' => '',
        'tone' => '',
        'keywords' => [],
        'negative_keywords' => [],
        'brand' => '',
        'max_alt_length' => 125,
        'custom_instruction' => '',
        'use_location' => false,
        'glossary' => [],
        'learn_from_reviews' => false,
        // What the model is told about the places of an image.
        'send_page_text' => true,
        'send_links' => true,
        'send_products' => true,
        'send_keywords' => true,
        'send_alts' => true,
        'send_names' => true,
        'send_unpublished' => false,
        // What is done with them on this site.
        'rename' => true,
        'keep_link_format' => false,
        // Whether the analysis of several images may take up to a day, see Order.
        'may_wait' => false,
        'accept_drafts' => false,
        'overwrite_text' => false,
        'fill_empty_alts' => true,
        'replace_old_alts' => false,
        // New uploads.
        'auto_process' => false,
        'auto_pipeline' => 'analyze_export',
        'auto_daily_credits' => 50,
        // Who may spend, see SpendingRoles; nobody named: who may edit others' posts.
        'spending_roles' => [],
        // What programs may do here, see Agents.
        'agents_may_spend' => false,
        'agents_may_revert' => false,
        'agent_daily_credits' => 50,
        // Left alone.
        'exclude_folders' => [],
        'exclude_names' => [],
        'exclude_below_bytes' => 0,
        'exclude_before' => '',
        'include_protected' => false,
        // What deleting the plugin does: `remove` its data, `revert` all pictures first, or `keep` everything.
        'on_uninstall' => 'remove',
    ];

    /** What those who configure the site decide for every job, too: what leaves the site, and which files are left alone. */
    public const OF_THE_SITE = ['send_page_text', 'send_links', 'send_products', 'send_keywords', 'send_alts', 'send_names',
        'send_unpublished', 'use_location', 'accept_drafts', 'include_protected'];

    /** Values that a setting may have; the first is used when another comes. */
    public const CHOICES = [
        'format' => ['webp', 'avif', 'jpeg', 'png', 'original', 'auto'],
        'preset' => ['auto', 'maximum', 'very_high', 'high', 'medium', 'low', 'minimum'],
        'auto_pipeline' => ['analyze_export', 'analyze', 'export'],
        'on_uninstall' => ['remove', 'revert', 'keep', 'remove_originals'],
    ];

    /** Lowest and highest value. */
    public const RANGES = [
        'target' => [30, 95],
        'max_alt_length' => [20, 500],
        'auto_daily_credits' => [0, 100000],
        'agent_daily_credits' => [0, 100000],
        'exclude_below_bytes' => [0, 100 * MB_IN_BYTES],
    ];

    /** Most entries of a list, where it may have more than others. */
    public const ENTRIES = ['glossary' => 100];

    /** Longest text, in characters; of a list, of each entry. */
    public const LENGTHS = [
        'language' => 35,
        'tone' => 100,
        'brand' => 100,
        'custom_instruction' => 2000,
        'glossary' => 200,
        'exclude_before' => 10,
    ];
}
