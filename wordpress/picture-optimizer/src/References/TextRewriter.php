<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;

/** Something that finds what it has to change in a text, whatever that text stands in. */
interface TextRewriter
{
    /**
     * @param int $postId The post that the text belongs to, 0 for none.
     * @return list<Edit>
     */
    public function edits(string $text, int $postId = 0): array;
}
