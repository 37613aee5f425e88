<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Hooks;
use PictureOptimizer\Quoted;
use PictureOptimizer\Review\History;
use PictureOptimizer\Text\Decisions;

/** Status and buttons in a picture's details. */
final class Details
{
    public function __construct(
        private readonly Statuses $statuses,
        private readonly History $history,
        private readonly AcceptedTypes $accepted,
    ) {
    }

    public function register(): void
    {
        add_filter('attachment_fields_to_edit', Hooks::onArrays($this->addField(...)), 10, 2);
        add_filter('admin_post_thumbnail_html', Hooks::onTexts($this->addToFeaturedImage(...)), 10, 3);
    }

    /**
     * @param array<string, mixed> $fields
     * @return array<string, mixed>
     */
    public function addField(array $fields, \WP_Post $post): array
    {
        $ours = $this->accepted->includeAttachment($post);
        if (!$ours || !Access::mayUse() || !Access::mayChange($post->ID)) {
            return $fields;
        }
        $status = $this->statuses->of($post->ID);
        $fields['picopt'] = [
            'label' => __('Optimized', 'picture-optimizer'),
            'input' => 'html',
            'html' => $status->html() . self::buttons($post->ID, $status->canRevert()) . $this->textsBefore($post->ID),
            'show_in_edit' => true,
        ];
        return $fields;
    }

    /**
     * The classic editor's box, and a product's.
     *
     * @param mixed $imageId as WordPress keeps it: digits, null, or an empty string where a post has no image
     */
    public function addToFeaturedImage(string $html, int $postId, mixed $imageId): string
    {
        $image = is_numeric($imageId) && (int) $imageId > 0 ? get_post((int) $imageId) : null;
        $ours = $image instanceof \WP_Post && $this->accepted->includeAttachment($image);
        if (!$ours || !Access::mayUse() || !Access::mayChange($image->ID)) {
            return $html;
        }
        $status = $this->statuses->of($image->ID);
        return "{$html}<div class=\"picopt-featured\">{$status->html()}" . self::buttons($image->ID, $status->canRevert()) . '</div>';
    }

    /** What the texts were before ours, each with a button. */
    private function textsBefore(int $id): string
    {
        $lines = '';
        foreach ($this->history->before($id) as $field => $text) {
            $label = Decisions::label($field);
            $lines .= sprintf(
                '<li>%s: %s <button type="button" class="button button-small" data-picopt-put-back="%s"'
                    . ' data-picopt-picture="%d" aria-label="%s">%s</button></li>',
                esc_html($label),
                $text === '' ? '<em>' . esc_html__('empty', 'picture-optimizer') . '</em>' : esc_html(Quoted::text($text)),
                esc_attr($field),
                $id,
                /* translators: %s: name of a text field */
                esc_attr(sprintf(__('Restore previous: %s', 'picture-optimizer'), $label)),
                esc_html__('Restore', 'picture-optimizer')
            );
        }
        return $lines === '' ? '' : '<details class="picopt-before"><summary>'
            . esc_html__('Earlier metadata', 'picture-optimizer') . "</summary><ul>{$lines}</ul></details>";
    }

    /** Safe to print; a line below them says what came of it. */
    private static function buttons(int $id, bool $canRevert): string
    {
        $buttons = [
            self::button($id, 'optimize', __('Optimize', 'picture-optimizer')),
            sprintf(
                '<button type="button" class="button button-small" data-picopt-generate="%d">%s</button>',
                $id,
                esc_html__('Generate alt text', 'picture-optimizer')
            ),
            $canRevert ? self::button($id, 'revert', __('Restore original', 'picture-optimizer')) : '',
            self::button($id, 'image', __('Image details', 'picture-optimizer')),
        ];
        return '<div data-picopt-buttons><p>' . implode(' ', array_filter($buttons)) . '</p><p role="status"></p></div>';
    }

    private static function button(int $id, string $action, string $label): string
    {
        return sprintf(
            '<button type="button" class="button button-small" data-picopt-action="%s" data-picopt-ids="%d">%s</button>',
            esc_attr($action),
            $id,
            esc_html($label)
        );
    }
}
