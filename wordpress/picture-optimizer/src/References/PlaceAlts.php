<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Alt texts of one image for single places, by the keys under which the places were told to the service. */
final class PlaceAlts
{
    /** @param array<string, string> $alts */
    public function __construct(private readonly array $alts = [])
    {
    }

    public function isEmpty(): bool
    {
        return $this->alts === [];
    }

    /**
     * The text for a place. Where the words around it were edited since, a text for another place that leads to the same address
     * and speaks the same language is as good.
     *
     * @return string|null Null where the attachment's own text is meant.
     */
    public function of(ImagePlace $place, string $language): ?string
    {
        $exact = $this->alts[$place->key($language)] ?? null;
        if ($exact !== null) {
            return $exact;
        }
        foreach ($this->alts as $key => $alt) {
            if ($alt !== '' && str_starts_with($key, $place->kind($language) . '.')) {
                return $alt;
            }
        }
        return null;
    }
}
