<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

/** The outcome of one check of the site. */
final class Check
{
    public const GOOD = 'good';
    public const RECOMMENDED = 'recommended';
    public const CRITICAL = 'critical';

    /**
     * @param string      $text   what was found and, unless all is well, what to do
     * @param Remedy|null $remedy what Site Health offers to do about it at once
     */
    public function __construct(
        public readonly string $id,
        public readonly string $status,
        public readonly string $label,
        public readonly string $text,
        public readonly ?Remedy $remedy = null,
    ) {
    }

    public static function good(string $id, string $label, string $text = ''): self
    {
        return new self($id, self::GOOD, $label, $text);
    }
}
