<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** The alt of one image in content: what it was in the Media Library, what it becomes, and what it becomes in single places. */
final class AltChange
{
    /**
     * @param string $new Empty where only single places get a text.
     * @param string $language What it is written in, a locale or a BCP 47 tag; empty where that is not known.
     */
    public function __construct(
        public readonly int $attachmentId,
        public readonly string $old,
        public readonly string $new,
        private readonly bool $fillEmpty,
        private readonly bool $replaceOld,
        private readonly PlaceAlts $places = new PlaceAlts(),
        private readonly string $language = '',
    ) {
    }

    /**
     * What is to stand in a place.
     *
     * @param string $language Of its page; empty where the site has only one.
     * @return string|null Null where nothing changes; an empty text for an image that says nothing there.
     */
    public function altFor(ImagePlace $place, string $language): ?string
    {
        $own = $this->places->of($place, $language);
        $new = $own ?? ($this->isSpoken($language) ? $this->new : '');
        $present = trim((string) $place->alt);
        // An empty text is only written where somebody meant it for this place.
        $isSettled = $place->alt !== null && $present === $new;
        if ($isSettled || ($new === '' && $own === null)) {
            return null;
        }
        if ($own === null && $place->alt !== null && $present === '' && $place->captionSays($new)) {
            return null; // Nobody needs to hear it twice.
        }
        $isFree = $present === '' ? $this->fillEmpty : $this->replaceOld && $present === trim($this->old);
        return $isFree ? $new : null;
    }

    /** A page in another language has no use for it: who reads that page aloud would read it as what it is not. */
    private function isSpoken(string $language): bool
    {
        [$here, $there] = array_map(static fn (string $tag): string
            => strtolower((string) strtok($tag, '-_')), [$this->language, $language]);
        return $here === '' || $there === '' || $here === $there;
    }
}
