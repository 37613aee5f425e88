<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\GeneratedStyles;

/**
 * Looks for old names in files beside the database, before their images go. Nothing is changed there: such a file is its plugin's
 * or its theme's, and would be written over.
 */
final class FileProof
{
    public function __construct(private readonly SiteFiles $files = new SiteFiles())
    {
    }

    /**
     * @param list<UploadBase> $bases
     * @return list<Place> Files that still name images of the batch.
     */
    public function places(Leftovers $proof, NameMap $map, array $bases): array
    {
        $needles = Needles::for($map->paths(), $bases, [], bare: true);
        $rewriter = Rewriter::forNames($bases, $map);
        $places = [];
        foreach ($this->files->all() as $path => $isTheme) {
            $text = $this->files->read($path);
            $left = $text !== '' && $needles->match($text) ? $proof->in($text) : [];
            if ($left === [] || GeneratedStyles::forgetFile($path)) {
                continue;
            }
            // A theme has images of its own, which it names by their paths in the theme.
            $ours = $isTheme ? array_flip($rewriter->rewrite($text)->edits->attachments()) : $left;
            foreach (array_intersect_key($left, $ours) as $image => $names) {
                $why = $proof->wanted($image, $text, Audience::Visitors) ?? self::why($isTheme);
                $places[] = new Place(SiteFiles::shown($path), '', Place::FILE, $why, 0, $image, $names);
            }
        }
        return $places;
    }

    private static function why(bool $isTheme): string
    {
        return $isTheme
            ? __('it belongs to the theme; edit it there', 'picture-optimizer')
            : __('a plugin generated it; have the plugin generate it again or clear its cache', 'picture-optimizer');
    }
}
