<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\OutcomeState;

/**
 * Other programs work on the same files: optimizers compress them again, WordPress makes sizes anew, people crop them.
 *
 * @group acceptance-A4
 */
final class FormerFilesTest extends ReplaceTestCase
{
    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPicture('photo.jpg', 400, 300);
    }

    /** As optimizers do: in place, with the new length in the metadata. */
    private function compressAgain(string ...$sizes): void
    {
        $meta = wp_get_attachment_metadata($this->id);
        foreach ($sizes as $size) {
            $this->write($size, $this->decoded($size));
            $bytes = (int) filesize($this->path($size));
            $size === 'full' ? $meta['filesize'] = $bytes : $meta['sizes'][$size]['filesize'] = $bytes;
        }
        wp_update_attachment_metadata($this->id, $meta);
    }

    private function path(string $size): string
    {
        $attachment = Attachment::load($this->id);
        return $attachment->absolute($attachment->names()[$size]);
    }

    private function decoded(string $size): \GdImage
    {
        return imagecreatefromstring((string) file_get_contents($this->path($size)));
    }

    private function write(string $size, \GdImage $image): void
    {
        imagejpeg($image, $this->path($size), 45);
        clearstatcache();
    }

    public function testWhatAnotherOptimizerCompressedAgainGoesBack(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'jpg'));
        $this->compressAgain('full', 'medium');
        self::assertSame([], $this->reverted($this->id)->notes);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testAnImageThatAnotherProgramMadeNarrowerGoesBack(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'jpg'));
        $this->write('full', imagescale($this->decoded('full'), 320, 240));
        wp_update_attachment_metadata($this->id, ['width' => 320, 'height' => 240] + wp_get_attachment_metadata($this->id));
        $this->compressAgain('full');
        $this->reverted($this->id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testOurFilesUnderNewNamesGoAlsoWhenAnotherProgramHasChangedThem(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'jpg', 'Red bike'));
        $names = array_map($this->path(...), ['full', 'medium', 'thumbnail']);
        $this->write('full', imagescale($this->decoded('full'), 320, 240));
        $this->compressAgain('full', 'medium');
        copy($this->makeJpeg(150, 150, 9), $names[2]);
        $notes = $this->reverted($this->id)->notes;
        self::assertSame(['Something else has changed the file red-bike-150x150.jpg since, so it was kept.'], $notes, 'it shows another');
        self::assertFileExists($names[2]);
        unlink($names[2]);
        self::assertSame($before, $this->stateOfSite());
        $url = str_replace('photo.jpg', 'red-bike.jpg', $this->url($this->id));
        self::assertSame($this->id, attachment_url_to_postid($url), 'and their names lead back');
    }

    /** It may be the only copy of their work. */
    public function testAPersonsVersionUnderOurNameStays(): void
    {
        $this->applied($this->change($this->id, 'jpg', 'Red bike'));
        $path = $this->path('full');
        $gray = $this->decoded('full');
        imagefilter($gray, IMG_FILTER_GRAYSCALE);
        $this->write('full', $gray);
        $notes = $this->reverted($this->id)->notes;
        self::assertFileExists($path);
        self::assertSame(['Something else has changed the file red-bike.jpg since, so it was kept.'], $notes);
    }

    public function testAnotherImageUnderTheSameNameIsRefusedBeforeAnythingIsTouched(): void
    {
        $this->applied($this->change($this->id, 'jpg'));
        $this->compressAgain('medium');
        copy($this->makeJpeg(400, 300, 9), $this->path('full'));
        $before = $this->stateOfSite();
        $outcome = $this->replacer->revert($this->id)[$this->id];
        self::assertSame([OutcomeState::Failed, 'The name photo.jpg is now used by another file.'], [$outcome->state, $outcome->reason]);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testAMarkOnTheImageMakesItAnother(): void
    {
        $this->applied($this->change($this->id, 'jpg'));
        $marked = $this->decoded('full');
        imagefilledrectangle($marked, 320, 270, 390, 288, (int) imagecolorallocate($marked, 255, 255, 255));
        $this->write('full', $marked);
        $outcome = $this->replacer->revert($this->id)[$this->id];
        self::assertSame('The name photo.jpg is now used by another file.', $outcome->reason);
    }

    public function testASizeThatAPersonCroppedStaysAndIsTold(): void
    {
        $full = (string) hash_file('sha256', $this->path('full'));
        $this->applied($this->change($this->id, 'jpg'));
        $part = imagecrop($this->decoded('full'), ['x' => 0, 'y' => 0, 'width' => 100, 'height' => 100]);
        $this->write('thumbnail', imagescale($part, 150, 150));
        $cropped = (string) hash_file('sha256', $this->path('thumbnail'));
        $notes = $this->reverted($this->id)->notes;
        self::assertSame(['Something else has changed the file photo-150x150.jpg since, so it was kept.'], $notes);
        self::assertSame(
            [$full, $cropped],
            [hash_file('sha256', $this->path('full')), hash_file('sha256', $this->path('thumbnail'))]
        );
    }
}
