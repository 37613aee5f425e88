<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

use PictureOptimizer\ChangeError;

/** Asks for a file of a folder in uploads, as a stranger would. */
final class PublicProbe
{
    public const OPTION = 'picture_optimizer_backups_exposure';
    /** Stands for the server's rules, which all sites of a network share: another value each time they may have changed. */
    public const RULES = 'picture_optimizer_server_rules';
    /** How long an answer counts; one that is bad or missing is asked for again soon, so that a mended server helps at once. */
    private const KEEP_SECONDS = ['refused' => WEEK_IN_SECONDS, 'readable' => 60, 'unknown' => HOUR_IN_SECONDS];
    private const TIMEOUT_SECONDS = 5;
    /** Before other locations by pattern: of these nginx takes the first that fits. */
    private const FOR_NGINX = 'location ~ picture-optimizer-backups- { deny all; }';

    /** @throws ChangeError When visitors can read what would be put into this folder. */
    public static function assertPrivate(string $folder): void
    {
        if (self::remembered($folder) === Exposure::READABLE) {
            throw self::refusal();
        }
    }

    /** Of this site. */
    public static function forget(): void
    {
        delete_option(self::OPTION);
    }

    /** The next backup asks anew, on every site of a network: what one of them switches on can write rules for all. */
    public static function doubt(): void
    {
        update_site_option(self::RULES, bin2hex(random_bytes(8)));
    }

    /** The folder is made for the question if it is not there. One that lies outside of uploads has no address. */
    public static function ask(string $folder): Exposure
    {
        $uploads = wp_upload_dir(null, false);
        $base = wp_normalize_path($uploads['basedir']);
        if (!str_starts_with(wp_normalize_path($folder) . '/', "{$base}/")) {
            return Exposure::REFUSED;
        }
        Disk::makePrivateFolder($folder);
        $name = 'probe-' . bin2hex(random_bytes(8)) . '.jpg';
        Disk::write("{$folder}/{$name}", $name);
        $answer = self::get($uploads['baseurl'] . substr(wp_normalize_path($folder), strlen($base)) . "/{$name}");
        Disk::remove("{$folder}/{$name}");
        $code = (int) wp_remote_retrieve_response_code($answer);
        $exposure = match (true) {
            is_wp_error($answer) => Exposure::UNKNOWN,
            wp_remote_retrieve_body($answer) === $name => Exposure::READABLE,
            in_array($code, [403, 404, 410], true) => Exposure::REFUSED,
            // Apache where AllowOverride does not allow the rule in the folder: so it answers to all that is asked for in it.
            $code === 500 && self::isWell("{$uploads['baseurl']}/{$name}") => Exposure::REFUSED,
            default => Exposure::UNKNOWN,
        };
        $where = ['folder' => Place::describe($folder), 'base' => $uploads['baseurl'], 'server' => self::server(),
            'rules' => self::rules()];
        update_option(self::OPTION, $where + ['exposure' => $exposure->value, 'at' => time()], false);
        return $exposure;
    }

    /** @return array<string, mixed>|\WP_Error */
    private static function get(string $url): array|\WP_Error
    {
        return wp_remote_get($url, ['timeout' => self::TIMEOUT_SECONDS, 'sslverify' => false]);
    }

    /** Whether the server has an answer to a question about another folder. */
    private static function isWell(string $url): bool
    {
        $code = (int) wp_remote_retrieve_response_code(self::get($url));
        return $code > 0 && $code < 500;
    }

    public static function refusal(): ChangeError
    {
        $what = sprintf(
            /* translators: %s: name of a constant */
            __(
                'Visitors could download the backups of your originals, so nothing was changed. Set %s in wp-config.php to a'
                . ' folder outside of the web root, or deny requests for “picture-optimizer-backups-*” in your web server.',
                'picture-optimizer'
            ),
            PrivateFolder::CONSTANT
        );
        if (stripos(self::server(), 'nginx') === false) {
            return new ChangeError($what);
        }
        /* translators: %s: a line of configuration */
        $how = __('With nginx, this line at the beginning of the server block is enough: %s', 'picture-optimizer');
        return new ChangeError($what . ' ' . sprintf($how, self::FOR_NGINX));
    }

    private static function remembered(string $folder): Exposure
    {
        $known = (array) get_option(self::OPTION, []);
        $exposure = Exposure::tryFrom((string) ($known['exposure'] ?? ''));
        $isFresh = $exposure !== null && self::isHere($known, $folder)
            && (int) ($known['at'] ?? 0) > time() - self::KEEP_SECONDS[$exposure->value];
        return $isFresh ? $exposure : self::ask($folder);
    }

    /**
     * Whether an answer is of this folder, by this address, and of this server as it is now: a site moves along with its options.
     *
     * @param array<string, mixed> $known
     */
    private static function isHere(array $known, string $folder): bool
    {
        $servers = array_filter([(string) ($known['server'] ?? ''), self::server()]);
        return ($known['folder'] ?? '') === Place::describe($folder)
            && ($known['base'] ?? '') === wp_upload_dir(null, false)['baseurl']
            && ($known['rules'] ?? '') === self::rules()
            && count(array_unique($servers)) < 2;
    }

    private static function rules(): string
    {
        return (string) get_site_option(self::RULES, '');
    }

    /** What the web server calls itself; "" on the command line. */
    private static function server(): string
    {
        return sanitize_text_field(wp_unslash($_SERVER['SERVER_SOFTWARE'] ?? ''));
    }
}
