<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Files\Disk;

/** Hosts take functions and extensions of PHP away: what WordPress bears, the plugin bears, or says what it lacks. */
final class HostsTest extends TestCase
{
    /** What hosts name in `disable_functions`, as far as anybody could think of using it here. */
    private const TAKEN_AWAY = ['set_time_limit', 'disk_free_space', 'disk_total_space', 'ignore_user_abort', 'gethostbynamel',
        'gethostbyname', 'ini_set', 'php_uname', 'getmypid', 'getmyuid', 'sys_getloadavg', 'proc_open', 'exec', 'shell_exec', 'system',
        'passthru', 'popen', 'symlink', 'readlink', 'link', 'posix_getpwuid', 'posix_kill', 'fsockopen', 'stream_socket_client',
        'error_log', 'opcache_reset', 'opcache_invalidate', 'parse_ini_file', 'show_source', 'dl', 'getrusage', 'phpinfo', 'sleep',
        'usleep', 'fsync', 'memory_get_usage', 'memory_get_peak_usage', 'umask', 'lstat', 'touch', 'tmpfile', 'flock', 'putenv',
        'chown', 'chgrp', 'mail', 'get_current_user', 'gethostname', 'ini_restore', 'ini_alter', 'stream_socket_server', 'pfsockopen',
        'curl_exec', 'curl_multi_exec', 'pcntl_exec', 'apache_setenv', 'proc_get_status', 'posix_getuid', 'posix_geteuid'];

    public function testNothingIsCalledThatMayNotBeThere(): void
    {
        $unguarded = [];
        $source = WP_PLUGIN_DIR . '/picture-optimizer/src';
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($source, \FilesystemIterator::SKIP_DOTS)) as $file) {
            $code = $file->getExtension() === 'php' ? (string) file_get_contents($file->getPathname()) : '';
            foreach ($code === '' ? [] : \PhpToken::tokenize($code) as $token) {
                $line = explode("\n", $code)[$token->line - 1];
                $isCall = in_array($token->text, self::TAKEN_AWAY, true)
                    && preg_match("/(?<!function |->|::)\b{$token->text}\(/", $line) === 1;
                if ($token->is(T_STRING) && $isCall && !str_contains($line, "function_exists('{$token->text}')")) {
                    $unguarded[] = "{$file->getFilename()}:{$token->line} {$token->text}";
                }
            }
        }
        self::assertSame([], $unguarded);
    }

    public function testWithoutThemAFullDiskIsASentenceAndAnAddressIsTaken(): void
    {
        $code = <<<'PHP'
            try {
                \PictureOptimizer\Files\Disk::write('/nowhere/at/all.txt', 'x');
            } catch (\PictureOptimizer\ChangeError $error) {
                echo $error->getMessage(), ' ';
            }
            echo \PictureOptimizer\Api\Address::checkNew('https://api.example.com');
            PHP;
        $process = new Process($code, ['disable_functions=disk_free_space,set_time_limit,ignore_user_abort,gethostbynamel']);
        self::assertSame('The folder at is missing. https://api.example.com', $process->output());
    }

    public function testWithoutAnySleepOfPhpTheDatabaseWaits(): void
    {
        $code = '$begun = hrtime(true); \PictureOptimizer\Pause::seconds(0.05); echo hrtime(true) - $begun >= 5e7 ? "waited" : "no";';
        self::assertSame('waited', (new Process($code, ['disable_functions=sleep,usleep,time_nanosleep']))->output());
    }

    public function testWithoutAnExtensionThePluginStaysOffAndSaysWhatItLacks(): void
    {
        $said = $this->loadedAlone('', '-d opcache.enable_cli=0 -d disable_functions=mb_strtolower');
        self::assertStringContainsString('lacks: mbstring', $said);
        self::assertStringEndsWith('off', $said);
    }

    public function testOnAnotherDatabaseThePluginStaysOffAndSaysWhichItNeeds(): void
    {
        $said = $this->loadedAlone('$GLOBALS["wpdb"] = (object) ["dbh" => new ArrayObject()];');
        self::assertStringContainsString('not MySQL or MariaDB', $said);
        self::assertStringEndsWith('off', $said);
    }

    /** Several servers at once (HyperDB, LudicrousDB): there is no connection before the first query. */
    public function testAConnectionThatIsToComeIsWaitedFor(): void
    {
        $plugin = 'eval("namespace PictureOptimizer; final class Plugin { public function register(): void { } }");';
        self::assertStringEndsWith('on', $this->loadedAlone($plugin . '$GLOBALS["wpdb"] = (object) ["dbh" => null];'));
    }

    /** What the plugin's main file says, and whether it is on afterwards. */
    private function loadedAlone(string $before, string $options = ''): string
    {
        $code = 'define("ABSPATH", "/"); '
            . 'function add_action(string $hook, callable $say): void { $hook === "admin_notices" && $say(); }'
            . 'function current_user_can(): bool { return true; } function __(string $text): string { return $text; }'
            . 'function esc_html(string $text): string { return $text; }' . $before
            . 'require ' . var_export(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php', true) . ';'
            . 'echo class_exists("PictureOptimizer\Plugin", false) ? "on" : "off";';
        exec("php -d display_errors=1 {$options} -r " . escapeshellarg($code) . ' 2>&1', $lines, $exit);
        $said = implode("\n", $lines);
        self::assertSame(0, $exit, $said);
        return $said;
    }

    public function testAFolderThatPhpMayNotWriteToIsASentence(): void
    {
        mkdir($folder = get_temp_dir() . 'picopt-locked-' . bin2hex(random_bytes(4)), 0555);
        $code = 'class_exists("PictureOptimizer\Files\Disk") && class_exists("PictureOptimizer\ChangeError");'
            . 'function_exists("posix_setuid") && posix_setuid(65534);' // For root no folder is locked.
            . "try { PictureOptimizer\\Files\\Disk::assertWritable('{$folder}'); }"
            . 'catch (Exception $error) { echo $error->getMessage(); }';
        self::assertStringContainsString('The web server can’t write to the folder picopt-locked-', (new Process($code))->output());
        Disk::assertWritable(get_temp_dir());
        rmdir($folder);
    }

    public function testAFolderOfTheSiteIsNamedSoThatItCanBeFound(): void
    {
        $this->expectExceptionMessage('The folder wp-content/uploads/2031/11 is missing.');
        Disk::write(ABSPATH . 'wp-content/uploads/2031/11/a.txt', 'x');
    }

    public function testAFolderGoesWithAllThatIsInItAndNothingThatALinkLeadsTo(): void
    {
        $base = get_temp_dir() . 'picopt-folder-' . bin2hex(random_bytes(4));
        mkdir("{$base}/ours/deep", 0700, true);
        mkdir("{$base}/others");
        foreach (['ours/.htaccess', 'ours/deep/a.txt', 'others/kept.txt'] as $name) {
            file_put_contents("{$base}/{$name}", 'x');
        }
        symlink("{$base}/others", "{$base}/ours/link");
        Disk::removeFolder("{$base}/ours");
        self::assertSame([false, true], [file_exists("{$base}/ours"), is_file("{$base}/others/kept.txt")]);
        Disk::removeFolder($base);
        self::assertFileDoesNotExist($base);
        Disk::removeFolder($base);
    }
}
