<?php

declare(strict_types=1);

namespace PictureOptimizer;

use PictureOptimizer\Database\Schema;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\PublicProbe;
use PictureOptimizer\Guide\Checklist;
use PictureOptimizer\Media\Views;
use PictureOptimizer\Queue\Control;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Settings\NetworkPage;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\Tags;

/**
 * Takes away the plugin's tables, options, tags and schedules when it is deleted. Pictures stay as they are, so that the site looks
 * the same; or all originals are brought back first; or everything is kept: as the settings say. An original that is nowhere
 * else is only deleted if the settings say so in so many words. Former names of images go on working, unless somebody said no.
 */
final class Uninstaller
{
    private const BATCH = 20;

    public function __construct(
        private readonly Schema $schema,
        private readonly Settings $settings,
        private readonly PictureStore $pictures,
        private readonly Control $control,
        private readonly Tags $tags,
        private readonly Originals $originals,
        private readonly Lifecycle $lifecycle,
    ) {
    }

    public function uninstallNetwork(): void
    {
        Sites::each($this->uninstallSite(...));
        delete_site_option(NetworkPage::OPTION);
        delete_site_option(PublicProbe::RULES);
    }

    public function uninstallSite(): void
    {
        Lifecycle::unschedule();
        $wish = $this->settings->get('on_uninstall');
        if ($wish === 'keep') {
            return;
        }
        if ($wish === 'revert') {
            $this->revertAll();
        }
        $this->lifecycle->leaveNamesWorking();
        $this->removeTags();
        try {
            $this->removeFolders($wish === 'remove_originals');
        } catch (\Throwable) {
            // What cannot be removed, or explained, stays; the rest goes all the same.
        }
        $this->schema->drop();
        $this->removeOptions();
    }

    private function revertAll(): void
    {
        foreach (array_chunk($this->pictures->changedIds(), self::BATCH) as $ids) {
            function_exists('set_time_limit') && set_time_limit(120);
            $this->control->revert(...$ids);
        }
    }

    private function removeTags(): void
    {
        $this->tags->registerTaxonomy();
        $terms = get_terms(['taxonomy' => Tags::TAXONOMY, 'hide_empty' => false, 'fields' => 'ids']);
        foreach (is_array($terms) ? $terms : [] as $term) {
            wp_delete_term((int) $term, Tags::TAXONOMY);
        }
        unregister_taxonomy(Tags::TAXONOMY);
    }

    /** @param bool $originals Whether originals that are nowhere else go, too. */
    private function removeFolders(bool $originals): void
    {
        if ($originals) {
            $this->originals->removeBackups(); // A copy of the site, or the one that this is a copy of, can have its own in the same place.
            return;
        }
        foreach (PrivateFolder::known() as $name => $folders) {
            if ($name !== 'backups' || $this->originals->leaveBackups() === 0) {
                array_map(Disk::removeFolder(...), $folders);
            }
        }
    }

    private function removeOptions(): void
    {
        global $wpdb;
        $names = $wpdb->get_col($wpdb->prepare(
            "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s OR option_name LIKE %s",
            $wpdb->esc_like('picture_optimizer_') . '%',
            '%' . $wpdb->esc_like('_transient_') . '%' . $wpdb->esc_like('picture_optimizer_') . '%'
        ));
        array_map(delete_option(...), $names);
        foreach ([Views::META, Checklist::META] as $key) {
            delete_metadata('user', 0, $key, '', true);
        }
    }
}
