<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** WordPress' HTML parser, with the place of the current tag in the text. */
final class ImageTags extends \WP_HTML_Tag_Processor
{
    /** Not next_tag('img'): WordPress 6.5 then misses tags in capitals. */
    public function nextImage(): bool
    {
        do {
            $found = $this->next_tag();
        } while ($found && $this->get_tag() !== 'IMG');
        return $found;
    }

    /** @return array{int, string} Where the tag begins, and its bytes. */
    public function current(): array
    {
        $this->set_bookmark('here');
        $span = $this->bookmarks['here'];
        $tag = substr($this->html, $span->start, $span->length);
        // WordPress 6.5 leaves the closing bracket out.
        return [$span->start, str_ends_with($tag, '>') ? $tag : "{$tag}>"];
    }
}
