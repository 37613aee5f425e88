<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Culprit;
use PictureOptimizer\Database\Bystanders;

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
        $ask = static fn (): mixed
            => apply_filters('picture_optimizer_before_apply', null, $change->attachmentId, $change->files !== []);
        return self::outcome($change->attachmentId, $ask);
    }

    public static function ofRevert(int $attachmentId): ?Outcome
    {
        /**
         * Filters whether an image's original may be restored now.
         *
         * @param string|null $veto a sentence that says why not; null lets it happen
         * @param int $attachmentId
         */
        $ask = static fn (): mixed => apply_filters('picture_optimizer_before_revert', null, $attachmentId);
        return self::outcome($attachmentId, $ask);
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
                Bystanders::tell(static fn () => do_action('picture_optimizer_applied', $id, $outcome->places));
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
                Bystanders::tell(static fn () => do_action('picture_optimizer_reverted', $id));
            }
        }
        return $outcomes;
    }

    /** Who cannot answer has not agreed. */
    private static function outcome(int $attachmentId, callable $ask): ?Outcome
    {
        try {
            $veto = $ask();
        } catch (\Throwable $error) {
            $veto = (string) Culprit::of($error);
        }
        return is_string($veto) && $veto !== '' ? new Outcome($attachmentId, OutcomeState::Failed, $veto) : null;
    }
}
