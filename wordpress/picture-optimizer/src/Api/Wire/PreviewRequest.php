<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's PreviewRequest. */
final class PreviewRequest implements \JsonSerializable
{
    public function __construct(
        public readonly string $sha256,
        public readonly ExportSettings $settings = new ExportSettings(),
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            sha256: $from->text('sha256', '/^[0-9a-f]{64}$/D'),
            settings: $from->has('settings') ? ExportSettings::read($from->object('settings')) : new ExportSettings(),
        );
    }

    /** @return array{sha256: string, settings: ExportSettings} */
    public function jsonSerialize(): array
    {
        return [
            'sha256' => $this->sha256,
            'settings' => $this->settings,
        ];
    }
}
