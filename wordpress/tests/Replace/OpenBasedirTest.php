<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

/** A host that lets PHP read the web root and nothing above it: looking elsewhere is not even a warning in its log. */
final class OpenBasedirTest extends KillTestCase
{
    private string $folder = '';

    protected function setUp(): void
    {
        parent::setUp();
        $this->folder = sys_get_temp_dir() . '/picopt-basedir-' . bin2hex(random_bytes(4));
        mkdir("{$this->folder}/backups", 0700, true);
    }

    protected function tearDown(): void
    {
        exec('rm -rf ' . escapeshellarg($this->folder));
        parent::tearDown();
    }

    public function testReplacingRevertingAndCheckingWarnsOfNothing(): void
    {
        file_put_contents("{$this->folder}/job", serialize($this->changes()));
        $apply = "foreach (\$plugin->replacer()->apply(...unserialize(file_get_contents('{$this->folder}/job'))) as \$outcome) {
            echo \$outcome->state->value, ' ';
        }";
        $readable = 'add_filter("pre_http_request", static fn (mixed $none, array $arguments, string $url): mixed
            => str_contains($url, "/.ht-") ? ["response" => ["code" => 200, "message" => ""], "body" => wp_basename($url),
            "headers" => [], "cookies" => [], "filename" => null] : $none, 10, 3);';
        self::assertSame('failed failed ', $this->restricted($readable . $apply), 'no place here that visitors cannot read');
        file_put_contents("{$this->folder}/job", serialize($this->changes()));
        $constant = "define('PICTURE_OPTIMIZER_BACKUP_DIR', '{$this->folder}/backups');";
        self::assertSame('applied applied ', $this->restricted($constant . $apply));
        $ids = implode(', ', $this->ids);
        self::assertSame('reverted reverted ', $this->restricted("{$constant}
            \$plugin->checks()->all(deep: true);
            \$plugin->replacer()->adopt();
            foreach (\$plugin->replacer()->revert({$ids}) as \$outcome) {
                echo \$outcome->state->value, ' ';
            }"));
        wp_cache_flush();
        self::assertSame($this->before, $this->stateOfSite());
    }

    /** @return string What it printed, and every warning that nobody silenced. WordPress' own at its start do not count. */
    private function restricted(string $code): string
    {
        $allowed = [realpath(ABSPATH), realpath(dirname($this->plugin->file)), dirname(__DIR__), sys_get_temp_dir()];
        file_put_contents("{$this->folder}/code", 'set_error_handler(static function (int $kind, string $text): bool {
            echo (error_reporting() & $kind) ? "{$text} " : "";
            return true;
        });' . $code);
        return (string) shell_exec(sprintf(
            'php -d open_basedir=%s %s < %s 2>/dev/null',
            escapeshellarg(implode(PATH_SEPARATOR, $allowed)),
            escapeshellarg(dirname(__DIR__) . '/processes/start.php'),
            escapeshellarg("{$this->folder}/code")
        ));
    }
}
