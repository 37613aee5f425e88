<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

/** Files behind a stream wrapper, as plugins bring one that keep uploads in a bucket: what is there cannot be changed, only replaced. */
final class OtherStorage
{
    public const SCHEME = 'picoptbucket';

    public static string $folder = '';

    public mixed $context = null;

    /** @var resource|null */
    private mixed $file = null;

    private static function path(string $url): string
    {
        return self::$folder . substr($url, strlen(self::SCHEME . '://bucket'));
    }

    // phpcs:disable PSR1.Methods.CamelCapsMethodName -- PHP's names

    public function stream_open(string $url, string $mode): bool
    {
        $file = in_array(rtrim($mode, 'bt'), ['r', 'w', 'x'], true) ? @fopen(self::path($url), $mode) : false;
        $this->file = $file ?: null;
        return $file !== false;
    }

    public function stream_read(int $length): string|false
    {
        return fread($this->file, $length);
    }

    public function stream_write(string $data): int|false
    {
        return fwrite($this->file, $data);
    }

    public function stream_eof(): bool
    {
        return feof($this->file);
    }

    /** @return array<int|string, int>|false */
    public function stream_stat(): array|false
    {
        return fstat($this->file);
    }

    public function stream_close(): void
    {
        fclose($this->file);
    }

    /** @return array<int|string, int>|false */
    public function url_stat(string $url): array|false
    {
        return @stat(self::path($url));
    }

    public function unlink(string $url): bool
    {
        return unlink(self::path($url));
    }

    public function rename(string $from, string $to): bool
    {
        return rename(self::path($from), self::path($to));
    }
}
