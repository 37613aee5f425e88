<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\Wire\Placement;
use PictureOptimizer\References\LanguageMarks;
use PictureOptimizer\References\PostLanguage;
use PictureOptimizer\References\UsedOn;
use PictureOptimizer\Settings\JobSettings;

/** The places of an image in the contract's words, as far as the site's owner lets them be sent. */
final class Placements
{
    /** The contract's limits: places of one image, and characters on either side of it. */
    private const MOST = 20;
    private const PASSAGE = 600;

    /** An order holds 20 images, and the service reads 8 MiB of JSON. */
    private const MOST_BYTES = 100_000;

    public function __construct(
        private readonly JobSettings $settings,
        private readonly string $language,
        private readonly FocusKeyword $keywords,
    ) {
    }

    /**
     * Distinct places: first one of each kind (link target, language, decoration), then the others.
     *
     * @param list<UsedOn> $used
     * @return list<Placement>
     */
    public function of(array $used): array
    {
        $places = $first = [];
        foreach ($used as $one) {
            $places[$one->key()] ??= $one;
            $first[$one->kind()] ??= $one->key();
        }
        $order = [...array_values($first), ...array_diff(array_keys($places), $first)];
        $placements = [];
        $bytes = 0;
        foreach (array_slice($order, 0, self::MOST) as $key) {
            $placement = $this->describe($places[$key]);
            $bytes += strlen((string) wp_json_encode($placement));
            if ($bytes > self::MOST_BYTES) {
                break;
            }
            $placements[] = $placement;
        }
        return $placements;
    }

    /**
     * Places of a post that is not saved yet, which its editor sent; under the same switches.
     *
     * @param list<Placement> $spots
     * @return list<Placement>
     */
    public function ofSpots(array $spots): array
    {
        $readsText = $this->settings->is('send_page_text');
        $readsLinks = $this->settings->is('send_links');
        return array_map(static fn (Placement $spot): Placement => new Placement(
            key: $spot->key,
            pageTitle: $readsText ? $spot->pageTitle : '',
            heading: $readsText ? $spot->heading : '',
            textBefore: $readsText ? $spot->textBefore : '',
            textAfter: $readsText ? $spot->textAfter : '',
            figcaption: $readsText ? $spot->figcaption : '',
            linkTarget: $readsLinks ? $spot->linkTarget : '',
            linkTitle: $readsLinks ? LinkTitle::of($spot->linkTarget) : '',
        ), $spots);
    }

    private function describe(UsedOn $used): Placement
    {
        $place = $used->place;
        $readsText = $this->settings->is('send_page_text');
        $readsLinks = $this->settings->is('send_links');
        $text = static fn (string $text, int $longest): string => $readsText ? Plain::beginning($text, $longest) : '';
        return new Placement(
            key: $used->key(),
            pageTitle: $text(self::title($used->postId, $place->language ?: $this->language), 300),
            heading: $text($place->heading, 300),
            textBefore: $readsText ? Plain::ending($place->before, self::PASSAGE) : '',
            textAfter: $text($place->after, self::PASSAGE),
            figcaption: $text($place->caption, 1000),
            linkTarget: $readsLinks ? Plain::beginning($place->link, 2000) : '',
            linkTitle: $readsLinks ? LinkTitle::of($place->link) : '',
            linkText: $readsLinks ? $text($place->linkText, 300) : '',
            decorative: $place->decorative,
            language: $this->foreign($place->language ?: PostLanguage::of($used->postId)),
            focusKeyword: $this->settings->is('send_keywords') && $used->postId > 0
                ? $this->keywords->of($used->postId) : '',
            alt: $this->settings->is('send_alts') && $place->alt !== null ? Plain::beginning($place->alt, 2000) : null,
        );
    }

    /** Parts that pages are built of have titles that only their editors see. */
    private static function title(int $postId, string $language): string
    {
        $isPage = $postId > 0 && is_post_type_viewable((string) get_post_type($postId));
        return $isPage ? Plain::text(LanguageMarks::pick(PostTitle::of($postId), $language)) : '';
    }

    private function foreign(string $locale): ?string
    {
        $tag = str_replace('_', '-', $locale);
        $isSame = !str_contains($tag, '-') && strtolower($tag) === LanguageMarks::main($this->language); // "de" where "de-AT" is written
        return $tag === '' || $isSame || strtolower($tag) === strtolower($this->language) ? null : Language::tag($tag);
    }
}
