<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Why;

/** Decides by what is known of a picture which part of a pipeline is still to be done. */
final class SkipRules
{
    /**
     * @param string $language of the text that is wanted
     * @param string $liveSha256 hash of the file as it lies there now
     */
    public static function decide(
        ?Picture $picture,
        Pipeline $wanted,
        JobSettings $settings,
        string $language,
        string $liveSha256,
    ): Decision {
        $startOver = $picture === null || $settings->is('reprocess') || !$picture->knows($liveSha256);
        // Asked once with these settings counts as done, also where the model had nothing to say.
        $analyzed = !$startOver
            && $picture->analysisSettings === $settings->analysisFingerprint($language);
        $exported = !$startOver && $picture->exportSettings === $settings->exportFingerprint();
        $analyze = $wanted->analyses() && !$analyzed;
        $export = $wanted->exports() && !$exported;
        if (!$analyze && !$export) {
            return Decision::skip(Why::own('already_done', ['wanted' => $wanted->value]));
        }
        // Analyzing an exported image runs both: the export is paid already and embeds the new text for free.
        return Decision::process($analyze ? $wanted : Pipeline::Export);
    }
}
