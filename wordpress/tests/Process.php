<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

/** A PHP process with WordPress, on its own database connection. */
final class Process
{
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];

    /**
     * @param string $code PHP that gets $plugin
     * @param list<string> $ini settings, like "memory_limit=64M"; such a process takes nothing that was compiled without them
     */
    public function __construct(string $code, array $ini = [])
    {
        $settings = $ini === [] ? [] : ['opcache.enable_cli=0', ...$ini];
        $options = array_merge(...array_map(static fn (string $setting): array => ['-d', $setting], $settings));
        $this->process = proc_open(
            ['php', ...$options, __DIR__ . '/processes/start.php'],
            [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']],
            $this->pipes
        );
        fwrite($this->pipes[0], $code);
        fclose($this->pipes[0]);
    }

    /** Waits for the end; what it printed. */
    public function output(): string
    {
        $output = (string) stream_get_contents($this->pipes[1]);
        $errors = (string) stream_get_contents($this->pipes[2]);
        $code = proc_close($this->process);
        if ($code !== 0 || $errors !== '') {
            throw new \RuntimeException("the process ended with {$code}: {$errors}{$output}");
        }
        return $output;
    }

    public function kill(): void
    {
        proc_terminate($this->process, SIGKILL);
        proc_close($this->process);
    }
}
