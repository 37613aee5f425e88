<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** A setting as the settings page shows it. */
final class Field
{
    /**
     * @param string $help below it; beside a checkbox, what it switches on
     * @param array<string, string> $choices label by value, where one (of a list: some) of them is chosen
     * @param bool $spelledOut choices that are sentences stand below each other: a menu would cut them off
     * @param bool $inKilobytes a number of bytes that people are asked for in KB
     */
    public function __construct(
        public readonly string $name,
        public readonly string $label,
        public readonly string $help = '',
        public readonly array $choices = [],
        public readonly bool $spelledOut = false,
        public readonly bool $inKilobytes = false,
    ) {
    }

    public function id(): string
    {
        return "po-{$this->name}";
    }
}
