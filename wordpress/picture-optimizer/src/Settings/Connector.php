<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Api\Connection;

/**
 * The service on WordPress' own screen of connectors (core since 7.0). What is typed there is kept as our settings keep it:
 * sealed, and bound to this site. WordPress' option of that name stays empty, and says only that there is a key: it is among the settings
 * that WordPress' routes list, and can be the key of a network's operator.
 */
final class Connector
{
    private const ID = 'picture-optimizer';
    private const OPTION = 'connectors_image_optimization_picture_optimizer_api_key';

    /** @param \Closure(): Connection $connection A visitor's page needs none. */
    public function __construct(private readonly \Closure $connection, private readonly string $pluginFile)
    {
    }

    public function register(): void
    {
        // An older WordPress never calls it.
        add_action('wp_connectors_init', function (object $registry): void {
            $registry->register(self::ID, [
                'name' => __('Picture Optimizer', 'picture-optimizer'),
                'description' => __('Smaller images, alt text, and metadata.', 'picture-optimizer'),
                'type' => 'image_optimization',
                'plugin' => ['file' => plugin_basename($this->pluginFile), 'is_active' => '__return_true'],
                'authentication' => ['method' => 'api_key', 'setting_name' => self::OPTION,
                    'constant_name' => 'PICTURE_OPTIMIZER_API_KEY'] + $this->credentials(),
            ]);
            add_filter('pre_option_' . self::OPTION, $this->masked(...));
            add_filter('pre_update_option_' . self::OPTION, $this->keep(...), 10, 2);
        });
    }

    /** As WordPress' screen shows a key; empty where there is none. */
    private function masked(): string
    {
        $key = (string) ($this->connection)()->apiKey();
        return $key === '' ? '' : str_repeat('•', 16) . substr($key, -4);
    }

    /** Not kept under that name: WordPress sees the value as it was, and writes nothing. */
    private function keep(mixed $key, mixed $before): mixed
    {
        if ($key === $before) {
            return $before; // A form, or an answer of WordPress' route, that was sent back as it was.
        }
        try {
            $connection = ($this->connection)();
            $key === '' || !is_string($key) ? $connection->disconnect() : $connection->save($connection->url(), $key);
        } catch (\InvalidArgumentException $refused) {
            // Only forms of WordPress' screens have it. Routes answer with the value as it was, by which that screen knows.
            function_exists('add_settings_error') && add_settings_error(self::OPTION, 'refused', $refused->getMessage());
        }
        return $before;
    }

    /** @return array{credentials_url?: non-empty-string} where keys are made, once the service's address is known */
    private function credentials(): array
    {
        // WordPress asks for connectors whenever it starts, for visitors as well; only a screen shows the link.
        $url = is_admin() ? ($this->connection)()->url() : '';
        return $url === '' ? [] : ['credentials_url' => Page::url()];
    }
}
