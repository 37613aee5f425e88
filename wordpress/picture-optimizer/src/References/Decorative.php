<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Knows where a person has decided that an image says nothing: the block editor's "decorative", role="presentation", aria-hidden, or
 * an empty alt in a link or a button that has words of its own. Such an image gets no text, and none is missing.
 */
final class Decorative
{
    /** How far before a tag its block's comment, or what hides it, is looked for: attributes can be long, lists of blocks longer. */
    private const WINDOW = 20_000;

    /** Blocks whose one image is theirs; in others (a gallery, a group) the inner block decides. */
    private const BLOCK = '~<!-- wp:([a-z][a-z0-9/-]*) (\{.*?\}) /?-->~s';

    /** The tag of an element that is hidden from assistive technology. */
    private const HIDING = '<(figure|picture|span|div|a)\b[^>]*\s(?:aria-hidden\s*=\s*["\']?true'
        . '|role\s*=\s*["\']?(?:presentation|none))\b[^>]*>';

    private const CLOSING = 8_000;

    public function __construct(private readonly string $text)
    {
    }

    /**
     * @param ImageTags $tags At the image.
     * @param int       $at   Where its tag begins.
     */
    public function isDecided(ImageTags $tags, int $at, int $length): bool
    {
        $role = strtolower(trim((string) $tags->get_attribute('role')));
        if (in_array($role, ['presentation', 'none'], true) || strtolower((string) $tags->get_attribute('aria-hidden')) === 'true') {
            return true;
        }
        $before = substr($this->text, max(0, $at - self::WINDOW), min($at, self::WINDOW));
        return $this->blockSaysSo($before)
            || $this->isHidden($before)
            || ($tags->get_attribute('alt') === '' && $this->hasWordsBeside($before, $at + $length));
    }

    /** The last block that was opened before the image and not closed again. */
    private function blockSaysSo(string $before): bool
    {
        $open = strrpos($before, '<!-- wp:');
        $close = strrpos($before, '<!-- /wp:');
        if ($open === false || ($close !== false && $close > $open) || !preg_match(self::BLOCK, $before, $match, 0, $open)) {
            return false;
        }
        $attributes = json_decode($match[2], true);
        return is_array($attributes) && ($attributes['isDecorative'] ?? false) === true;
    }

    /** An element around the image that assistive technology leaves out as a whole. */
    private function isHidden(string $before): bool
    {
        if (!preg_match('~.*' . self::HIDING . '~is', $before, $open)) {
            return false;
        }
        $since = substr($before, strlen($open[0]));
        $name = preg_quote(strtolower($open[1]), '~');
        return preg_match_all("~<{$name}\b~i", $since) >= preg_match_all("~</{$name}\s*>~i", $since);
    }

    private function hasWordsBeside(string $before, int $end): bool
    {
        foreach (['a', 'button'] as $name) {
            $open = strripos($before, "<{$name}");
            $isOpen = $open !== false && preg_match("~^<{$name}[\s>]~i", substr($before, $open, 8)) === 1
                && stripos($before, "</{$name}>", $open) === false;
            $close = $isOpen ? stripos($this->text, "</{$name}>", $end) : false;
            if ($close !== false && $close - $end < self::CLOSING) {
                $words = wp_strip_all_tags(substr($before, $open) . ' ' . substr($this->text, $end, $close - $end));
                if (trim(html_entity_decode($words), " \t\n\r\0\x0B\xC2\xA0") !== '') {
                    return true;
                }
            }
        }
        return false;
    }
}
