<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Wizard;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Tests\RestTestCase;
use PictureOptimizer\Wizard\Assets;
use PictureOptimizer\Wizard\ScreenData;

/** What is loaded where. */
final class AssetsTest extends RestTestCase
{
    private Assets $assets;

    protected function setUp(): void
    {
        parent::setUp();
        require_once ABSPATH . 'wp-admin/includes/screen.php';
        $this->assets = new Assets(
            WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php',
            new ScreenData($this->plugin->settings(), $this->plugin->connection())
        );
        // Each test is a page of its own.
        $GLOBALS['wp_scripts'] = $GLOBALS['wp_styles'] = $GLOBALS['post'] = null;
    }

    protected function tearDown(): void
    {
        $GLOBALS['wp_scripts'] = $GLOBALS['wp_styles'] = $GLOBALS['current_screen'] = null;
        parent::tearDown();
    }

    /** @return list<string> what this page loads of ours */
    private function loaded(): array
    {
        $isOurs = static fn (string $name): bool => str_starts_with($name, 'picture-optimizer');
        return array_values(array_filter(wp_scripts()->queue, $isOurs));
    }

    public function testTheLibraryAndOurPagesLoadTheWizard(): void
    {
        foreach (['upload.php', 'media_page_picture-optimizer-bulk', 'media_page_picture-optimizer-audit'] as $page) {
            $GLOBALS['wp_scripts'] = null;
            $this->assets->enqueueWizard($page);
            self::assertSame(['picture-optimizer-wizard'], $this->loaded(), $page);
        }
    }

    public function testSizesAreWrittenInTheUnitsOfWordPress(): void
    {
        $french = static fn (string $said, string $text, string $context): string =>
            $context === 'unit symbol' ? str_replace('B', 'o', $text) : $said;
        add_filter('gettext_with_context', $french, 10, 3);
        $data = (new ScreenData($this->plugin->settings(), $this->plugin->connection()))->all();
        remove_filter('gettext_with_context', $french);
        self::assertSame(['o', 'Ko', 'Mo', 'Go'], $data['units']);
    }

    /** @group acceptance-G1 */
    public function testWhereTheServiceIsOnlyThoseLearnWhoMayChangeIt(): void
    {
        update_option(Connection::OPTION, ['url' => 'https://api.example.com', 'key' => '']);
        $told = fn (): array => (new ScreenData($this->plugin->settings(), $this->plugin->connection()))->all()['connection'];
        self::assertSame('https://api.example.com', $told()['url']);
        wp_set_current_user((int) wp_insert_user(['user_login' => 'screen-editor', 'user_pass' => 'x', 'role' => 'editor']));
        self::assertSame(['ready', 'obstacle', 'form'], array_keys($told()));
    }

    public function testMomentsAreToldByTheSitesClock(): void
    {
        foreach (['Asia/Tokyo', 'America/New_York'] as $zone) {
            update_option('timezone_string', $zone);
            $data = new ScreenData($this->plugin->settings(), $this->plugin->connection());
            self::assertSame($zone, $data->all()['timeZone']);
        }
        update_option('timezone_string', '');
        update_option('gmt_offset', '5.75');
        self::assertSame('+05:45', (new ScreenData($this->plugin->settings(), $this->plugin->connection()))->all()['timeZone']);
    }

    public function testOtherPagesLoadNothing(): void
    {
        foreach (['index.php', 'edit.php', 'plugins.php', 'options-general.php', 'post.php'] as $page) {
            $this->assets->enqueueWizard($page);
        }
        self::assertSame([], $this->loaded());
        self::assertSame('', $this->printed());
    }

    public function testTheBlockEditorLoadsItsToolsAndKeepsTheWizardForLater(): void
    {
        set_current_screen('post');
        $this->assets->enqueueEditor();
        self::assertSame(['picture-optimizer-editor'], $this->loaded());
        $needs = wp_scripts()->registered['picture-optimizer-editor']->deps;
        self::assertContains('wp-block-editor', $needs);
        self::assertContains('wp-editor', $needs);
        $before = wp_scripts()->queue;
        $html = $this->printed();
        self::assertStringStartsWith('<template id="picopt-wizard">', $html);
        self::assertStringContainsString('assets/wizard.js', $html);
        self::assertStringContainsString('assets/wizard.css', $html);
        self::assertSame($before, wp_scripts()->queue, 'the page must not know of it');
    }

    public function testWhatThePageHasIsNotPrintedTwice(): void
    {
        set_current_screen('post');
        $this->assets->enqueueEditor();
        wp_scripts()->done = ['wp-element', 'wp-components'];
        $html = $this->printed();
        self::assertStringNotContainsString('wp-components-js"', $html);
        self::assertStringContainsString('wp-compose-js"', $html);
    }

    public function testTheWidgetsScreenGetsNoScriptsOfThePostEditor(): void
    {
        set_current_screen('widgets');
        $this->assets->enqueueEditor();
        self::assertNotContains('wp-editor', wp_scripts()->registered['picture-optimizer-editor']->deps);
    }

    public function testAMediaWindowGetsButtonsThatWorkUnlessTheWizardIsThere(): void
    {
        set_current_screen('post');
        $this->assets->enqueueMedia();
        self::assertSame(['picture-optimizer-media'], $this->loaded());
        $GLOBALS['wp_scripts'] = null;
        $this->assets->enqueueWizard('upload.php');
        $this->assets->enqueueMedia();
        self::assertSame(['picture-optimizer-wizard'], $this->loaded());
    }

    public function testNobodyElseGetsAnything(): void
    {
        wp_set_current_user($this->user('author'));
        set_current_screen('post');
        $this->assets->enqueueWizard('upload.php');
        $this->assets->enqueueEditor();
        $this->assets->enqueueMedia();
        self::assertSame([], $this->loaded());
    }

    public function testVisitorsOfAPageWithAMediaWindowGetNothing(): void
    {
        $this->assets->enqueueMedia();
        self::assertSame([], $this->loaded());
    }

    /** @group acceptance-G1 */
    public function testNoKeyIsPrinted(): void
    {
        set_current_screen('post');
        $this->assets->enqueueEditor();
        $data = (string) wp_json_encode(wp_scripts()->registered['picture-optimizer-editor']->extra['before']);
        self::assertStringContainsString('window.pictureOptimizer', $data);
        self::assertStringNotContainsString((string) $this->plugin->connection()->apiKey(), $data);
    }

    private function printed(): string
    {
        ob_start();
        $this->assets->printWizardForLater();
        return (string) ob_get_clean();
    }
}
