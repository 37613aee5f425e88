<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Knows what a file's name is today: from a list made for a batch, or from the names of all time in the database. */
interface Lookup
{
    /** @param string $path Relative to uploads, decoded. */
    public function find(string $path): ?Target;
}
