<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Store\Tags;

/** Writes alt, title, caption, description and tags of a picture. */
final class TextFields
{
    public function __construct(private readonly Metadata $metadata, private readonly Tags $tags)
    {
    }

    public function write(Run $run): void
    {
        $text = $run->change->text;
        if ($text === null) {
            return;
        }
        if ($text->alt !== null) {
            $this->metadata->setMeta($run, '_wp_attachment_image_alt', sanitize_text_field($text->alt));
        }
        foreach ($this->columns($text) as $column => $value) {
            $this->metadata->setPost($run, $column, $value);
        }
        if ($text->tags !== null) {
            $run->tagsMade = $this->tags->unknown(array_map(sanitize_text_field(...), $text->tags)) ?: $run->tagsMade;
            $run->tagsAfter = $this->tags->set($run->attachmentId(), $text->tags);
            $this->tags->rememberMade($run->tagsMade);
        }
    }

    /** @return array<string, string> Text from outside is filtered as WordPress filters an editor's. */
    private function columns(Text $text): array
    {
        return array_filter([
            'post_title' => $text->title === null ? null : sanitize_text_field($text->title),
            'post_excerpt' => $text->caption === null ? null : wp_kses_post($text->caption),
            'post_content' => $text->description === null ? null : wp_kses_post($text->description),
        ], static fn (?string $value): bool => $value !== null);
    }
}
