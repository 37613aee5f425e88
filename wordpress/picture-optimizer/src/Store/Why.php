<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\ServiceWords;
use PictureOptimizer\Api\Wire\Reason;

/**
 * Why an image or a job is where it is. Written down by whoever works on the queue, often by nobody's request, and read later by
 * people of several languages: so its code and values are kept beside the sentence, and it is said anew to each reader.
 */
final class Why implements \Stringable
{
    /** Locale of what the service itself says. */
    private const SERVICE = 'en_US';

    /**
     * @param array<string, int|string> $values what the code's sentence is made with
     * @param string $sentence in the language of $locale; where the code has none, it is all that there is
     */
    private function __construct(
        public readonly string $code,
        private readonly array $values,
        private readonly string $sentence,
        private readonly string $locale,
    ) {
    }

    /**
     * For a code of this plugin, whose sentence is in Words.
     *
     * @param array<string, int|string> $values
     */
    public static function own(string $code, array $values = []): self
    {
        return new self($code, $values, Words::of($code, $values), determine_locale());
    }

    /** A sentence that only the part that met it can make, in the language of this moment. */
    public static function told(string $code, string $sentence): self
    {
        return new self($code, ['told' => 1], $sentence, determine_locale());
    }

    /** What the service says of an image; its own sentence may tell more than the code does. */
    public static function ofService(?Reason $reason, string $else = ''): self
    {
        return new self($reason->code ?? $else, [], wp_strip_all_tags($reason->message ?? ''), self::SERVICE);
    }

    /** @param bool $again it is tried again by itself */
    public static function ofError(ApiError $error, bool $again = false): self
    {
        $values = $error->values() + array_filter(['request' => $error->requestId(), 'again' => (int) $again])
            + ($error instanceof Problem ? ['problem' => 1] : []);
        $sentence = $error->report() . ($again ? ' ' . Words::again() : '');
        return new self($error->reasonCode(), $values, $sentence, determine_locale());
    }

    /** With news of an error behind it. */
    public function and(self $other): self
    {
        return new self($this->code, $this->values + ['and' => $other->pack()], "{$this} {$other}", determine_locale());
    }

    /**
     * As it was kept. What an earlier version kept is a sentence alone, in the site's language; with its code it is more.
     *
     * @param string $code where the table has a column for it
     */
    public static function unpack(string $kept, string $code = ''): self
    {
        $parts = str_starts_with($kept, '{') ? json_decode($kept, true) : null;
        if (!is_array($parts) || !is_string($parts['say'] ?? null) || !is_array($parts['with'] ?? null)) {
            return new self($code, [], $kept, get_locale());
        }
        return new self((string) $parts['code'], $parts['with'], $parts['say'], (string) $parts['in']);
    }

    /** For a column of the tables; empty when there is nothing to say. */
    public function pack(): string
    {
        // Letters beyond ASCII stay escaped: a table can have come from a host whose MySQL knew no emoji, and refuse the whole row.
        return $this->isEmpty() ? '' : (string) wp_json_encode(
            ['code' => $this->code, 'with' => $this->values, 'in' => $this->locale, 'say' => $this->sentence],
            JSON_UNESCAPED_SLASHES
        );
    }

    /** @return array{reason_code: string, reason: string} columns of an item */
    public function columns(): array
    {
        return ['reason_code' => $this->code, 'reason' => $this->pack()];
    }

    /** In the reader's language. */
    public function __toString(): string
    {
        if ($this->isEmpty() || ServiceWords::areRead($this->locale)) {
            return $this->sentence;
        }
        $said = Words::of($this->code, $this->values);
        $and = self::unpack((string) ($this->values['and'] ?? ''));
        return match (true) {
            // What only that part could say is kept, whatever its language: nobody can act on the general sentence.
            isset($this->values['told']) => trim("{$said} {$this->translated()}"),
            $said === '' => $this->translated(),
            default => trim("{$said} {$and}"),
        };
    }

    /** A sentence without values is one of the plugin's strings, if it was written in English. */
    private function translated(): string
    {
        // phpcs:ignore WordPress.WP.I18n -- the string is marked where it is written
        return translate($this->sentence, 'picture-optimizer');
    }

    private function isEmpty(): bool
    {
        return $this->sentence === '';
    }
}
