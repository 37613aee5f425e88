<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PHPUnit\Framework\Assert;
use PictureOptimizer\Files\Disk;

/** A real web server on this machine for the time of a test, with WordPress' folder as its root and no PHP. */
final class WebServer
{
    public readonly int $port;
    private readonly string $folder;

    /** @var resource|null */
    private $process;

    public function __construct()
    {
        $this->folder = sys_get_temp_dir() . '/picopt-server-' . bin2hex(random_bytes(4));
        mkdir($this->folder);
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $this->port = (int) substr((string) strrchr((string) stream_socket_get_name($socket, false), ':'), 1);
        fclose($socket);
    }

    /** @param string $rules What stands in its virtual host; its own test of the configuration must accept it. */
    public function apache(string $rules): void
    {
        $program = self::program('apache2', 'apache2-bin');
        $modules = '';
        foreach (['mpm_event', 'authz_core', 'alias', 'headers', 'dir'] as $module) {
            $modules .= "LoadModule {$module}_module /usr/lib/apache2/modules/mod_{$module}.so\n";
        }
        file_put_contents("{$this->folder}/rules.conf", $rules);
        file_put_contents("{$this->folder}/apache.conf", "ServerRoot {$this->folder}\nServerName localhost\n{$modules}"
            . "Listen 127.0.0.1:{$this->port}\nPidFile {$this->folder}/pid\nErrorLog {$this->folder}/error.log\n"
            . 'DocumentRoot ' . untrailingslashit(ABSPATH) . "\n<Directory />\nRequire all granted\n</Directory>\n"
            . "Include {$this->folder}/rules.conf\n");
        $this->start([$program, '-f', "{$this->folder}/apache.conf"], ['-X']);
    }

    /** @param string $rules The same for a server block. */
    public function nginx(string $rules): void
    {
        $program = self::program('nginx', 'nginx-light');
        file_put_contents("{$this->folder}/rules.conf", $rules);
        $paths = '';
        foreach (['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'] as $kind) {
            $paths .= "  {$kind}_temp_path {$this->folder};\n";
        }
        file_put_contents("{$this->folder}/nginx.conf", "daemon off;\nmaster_process off;\npid {$this->folder}/pid;\n"
            . "error_log {$this->folder}/error.log;\nevents {}\nhttp {\n{$paths}"
            . "  access_log off;\n  server {\n    listen 127.0.0.1:{$this->port};\n    absolute_redirect off;\n"
            . '    root ' . untrailingslashit(ABSPATH) . ";\n    include {$this->folder}/rules.conf;\n  }\n}\n");
        $this->start([$program, '-c', "{$this->folder}/nginx.conf", '-e', "{$this->folder}/error.log"], []);
    }

    public function stop(): void
    {
        if ($this->process !== null) {
            proc_terminate($this->process);
            proc_close($this->process);
            $this->process = null;
        }
        Disk::removeFolder($this->folder);
    }

    /**
     * @param list<string> $command
     * @param list<string> $more    Only for running it.
     */
    private function start(array $command, array $more): void
    {
        exec(implode(' ', array_map(escapeshellarg(...), [...$command, '-t'])) . ' 2>&1', $output, $code);
        Assert::assertSame(0, $code, implode("\n", $output));
        $quiet = [1 => ['file', '/dev/null', 'w'], 2 => ['file', '/dev/null', 'w']];
        $this->process = proc_open([...$command, ...$more], $quiet, $pipes) ?: null;
        Waiting::until(
            fn () => @fsockopen('127.0.0.1', $this->port),
            fn (): string => 'The server did not start: ' . @file_get_contents("{$this->folder}/error.log"),
        );
    }

    private static function program(string $name, string $package): string
    {
        $find = static fn (): string => trim((string) shell_exec("PATH=\$PATH:/usr/sbin command -v {$name}"));
        if ($find() === '') {
            exec("DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends {$package} 2>&1");
        }
        return $find() ?: Assert::fail("This test needs {$name}: apt-get install {$package}");
    }
}
