<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Budget;
use PictureOptimizer\Database\Schema as Tables;
use PictureOptimizer\Hooks;

/** Builds everything that keeps old names working. */
final class Workshop
{
    public readonly Redirects $redirects;
    public readonly LastingNames $lastingNames;
    public readonly OldUrls $oldUrls;
    public readonly SavedTexts $savedTexts;
    public readonly ReservedNames $reservedNames;
    public readonly ServerRules $serverRules;
    public readonly SocialImages $socialImages;

    /**
     * @param string $mustUse Folder of the plugins that WordPress always loads.
     * @param \Closure(): void $makeSure Whether tables are those of this version, where a visitor's page depends on it.
     */
    public function __construct(private readonly \wpdb $db, string $mustUse, private readonly \Closure $makeSure)
    {
        $names = new NamesList($mustUse);
        $this->redirects = new Redirects($db, $names);
        $this->lastingNames = new LastingNames($this->redirects, $names);
        $this->oldUrls = new OldUrls($this->redirects, $this->missingFiles(...));
        $this->savedTexts = new SavedTexts($db, $this->redirects);
        $this->reservedNames = new ReservedNames($this->redirects);
        $this->socialImages = new SocialImages();
        $this->serverRules = new ServerRules($this->redirects);
    }

    public function register(): void
    {
        $this->oldUrls->register();
        // After backups were looked through. Visitors' pages do not load its file.
        Hooks::onEvent(Hooks::HEAL, fn () => $this->missingFiles()->look(Budget::ofSeconds(2)), 20);
        Hooks::onEvent(Hooks::DAILY, fn () => $this->missingFiles()->look(Budget::ofWebRequest()), 20);
        $this->savedTexts->register();
        // Its file is loaded where somebody looks for a file.
        $lookups = function (): FileLookups {
            Tables::isHere() && ($this->makeSure)();
            return new FileLookups($this->redirects);
        };
        add_action('pre_get_posts', Hooks::on(static fn (\WP_Query $query) => self::asksForFile($query) && $lookups()->widen($query)));
        add_filter('wp_all_import_get_image_from_gallery', static fn (mixed $found, mixed $name): mixed
            => $lookups()->ofImport($found, $name), 10, 2);
        // As the file of what tells cleaners.
        add_filter('wpvivid_uc_scan_exclude_files_regex', Hooks::onArrays(static fn (array $patterns) => UnusedFiles::excluded($patterns)));
        $isUsed = fn (mixed $used, string $file): mixed => (new UnusedFiles($this->redirects))->isUsed($used, $file);
        add_filter('wpmc_check_file', Hooks::onValues($isUsed), 20, 2);
        $this->reservedNames->register();
        $this->socialImages->register();
        // Its file is loaded by pages that show a gallery.
        $sizes = static fn (string $html, array $block): string => GallerySizes::inBlock($html, $block);
        add_filter('render_block_core/gallery', Hooks::onTexts($sizes), 10, 2);
        function_exists('wp_img_tag_add_auto_sizes') || AutoSizes::register();
    }

    /** Without Described, whose file visitors' pages do not load. */
    private static function asksForFile(\WP_Query $query): bool
    {
        $asked = [$query->get('meta_key'), $query->get('meta_query')];
        $names = false;
        array_walk_recursive($asked, static function (mixed $value) use (&$names): void {
            $names = $names || $value === '_wp_attached_file';
        });
        return $names;
    }

    private function missingFiles(): MissingFiles
    {
        return new MissingFiles($this->db, $this->redirects);
    }
}
