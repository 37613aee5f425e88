<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Database\ImageCaches;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Journal;
use PictureOptimizer\Replace\Metadata;
use PictureOptimizer\Replace\OtherOwners;
use PictureOptimizer\Replace\Pages;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\Verifier;
use PictureOptimizer\Tests\TestCase;

/** What WordPress is told of new files, and what proves that all of it is true: each alone, with files that are texts. */
final class VerifierTest extends TestCase
{
    private Fence $fence;
    private Journal $journal;
    private Cells $cells;
    private Metadata $metadata;
    private Verifier $verifier;
    private int $id;

    /** @var list<string> what was asked for over HTTP */
    private array $asked = [];

    protected function setUp(): void
    {
        parent::setUp();
        $db = $this->plugin->db();
        $this->fence = new Fence($db);
        self::assertTrue($this->fence->acquire());
        $this->journal = new Journal($db, $this->fence, $this->plugin->tags());
        $this->cells = new Cells($db, $this->fence, new Caches($db, new ImageCaches()), new CellLimits($db));
        $this->metadata = new Metadata($db, $this->cells, new OtherOwners($db));
        $this->verifier = new Verifier($this->journal, $this->cells, new Pages($db));
        $this->id = $this->addPlainImage('photo.png');
        add_filter('pre_http_request', function (mixed $none, array $arguments, string $url): array {
            $this->asked[] = "{$arguments['method']} " . basename($url);
            return ['response' => ['code' => 200], 'body' => '', 'headers' => [], 'cookies' => []];
        }, 10, 3);
        $this->verifier->start();
    }

    /** A run whose new files lie there, and of which WordPress knows nothing yet. */
    private function begun(NewFile ...$more): Run
    {
        $attachment = Attachment::load($this->id);
        $files = [self::file('full', 30, 20), ...$more];
        $run = $this->journal->begin(new Change($this->id, 'aa', $files), $attachment);
        foreach ($files as $file) {
            $run->newNames[$file->name] = "red-bike-{$file->name}.webp";
            $run->hashes[$file->name] = $file->sha256;
            file_put_contents($run->absolute($run->newNames[$file->name]), "bytes of {$file->name}");
        }
        return $run;
    }

    private static function file(string $name, int $width, int $height): NewFile
    {
        return new NewFile($name, '', hash('sha256', "bytes of {$name}"), 77, $width, $height, 'image/webp', 'webp');
    }

    private function assertRefused(Run $run, string $why): void
    {
        try {
            $this->verifier->verify($run);
            self::fail('it was found right');
        } catch (ChangeError $error) {
            self::assertStringContainsString($why, $error->getMessage());
        }
        self::assertNotSame('verify', $this->journal->find($run->id)?->step);
    }

    // What WordPress is told.

    public function testWordPressKnowsEverySizeByItsFile(): void
    {
        $run = $this->begun(self::file('medium', 15, 10), self::file('breakpoint-480', 480, 320));
        $this->metadata->write($run);
        $meta = wp_get_attachment_metadata($this->id);
        self::assertSame([30, 20, 77, $run->relative('red-bike-full.webp')], [$meta['width'], $meta['height'], $meta['filesize'],
            $meta['file']]);
        $size = static fn (string $name, int $width, int $height): array => ['file' => "red-bike-{$name}.webp", 'width' => $width,
            'height' => $height, 'mime-type' => 'image/webp', 'filesize' => 77];
        self::assertSame(['medium' => $size('medium', 15, 10), 'picopt-480' => $size('breakpoint-480', 480, 320)], $meta['sizes']);
        self::assertSame('image/webp', get_post_mime_type($this->id));
        self::assertStringEndsWith('/red-bike-full.webp', (string) get_attached_file($this->id));
        self::assertSame('photo', get_post($this->id)?->post_title);
        self::assertSame(3, $this->cells->count($run->id), 'file, metadata, and type');
    }

    public function testATextAloneTellsNothingOfFiles(): void
    {
        $before = get_post_meta($this->id);
        $run = $this->journal->begin(new Change($this->id, ''), Attachment::load($this->id));
        $this->metadata->write($run);
        self::assertSame([$before, 0], [get_post_meta($this->id), $this->cells->count($run->id)]);
        self::assertSame('image/png', get_post_mime_type($this->id));
    }

