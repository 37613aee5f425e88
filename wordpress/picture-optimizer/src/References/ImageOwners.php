<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Knows whose image a tag shows: by the class that WordPress gives it, else by the address of its file. */
final class ImageOwners
{
    private readonly ?Matcher $names;

    /**
     * @param array<int, mixed> $ids   By attachment id; others are nobody's.
     * @param NameMap|null      $names Files of these images; null where only classes count.
     */
    public function __construct(private readonly array $ids, ?NameMap $names = null)
    {
        $this->names = $names === null || $names->isEmpty() ? null : new Matcher(UploadBase::ofThisSite(), $names);
    }

    /** @return int The attachment's id; 0 for an image that is none of these. */
    public function of(\WP_HTML_Tag_Processor $tag): int
    {
        if (preg_match('/(?:^|\s)wp-image-(\d+)(?=\s|$)/', (string) $tag->get_attribute('class'), $match)) {
            return isset($this->ids[(int) $match[1]]) ? (int) $match[1] : 0;
        }
        $source = $this->names === null ? null : $tag->get_attribute('src');
        $edits = is_string($source) ? $this->names->edits($source) : [];
        $id = $edits[0]->attachments[0] ?? 0;
        return isset($this->ids[$id]) ? $id : 0;
    }
}
