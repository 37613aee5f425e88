<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

/** One field of a picture's text that is to be checked, with what its rules need to know. */
final class Subject
{
    /**
     * @param string              $field     alt, title, caption, description, filename or tags
     * @param string|list<string> $value     a list for tags
     * @param int|null            $maxLength wanted length in code points, null for the rule's own
     * @param array<string, string> $others  the other fields by name
     * @param list<string>        $nearby    texts that stand beside the picture
     * @param list<string>        $keywords
     * @param string              $asked     what the user asked for in words of their own
     */
    public function __construct(
        public readonly string $field,
        public readonly string|array $value,
        public readonly bool $decorative = false,
        public readonly ?int $maxLength = null,
        public readonly array $others = [],
        public readonly array $nearby = [],
        public readonly array $keywords = [],
        public readonly string $asked = '',
    ) {
    }

    public function text(): string
    {
        return is_array($this->value) ? implode(' ', $this->value) : $this->value;
    }
}
