<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Names;
use PictureOptimizer\Replace\OtherOwners;
use PictureOptimizer\Replace\Referrer;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Tests\TestCase;

/**
 * Which names the files of an image get, without a file being made; and to which old ones they lead back.
 *
 * @group acceptance-A7
 */
final class NamesChosenTest extends TestCase
{
    private const FOLDER = 'picopt-names';

    private int $id;

    protected function setUp(): void
    {
        wp_mkdir_p(Attachment::uploads() . '/' . self::FOLDER);
        parent::setUp();
        $this->id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x']);
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        @rmdir(Attachment::uploads() . '/' . self::FOLDER);
    }

    private static function file(string $name, int $width = 30, int $height = 20, string $extension = 'webp', string $hash = ''): NewFile
    {
        return new NewFile($name, '', $hash ?: "hash of {$name}", 1, $width, $height, "image/{$extension}", $extension);
    }

    /**
     * @param list<NewFile>         $files
     * @param array<string, string> $old
     * @return array<string, string>
     */
    private function chosen(?string $wish, array $files, array $old = ['full' => 'photo.jpg'], string $social = ''): array
    {
        $change = new Change($this->id, 'aa', $files, $wish);
        $run = new Run(1, $change, self::FOLDER, $old, '', 0);
        $run->socialSource = $social;
        return (new Names($this->plugin->redirects(), new OtherOwners($this->plugin->db())))->choose($change, $run);
    }

    private function touch(string ...$names): void
    {
        foreach ($names as $name) {
            touch(Attachment::uploads() . '/' . self::FOLDER . "/{$name}");
        }
    }

    public function testAllFilesAreOneFamily(): void
    {
        $files = [self::file('full'), self::file('medium', 15, 10), self::file('breakpoint-480', 480, 320)];
        self::assertSame(
            ['full' => 'red-bike.webp', 'medium' => 'red-bike-15x10.webp', 'breakpoint-480' => 'red-bike-480x320.webp'],
            $this->chosen('Red bike', $files)
        );
        self::assertSame(
            ['full' => 'photo.webp', 'medium' => 'photo-15x10.webp', 'breakpoint-480' => 'photo-480x320.webp'],
            $this->chosen(null, $files)
        );
        self::assertSame('photo.webp', $this->chosen('…', $files)['full'], 'a wish of which nothing is left is none');
    }

    public function testANameThatIsTakenIsCountedOn(): void
    {
        $this->touch('red-bike.webp');
        self::assertSame('red-bike-1.webp', $this->chosen('Red bike', [self::file('full')])['full']);
        $this->touch('RED-BIKE-1.WEBP');
        self::assertSame('red-bike-2.webp', $this->chosen('Red bike', [self::file('full')])['full'], 'many disks know no case');
        $this->touch('red-bike-2-15x10.webp');
        $both = $this->chosen('Red bike', [self::file('full'), self::file('medium', 15, 10)]);
        self::assertSame(['red-bike-3.webp', 'red-bike-3-15x10.webp'], array_values($both), 'the family stays together');
    }

    public function testAFileKeepsItsNameInItsPlace(): void
    {
        $this->touch('photo.jpg', 'photo-15x10.jpg');
        $files = [self::file('full', extension: 'jpg'), self::file('medium', 15, 10, 'jpg')];
        $old = ['full' => 'photo.jpg', 'medium' => 'photo-15x10.jpg'];
        self::assertSame($old, $this->chosen(null, $files, $old));
        self::assertSame('photo-1.jpg', $this->chosen(null, $files, ['full' => 'photo.jpg'])['full'], 'that one is somebody else’s');
    }

    public function testWhatAScaledImageIsCalledStaysWhereItsNameStays(): void
    {
        $old = ['full' => 'photo-scaled.jpg', 'original' => 'photo.jpg'];
        $files = [self::file('full'), self::file('medium', 15, 10)];
        self::assertSame(['photo-scaled.webp', 'photo-15x10.webp'], array_values($this->chosen(null, $files, $old)));
        self::assertSame(['red-bike.webp', 'red-bike-15x10.webp'], array_values($this->chosen('Red bike', $files, $old)));
        $this->touch('photo-scaled.webp');
        self::assertSame(['photo-1.webp', 'photo-1-15x10.webp'], array_values($this->chosen(null, $files, $old)));
        self::assertSame(
            'my-scaled.webp',
            $this->chosen(null, [self::file('full')], ['full' => 'my-scaled.jpg'])['full'],
            'without a larger original the word is part of the name'
        );
    }

