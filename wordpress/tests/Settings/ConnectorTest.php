<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

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
        self::assertSame($key, get_option(self::OPTION));
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

    public function testAnEmptyKeyDisconnects(): void
    {
        update_option(self::OPTION, '');
        self::assertNull($this->plugin->connection()->apiKey());
    }
}
