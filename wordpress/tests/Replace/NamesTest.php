<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\Slug;

/** @group acceptance-A7 */
final class NamesTest extends ReplaceTestCase
{
    /** @dataProvider slugs */
    public function testNamesAreMadeOfWordsInAnyLanguage(string $words, string $slug): void
    {
        self::assertSame($slug, Slug::of($words));
    }

    /** @return iterable<array{string, string}> */
    public static function slugs(): iterable
    {
        yield ['A Red Bike!', 'a-red-bike'];
        yield ['Größe & Straße', 'grosse-strasse'];
        yield ['Красный велосипед', 'krasnyj-velosiped'];
        yield ['  --  ', ''];
        yield ['../../etc/passwd', 'etc-passwd'];
        yield ['photo-300x200', 'photo'];
        yield ['photo-scaled-1024x768', 'photo'];
        yield ['CON', 'con-picture'];
        yield [str_repeat('word ', 30), rtrim(str_repeat('word-', 12), '-')];
        yield ['shell.php', 'shell-php'];
        yield ["null\0byte", 'null-byte'];
    }

    public function testPicturesThatDifferInTheirExtensionGetDistinctOutputs(): void
    {
        $ids = [
            $this->addPicture('photo.jpg', 700, 500, 1),
            $this->addPicture('photo.jpeg', 700, 500, 2),
            $this->addAttachment('photo.png', $this->makePng()),
        ];
        $before = $this->stateOfSite();
        $outcomes = $this->replacer->apply(...array_map(fn (int $id) => $this->change($id), $ids));
        $this->assertDistinct($ids);
        self::assertSame(['applied'], array_values(array_unique(array_column(array_column($outcomes, 'state'), 'value'))));
        $this->replacer->revert(...$ids);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testFiftyPicturesWithTheSameNameGetFiftyFamiliesOfNames(): void
    {
        $ids = [];
        for ($i = 0; $i < 50; $i++) {
            $ids[] = $this->addPicture("picture-{$i}.jpg", 320, 240, $i);
        }
        $before = $this->stateOfSite();
        $outcomes = $this->replacer->apply(...array_map(fn (int $id) => $this->change($id, 'webp', 'A Bike'), $ids));
        self::assertSame(['applied'], array_values(array_unique(array_column(array_column($outcomes, 'state'), 'value'))));
        $this->assertDistinct($ids);
        $this->replacer->revert(...$ids);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testNamesThatDifferByCaseOnlyAreTaken(): void
    {
        $id = $this->addPicture();
        $folder = dirname((string) get_attached_file($id));
        touch("{$folder}/Red-Bike-300X200.WEBP");
        touch("{$folder}/red-bike-1.webp");
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertStringEndsWith('/red-bike-2.webp', $this->url($id));
    }

    public function testTheExtensionMustFitTheBytes(): void
    {
        $id = $this->addPicture();
        $change = $this->change($id);
        $file = $change->files[0];
        $php = new \PictureOptimizer\Files\NewFile(
            'full',
            $file->path,
            $file->sha256,
            $file->bytes,
            $file->width,
            $file->height,
            $file->mime,
            'php'
        );
        $outcome = $this->replacer->apply(new \PictureOptimizer\Replace\Change($id, $change->originalSha256, [$php]))[$id];
        self::assertStringContainsString('does not fit', $outcome->reason);
        self::assertStringEndsWith('/photo.jpg', $this->url($id));
    }

    /** @param list<int> $ids */
    private function assertDistinct(array $ids): void
    {
        $names = $hashes = [];
        foreach ($ids as $id) {
            $attachment = Attachment::load($id);
            foreach (array_unique($attachment->names()) as $name) {
                $names[] = strtolower($attachment->relative($name));
                $hashes[] = hash_file('sha256', $attachment->absolute($name));
            }
        }
        self::assertSame($names, array_unique($names));
        self::assertCount(count($names), array_unique($hashes), 'no picture was overwritten by another');
    }

    private function makePng(): string
    {
        $jpeg = $this->makeJpeg(700, 500, 3);
        $png = wp_tempnam('picture.png');
        imagepng(imagecreatefromjpeg($jpeg), $png);
        unlink($jpeg);
        return $png;
    }
}
