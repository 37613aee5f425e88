<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

/** Text as a browser sent it: each part is there and of its type, or null. */
final class SentText
{
    /** @var array<mixed> */
    private readonly array $sent;

    /** @param mixed $sent fields by name with `text` and `write`, `tags`, `file_name`, `places`; anything else counts as nothing */
    public function __construct(mixed $sent = null)
    {
        $this->sent = is_array($sent) ? $sent : [];
    }

    public function text(string $field): ?string
    {
        $text = $this->part($field, 'text');
        return is_string($text) ? $text : null;
    }

    public function write(string $field): ?bool
    {
        $write = $this->part($field, 'write');
        return is_scalar($write) ? (bool) rest_sanitize_boolean($write) : null;
    }

    /** A hash of what a field showed as it was decided upon. */
    public function seen(string $field): ?string
    {
        $seen = $this->part('seen', $field);
        return is_string($seen) && preg_match('~^[0-9a-f]{32}$~D', $seen) === 1 ? $seen : null;
    }

    /** @return list<mixed>|null */
    public function tags(): ?array
    {
        $tags = $this->part('tags', 'text');
        return is_array($tags) ? array_values($tags) : null;
    }

    public function fileName(): ?string
    {
        $name = $this->sent['file_name'] ?? null;
        return is_string($name) ? $name : null;
    }

    public function placeAlt(string $key): ?string
    {
        $alt = $this->part('places', $key);
        return is_string($alt) ? $alt : null;
    }

    private function part(string $field, string $name): mixed
    {
        $field = $this->sent[$field] ?? null;
        return is_array($field) ? $field[$name] ?? null : null;
    }
}
