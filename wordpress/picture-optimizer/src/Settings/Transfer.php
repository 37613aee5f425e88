<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Version;

/** All settings as a file, from one site to another. The key and the address of the service are not among them. */
final class Transfer
{
    private const PLUGIN = 'picture-optimizer';

    public function __construct(private readonly Settings $settings)
    {
    }

    public function export(): string
    {
        $flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
        $all = ['plugin' => self::PLUGIN, 'version' => Version::NUMBER, 'settings' => $this->settings->all()];
        return wp_json_encode($all, $flags) . "\n";
    }

    /**
     * Takes over what is known here; the rest of this site's settings stays.
     *
     * @param string $json as export() gives it
     * @return list<string> names that are not known here
     * @throws \InvalidArgumentException with a sentence, and nothing changed
     */
    public function import(string $json): array
    {
        $data = json_decode($json, true);
        if (!is_array($data) || ($data['plugin'] ?? '') !== self::PLUGIN || !is_array($data['settings'] ?? null)) {
            throw new \InvalidArgumentException(
                __('This file contains no Picture Optimizer settings. Nothing was changed.', 'picture-optimizer')
            );
        }
        $this->settings->save($data['settings']);
        return array_map(strval(...), array_keys(array_diff_key($data['settings'], Defaults::ALL)));
    }
}
