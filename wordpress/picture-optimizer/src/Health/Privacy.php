<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

use PictureOptimizer\Hooks;
use PictureOptimizer\Store\EventStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobStore;

/** What the plugin keeps about people (who ordered which job), for WordPress' privacy tools. */
final class Privacy
{
    private const GROUP = 'picture-optimizer';

    public function __construct(private readonly JobStore $jobs, private readonly EventStore $events)
    {
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
    public function export(string $email): array
    {
        $user = get_user_by('email', $email);
        $data = array_map(static fn (Job $job): array => [
            'group_id' => self::GROUP,
            'group_label' => __('Picture Optimizer jobs', 'picture-optimizer'),
            'item_id' => "job-{$job->id}",
            'data' => [
                ['name' => __('Ordered', 'picture-optimizer'), 'value' => wp_date('c', $job->createdAt)],
                ['name' => __('Pipeline', 'picture-optimizer'), 'value' => $job->pipeline->label()],
            ],
        ], $user === false ? [] : $this->jobs->ofUser($user->ID));
        return ['data' => $data, 'done' => true];
    }

    /** @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool} */
    public function erase(string $email): array
    {
        $user = get_user_by('email', $email);
        $removed = $user !== false && $this->jobs->forgetUser($user->ID) + $this->events->forgetUser($user->ID) > 0;
        return ['items_removed' => $removed, 'items_retained' => false, 'messages' => [], 'done' => true];
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
