<?php

declare(strict_types=1);

namespace PictureOptimizer\Wizard;

use PictureOptimizer\Access;
use PictureOptimizer\Audit\Page;
use PictureOptimizer\Hooks;
use PictureOptimizer\Media\BulkPage;
use PictureOptimizer\Media\ReportPage;
use PictureOptimizer\Settings\Page as SettingsPage;
use PictureOptimizer\Version;

/**
 * Loads our scripts where they are needed and nowhere else; their source is in `wordpress/assets-src`. On our own pages and in
 * the library that is the wizard, in the block editor its tools, beside a media window what makes its buttons work. These two
 * bring the wizard along unread: the page carries its tags in a template, and a click makes scripts of them.
 */
final class Assets
{
    private const WIZARD = 'picture-optimizer-wizard';
    private const CONNECT = 'picture-optimizer-connect';
    private const SETTINGS = 'picture-optimizer-settings';
    private const EDITOR = 'picture-optimizer-editor';
    private const MEDIA = 'picture-optimizer-media';
    private const COMMANDS = 'picture-optimizer-commands';
    private const WIZARD_NEEDS = ['wp-element', 'wp-components', 'wp-compose', 'wp-api-fetch', 'wp-i18n'];
    private const EDITOR_NEEDS = ['wp-api-fetch', 'wp-block-editor', 'wp-components', 'wp-compose', 'wp-data', 'wp-element',
        'wp-hooks', 'wp-i18n', 'wp-plugins'];

    public function __construct(private readonly string $pluginFile, private readonly ScreenData $data)
    {
    }

    public function register(): void
    {
        add_action('admin_enqueue_scripts', $this->enqueueWizard(...));
        add_action('admin_enqueue_scripts', $this->enqueueCommands(...), 20);
        add_action('enqueue_block_editor_assets', $this->enqueueEditor(...));
        add_action('wp_enqueue_media', $this->enqueueMedia(...));
        // After everything that the page needs has been printed.
        add_action('admin_print_footer_scripts', $this->printWizardForLater(...), 9999);
        add_filter('removable_query_args', Hooks::onArrays(static fn (array $names): array
            => [...$names, 'picopt_action', 'picopt_ids']));
    }

    public function enqueueWizard(string $page): void
    {
        if ($page === SettingsPage::SCREEN && Access::mayConfigure()) {
            $this->load(self::CONNECT, 'connect', self::WIZARD_NEEDS);
            $this->load(self::SETTINGS, 'settings', ['wp-api-fetch', 'wp-i18n']);
            return;
        }
        $onAttachment = $page === 'post.php' && get_post_type() === 'attachment';
        $pages = ['upload.php', 'media_page_' . BulkPage::SLUG, 'media_page_' . Page::SLUG];
        if ((!in_array($page, $pages, true) && !$onAttachment) || !Access::mayUse()) {
            return;
        }
        $this->enqueue(self::WIZARD, 'wizard', [...self::WIZARD_NEEDS, ...(wp_script_is('media-grid') ? ['media-grid'] : [])]);
        wp_dequeue_script(self::MEDIA);
    }

    /** WordPress' command palette, on every admin page since 6.9, in the editors before. */
    public function enqueueCommands(): void
    {
        if (!Access::mayUse() || !wp_script_is('wp-commands')) {
            return;
        }
        $url = $this->url('commands.js');
        wp_enqueue_script(self::COMMANDS, $url, ['wp-commands', 'wp-data', 'wp-html-entities'], $this->version('commands.js'), true);
        $screens = ['library' => [__('Optimize images in the Media Library', 'picture-optimizer'), admin_url('upload.php?mode=list')],
            'bulk' => [__('Optimize all', 'picture-optimizer'), admin_url('upload.php?page=' . BulkPage::SLUG)],
            'audit' => [__('Image audit', 'picture-optimizer'), admin_url('upload.php?page=' . Page::SLUG)],
            'report' => [__('Image report', 'picture-optimizer'), admin_url('upload.php?page=' . ReportPage::SLUG)]];
        if (Access::mayConfigure()) {
            $screens['settings'] = [__('Picture Optimizer settings', 'picture-optimizer'), SettingsPage::url()];
        }
        $commands = array_map(static fn (string $name, array $screen): array
            => ['name' => $name, 'label' => $screen[0], 'url' => $screen[1]], array_keys($screens), $screens);
        $data = wp_json_encode($commands, JSON_HEX_TAG | JSON_HEX_AMP);
        wp_add_inline_script(self::COMMANDS, "window.pictureOptimizerCommands = {$data};", 'before');
    }

    public function enqueueEditor(): void
    {
        if (Access::mayUse()) {
            // The screen of the widgets has no posts, and complains about the scripts of their editor.
            $ofPosts = get_current_screen()?->base === 'post' ? ['wp-editor', 'wp-edit-post'] : [];
            $this->enqueue(self::EDITOR, 'editor', [...self::EDITOR_NEEDS, ...$ofPosts]);
        }
    }

    /** Media windows show our field wherever they open: classic editor, featured image, product, builders. */
    public function enqueueMedia(): void
    {
        if (is_admin() && Access::mayUse() && !wp_script_is(self::WIZARD)) {
            $this->enqueue(self::MEDIA, 'media', ['wp-api-fetch', 'wp-i18n']);
        }
    }

    public function printWizardForLater(): void
    {
        if (wp_script_is(self::WIZARD) || (!wp_script_is(self::EDITOR) && !wp_script_is(self::MEDIA))) {
            return;
        }
        // Copies print what is still missing on this page, without changing what WordPress knows of it.
        [$styles, $scripts] = [clone wp_styles(), clone wp_scripts()];
        $styles->to_do = $scripts->to_do = [];
        $styles->add(self::WIZARD, $this->url('wizard.css'), ['wp-components'], $this->version('wizard.css'));
        $scripts->add(self::WIZARD, $this->url('wizard.js'), self::WIZARD_NEEDS, $this->version('wizard.js'));
        $scripts->set_translations(self::WIZARD, 'picture-optimizer', dirname($this->pluginFile) . '/languages');
        echo '<template id="picopt-wizard">';
        $styles->do_items(self::WIZARD);
        $scripts->do_items(self::WIZARD);
        echo '</template>';
    }

    /** @param list<string> $needs handles of scripts */
    private function enqueue(string $handle, string $name, array $needs): void
    {
        $this->load($handle, $name, $needs);
        wp_add_inline_script(
            $handle,
            'window.pictureOptimizer = ' . wp_json_encode($this->data->all(), JSON_HEX_TAG | JSON_HEX_AMP) . ';',
            'before'
        );
    }

    /** @param list<string> $needs handles of scripts */
    private function load(string $handle, string $name, array $needs): void
    {
        wp_enqueue_script($handle, $this->url("{$name}.js"), $needs, $this->version("{$name}.js"), true);
        wp_set_script_translations($handle, 'picture-optimizer', dirname($this->pluginFile) . '/languages');
        if (!is_file(dirname($this->pluginFile) . "/assets/{$name}.css")) {
            return;
        }
        $looks = in_array('wp-components', $needs, true) ? ['wp-components'] : [];
        wp_enqueue_style($handle, $this->url("{$name}.css"), $looks, $this->version("{$name}.css"));
    }

    private function url(string $file): string
    {
        return plugins_url("assets/{$file}", $this->pluginFile);
    }

    private function version(string $file): string
    {
        $path = dirname($this->pluginFile) . "/assets/{$file}";
        return Version::NUMBER . '-' . (is_file($path) ? filemtime($path) : 0);
    }
}
