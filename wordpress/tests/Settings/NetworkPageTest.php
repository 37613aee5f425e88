<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Settings\NetworkPage;
use PictureOptimizer\Settings\RowLinks;
use PictureOptimizer\Tests\TestCase;

/** What a network's administrator sets for all sites; a lone site stands for a network of one. */
final class NetworkPageTest extends TestCase
{
    private NetworkPage $page;

    protected function setUp(): void
    {
        parent::setUp();
        $this->page = new NetworkPage($this->plugin->settings());
    }

    protected function tearDown(): void
    {
        $_POST = $_REQUEST = $_GET = [];
        parent::tearDown();
    }

    /** @param array<string, mixed> $fields */
    private function save(array $fields): string
    {
        add_filter('user_has_cap', static fn (array $caps): array => $caps + ['manage_network_options' => true]);
        $_POST = wp_slash($fields);
        $_REQUEST['_wpnonce'] = wp_create_nonce('picture_optimizer_network');
        add_filter('wp_redirect', static fn (string $to): never => throw new \LogicException($to));
        try {
            $this->page->save();
        } catch (\LogicException $led) {
            return $led->getMessage();
        }
        self::fail('nobody is led on');
    }

    public function testNewSitesBeginWithItAndOthersAreLeftAlone(): void
    {
        $this->plugin->settings()->save(['format' => 'png']);
        $led = $this->save(['format' => 'avif', 'brand' => 'The Group', 'agents_may_spend' => '1', 'api_key' => 'x']);
        self::assertStringContainsString('picopt_saved=new', $led);
        self::assertSame('png', $this->plugin->settings()->get('format'));
        self::assertSame(['format' => 'avif', 'brand' => 'The Group'], get_site_option(NetworkPage::OPTION), 'what the page shows, clean');
    }

    public function testAllSitesGetItWhenAsked(): void
    {
        $this->plugin->settings()->save(['format' => 'png', 'tone' => 'dry']);
        self::assertStringContainsString('picopt_saved=all', $this->save(['format' => 'avif', 'all_sites' => '1']));
        self::assertSame('avif', $this->plugin->settings()->get('format'));
        self::assertSame('dry', $this->plugin->settings()->get('tone'), 'what was not said stays');
    }

    public function testThePageShowsWhatWasSaved(): void
    {
        $this->save(['format' => 'avif', 'brand' => '"><script>alert(1)</script>']);
        $_GET['picopt_saved'] = 'new';
        ob_start();
        $this->page->show();
        $html = (string) ob_get_clean();
        self::assertMatchesRegularExpression('~<option value="avif"[^>]*selected~', $html);
        self::assertStringNotContainsString('<script>alert', $html);
        self::assertStringContainsString('New sites of the network begin with these settings.', $html);
        self::assertStringNotContainsString('name="agents_may_spend"', $html, 'each site decides for itself');
    }

    /** @group acceptance-G1 */
    public function testAnAdministratorOfOneSiteMayNotSave(): void
    {
        add_filter('wp_die_handler', static fn (): \Closure => static fn (mixed $message): never
            => throw new \DomainException((string) $message));
        $_REQUEST['_wpnonce'] = wp_create_nonce('picture_optimizer_network');
        $this->expectException(\DomainException::class);
        $this->page->save();
    }

    public function testThePluginsRowLeadsToSettingsAndLibrary(): void
    {
        (new RowLinks(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php'))->register();
        $links = fn (string $prefix): array
            => apply_filters("{$prefix}plugin_action_links_picture-optimizer/picture-optimizer.php", ['deactivate' => 'x']);
        self::assertSame(['picopt_settings', 'picopt_library', 'deactivate'], array_slice(array_keys($links('')), 0, 3));
        self::assertStringContainsString('page=picture-optimizer"', $links('')['picopt_settings']);
        self::assertStringContainsString('picture-optimizer-network', $links('network_admin_')['picopt_settings']);
        wp_set_current_user(0);
        self::assertArrayNotHasKey('picopt_settings', $links(''));
    }
}
