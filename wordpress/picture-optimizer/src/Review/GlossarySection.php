<?php

declare(strict_types=1);

namespace PictureOptimizer\Review;

use PictureOptimizer\Access;
use PictureOptimizer\Settings\Page;
use PictureOptimizer\Settings\Tab;
use PictureOptimizer\Store\Lesson;
use PictureOptimizer\Store\LessonStore;

/** On the settings page: what was learned from reviews, to be taken over, taken away as a file, or deleted. */
final class GlossarySection
{
    private const ACTION = 'picture_optimizer_learned';

    /** Changes that the page shows. */
    private const SHOWN = 20;

    public function __construct(private readonly Learning $learning, private readonly LessonStore $lessons)
    {
    }

    public function register(): void
    {
        add_action('picture_optimizer_settings_sections', fn (string $tab) => Tab::asked($tab) === Tab::Metadata ? $this->show() : null);
        add_action('admin_post_' . self::ACTION, $this->act(...));
    }

    private function show(): void
    {
        $action = self::ACTION;
        $proposals = $this->learning->proposals();
        $lessons = $this->lessons->all(self::SHOWN);
        require __DIR__ . '/views/glossary.php';
    }

    private function act(): never
    {
        if (!Access::mayConfigure()) {
            wp_die(esc_html__('You may not change these settings.', 'picture-optimizer'), 403);
        }
        check_admin_referer(self::ACTION);
        $sent = wp_unslash($_POST);
        match ($sent['do'] ?? '') {
            'add' => $this->learning->add(array_values(array_filter((array) ($sent['names'] ?? []), is_string(...)))),
            'forget' => $this->lessons->forgetAll(),
            'export' => $this->export(),
            default => null,
        };
        set_transient('picture_optimizer_notice_' . get_current_user_id(), ['saved', ''], MINUTE_IN_SECONDS);
        wp_safe_redirect(Page::url(Tab::Metadata));
        exit;
    }

    private function export(): never
    {
        nocache_headers();
        header('Content-Type: text/csv; charset=utf-8'); // not for people
        header('Content-Disposition: attachment; filename="picture-optimizer-reviews.csv"'); // not for people
        echo self::csv($this->lessons->all());
        exit;
    }

    /** @param list<Lesson> $lessons */
    public static function csv(array $lessons): string
    {
        $lines = ['attachment_id,field,kind,before,after'];
        foreach ($lessons as $lesson) {
            $cells = [(string) $lesson->attachmentId, $lesson->field, $lesson->kind->value, $lesson->before, $lesson->after];
            $lines[] = implode(',', array_map(self::cell(...), $cells));
        }
        return implode("\r\n", $lines) . "\r\n";
    }

    /** A spreadsheet takes what begins like this for a formula. */
    private static function cell(string $text): string
    {
        $safe = preg_match('~^[=+\-@\t\r]~', $text) === 1 ? "'{$text}" : $text;
        return '"' . str_replace('"', '""', $safe) . '"';
    }
}
