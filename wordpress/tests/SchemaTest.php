<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

final class SchemaTest extends TestCase
{
    public function testEveryTableIsThereAndOnInnoDb(): void
    {
        global $wpdb;
        foreach (array_keys($this->plugin->schema()->tables()) as $table) {
            $engine = $wpdb->get_var($wpdb->prepare(
                'SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = %s',
                $table
            ));
            self::assertSame('InnoDB', $engine, $table);
        }
    }

    public function testInstallingAgainChangesNothing(): void
    {
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        global $wpdb;
        foreach ($this->plugin->schema()->tables() as $name => $columns) {
            $changes = dbDelta("CREATE TABLE {$name} (\n{$columns}\n) {$wpdb->get_charset_collate()};", false);
            self::assertSame([], $changes, "dbDelta wants to change {$name} again");
        }
    }
}
