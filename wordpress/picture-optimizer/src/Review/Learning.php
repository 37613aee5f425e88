<?php

declare(strict_types=1);

namespace PictureOptimizer\Review;

use PictureOptimizer\Api\Wire\Analysis;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\DecidedText;
use PictureOptimizer\Store\Lesson;
use PictureOptimizer\Store\LessonKind;
use PictureOptimizer\Store\LessonStore;
use PictureOptimizer\Text\TextPolicy;

/** Learns from people: keeps what they change in review, where the owner agreed, and finds the site's own words in it. */
final class Learning
{
    /** Images in which a word was put in by hand before it is proposed. */
    private const IMAGES = 2;

    private const MOST_PROPOSED = 20;

    /** Names: words with a capital or a digit inside, and several words with capitals in a row. */
    private const NAME = '~\p{Lu}[\p{L}\p{N}’\'&-]*(?:\s+(?:\p{Lu}|\d)[\p{L}\p{N}’\'&-]*)*~u';

    public function __construct(private readonly LessonStore $lessons, private readonly Settings $settings)
    {
    }

    public function keep(int $attachmentId, Analysis $proposed, DecidedText $decided): void
    {
        if (!$this->settings->get('learn_from_reviews')) {
            return;
        }
        foreach ($decided->fields as $field => $now) {
            $before = TextPolicy::clean($field, $proposed->{$field});
            if ($now['write'] && $now['text'] !== $before) {
                $kind = LessonKind::of($before, $now['text']);
                $this->lessons->keep(new Lesson($attachmentId, $field, $before, $now['text'], $kind));
            }
        }
    }

    /** @return list<string> names that people put in again and again and that the glossary does not have, the most frequent first */
    public function proposals(): array
    {
        $images = [];
        foreach ($this->lessons->all() as $lesson) {
            foreach (self::names($lesson->after) as $name) {
                if (mb_stripos($lesson->before, $name) === false) {
                    $images[$name][$lesson->attachmentId] = true;
                }
            }
        }
        $counts = array_filter(array_map(count(...), $images), static fn (int $count): bool => $count >= self::IMAGES);
        arsort($counts);
        $known = implode("\n", $this->settings->get('glossary'));
        $new = array_filter(
            array_map(strval(...), array_keys($counts)),
            static fn (string $name): bool => mb_stripos($known, $name) === false
        );
        return array_slice(array_values($new), 0, self::MOST_PROPOSED);
    }

    /** @param list<string> $names taken from proposals() by a person */
    public function add(array $names): void
    {
        $chosen = array_intersect($this->proposals(), $names);
        $this->settings->save(['glossary' => [...$this->settings->get('glossary'), ...$chosen]]);
    }

    /** @return list<string> */
    private static function names(string $text): array
    {
        preg_match_all(self::NAME, $text, $found, PREG_OFFSET_CAPTURE);
        $names = [];
        foreach ($found[0] as [$name, $at]) {
            $begins = $at === 0 || preg_match('~[.!?:]\s+$~', substr($text, 0, $at)) === 1;
            // The first word of a sentence has a capital anyway: "Our Trek 520" may be "Trek 520".
            $parts = $begins ? [$name, (string) preg_replace('~^\S+\s*~u', '', $name)] : [$name];
            foreach ($parts as $number => $part) {
                $part = rtrim($part, '.\'’-');
                $isName = preg_match('~\s|\p{Ll}\p{Lu}|\d~u', $part) === 1 || $number === 1 || !$begins;
                if (mb_strlen($part) > 2 && $isName) {
                    $names[] = $part;
                }
            }
        }
        return array_values(array_unique($names));
    }
}
