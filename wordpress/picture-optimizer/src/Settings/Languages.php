<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** Languages that metadata can be written in, each by its own name, as people look for them in a list. */
final class Languages
{
    /** @return array<string, string> name by BCP 47 tag; first, under no tag, the language of each image or of the site */
    public static function choices(): array
    {
        return ['' => __('The image’s or the site’s own', 'picture-optimizer')] + require dirname(__DIR__, 2) . '/data/languages.php';
    }
}
