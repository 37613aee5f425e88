<?php

declare(strict_types=1);

namespace PictureOptimizer\Guide;

/** A real result that the plugin brings along (tools/front_page_examples.py made it), for libraries that have none yet. */
final class Example
{
    private function __construct(
        public readonly string $before,
        public readonly string $after,
        public readonly int $width,
        public readonly int $height,
        public readonly int $bytesBefore,
        public readonly int $bytesAfter,
        public readonly int $score,
        public readonly string $alt,
    ) {
    }

    public static function shipped(string $pluginFile): self
    {
        $told = wp_json_file_decode(dirname($pluginFile) . '/assets/example/example.json', ['associative' => true]);
        $url = static fn (string $name): string => plugins_url("assets/example/{$name}", $pluginFile);
        return new self(
            $url($told['before']),
            $url($told['after']),
            $told['width'],
            $told['height'],
            $told['bytes_before'],
            $told['bytes_after'],
            $told['score'],
            $told['alt'],
        );
    }
}
