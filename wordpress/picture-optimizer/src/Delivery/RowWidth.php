<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/** How much of a screen a block of content leaves free: lengths of CSS, as the theme says them. */
final class RowWidth
{
    /** What `sizes` may hold: it knows no variables, and no percentages. */
    private const LENGTH = '~^(?:[\d.]+(?:px|rem|em|vw)|(?:clamp|min|max|calc)\((?:[\d.\s,+*/()-]|px|rem|em|vw|clamp|min|max|calc)+\))$~D';

    /**
     * @param list<string> $margins at both sides of the content
     * @param string|null $gap between two images; null where it is not known
     */
    public function __construct(public readonly array $margins = [], public readonly ?string $gap = null)
    {
    }

    /** @param array<string, mixed> $attributes of the block */
    public static function of(array $attributes): self
    {
        if (!wp_is_block_theme()) {
            return new self();
        }
        // Asked for a part that there is not, it answers with the whole.
        $styles = wp_get_global_styles([], ['transforms' => ['resolve-variables']]);
        $spacing = $styles['spacing'] ?? [];
        $hasOwnGap = isset($attributes['style']['spacing']['blockGap'])
            || isset($styles['blocks']['core/gallery']['spacing']['blockGap']);
        $padding = self::isPadded($attributes) ? array_intersect_key((array) ($spacing['padding'] ?? []), ['left' => 1, 'right' => 1]) : [];
        return new self(
            array_values(array_filter($padding, self::isLength(...))),
            !$hasOwnGap && self::isLength($spacing['blockGap'] ?? null) ? $spacing['blockGap'] : null
        );
    }

    /** @param array<string, mixed> $attributes */
    private static function isPadded(array $attributes): bool
    {
        return ($attributes['align'] ?? '') !== 'full' && wp_get_global_settings(['useRootPaddingAwareAlignments']) === true;
    }

    private static function isLength(mixed $value): bool
    {
        return is_string($value) && preg_match(self::LENGTH, $value) === 1;
    }
}