    public function testSizesOfOneMeasureShareANameOnlyWithTheirBytes(): void
    {
        $sizes = [self::file('full'), self::file('a', 15, 10, hash: 'x'), self::file('b', 15, 10, hash: 'x'),
            self::file('c', 15, 10, hash: 'y'), self::file('d', 15, 10, hash: 'z'), self::file('e', 15, 10, hash: 'y')];
        self::assertSame(
            ['red-bike.webp', 'red-bike-15x10.webp', 'red-bike-15x10.webp', 'red-bike-15x10-2.webp', 'red-bike-15x10-3.webp',
                'red-bike-15x10-2.webp'],
            array_values($this->chosen('Red bike', $sizes))
        );
    }

    public function testOnlyAnAvifHasACopyForSocialNetworks(): void
    {
        $avif = [self::file('full', extension: 'avif')];
        self::assertSame(
            ['full' => 'red-bike.avif', Attachment::SOCIAL => 'red-bike-social.jpg'],
            $this->chosen('Red bike', $avif, social: 'photo.JPG')
        );
        self::assertSame(['full' => 'red-bike.avif'], $this->chosen('Red bike', $avif, social: 'photo.webp'));
        self::assertSame(['full' => 'red-bike.webp'], $this->chosen('Red bike', [self::file('full')], social: 'photo.jpg'));
        $this->touch('red-bike-social.jpg');
        self::assertSame('red-bike-1.avif', $this->chosen('Red bike', $avif, social: 'photo.jpg')['full']);
    }

    public function testANameThatWasSomebodyElsesOnceIsTaken(): void
    {
        $this->plugin->redirects()->add(self::FOLDER . '/Red-Bike.webp', $this->id + 1, 'full');
        self::assertSame('red-bike-1.webp', $this->chosen('Red bike', [self::file('full')])['full']);
        $this->plugin->redirects()->add(self::FOLDER . '/blue-bike.webp', $this->id, 'full');
        self::assertSame('blue-bike.webp', $this->chosen('Blue bike', [self::file('full')])['full'], 'its own may come back');
    }

    // And back.

    /** @param array<string, string> $old, array<string, string> $new */
    private function replaced(array $old, array $new): Run
    {
        $run = new Run(1, new Change(7, 'aa'), '2026/05', $old, '', 0);
        $run->newNames = $new;
        return $run;
    }

    public function testEveryNameThatAnImageEverGotLeadsToItsFirst(): void
    {
        $first = $this->replaced(
            ['full' => 'a.jpg', 'medium' => 'a-1.jpg'],
            ['full' => 'b.webp', 'medium' => 'b-1.webp', 'breakpoint-480' => 'b-2.webp']
        );
        $second = $this->replaced(
            ['full' => 'b.webp', 'medium' => 'b-1.webp', 'breakpoint-480' => 'b-2.webp'],
            ['full' => 'c.jpg', 'medium' => 'a-1.jpg', 'large' => 'a.jpg']
        );
        $map = Referrer::inverseMap([7 => [$first, $second]]);
        $leads = array_map(
            static fn (string $path): array => [$map->find($path)?->attachmentId, $map->find($path)?->fileName],
            $map->paths()
        );
        self::assertSame([
            '2026/05/b.webp' => [7, 'a.jpg'],
            '2026/05/b-1.webp' => [7, 'a-1.jpg'],
            '2026/05/b-2.webp' => [7, 'a.jpg'], // a size that was not there before
            '2026/05/c.jpg' => [7, 'a.jpg'],
        ], array_combine($map->paths(), $leads));
        self::assertTrue(Referrer::inverseMap([])->isEmpty());
        self::assertTrue(Referrer::inverseMap([7 => [$this->replaced(['full' => 'a.jpg'], ['full' => 'a.jpg'])]])->isEmpty());
    }
}
