<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** WordPress' HTML parser, with the place of the current tag in the text. */
final class ImageTags extends \WP_HTML_Tag_Processor
{
    /** @return array{int, string} Where the tag begins, and its bytes. */
    public function current(): array
    {
        $this->set_bookmark('here');
        $span = $this->bookmarks['here'];
        return [$span->start, substr($this->html, $span->start, $span->length)];
    }
}
