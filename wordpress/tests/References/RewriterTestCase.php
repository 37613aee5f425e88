<?php

declare(strict_types=1);

// phpcs:disable Generic.Files.LineLength -- fixtures stand here as sites store them, in one line.

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/** photo.jpg becomes red-bike.webp, its sub-sizes too. */
abstract class RewriterTestCase extends TestCase
{
    protected const OLD = 'https://example.org/wp-content/uploads/2026/05/photo';

    protected function rewriter(): Rewriter
    {
        $map = new NameMap();
        foreach (['', '-300x200', '-1024x683', '-scaled'] as $suffix) {
            $map->add("2026/05/photo{$suffix}.jpg", new Target(7, "red-bike{$suffix}.webp"));
        }
        $map->add('2026/05/my--photo.jpg', new Target(8, 'my--photo.webp'));
        $map->add('2026/05/café-ñ.jpg', new Target(9, 'café-ñ.webp'));
        $map->add('2026/05/a.jpg', new Target(10, 'b.jpg'));
        $map->add('2026/05/b.jpg', new Target(11, 'a.jpg'));
        $bases = [
            new UploadBase(['example.org', 'www.example.org'], '/wp-content/uploads'),
            new UploadBase(['cdn.example.net'], ''),
            new UploadBase([], '/srv/www/wp-content/uploads'),
            new UploadBase([], 'uploads'),
        ];
        return Rewriter::forNames($bases, $map);
    }

    protected function rewritten(string $cell): string
    {
        $rewrite = $this->rewriter()->rewrite($cell);
        self::assertSame([], $rewrite->problems);
        $new = $rewrite->edits->apply($cell);
        $stored = Edits::decoded($rewrite->edits->encoded());
        self::assertSame($cell, $stored->inverted()->apply($new), 'the stored edits lead back');
        return $new;
    }
}
