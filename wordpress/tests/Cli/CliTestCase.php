<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Cli;

use PictureOptimizer\Tests\CommittedTestCase;

/** Commands as a site's owner uses them: the real WP-CLI in a process of its own. */
abstract class CliTestCase extends CommittedTestCase
{
    /** @return array{int, string} exit code and what was printed */
    protected function wp(string $command, string $more = ''): array
    {
        $wp = (string) getenv('PICOPT_WP_CLI');
        exec("{$wp} picture-optimizer {$command} {$more} </dev/null 2>&1", $lines, $code);
        wp_cache_flush();
        return [$code, implode("\n", $lines)];
    }

    /**
     * Several commands in one process.
     *
     * @param list<string> $commands
     * @return list<array{int, string}> exit code and what was printed
     */
    protected function all(array $commands, string $more = ''): array
    {
        $file = wp_tempnam('commands');
        file_put_contents($file, json_encode($commands));
        $script = escapeshellarg(__DIR__ . '/commands.php');
        exec(getenv('PICOPT_WP_CLI') . " eval-file {$script} --use-include {$more} < {$file} 2>&1", $lines, $code);
        unlink($file);
        wp_cache_flush();
        self::assertSame(0, $code, implode("\n", $lines));
        return json_decode((string) end($lines), true, 16, JSON_THROW_ON_ERROR);
    }

    /** @return array<mixed> */
    protected function json(string $command): array
    {
        [$code, $output] = $this->wp("{$command} --format=json");
        self::assertSame(0, $code, $output);
        return json_decode($output, true, 64, JSON_THROW_ON_ERROR);
    }
}
