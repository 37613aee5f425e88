<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** What other plugins hang on a hook may fail. That a copy of theirs was not thrown away is no reason to leave an image half done. */
final class Bystanders
{
    /** @param callable(): mixed $tell What they are told; nothing of ours is to be done in there. */
    public static function tell(callable $tell): void
    {
        try {
            $tell();
        } catch (Fenced $overtaken) {
            throw $overtaken;
        } catch (\Throwable $error) {
            wp_trigger_error('', sprintf(
                /* translators: 1: message of the error, 2: file and line */
                __('Another plugin failed while handling a change: %1$s (%2$s).', 'picture-optimizer'),
                esc_html($error->getMessage()),
                esc_html("{$error->getFile()}:{$error->getLine()}")
            ));
        }
    }
}
