<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Who may do what. */
final class Access
{
    /** Posts that are in memory at a time. */
    private const PORTION = 500;

    /** See and use the plugin, which spends credits. Administrators and editors by default. */
    public static function mayUse(): bool
    {
        /**
         * Filters the capability that is needed to process pictures and spend credits.
         *
         * @param string $capability
         */
        return current_user_can((string) apply_filters('picture_optimizer_capability', 'edit_others_posts'))
            && current_user_can('upload_files');
    }

    public static function mayChange(int $attachmentId): bool
    {
        return get_post_type($attachmentId) === 'attachment' && current_user_can('edit_post', $attachmentId);
    }

    /** Deleted meanwhile, or never there: it is nobody's, and what is asked of it says so. */
    public static function isGone(int $attachmentId): bool
    {
        return $attachmentId < 1 || get_post($attachmentId) === null;
    }

    /**
     * Of a whole library, a portion at a time: WordPress would keep every post that is asked for until PHP's memory is used up.
     *
     * @param list<int> $attachmentIds
     * @return list<int> those that the present user may change; what is no attachment (any more) is none
     */
    public static function changeable(array $attachmentIds): array
    {
        $theirs = [];
        foreach (array_chunk($attachmentIds, self::PORTION) as $portion) {
            _prime_post_caches($portion, false, false);
            array_push($theirs, ...array_filter($portion, self::mayChange(...)));
            wp_cache_supports('flush_runtime') && count($attachmentIds) > self::PORTION && wp_cache_flush_runtime();
        }
        return $theirs;
    }

    /** See the title of a post, and words of it. Who may change an image is not told by it what others write and have not published. */
    public static function mayRead(int $postId): bool
    {
        $post = get_post($postId);
        // Of a type or a status whose plugin is off WordPress cannot tell; it takes all for others' posts, and complains.
        if ($post === null || get_post_type_object($post->post_type) === null || get_post_status_object($post->post_status) === null) {
            return $post !== null && current_user_can('edit_others_posts');
        }
        return current_user_can('edit_post', $postId) || (current_user_can('read_post', $postId) && $post->post_password === '');
    }

    /** What stands in place of such a title. */
    public static function hiddenTitle(): string
    {
        return __('(someone else’s unpublished content)', 'picture-optimizer');
    }

    /** Whether a program asks on a person's behalf; what is for people's eyes and decisions, it may not do. */
    public static function isProgram(): bool
    {
        return rest_get_authenticated_app_password() !== null;
    }

    /** See and steer everybody's jobs; others only their own. */
    public static function seesAllJobs(): bool
    {
        return current_user_can('edit_others_posts');
    }

    /** Change the service's address, the key, and what uploading spends. */
    public static function mayConfigure(): bool
    {
        return current_user_can('manage_options');
    }
}
