<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

use PictureOptimizer\Hooks;
use PictureOptimizer\Media\ImageHistory;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Store\Approvals;
use PictureOptimizer\Store\Event;
use PictureOptimizer\Store\EventStore;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobStore;

/** What the plugin keeps about people (who ordered, approved, and changed what), for WordPress' privacy tools. */
final class Privacy
{
    private const GROUP = 'picture-optimizer';
    /** Entries of a kind in one answer; WordPress asks for the next page. */
    private const PAGE = 500;

    public function __construct(
        private readonly JobStore $jobs,
        private readonly EventStore $events,
        private readonly Approvals $approvals,
    ) {
    }

    public function register(): void
    {
        add_filter('wp_privacy_personal_data_exporters', Hooks::onArrays(fn (array $all): array => $all + [self::GROUP => [
            'exporter_friendly_name' => self::name(), 'callback' => $this->export(...)]]));
        add_filter('wp_privacy_personal_data_erasers', Hooks::onArrays(fn (array $all): array => $all + [self::GROUP => [
            'eraser_friendly_name' => self::name(), 'callback' => $this->erase(...)]]));
        add_action('admin_init', static fn () => wp_add_privacy_policy_content(
            self::name(),
            wp_kses_post(wpautop(self::policy()))
        ));
    }

    /** Asked for late: WordPress loads translations at `init`. */
    private static function name(): string
    {
        return __('Picture Optimizer', 'picture-optimizer');
    }

    /** @return array{data: list<array<string, mixed>>, done: bool} */
    public function export(string $email, int $page = 1): array
    {
        $user = get_user_by('email', $email);
        if ($user === false) {
            return ['data' => [], 'done' => true];
        }
        $offset = self::PAGE * (max(1, $page) - 1);
        $found = [$this->jobsOf($user->ID, $offset), $this->approvalsOf($user->ID, $offset), $this->changesOf($user->ID, $offset)];
        return ['data' => array_merge(...$found), 'done' => max(array_map(count(...), $found)) < self::PAGE];
    }

    /** @return list<array<string, mixed>> */
    private function jobsOf(int $userId, int $offset): array
    {
        $group = __('Picture Optimizer jobs', 'picture-optimizer');
        return array_map(static fn (Job $job): array => self::entry('job', $job->id, $group, [
            __('Ordered', 'picture-optimizer') => self::date($job->createdAt),
            __('Pipeline', 'picture-optimizer') => $job->pipeline->label(),
        ]), array_slice($this->jobs->ofUser($userId), $offset, self::PAGE));
    }

    /** @return list<array<string, mixed>> */
    private function approvalsOf(int $userId, int $offset): array
    {
        $group = __('Picture Optimizer: approved metadata', 'picture-optimizer');
        return array_map(static fn (Item $item): array => self::entry('approval', $item->id, $group, [
            __('Date', 'picture-optimizer') => self::date($item->reviewed->approvedAt),
            __('Image', 'picture-optimizer') => Report::fileName($item->attachmentId),
        ]), $this->approvals->of($userId, self::PAGE, $offset));
    }

    /** @return list<array<string, mixed>> */
    private function changesOf(int $userId, int $offset): array
    {
        $group = __('Picture Optimizer: history of images', 'picture-optimizer');
        return array_map(static fn (Event $event): array => self::entry('change', $event->id, $group, [
            __('Date', 'picture-optimizer') => self::date($event->at),
            __('Image', 'picture-optimizer') => Report::fileName($event->attachmentId),
            __('Change', 'picture-optimizer') => ImageHistory::label($event),
        ]), $this->events->ofUser($userId, self::PAGE, $offset));
    }

    /**
     * @param array<string, string> $values by name
     * @return array<string, mixed> as WordPress wants it
     */
    private static function entry(string $kind, int $id, string $group, array $values): array
    {
        return [
            'group_id' => $kind === 'job' ? self::GROUP : self::GROUP . "-{$kind}",
            'group_label' => $group,
            'item_id' => "{$kind}-{$id}",
            'data' => array_map(static fn (string $name, string $value): array
                => ['name' => $name, 'value' => $value], array_keys($values), $values),
        ];
    }

    private static function date(int $at): string
    {
        return (string) wp_date('c', $at);
    }

    /** @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool} */
    public function erase(string $email): array
    {
        $user = get_user_by('email', $email);
        $forgotten = $user === false ? [0] : [$this->jobs->forgetUser($user->ID), $this->events->forgetUser($user->ID),
            $this->approvals->forgetUser($user->ID)];
        return ['items_removed' => array_sum($forgotten) > 0, 'items_retained' => false, 'messages' => [], 'done' => true];
    }

    private static function policy(): string
    {
        return __('Images that are chosen for optimization are sent to the Picture Optimizer service with their metadata, what'
            . ' surrounds them in published pages (titles, headings, captions, up to 60 words on either side, links, product'
            . ' data, focus keywords; each can be switched off in the settings), and the data inside the file. The service keeps'
            . ' originals and results for a limited time. The place where an image was taken is removed from the'
            . ' results unless the settings say otherwise.', 'picture-optimizer');
    }
}
