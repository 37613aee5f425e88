<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** A place of an image and the post in which it stands. */
final class UsedOn
{
    /** @param int $postId 0 for a widget or another place of the whole site. */
    public function __construct(public readonly ImagePlace $place, public readonly int $postId)
    {
    }

    public function key(): string
    {
        return $this->place->key(PostLanguage::of($this->postId));
    }

    public function kind(): string
    {
        return $this->place->kind(PostLanguage::of($this->postId));
    }

    /** It stands in the text itself, where an alt can be written; a featured image shows its attachment's alt. */
    public function isInText(): bool
    {
        return $this->place->tag !== '';
    }
}
