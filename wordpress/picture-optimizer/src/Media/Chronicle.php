<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Hooks;
use PictureOptimizer\Review\TextRestore;
use PictureOptimizer\Store\Event;
use PictureOptimizer\Store\EventKind;
use PictureOptimizer\Store\EventStore;
use PictureOptimizer\Text\TextPolicy;

/** Notes what people do to images with WordPress' own tools, and takes a step of it back. Our own texts have a journal. */
final class Chronicle
{
    private const EDITOR = 'wp_ajax_image-editor';
    private const KEPT_SIZES = '_wp_attachment_backup_sizes';

    private bool $isListening = false;

    public function __construct(private readonly EventStore $events)
    {
    }

    /** Where people and programs come in; a second time does nothing. */
    public function register(): void
    {
        if ($this->isListening) {
            return;
        }
        $this->isListening = true;
        add_action('attachment_updated', Hooks::on($this->notePost(...)), 10, 3);
        add_action('added_post_meta', Hooks::on(fn (mixed $meta, int $id, string $key, mixed $value)
            => $this->noteMeta($id, $key, '', $value)), 10, 4);
        // These two come before the change, when the former value is still there.
        add_action('update_post_meta', Hooks::on(fn (mixed $meta, int $id, string $key, mixed $value)
            => $this->noteMeta($id, $key, get_post_meta($id, $key, true), $value)), 10, 4);
        add_action('delete_post_meta', Hooks::on(fn (mixed $meta, int $id, string $key)
            => $this->noteMeta($id, $key, get_post_meta($id, $key, true), '')), 10, 3);
    }

    /**
     * Takes a changed text back.
     *
     * @throws \OutOfBoundsException when there is no such step of this image
     * @throws \DomainException when it can't be taken back, with the reason
     */
    public function undo(int $attachmentId, int $eventId): void
    {
        $event = $this->events->get($eventId);
        if ($event === null || $event->attachmentId !== $attachmentId || $event->kind !== EventKind::Text) {
            throw new \OutOfBoundsException(__('There is no such step in the history of this image.', 'picture-optimizer'));
        }
        if (!self::canUndo($event)) {
            throw new \DomainException(__('This text was changed again since. Nothing was changed.', 'picture-optimizer'));
        }
        TextRestore::write($attachmentId, $event->field, $event->before);
    }

    /** Whether a text still is what this step made of it. */
    public static function canUndo(Event $event): bool
    {
        return $event->kind === EventKind::Text && $event->before !== $event->after
            && (TextPolicy::present($event->attachmentId)[$event->field] ?? null) === $event->after;
    }

    private function notePost(int $id, \WP_Post $after, \WP_Post $before): void
    {
        foreach (wp_attachment_is_image($id) ? TextRestore::COLUMNS : [] as $field => $column) {
            $after->{$column} === $before->{$column}
                || $this->events->note($id, EventKind::Text, $field, $before->{$column}, $after->{$column});
        }
    }

    private function noteMeta(int $id, string $key, mixed $before, mixed $after): void
    {
        if ($key === TextRestore::ALT && is_string($before) && is_string($after) && $before !== $after && wp_attachment_is_image($id)) {
            $this->events->note($id, EventKind::Text, 'alt', $before, $after);
        } elseif ($key === self::KEPT_SIZES && doing_action(self::EDITOR)) {
            $this->events->note($id, EventKind::Edited);
        }
    }
}
