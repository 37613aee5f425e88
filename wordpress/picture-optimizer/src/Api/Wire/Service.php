<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Service. */
final class Service implements \JsonSerializable
{
    /**
     * @param string $pluginAtLeast An older plugin has to be updated first.
     * @param string $time The service's clock.
     */
    public function __construct(
        public readonly string $product,
        public readonly string $version,
        public readonly string $pluginAtLeast,
        public readonly string $time,
        public readonly string $dashboardUrl,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            product: $from->text('product'),
            version: $from->text('version'),
            pluginAtLeast: $from->text('plugin_at_least', '/^\\d+\\.\\d+\\.\\d+$/D'),
            time: $from->text('time'),
            dashboardUrl: $from->text('dashboard_url'),
        );
    }

    /**
     * @return array{
     *     product: string,
     *     version: string,
     *     plugin_at_least: string,
     *     time: string,
     *     dashboard_url: string,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'product' => $this->product,
            'version' => $this->version,
            'plugin_at_least' => $this->pluginAtLeast,
            'time' => $this->time,
            'dashboard_url' => $this->dashboardUrl,
        ];
    }
}
