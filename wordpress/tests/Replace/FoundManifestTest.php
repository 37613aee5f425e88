<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\References\Place;
use PictureOptimizer\Replace\FoundManifest;
use PictureOptimizer\Replace\KeptSizes;
use PictureOptimizer\Replace\Leftover;
use PictureOptimizer\Tests\TestCase;

/** What lies on a disk or in a table and may have been written by anybody: nothing of it is believed. */
final class FoundManifestTest extends TestCase
{
    private const GOOD = [
        'attachment' => 7, 'site' => 'https://shop.example', 'made_at' => '2026-05-01T12:00:00+00:00', 'folder' => '2026/05/',
        'files' => ['bike.jpg' => ['sha256' => 'abc'], 'bike-300x200.jpg' => ['sha256' => 'def']],
        'names' => ['full' => 'bike.jpg', 'medium' => 'bike-300x200.jpg'],
        'meta' => [['meta_key' => '_wp_attached_file', 'meta_value' => '2026/05/bike.jpg']],
        'post' => ['post_mime_type' => 'image/jpeg'],
    ];

    private string $path;

    protected function setUp(): void
    {
        parent::setUp();
        $this->path = wp_tempnam('manifest.json');
    }

    protected function tearDown(): void
    {
        unlink($this->path);
        parent::tearDown();
    }

    /** @param array<string, mixed> $differs */
    private function read(array $differs = []): FoundManifest
    {
        file_put_contents($this->path, json_encode($differs + self::GOOD));
        return FoundManifest::read($this->path);
    }

    public function testOneOfOursIsRead(): void
    {
        $found = $this->read();
        self::assertSame([7, 'https://shop.example'], [$found->attachmentId, $found->site]);
        self::assertSame(['2026/05', 'image/jpeg'], [$found->folder, $found->mime]);
        self::assertSame(strtotime('2026-05-01 12:00:00 UTC'), $found->madeAt);
        self::assertSame(['bike.jpg' => 'abc', 'bike-300x200.jpg' => 'def'], $found->files);
        self::assertSame(['full' => 'bike.jpg', 'medium' => 'bike-300x200.jpg'], $found->names);
        self::assertSame(['_wp_attached_file' => '2026/05/bike.jpg'], $found->meta);
        self::assertSame('2026/05/bike.jpg', $found->relative('bike.jpg'));
        self::assertSame('bike.jpg', $this->read(['folder' => ''])->relative('bike.jpg'));
    }

    public function testWhatIsMissingIsEmpty(): void
    {
        $found = $this->read(['site' => null, 'made_at' => 5, 'files' => null, 'names' => [5], 'meta' => ['x'], 'post' => 'x']);
        self::assertSame(['', 0, '', []], [$found->site, $found->madeAt, $found->mime, $found->meta]);
        self::assertSame([[], []], [$found->files, $found->names]);
    }

    /** @return iterable<string, array{array<string, mixed>, string}> what differs, the words of the refusal */
    public static function strange(): iterable
    {
        yield 'no number' => [['attachment' => '7'], 'can’t be read'];
        yield 'no folder' => [['folder' => null], 'can’t be read'];
        yield 'a folder above' => [['folder' => '../secret'], 'outside of uploads'];
        yield 'a folder above, further in' => [['folder' => '2026/../../secret'], 'outside of uploads'];
        yield 'a hidden folder' => [['folder' => '.git'], 'outside of uploads'];
        yield 'a drive' => [['folder' => 'C:/Windows'], 'outside of uploads'];
        yield 'backslashes' => [['folder' => '2026\\05'], 'outside of uploads'];
        yield 'a program among the files' => [['files' => ['shell.php' => ['sha256' => 'x']]], 'not an image in uploads'];
        yield 'a program among the names' => [['names' => ['full' => 'shell.php']], 'not an image in uploads'];
        yield 'two extensions' => [['names' => ['full' => 'bike.jpg.php']], 'not an image in uploads'];
        yield 'a path' => [['names' => ['full' => '../bike.jpg']], 'not an image in uploads'];
        yield 'a hidden file' => [['names' => ['full' => '.bike.jpg']], 'not an image in uploads'];
        yield 'another kind of file' => [['names' => ['full' => 'bike.pdf']], 'not an image in uploads'];
        yield 'a drawing that can hold scripts' => [['names' => ['full' => 'bike.svg']], 'not an image in uploads'];
    }