    /** @return iterable<string, array{array<string, mixed>, list<string>}> what was known, sizes that are known afterwards */
    public static function sides(): iterable
    {
        $sizes = ['large' => ['file' => 'photo-9x9.png']];
        yield 'it lies as before' => [['width' => 300, 'height' => 200, 'sizes' => $sizes], ['large', 'medium']];
        yield 'it was turned' => [['width' => 200, 'height' => 300, 'sizes' => $sizes], ['medium']];
        yield 'nobody knew its sides' => [['sizes' => $sizes], ['medium']];
        yield 'it had no sizes' => [['width' => 300, 'height' => 200], ['medium']];
    }

    /**
     * @dataProvider sides
     * @param array<string, mixed> $known
     * @param list<string>         $sizes
     */
    public function testSizesThatLieOnTheirSideAreForgotten(array $known, array $sizes): void
    {
        $run = $this->begun(self::file('medium', 15, 10));
        $camera = ['image_meta' => ['orientation' => '6', 'iso' => '9']];
        update_post_meta($this->id, '_wp_attachment_metadata', $known + ['file' => 'x'] + $camera);
        $this->metadata->write($run);
        $meta = wp_get_attachment_metadata($this->id);
        self::assertSame([$sizes, ['orientation' => '1', 'iso' => '9']], [array_keys($meta['sizes']), $meta['image_meta']]);
    }

    public function testWhereNobodyKnewTheOrientationNoneIsMadeUp(): void
    {
        $run = $this->begun();
        $this->metadata->write($run);
        self::assertArrayNotHasKey('image_meta', wp_get_attachment_metadata($this->id));
    }

    public function testOtherPluginsAreAskedAndCannotSpoilIt(): void
    {
        add_filter('update_attached_file', static fn (string $file): string => str_replace('red-bike', 'moved/red-bike', $file));
        add_filter('wp_update_attachment_metadata', static fn (array $meta): array => ['mine' => 1] + $meta);
        $this->metadata->write($this->begun());
        self::assertStringEndsWith('/moved/red-bike-full.webp', (string) get_post_meta($this->id, '_wp_attached_file', true));
        self::assertSame(1, wp_get_attachment_metadata($this->id)['mine']);
        remove_all_filters('update_attached_file');
        $this->id = $this->addPlainImage('photo.png');
        foreach ([false, [], ['mine' => 1]] as $nonsense) {
            remove_all_filters('wp_update_attachment_metadata');
            add_filter('wp_update_attachment_metadata', static fn (): mixed => $nonsense);
            $this->metadata->write($this->begun());
            self::assertSame(30, wp_get_attachment_metadata($this->id)['width'], 'WordPress would lose its sizes');
        }
        add_filter('update_attached_file', static fn (): never => throw new \RuntimeException('No bucket.'));
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('Another plugin failed while handling the new file: No bucket.');
        $this->metadata->write($this->begun());
    }

    public function testWhoSharesTheFileFollowsIt(): void
    {
        $run = $this->begun();
        $file = (string) get_post_meta($this->id, '_wp_attached_file', true);
        $twin = (int) wp_insert_attachment(['post_mime_type' => 'image/png', 'post_title' => 'x']);
        $other = (int) wp_insert_attachment(['post_mime_type' => 'image/png', 'post_title' => 'x']);
        update_post_meta($twin, '_wp_attached_file', $file);
        update_post_meta($other, '_wp_attached_file', strtoupper($file));
        $this->metadata->write($run);
        self::assertSame([get_post_meta($this->id, '_wp_attached_file', true), 'image/webp', 30], [
            get_post_meta($twin, '_wp_attached_file', true), get_post_mime_type($twin), wp_get_attachment_metadata($twin)['width'] ?? 0]);
        self::assertSame([strtoupper($file), 'image/png'], [get_post_meta($other, '_wp_attached_file', true), get_post_mime_type($other)]);
    }

    public function testAnImageThatIsDeletedMeanwhileIsSaidSo(): void
    {
        $run = $this->begun();
        $this->plugin->db()->delete($this->plugin->db()->posts, ['ID' => $this->id]);
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('deleted in the meantime');
        $this->metadata->setPost($run, 'post_title', 'x');
    }

    // What proves it.

