<?php

/**
 * A persistent object cache in files, for tests: what one process caches, the next one gets. Copied to wp-content/ by the test.
 */

declare(strict_types=1);

// phpcs:disable PSR1.Classes.ClassDeclaration.MissingNamespace -- WordPress wants its drop-ins in the global one.

require_once ABSPATH . WPINC . '/class-wp-object-cache.php';

final class PicoptTestCache extends WP_Object_Cache
{
    private string $file;

    public function __construct()
    {
        parent::__construct();
        $this->file = WP_CONTENT_DIR . '/picopt-test-cache';
        $kept = is_file($this->file) ? unserialize((string) file_get_contents($this->file)) : [];
        foreach ($kept as $group => $values) {
            foreach ($values as $key => $value) {
                parent::set($key, $value, (string) $group);
            }
        }
        register_shutdown_function($this->keep(...));
    }

    public function keep(): void
    {
        file_put_contents($this->file, serialize($this->cache));
    }
}

function wp_cache_init(): void
{
    $GLOBALS['wp_object_cache'] = new PicoptTestCache();
}

foreach (['add', 'set', 'replace', 'get', 'delete', 'incr', 'decr', 'flush'] as $name) {
    eval("function wp_cache_{$name}(...\$arguments) { return \$GLOBALS['wp_object_cache']->{$name}(...\$arguments); }");
}

function wp_cache_get_multiple(array $keys, string $group = '', bool $force = false): array
{
    return $GLOBALS['wp_object_cache']->get_multiple($keys, $group, $force);
}

function wp_cache_set_multiple(array $data, string $group = '', int $expire = 0): array
{
    return $GLOBALS['wp_object_cache']->set_multiple($data, $group, $expire);
}

function wp_cache_add_multiple(array $data, string $group = '', int $expire = 0): array
{
    return $GLOBALS['wp_object_cache']->add_multiple($data, $group, $expire);
}

function wp_cache_delete_multiple(array $keys, string $group = ''): array
{
    return $GLOBALS['wp_object_cache']->delete_multiple($keys, $group);
}

function wp_cache_close(): bool
{
    return true;
}

function wp_cache_add_global_groups(string|array $groups): void
{
    $GLOBALS['wp_object_cache']->add_global_groups($groups);
}

function wp_cache_add_non_persistent_groups(string|array $groups): void
{
}

function wp_cache_switch_to_blog(int $id): void
{
    $GLOBALS['wp_object_cache']->switch_to_blog($id);
}