    /**
     * @param array<string, mixed> $differs
     * @dataProvider strange
     */
    public function testAnythingElseIsRefused(array $differs, string $words): void
    {
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage($words);
        $this->read($differs);
    }

    public function testWhatIsNoJsonIsRefused(): void
    {
        foreach (['', '[]', 'null', '{"attachment": 7', '"x"'] as $text) {
            file_put_contents($this->path, $text);
            try {
                FoundManifest::read($this->path);
                self::fail("read: {$text}");
            } catch (ChangeError $refused) {
                self::assertStringContainsString('can’t be read', $refused->getMessage());
            }
        }
    }

    public function testTheBytesCount(): void
    {
        $image = $this->makeJpeg(60, 40);
        $text = wp_tempnam('bike.jpg');
        file_put_contents($text, '<?php');
        $link = "{$image}.link.jpg";
        symlink($image, $link);
        $of = fn (string $file): FoundManifest => $this->read(['files' => ['bike.jpg' => ['sha256' => hash_file('sha256', $file)]]]);
        $of($image)->checkFile('bike.jpg', $image);
        $faults = ['damaged' => [$text, $image], 'not an image' => [$text, $text], 'missing' => [$image, $link]];
        foreach ($faults as $words => [$known, $lies]) {
            try {
                $of($known)->checkFile('bike.jpg', $lies);
                self::fail($words);
            } catch (ChangeError $refused) {
                self::assertStringContainsString($words, $refused->getMessage());
                self::assertStringContainsString('bike.jpg', $refused->getMessage());
            }
        }
        array_map(unlink(...), [$image, $text, $link]);
    }

    public function testWhatTheEditorKeepsIsLedBackToWhatIsThere(): void
    {
        $id = $this->addPlainImage('bike.png', 30, 20);
        $kept = ['full-orig' => ['file' => '2026/05/bike.png', 'width' => 9], 'thumb' => ['file' => 'other.png'],
            'odd' => 'x', 'none' => []];
        update_post_meta($id, '_wp_attachment_backup_sizes', $kept);
        $sizes = new KeptSizes();
        self::assertSame(['bike.png', 'other.png'], $sizes->names($id));
        $sizes->map($id, ['missing.png' => 'bike.png']);
        self::assertSame($kept, get_post_meta($id, '_wp_attachment_backup_sizes', true));
        $now = basename((string) get_attached_file($id));
        $sizes->map($id, ['other.png' => $now, 'bike.png' => 'gone.png']);
        $mapped = get_post_meta($id, '_wp_attachment_backup_sizes', true);
        self::assertSame([$now, 30, 20, 'image/png'], array_values(array_intersect_key(
            $mapped['thumb'],
            ['file' => 1, 'width' => 1, 'height' => 1, 'mime-type' => 1]
        )));
        self::assertSame(filesize((string) get_attached_file($id)), $mapped['thumb']['filesize']);
        self::assertSame(['file' => 'gone.png', 'width' => 9], $mapped['full-orig']);
        self::assertSame(['x', []], [$mapped['odd'], $mapped['none']]);
        self::assertSame([], $sizes->names($this->addPlainImage('new.png')));
    }

    public function testAPlaceThatStillNamesAnOldFileSaysWhy(): void
    {
        $wanted = new Leftover(7, 'wp_posts', 'post_content', '12', ['bike.jpg', 'bike-1.jpg'], Place::LINK);
        self::assertTrue($wanted->isWanted());
        self::assertSame(
            'wp_posts.post_content 12 links to bike.jpg, bike-1.jpg. That file stays, because links keep their format.',
            $wanted->sentence()
        );
        $odd = new Leftover(7, 'wp_shop', 'data', '', ['bike.jpg'], 'unknown class');
        self::assertFalse($odd->isWanted());
        self::assertStringStartsWith('wp_shop.data still uses bike.jpg (unknown class).', $odd->sentence());
        $unread = new Leftover(7, 'wp_shop', '', '', ['bike.jpg'], 'Table is crashed');
        self::assertStringContainsString('wp_shop can’t be read (Table is crashed)', $unread->sentence());
        self::assertEquals($odd, Leftover::fromArray(7, $odd->toArray()));
    }
}
