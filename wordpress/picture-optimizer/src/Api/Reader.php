<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** Reads the fields of a JSON object that is not trusted yet; names the first that is missing or wrong. */
final class Reader
{
    /**
     * @param array<mixed> $data decoded JSON
     * @param string $path where the object stands in the answer, dotted, with a dot at its end
     */
    public function __construct(private readonly array $data, private readonly string $path = '')
    {
    }

    /** @throws BrokenAnswer when the text is no JSON object */
    public static function ofJson(string $text): self
    {
        $data = json_decode($text, true, 64);
        return is_array($data) ? new self($data) : throw BrokenAnswer::because(__('it is not JSON', 'picture-optimizer'));
    }

    /** Whether there is something other than null. */
    public function has(string $field): bool
    {
        return isset($this->data[$field]);
    }

    public function text(string $field, string $pattern = ''): string
    {
        $value = $this->data[$field] ?? null;
        $fits = is_string($value) && ($pattern === '' || preg_match($pattern, $value) === 1);
        return $fits ? $value : throw $this->fault($field);
    }

    public function whole(string $field): int
    {
        $value = $this->data[$field] ?? null;
        return is_int($value) ? $value : throw $this->fault($field);
    }

    public function number(string $field): float
    {
        $value = $this->data[$field] ?? null;
        return is_int($value) || is_float($value) ? (float) $value : throw $this->fault($field);
    }

    public function flag(string $field): bool
    {
        $value = $this->data[$field] ?? null;
        return is_bool($value) ? $value : throw $this->fault($field);
    }

    public function object(string $field): self
    {
        $value = $this->data[$field] ?? null;
        return is_array($value) ? new self($value, "{$this->path}{$field}.") : throw $this->fault($field);
    }

    /** @return list<self> */
    public function objects(string $field): array
    {
        $objects = [];
        foreach ($this->list($field, is_array(...)) as $number => $element) {
            $objects[] = new self($element, "{$this->path}{$field}.{$number}.");
        }
        return $objects;
    }

    /** @return list<string> */
    public function texts(string $field): array
    {
        return $this->list($field, is_string(...));
    }

    /**
     * Names of an enum; those that it does not have are left out.
     *
     * @template T of \BackedEnum
     * @param callable(string): (T|null) $enum its tryFrom()
     * @return list<T>
     */
    public function known(string $field, callable $enum): array
    {
        return array_values(array_filter(array_map($enum, $this->texts($field))));
    }

    /** @return list<int> */
    public function wholes(string $field): array
    {
        return $this->list($field, is_int(...));
    }

    /** @return array<string, int> */
    public function wholesByName(string $field): array
    {
        return $this->map($field, is_int(...));
    }

    /** @return array<string, string> */
    public function textsByName(string $field): array
    {
        return $this->map($field, is_string(...));
    }

    /** @return array<string, self> */
    public function objectsByName(string $field): array
    {
        $objects = [];
        foreach ($this->map($field, is_array(...)) as $name => $element) {
            $objects[$name] = new self($element, "{$this->path}{$field}.{$name}.");
        }
        return $objects;
    }

    /** @return array<string, float> all fields of this object, which are numbers */
    public function numbers(): array
    {
        return array_map($this->number(...), array_combine(array_keys($this->data), array_keys($this->data)));
    }

    /**
     * @param callable(mixed): bool $fits
     * @return array<string, mixed>
     */
    private function map(string $field, callable $fits): array
    {
        $value = $this->data[$field] ?? null;
        return is_array($value) && array_filter($value, $fits) === $value ? $value : throw $this->fault($field);
    }

    /**
     * @param callable(mixed): bool $fits
     * @return list<mixed>
     */
    private function list(string $field, callable $fits): array
    {
        $value = $this->data[$field] ?? null;
        $isList = is_array($value) && array_is_list($value) && array_filter($value, $fits) === $value;
        return $isList ? $value : throw $this->fault($field);
    }

    private function fault(string $field): BrokenAnswer
    {
        /* translators: %s: name of a field */
        return BrokenAnswer::because(sprintf(__('the field “%s” is missing or wrong', 'picture-optimizer'), $this->path . $field));
    }
}
