<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Delivery\Probe;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Names;
use PictureOptimizer\Replace\Preparer;
use PictureOptimizer\Replace\Retirer;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Replace\TextFields;

/**
 * The steps there, one at a time: what is backed up and begun, which references follow, and how it ends.
 *
 * @group acceptance-A7
 */
final class WayThereTest extends OnePartTestCase
{
    private function prepare(Run $run): void
    {
        $preparer = new Preparer(
            $this->journal,
            $this->plugin->originals(),
            $this->backups,
            new Names($this->plugin->redirects(), $this->others),
            $this->metadata,
            new TextFields($this->metadata, $this->plugin->tags()),
            $this->plugin->redirects(),
            $this->unedited
        );
        $preparer->prepare($run);
    }

    /** A result for the image as it lies there now. */
    private function begun(string $source, string $extension = 'webp'): Run
    {
        $path = Staging::dir() . '/' . bin2hex(random_bytes(8));
        $image = imagecreatetruecolor(30, 20);
        $extension === 'avif' ? imageavif($image, $path, 50, 10) : imagewebp($image, $path, 50);
        [$hash, $bytes] = [(string) hash_file('sha256', $path), (int) filesize($path)];
        $file = new NewFile('full', $path, $hash, $bytes, 30, 20, "image/{$extension}", $extension);
        return $this->journal->begin(new Change($this->id, $source, [$file], 'Blue bike'), Attachment::load($this->id));
    }

    // Backups.

    public function testOurOwnFileKeepsTheFirstOriginalAndIsItselfKeptForThisTime(): void
    {
        $first = $this->replaced();
        $run = $this->begun($first->change->originalSha256);
        $this->prepare($run);
        self::assertSame($first->backup, $run->backup);
        self::assertSame(['red-bike.webp'], array_keys($this->backups->files($run->rollback)));
        self::assertSame(RunState::Applied, $this->journal->find($first->id)?->state);
    }

    public function testAFileOfSomebodyElseIsAnOriginalAndEndsWhatWeHadDone(): void
    {
        $first = $this->replaced();
        file_put_contents("{$this->folder}/red-bike.webp", 'somebody else');
        $run = $this->begun(hash('sha256', 'somebody else'));
        $this->prepare($run);
        self::assertSame(['', ['red-bike.webp']], [$run->rollback, array_keys($this->backups->files($run->backup))]);
        self::assertSame(RunState::Superseded, $this->journal->find($first->id)?->state);
    }

    public function testFromADamagedBackupNothingIsMade(): void
    {
        $first = $this->replaced();
        self::assertSame($first->change->originalSha256, $this->plugin->originals()->sourceFor($this->id)->sha256);
        $run = $this->begun($first->change->originalSha256);
        file_put_contents($this->backups->original($first->backup), 'rotten');
        foreach ([fn () => $this->plugin->originals()->sourceFor($this->id), fn () => $this->prepare($run)] as $act) {
            try {
                $act();
                self::fail('it was taken');
            } catch (ChangeError $error) {
                self::assertSame('The backup of harbor.png is damaged.', $error->getMessage());
            }
        }
        self::assertSame(['red-bike.webp'], $this->files());
    }

    /** @return iterable<string, array{string, list<string>}> format of a result, sizes whose files are known by their bytes */
    public static function formats(): iterable
    {
        yield 'WebP, which everybody shows' => ['webp', ['full']];
        yield 'AVIF, with a copy for others' => ['avif', ['full', Attachment::SOCIAL]];
    }

    /**
     * @dataProvider formats
     * @param list<string> $sizes
     */
    public function testTheBytesOfAllNewFilesAreWrittenDown(string $extension, array $sizes): void
    {
        $source = (string) hash_file('sha256', "{$this->folder}/harbor.png");
        $run = $this->begun($source, $extension);
        $this->prepare($run);
        self::assertSame($sizes, array_keys($run->hashes));
        self::assertSame($run->hashes['full'], $run->appliedSha256);
        self::assertSame($sizes === ['full'] ? null : $source, $run->hashes[Attachment::SOCIAL] ?? null);
        foreach ($run->newNames as $size => $name) {
            self::assertSame($run->hashes[$size], hash_file('sha256', "{$this->folder}/{$name}"));
        }
    }

