<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/**
 * What the plugin needs to find in an answer. A shape maps a field to a pattern, to 'int', 'bool', 'string', 'array',
 * or to a shape; a leading ? allows null, and `[shape]` means a list of them. Other fields may come and are ignored.
 */
final class Shape
{
    private const SHA256 = '/^[0-9a-f]{64}$/D';

    public const PROBLEM = ['title' => 'string', 'code' => '/^[a-z_]{1,60}$/D', 'detail' => 'string',
        'retryable' => 'bool'];
    public const ACCOUNT = ['plan' => 'string', 'frozen' => 'bool', 'buy_url' => 'string',
        'credits' => ['available' => 'int', 'held' => 'int'], 'key' => ['prefix' => 'string', 'scopes' => 'array']];
    public const CAPABILITIES = ['formats' => 'array', 'presets' => 'array', 'prices' => 'array',
        'limits' => 'array', 'estimates' => 'array', 'input_media_types' => 'array', 'analysis' => ['draft' => 'bool',
        'languages' => 'array']];
    public const PROGRESS = ['offset' => 'int', 'total' => 'int'];
    public const IMAGE = ['id' => '/^img_/', 'sha256' => self::SHA256, 'bytes' => 'int'];
    public const QUOTE = ['id' => '/^quo_[A-Za-z0-9]{1,40}$/D', 'credits' => 'int', 'available' => 'int',
        'items' => [['reference' => 'string', 'analysis_credits' => '?int', 'export_credits' => '?int',
        'paid_before' => 'bool', 'estimated_bytes' => '?int']]];
    public const FILE = ['id' => '/^fil_[A-Za-z0-9]{1,40}$/D', 'name' => 'string', 'width' => 'int', 'height' => 'int',
        'bytes' => 'int', 'sha256' => self::SHA256, 'media_type' => '/^image\/[a-z0-9.+-]+$/D',
        'extension' => '/^[a-z0-9]{1,5}$/D'];
    public const ANALYSIS = ['alt' => 'string', 'title' => 'string', 'caption' => 'string', 'description' => 'string',
        'filename' => 'string', 'tags' => 'array', 'decorative' => 'bool', 'draft' => 'bool'];
    public const ITEM = ['id' => '/^itm_[A-Za-z0-9]{1,40}$/D', 'reference' => 'string', 'sha256' => self::SHA256,
        'state' => '/^[a-z_]{1,20}$/D', 'reason' => ['?' => true, 'code' => 'string', 'message' => 'string'],
        'charges' => [['line' => 'string', 'state' => 'string', 'credits' => 'int']],
        'analysis' => ['?' => true] + self::ANALYSIS,
        'export' => ['?' => true, 'format' => 'string', 'source_bytes' => 'int', 'files' => [self::FILE]]];
    public const JOB = ['id' => '/^job_[A-Za-z0-9]{1,40}$/D', 'state' => 'string', 'items' => [self::ITEM],
        'next_cursor' => '?string'];
    public const RECEIPT = ['item' => self::ITEM, 'refunded' => 'int'];
    public const PREVIEW = ['width' => 'int', 'height' => 'int', 'before_bytes' => 'int', 'after_bytes' => 'int',
        'media_type' => '/^image\/[a-z0-9.+-]+$/D', 'data' => 'string', 'before_data' => 'string'];
    public const TOKEN = ['api_key' => '/^po_(live|test)_[A-Za-z0-9_-]{16,}$/D', 'prefix' => 'string'];

    /**
     * @param array<mixed> $data
     * @param array<string, mixed> $shape
     * @return array<string, mixed>
     * @throws BrokenAnswer naming the first field at fault
     */
    public static function check(array $data, array $shape, string $path = ''): array
    {
        foreach ($shape as $field => $wanted) {
            if ($field !== '?' && !self::fits($data[$field] ?? null, $wanted, "{$path}{$field}")) {
                /* translators: %s: name of a field */
                $cause = sprintf(__('the field “%s” is missing or wrong', 'picture-optimizer'), $path . $field);
                throw BrokenAnswer::because($cause);
            }
        }
        return $data;
    }

    private static function fits(mixed $value, mixed $wanted, string $path): bool
    {
        if (is_array($wanted)) {
            return self::fitsArray($value, $wanted, $path);
        }
        if ($wanted[0] === '?') {
            return $value === null || self::fits($value, substr($wanted, 1), $path);
        }
        return match ($wanted) {
            'int' => is_int($value),
            'bool' => is_bool($value),
            'string' => is_string($value),
            'array' => is_array($value),
            default => is_string($value) && preg_match($wanted, $value) === 1,
        };
    }

    /** @param array<mixed> $wanted */
    private static function fitsArray(mixed $value, array $wanted, string $path): bool
    {
        if ($value === null && isset($wanted['?'])) {
            return true;
        }
        if (!is_array($value)) {
            return false;
        }
        if (!array_is_list($wanted)) {
            self::check($value, $wanted, "{$path}.");
            return true;
        }
        foreach ($value as $number => $element) {
            if (!is_array($element)) {
                return false;
            }
            self::check($element, $wanted[0], "{$path}.{$number}.");
        }
        return array_is_list($value);
    }
}