    public function testWhatIsRightIsWrittenDownAsSuch(): void
    {
        $run = $this->begun(self::file('medium', 15, 10));
        $this->metadata->write($run);
        $this->verifier->verify($run);
        self::assertSame(['database only', 'verify'], [$run->verified, $this->journal->find($run->id)?->step]);
        self::assertSame(['HEAD red-bike-full.webp'], $this->asked, 'a visitor would get it');
    }

    public function testAFileOfTheSameNameNeedsNoAsking(): void
    {
        $run = $this->begun();
        $run->newNames['full'] = $run->oldNames['full'];
        $run->hashes['full'] = (string) hash_file('sha256', (string) get_attached_file($this->id));
        $this->verifier->verify($run);
        self::assertSame([], $this->asked);
    }

    public function testAPageThatShowsItIsLookedAt(): void
    {
        $run = $this->begun();
        $this->metadata->write($run);
        $page = (int) wp_insert_post(['post_title' => 'x', 'post_content' => 'x', 'post_status' => 'publish']);
        $edits = new Edits([new Edit(0, 'x', 'y', [$this->id])]);
        $this->cells->change([new CellChange($this->metadata->cellOfPost($page, 'post_content'), 'x', $edits)], [$this->id => $run->id]);
        $this->verifier->verify($run);
        self::assertSame('pages', $run->verified);
    }

    /** @return iterable<string, array{string, string}> size whose file is another one, what is said */
    public static function spoilt(): iterable
    {
        yield 'the full size' => ['full', 'The file red-bike-full.webp doesn’t contain what was written.'];
        yield 'a small one' => ['medium', 'The file red-bike-medium.webp doesn’t contain what was written.'];
    }

    /** @dataProvider spoilt */
    public function testAFileWithOtherBytesIsNoticed(string $size, string $why): void
    {
        $run = $this->begun(self::file('medium', 15, 10));
        $this->metadata->write($run);
        file_put_contents($run->absolute($run->newNames[$size]), 'x', FILE_APPEND);
        $this->assertRefused($run, $why);
    }

    public function testAPluginThatLeadsWordPressBackIsNoticed(): void
    {
        $this->assertRefused($this->begun(), 'WordPress doesn’t use the new file');
    }

    public function testOurOwnDataMustBeReadableAndWhatOthersWroteIsTheirs(): void
    {
        $run = $this->begun();
        $this->metadata->write($run);
        add_post_meta($this->id, 'of_a_plugin', 'x');
        $this->metadata->setMeta($run, 'of_a_plugin', 'a:1:{i:0;s:9:"cut";}');
        $this->assertRefused($run, 'can no longer be read');
        update_post_meta($this->id, 'of_a_plugin', 'somebody else’s');
        $this->verifier->verify($run);
        self::assertSame('database only', $run->verified);
    }

    public function testNoObjectOfAPluginWakesToProveThatItCanBeRead(): void
    {
        $run = $this->begun();
        $this->metadata->write($run);
        add_post_meta($this->id, 'of_a_plugin', 'x');
        $this->metadata->setMeta($run, 'of_a_plugin', 'O:12:"DateTimeZone":1:{s:1:"a";s:1:"b";}'); // its class would refuse
        $this->verifier->verify($run);
        self::assertSame('database only', $run->verified);
    }

    public function testWhatNeedsThePluginsCodeToBeReadIsNoDamage(): void
    {
        $run = $this->begun();
        $this->metadata->write($run);
        $with = static fn (string $name): string => 'a:2:{i:0;E:11:"Suit:Hearts";i:1;s:' . strlen($name) . ":\"{$name}\";}";
        $row = ['post_id' => $this->id, 'meta_key' => 'of_a_plugin', 'meta_value' => $with('photo.png')];
        $this->plugin->db()->insert($this->plugin->db()->postmeta, $row);
        $this->metadata->setMeta($run, 'of_a_plugin', $with('red-bike.webp'));
        $this->verifier->verify($run);
        self::assertSame('database only', $run->verified);
    }

    public function testARowThatWasNotThereIsMadeFirst(): void
    {
        $run = $this->begun();
        $this->metadata->write($run);
        $this->metadata->setMeta($run, 'new_key', 'a:0:{}');
        $this->verifier->verify($run);
        self::assertNull($this->metadata->cellOf($this->id, 'never_there'));
        self::assertSame('a:0:{}', $this->cells->read($this->metadata->cellOf($this->id, 'new_key') ?? self::fail('it is not there')));
    }
}