    public function testAPhotoThatOnlyTheServiceCanReadIsMeasured(): void
    {
        $this->plugin->acceptedTypes()->remember(['image/heic']);
        $photo = (string) file_get_contents(__DIR__ . '/../../../imaging/tests/data/coffee.heic');
        $upload = wp_upload_bits('coffee.heic', null, $photo);
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/heic', 'post_title' => 'x'], $upload['file']);
        $source = $this->plugin->originals()->sourceFor($id);
        self::assertSame(['image/heic', strlen($photo)], [$source->mime, $source->bytes]);
        self::assertGreaterThan(1, min($source->width, $source->height));
    }

    // References.

    /** @return iterable<string, array{bool, string, bool}> whether links shall keep their format, new name, whether they follow */
    public static function links(): iterable
    {
        yield 'another format' => [false, 'red-bike.webp', true];
        yield 'the same format' => [false, 'red-bike.png', true];
        yield 'another format, to be kept' => [true, 'red-bike.webp', false];
        yield 'the same format, to be kept' => [true, 'red-bike.png', true];
    }

    /** @dataProvider links */
    public function testLinksStayOnlyWhereTheirFormatIsToBeKept(bool $keep, string $name, bool $follow): void
    {
        $base = dirname((string) wp_get_attachment_url($this->id));
        $page = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish', 'post_type' => 'page',
            'post_content' => "<a href=\"{$base}/harbor.png\"><img src=\"{$base}/harbor.png\"></a>"]);
        $change = new Change($this->id, '', keepLinks: $keep);
        $run = $this->journal->begin($change, Attachment::load($this->id));
        $run->newNames = ['full' => $name];
        $this->referrer->rewrite([$run]);
        $link = $follow ? $name : 'harbor.png';
        self::assertSame("<a href=\"{$base}/{$link}\"><img src=\"{$base}/{$name}\"></a>", get_post($page)?->post_content);
        $this->referrer->mapBack([$this->id => [$run]]);
        self::assertSame("<a href=\"{$base}/harbor.png\"><img src=\"{$base}/harbor.png\"></a>", get_post($page)?->post_content);
    }

    public function testWhatIsLeftIsNotedAtItsOwnImage(): void
    {
        $other = $this->addPlainImage('lighthouse.png', seed: 5);
        $runs = [];
        foreach ([$this->id => 'red-bike.webp', $other => 'blue-bike.webp'] as $id => $name) {
            $run = $this->journal->begin(new Change($id, ''), Attachment::load($id));
            $run->newNames = ['full' => $name];
            $runs[] = $run;
        }
        add_option('my_list', 'harbor.png');
        $this->referrer->rewrite($runs, prove: true);
        self::assertSame([['harbor.png'], []], [$runs[0]->stillNamed, $runs[1]->stillNamed]);
        self::assertSame([1, 0], [count($runs[0]->notes), count($runs[1]->notes)]);
        $this->referrer->rewrite($runs, prove: true);
        self::assertCount(1, $runs[0]->notes, 'and once');
    }

    // The end.

    public function testHowItEndedIsWrittenDownAndNotedBesideTheBackup(): void
    {
        $run = $this->replaced();
        $run->rollback = $this->backups->make(Attachment::load($this->id));
        $run->state = RunState::Working;
        $retirer = new Retirer(
            $this->journal,
            $this->backups,
            $this->cells,
            new Probe(),
            $this->plugin->lastingNames(),
            $this->others,
            $this->keptSizes,
            $this->imageCaches,
            $this->unedited
        );
        $outcome = $retirer->close($run);
        self::assertSame([true, 1, $run->hashes], [$outcome->ok(), $outcome->places, $outcome->sha256]);
        self::assertSame(['full' => 'red-bike.webp'], $this->backups->noted($run->backup)['new_names']);
        self::assertSame([true, false], [$this->backups->exists($run->backup), $this->backups->exists($run->rollback)]);
        self::assertSame([RunState::Applied, 'done'], [$this->journal->find($run->id)?->state, $this->journal->find($run->id)?->step]);
    }
}
