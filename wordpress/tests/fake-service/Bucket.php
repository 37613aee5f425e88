<?php

declare(strict_types=1);

namespace PictureOptimizer\FakeService;

/**
 * The stand-in's bucket: what a bucket does with signed addresses, by S3's rules. An address is for one method, one name and
 * the bytes whose length and SHA-256 are signed; whatever else is asked is refused.
 */
final class Bucket
{
    private const PART = 8 * 1024 * 1024;
    private const SECRET = 'the bucket’s own';

    public function __construct(private readonly string $folder, private readonly string $host)
    {
    }

    /**
     * Where to send what is missing of an announced file.
     *
     * @param array{bytes: int, parts: list<string>} $request
     * @return array<string, mixed> the contract's DirectUpload
     */
    public function missing(string $sha256, array $request): array
    {
        $targets = [];
        foreach ($request['parts'] as $number => $part) {
            $length = min(self::PART, $request['bytes'] - $number * self::PART);
            if (!is_file($this->part($sha256, $number))) {
                $digest = base64_encode((string) hex2bin($part));
                $targets[] = ['offset' => $number * self::PART, 'bytes' => $length,
                    'url' => $this->sign('PUT', "{$sha256}-{$number}", "{$length}:{$digest}"),
                    'headers' => ['Content-Length' => (string) $length, 'x-amz-checksum-sha256' => $digest]];
            }
        }
        return ['parts' => $targets, 'expires_at' => gmdate('c', time() + 300)];
    }

    /** Where a file can be read. */
    public function readAt(string $fileId): string
    {
        return $this->sign('GET', $fileId, '');
    }

    /** @return string the parts that are there, one after the other */
    public function join(string $sha256, int $parts): string
    {
        $whole = '';
        for ($number = 0; $number < $parts && is_file($this->part($sha256, $number)); $number++) {
            $whole .= file_get_contents($this->part($sha256, $number));
        }
        return $whole;
    }

    public function answer(State $state, string $method, string $name, string $body): never
    {
        $digest = $_SERVER['HTTP_X_AMZ_CHECKSUM_SHA256'] ?? '';
        $what = $method === 'PUT' ? strlen($body) . ":{$digest}" : '';
        if (!hash_equals(self::signature($method, $name, $what), (string) ($_GET['X-Amz-Signature'] ?? ''))) {
            self::refuse(403, 'SignatureDoesNotMatch');
        }
        if ($method === 'PUT') {
            $digest === base64_encode(hash('sha256', $body, true)) || self::refuse(400, 'XAmzContentChecksumMismatch');
            file_put_contents("{$this->folder}/upload-part-{$name}", $body);
            exit;
        }
        sendFile($state->file($name));
    }

    private function part(string $sha256, int $number): string
    {
        return "{$this->folder}/upload-part-{$sha256}-{$number}";
    }

    private function sign(string $method, string $name, string $what): string
    {
        return "http://{$this->host}/bucket/{$name}?X-Amz-Signature=" . self::signature($method, $name, $what);
    }

    private static function signature(string $method, string $name, string $what): string
    {
        return hash_hmac('sha256', "{$method} {$name} {$what}", self::SECRET);
    }

    private static function refuse(int $status, string $code): never
    {
        http_response_code($status);
        header('Content-Type: application/xml');
        echo "<Error><Code>{$code}</Code></Error>";
        exit;
    }
}
