<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** The other sites of a network: they can show this site's pictures, and their addresses lead to the same files. */
final class Network
{
    /**
     * Sites whose tables are searched as well. All of them, or the main site only where WordPress calls the network large; filter
     * `picture_optimizer_network_sites` (list of site ids) says otherwise.
     *
     * @return list<int> Without the current one.
     */
    public static function otherSites(): array
    {
        if (!is_multisite()) {
            return [];
        }
        $ids = wp_is_large_network('sites')
            ? [get_main_site_id()]
            : get_sites(['fields' => 'ids', 'number' => 0, 'network_id' => get_current_network_id()]);
        $ids = array_map('intval', (array) apply_filters('picture_optimizer_network_sites', $ids));
        return array_values(array_diff($ids, [get_current_blog_id()]));
    }

    /**
     * Where the uploads of this site are reached through the addresses of the others: below another domain, or another site's path.
     *
     * @param string $path Of this site's uploads, as in its URL.
     * @return list<UploadBase>
     */
    public static function bases(string $path): array
    {
        if (!is_multisite()) {
            return [];
        }
        $relative = self::below((string) get_site()?->path, $path);
        $hosts = [];
        foreach ([get_current_blog_id(), ...self::otherSites()] as $id) {
            $site = get_site($id);
            $site === null || $hosts[trim($site->path, '/')][] = $site->domain;
        }
        $bases = [];
        foreach ($hosts as $folder => $domains) {
            $bases[] = new UploadBase($domains, "{$folder}/{$relative}");
        }
        return $bases;
    }

    private static function below(string $folder, string $path): string
    {
        $folder = trailingslashit($folder);
        return trim(str_starts_with("{$path}/", $folder) ? substr($path, strlen($folder)) : $path, '/');
    }
}
