<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** Other plugins may say no before an image is changed or restored, and hear of it afterwards. See docs/hooks.md. */
final class Veto
{
    /** @return Outcome|null what became of the image when somebody said no */
    public static function ofApply(Change $change): ?Outcome
    {
        /**
         * Filters whether files, text and references of an image may be changed now.
         *
         * @param string|null $veto a sentence that says why not; null lets it happen
         * @param int $attachmentId
         * @param bool $replacesFiles whether its files are replaced, too, or only text is written
         */
        $veto = apply_filters('picture_optimizer_before_apply', null, $change->attachmentId, $change->files !== []);
        return self::outcome($change->attachmentId, $veto);
    }

    public static function ofRevert(int $attachmentId): ?Outcome
    {
        /**
         * Filters whether an image's original may be restored now.
         *
         * @param string|null $veto a sentence that says why not; null lets it happen
         * @param int $attachmentId
         */
        return self::outcome($attachmentId, apply_filters('picture_optimizer_before_revert', null, $attachmentId));
    }

    /**
     * @param array<int, Outcome> $outcomes
     * @return array<int, Outcome> the same
     */
    public static function tellApplied(array $outcomes): array
    {
        foreach ($outcomes as $id => $outcome) {
            if ($outcome->state === OutcomeState::Applied) {
                /**
                 * Fires after files, text and references of an image were changed.
                 *
                 * @param int $attachmentId
                 * @param int $places cells of the database that were rewritten
                 */
                do_action('picture_optimizer_applied', $id, $outcome->places);
            }
        }
        return $outcomes;
    }

    /**
     * @param array<int, Outcome> $outcomes
     * @return array<int, Outcome> the same
     */
    public static function tellReverted(array $outcomes): array
    {
        foreach ($outcomes as $id => $outcome) {
            if ($outcome->state === OutcomeState::Reverted) {
                /**
                 * Fires after an image's original was restored.
                 *
                 * @param int $attachmentId
                 */
                do_action('picture_optimizer_reverted', $id);
            }
        }
        return $outcomes;
    }

    private static function outcome(int $attachmentId, mixed $veto): ?Outcome
    {
        return is_string($veto) && $veto !== '' ? new Outcome($attachmentId, OutcomeState::Failed, $veto) : null;
    }
}
