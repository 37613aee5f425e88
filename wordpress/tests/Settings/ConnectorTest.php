<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Tests\Process;
use PictureOptimizer\Tests\ServiceTestCase;

/** WordPress' own screen of connectors, since 7.0. */
final class ConnectorTest extends ServiceTestCase
{
    private const OPTION = 'connectors_image_optimization_picture_optimizer_api_key';

    protected function setUp(): void
    {
        parent::setUp();
        if (!function_exists('wp_get_connector')) {
            self::markTestSkipped('WordPress has connectors since 7.0.');
        }
    }

    public function testTheServiceIsOneOfThem(): void
    {
        $connector = wp_get_connector('picture-optimizer');
        self::assertSame('api_key', $connector['authentication']['method'] ?? null);
        self::assertSame(self::OPTION, $connector['authentication']['setting_name']);
        self::assertTrue(($connector['plugin']['is_active'])());
    }

    public function testAKeyTypedThereIsKeptSealedByUs(): void
    {
        $key = 'po_test_' . str_repeat('k', 24);
        update_option(self::OPTION, $key);
        self::assertSame($key, $this->plugin->connection()->apiKey());
        self::assertSame(str_repeat('•', 16) . 'kkkk', get_option(self::OPTION), 'that there is one');
        update_option(self::OPTION, get_option(self::OPTION));
        self::assertSame($key, $this->plugin->connection()->apiKey(), 'a form that was sent back as it was');
        self::assertSame([], get_settings_errors(self::OPTION));
        global $wpdb;
        $stored = $wpdb->get_var($wpdb->prepare("SELECT COUNT(*) FROM {$wpdb->options} WHERE option_value LIKE %s", '%' . $key . '%'));
        self::assertSame('0', $stored);
    }

    public function testWhatIsNoKeyChangesNothing(): void
    {
        $before = $this->plugin->connection()->apiKey();
        update_option(self::OPTION, 'sk-something-else');
        self::assertSame($before, $this->plugin->connection()->apiKey());
    }

    /** WordPress' screen saves by its route, where what belongs to forms is not loaded. */
    public function testWhatIsNoKeyEndsInNoErrorOfWordPressRoute(): void
    {
        $code = 'define("REST_REQUEST", true); $request = new WP_REST_Request("POST", "/wp/v2/settings");'
            . ' $request->set_body_params(["' . self::OPTION . '" => "sk-something-else"]);'
            . ' echo rest_do_request($request)->get_status();';
        self::assertSame('200', (new Process($code))->output());
    }

    public function testAnEmptyKeyDisconnects(): void
    {
        update_option(self::OPTION, '');
        self::assertNull($this->plugin->connection()->apiKey());
    }

    /**
     * WordPress masks keys in the answer of one spelling of the route, and takes others for the same route.
     *
     * @group acceptance-G1
     */
    public function testNoSpellingOfWordPressRouteGivesTheKeyAway(): void
    {
        $key = (string) $this->plugin->connection()->apiKey();
        $GLOBALS['wp_rest_server'] = null;
        foreach (['/wp/v2/settings', '/WP/V2/Settings', '/wp/v2/SETTINGS'] as $route) {
            $request = new \WP_REST_Request('GET', $route);
            $answer = apply_filters('rest_post_dispatch', rest_do_request($request), rest_get_server(), $request);
            self::assertSame(200, $answer->get_status(), $route);
            self::assertStringNotContainsString(substr($key, 8, 12), (string) wp_json_encode($answer->get_data()), $route);
        }
        $GLOBALS['wp_rest_server'] = null;
    }
}
