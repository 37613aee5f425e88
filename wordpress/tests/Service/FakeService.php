<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Service;

use PictureOptimizer\Tests\Waiting;

/** Starts the stand-in service and tells it how to behave. */
final class FakeService
{
    public const KEY = 'po_live_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';

    /** @var resource */
    private $process;
    public readonly string $url;
    private readonly string $address;
    private readonly string $folder;

    public function __construct()
    {
        $this->folder = sys_get_temp_dir() . '/picopt-service-' . bin2hex(random_bytes(6));
        mkdir($this->folder, 0700);
        $this->forget();
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $this->address = (string) stream_socket_get_name($socket, false);
        fclose($socket);
        $this->url = "http://{$this->address}";
        $this->launch();
    }

    /** Ends what it is doing; what it knows stays. */
    public function restart(): void
    {
        proc_terminate($this->process, SIGKILL);
        proc_close($this->process);
        $this->launch();
    }

    private function launch(): void
    {
        $this->process = proc_open(
            ['php', '-d', 'opcache.enable_cli=0', '-S', $this->address, dirname(__DIR__) . '/fake-service/server.php'],
            [1 => ['file', "{$this->folder}/log", 'w'], 2 => ['file', "{$this->folder}/log", 'a']],
            $pipes,
            null,
            ['FAKE_SERVICE' => $this->folder, 'PATH' => (string) getenv('PATH')]
        );
        $this->waitUntilUp($this->address);
    }

    public function stop(): void
    {
        proc_terminate($this->process, SIGKILL);
        proc_close($this->process);
        array_map(unlink(...), glob("{$this->folder}/*") ?: []);
        rmdir($this->folder);
    }

    /** As new. */
    public function forget(): void
    {
        array_map(unlink(...), glob("{$this->folder}/{upload,fil_,requests}*", GLOB_BRACE) ?: []);
        $this->write(['key' => self::KEY, 'credits' => 50, 'charged' => 0, 'paid' => [], 'jobs' => [], 'orders' => [], 'answers' => [],
            'quotes' => [], 'receipts' => [], 'faults' => [], 'outcomes' => [], 'polls_until_ready' => 0, 'queued_because' => null,
            'surcharge' => 0, 'service' => [], 'wish' => null, 'interval' => 1,
            'accepted' => [], 'direct_hosts' => [], 'takes_heic' => false, 'announced' => [], 'regenerated' => [], 'analysis' => []]);
    }

    /** From now on there is a bucket, at another host than the service: its own name on this machine. */
    public function openBucket(): string
    {
        $host = 'localhost:' . parse_url($this->url, PHP_URL_PORT);
        $this->set('direct_hosts', [$host]);
        return $host;
    }

    /**
     * @param string $request method and path, with * and ?
     * @param string $kind see misbehave() in server.php
     */
    public function fail(string $request, string $kind, int $times = 1): void
    {
        $this->set('faults', [...$this->get('faults'), ['request' => $request, 'kind' => $kind, 'times' => $times]]);
    }

    /**
     * Answers requests with just this, whatever it is.
     *
     * @param string $request method and path, with * and ?
     * @param array<mixed>|string $body an array becomes JSON
     * @param array<string, string> $headers
     */
    public function reply(string $request, array|string $body, int $status = 200, array $headers = [], int $times = 1): void
    {
        $headers += ['Content-Type' => 'application/json'];
        $body = base64_encode(is_array($body) ? (string) json_encode($body) : $body);
        $this->set('faults', [...$this->get('faults'), ['request' => $request, 'kind' => 'reply', 'times' => $times,
            'status' => $status, 'headers' => $headers, 'body' => $body]]);
    }

    public function set(string $name, mixed $value): void
    {
        $this->write([$name => $value] + $this->state());
    }

    public function get(string $name): mixed
    {
        return $this->state()[$name];
    }

    /** @return list<array{method: string, path: string, headers: array<string, string>, bytes: int}> */
    public function requests(string $pattern = '*'): array
    {
        $lines = is_file("{$this->folder}/requests.jsonl") ? file("{$this->folder}/requests.jsonl") : [];
        $all = array_map(static fn (string $line): array => json_decode($line, true), $lines);
        return array_values(array_filter(
            $all,
            static fn (array $request): bool => fnmatch($pattern, "{$request['method']} {$request['path']}")
        ));
    }

    /** @return array<string, mixed> */
    private function state(): array
    {
        return json_decode((string) file_get_contents("{$this->folder}/state.json"), true);
    }

    /** @param array<string, mixed> $state */
    private function write(array $state): void
    {
        file_put_contents("{$this->folder}/state.json", json_encode($state));
    }

    private function waitUntilUp(string $address): void
    {
        $connection = Waiting::until(
            static fn () => @stream_socket_client("tcp://{$address}", timeout: 1),
            fn (): string => 'The stand-in service did not start: ' . file_get_contents("{$this->folder}/log"),
        );
        fclose($connection);
    }
}
