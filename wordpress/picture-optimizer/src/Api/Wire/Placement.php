<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Placement. */
final class Placement implements \JsonSerializable
{
    /**
     * @param string $key The site's own name for the place, echoed with its alt text.
     * @param string $heading The nearest one above the image.
     * @param string $linkTarget Address to which the image leads; empty when it is no link.
     * @param string $linkTitle What is there, in words: the title of the site's own page or file at the address,
     *     where it is known.
     * @param string $linkText Text inside the same link, beside the image: if it says where the link leads, the
     *     image need not.
     * @param bool $decorative Marked so by a person: `isDecorative`, `role="presentation"`, `aria-hidden`, an alt
     *     left empty on purpose.
     * @param string|null $language Of the page, where it is not the one of the settings.
     * @param string $focusKeyword Of the page, as an SEO plugin keeps it.
     * @param string|null $alt The alt text that stands there now; None where there is no attribute.
     */
    public function __construct(
        public readonly string $key,
        public readonly string $pageTitle = '',
        public readonly string $heading = '',
        public readonly string $textBefore = '',
        public readonly string $textAfter = '',
        public readonly string $figcaption = '',
        public readonly string $linkTarget = '',
        public readonly string $linkTitle = '',
        public readonly string $linkText = '',
        public readonly bool $decorative = false,
        public readonly ?string $language = null,
        public readonly string $focusKeyword = '',
        public readonly ?string $alt = null,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            key: $from->text('key', '/^[\\x21-\\x7e]{1,200}$/D'),
            pageTitle: $from->has('page_title') ? $from->text('page_title') : '',
            heading: $from->has('heading') ? $from->text('heading') : '',
            textBefore: $from->has('text_before') ? $from->text('text_before') : '',
            textAfter: $from->has('text_after') ? $from->text('text_after') : '',
            figcaption: $from->has('figcaption') ? $from->text('figcaption') : '',
            linkTarget: $from->has('link_target') ? $from->text('link_target') : '',
            linkTitle: $from->has('link_title') ? $from->text('link_title') : '',
            linkText: $from->has('link_text') ? $from->text('link_text') : '',
            decorative: $from->has('decorative') ? $from->flag('decorative') : false,
            language: $from->has('language') ? $from->text('language', '/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/D') : null,
            focusKeyword: $from->has('focus_keyword') ? $from->text('focus_keyword') : '',
            alt: $from->has('alt') ? $from->text('alt') : null,
        );
    }

    /**
     * @return array{
     *     key: string,
     *     page_title: string,
     *     heading: string,
     *     text_before: string,
     *     text_after: string,
     *     figcaption: string,
     *     link_target: string,
     *     link_title: string,
     *     link_text: string,
     *     decorative: bool,
     *     language: string|null,
     *     focus_keyword: string,
     *     alt: string|null,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'key' => $this->key,
            'page_title' => $this->pageTitle,
            'heading' => $this->heading,
            'text_before' => $this->textBefore,
            'text_after' => $this->textAfter,
            'figcaption' => $this->figcaption,
            'link_target' => $this->linkTarget,
            'link_title' => $this->linkTitle,
            'link_text' => $this->linkText,
            'decorative' => $this->decorative,
            'language' => $this->language,
            'focus_keyword' => $this->focusKeyword,
            'alt' => $this->alt,
        ];
    }
}
