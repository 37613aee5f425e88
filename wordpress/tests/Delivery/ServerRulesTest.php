<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\ServerRules;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;
use PictureOptimizer\Tests\Waiting;

/**
 * The exported rules, judged by the servers themselves: their own test of the configuration, and then real requests.
 *
 * @group acceptance-B6
 */
final class ServerRulesTest extends ReplaceTestCase
{
    private const STRANGE = ['with space.jpg', 'ünïcode-日本.jpg', 'quote"and\'apostrophe.jpg', 'percent%20sign.jpg', 'plus+and@2x.jpg',
        'back\\slash.jpg', 'semi;colon#hash.jpg', 'IMG (1)[2].jpg'];

    /** @var array<string, string> New URL path by old path relative to uploads. */
    private array $expected = [];
    private string $folder;
    private int $port = 0;

    /** @var resource|null */
    private $server;

    protected function setUp(): void
    {
        parent::setUp();
        $this->folder = sys_get_temp_dir() . '/picopt-rules-' . bin2hex(random_bytes(4));
        mkdir($this->folder);
        $this->port = $this->freePort();
        $id = $this->addPicture();
        $before = Attachment::load($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $after = Attachment::load($id);
        $uploads = (string) wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH);
        foreach ($before->names() as $size => $name) {
            $this->expected[$before->relative($name)] = "{$uploads}/{$after->relative($after->names()[$size])}";
        }
        foreach (self::STRANGE as $name) {
            $this->plugin->redirects()->add("{$before->folder()}/{$name}", $id, 'full');
            $this->expected["{$before->folder()}/{$name}"] = "{$uploads}/{$after->file}";
        }
    }

    protected function tearDown(): void
    {
        if ($this->server !== null) {
            proc_terminate($this->server);
            proc_close($this->server);
        }
        isset($this->folder) && Disk::removeFolder($this->folder); // else "/*" is the whole machine
        parent::tearDown();
    }

    /** @group deep */
    public function testApache(): void
    {
        $program = $this->program('apache2', 'apache2-bin');
        $modules = '';
        foreach (['mpm_event', 'authz_core', 'alias', 'headers', 'dir'] as $module) {
            $modules .= "LoadModule {$module}_module /usr/lib/apache2/modules/mod_{$module}.so\n";
        }
        file_put_contents("{$this->folder}/rules.conf", $this->rules()->apache());
        file_put_contents("{$this->folder}/apache.conf", "ServerRoot {$this->folder}\nServerName localhost\n{$modules}"
            . "Listen 127.0.0.1:{$this->port}\nPidFile {$this->folder}/pid\nErrorLog {$this->folder}/error.log\n"
            . 'DocumentRoot ' . untrailingslashit(ABSPATH) . "\n<Directory />\nRequire all granted\n</Directory>\n"
            . "Include {$this->folder}/rules.conf\n");
        $this->assertAccepted([$program, '-t', '-f', "{$this->folder}/apache.conf"]);
        $this->start([$program, '-X', '-f', "{$this->folder}/apache.conf"]);
        $this->assertEveryOldNameIsRedirected();
    }

    /** @group deep */
    public function testNginx(): void
    {
        $program = $this->program('nginx', 'nginx-light');
        file_put_contents("{$this->folder}/rules.conf", $this->rules()->nginx());
        $paths = '';
        foreach (['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'] as $kind) {
            $paths .= "  {$kind}_temp_path {$this->folder};\n";
        }
        file_put_contents("{$this->folder}/nginx.conf", "daemon off;\nmaster_process off;\npid {$this->folder}/pid;\n"
            . "error_log {$this->folder}/error.log;\nevents {}\nhttp {\n{$paths}"
            . "  access_log off;\n  server {\n    listen 127.0.0.1:{$this->port};\n    absolute_redirect off;\n"
            . '    root ' . untrailingslashit(ABSPATH) . ";\n    include {$this->folder}/rules.conf;\n  }\n}\n");
        $this->assertAccepted([$program, '-t', '-c', "{$this->folder}/nginx.conf", '-e', "{$this->folder}/error.log"]);
        $this->start([$program, '-c', "{$this->folder}/nginx.conf", '-e', "{$this->folder}/error.log"]);
        $this->assertEveryOldNameIsRedirected();
    }

    public function testRulesNameEveryOldFileOnceAndNothingElse(): void
    {
        $rules = $this->rules();
        self::assertSame(count($this->expected), substr_count($rules->apache(), "\nRedirect 301 "));
        self::assertSame(count($this->expected), substr_count($rules->nginx(), "\nlocation = "));
        $this->plugin->redirects()->add("2026/05/evil\n}\nserver { }.jpg", 1, 'full');
        self::assertStringNotContainsString('evil', $rules->apache() . $rules->nginx());
    }

    private function rules(): ServerRules
    {
        return new ServerRules($this->plugin->redirects());
    }

    private function assertEveryOldNameIsRedirected(): void
    {
        $uploads = (string) wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH);
        foreach ($this->expected as $old => $new) {
            $path = implode('/', array_map('rawurlencode', explode('/', $old)));
            $answer = wp_remote_get("http://127.0.0.1:{$this->port}{$uploads}/{$path}", ['redirection' => 0]);
            self::assertSame(301, wp_remote_retrieve_response_code($answer), $old);
            self::assertSame($new, wp_parse_url((string) wp_remote_retrieve_header($answer, 'location'), PHP_URL_PATH), $old);
            self::assertSame('max-age=3600', wp_remote_retrieve_header($answer, 'cache-control'), $old);
        }
        $target = wp_remote_get("http://127.0.0.1:{$this->port}" . array_values($this->expected)[0]);
        self::assertSame(200, wp_remote_retrieve_response_code($target), 'the new file itself is served');
    }

    /** @param list<string> $command */
    private function assertAccepted(array $command): void
    {
        exec(implode(' ', array_map('escapeshellarg', $command)) . ' 2>&1', $output, $code);
        self::assertSame(0, $code, implode("\n", $output));
    }

    /** @param list<string> $command */
    private function start(array $command): void
    {
        $this->server = proc_open($command, [1 => ['file', '/dev/null', 'w'], 2 => ['file', '/dev/null', 'w']], $pipes) ?: null;
        Waiting::until(
            fn () => @fsockopen('127.0.0.1', $this->port),
            fn (): string => 'The server did not start: ' . @file_get_contents("{$this->folder}/error.log"),
        );
    }

    private function program(string $name, string $package): string
    {
        $find = static fn (): string => trim((string) shell_exec("PATH=\$PATH:/usr/sbin command -v {$name}"));
        if ($find() === '') {
            exec("DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends {$package} 2>&1");
        }
        return $find() ?: self::fail("This test needs {$name}: apt-get install {$package}");
    }

    private function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $port = (int) substr((string) strrchr((string) stream_socket_get_name($socket, false), ':'), 1);
        fclose($socket);
        return $port;
    }
}
