<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Replace\BackupKeeper;
use PictureOptimizer\Replace\Backups;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\FoundManifest;
use PictureOptimizer\Replace\Journal;
use PictureOptimizer\Replace\Leftover;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Tests\TestCase;

/**
 * Backups and the journal at their edges: which file is the original, what is counted when old ones go, what a database that
 * refuses to write does.
 *
 * @group acceptance-A9
 */
final class BackupPartsTest extends TestCase
{
    private Backups $backups;
    private BackupKeeper $keeper;
    private Journal $journal;
    private Fence $fence;

    /** @var list<string> */
    private array $before = [];

    protected function setUp(): void
    {
        PrivateFolder::backups();
        parent::setUp();
        $db = $this->plugin->db();
        foreach (['replacements', 'journal'] as $table) {
            $db->query("DELETE FROM {$db->prefix}picopt_{$table}");
        }
        $this->backups = new Backups($db);
        $this->before = $this->backups->all();
        $this->fence = new Fence($db);
        self::assertTrue($this->fence->acquire());
        $this->journal = new Journal($db, $this->fence, $this->plugin->tags());
        $this->keeper = new BackupKeeper($db, $this->backups, $this->journal);
    }

    protected function tearDown(): void
    {
        foreach (array_diff($this->backups->all(), $this->before) as $name) {
            $this->backups->remove($name);
        }
        parent::tearDown();
    }

    /** @param array<string, string> $files bytes by name; the first is the full size */
    private function attachment(array $files, array $meta = []): Attachment
    {
        $upload = wp_upload_bits(array_key_first($files), null, reset($files));
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $upload['file']);
        foreach (array_slice($files, 1) as $name => $bytes) {
            file_put_contents(dirname($upload['file']) . "/{$name}", $bytes);
        }
        update_post_meta($id, '_wp_attachment_metadata', $meta);
        return Attachment::load($id);
    }

    public function testTheOriginalIsTheFileThatTheResultWasMadeOf(): void
    {
        $attachment = $this->attachment(
            ['photo-scaled.jpg' => 'the scaled one', 'photo-upload.jpg' => 'the upload'],
            ['original_image' => 'photo-upload.jpg']
        );
        $original = fn (string $sha256): string
            => (string) file_get_contents($this->backups->original($this->backups->make($attachment, $sha256)));
        self::assertSame('the scaled one', $original(hash('sha256', 'the scaled one')));
        self::assertSame('the upload', $original(hash('sha256', 'the upload')));
        self::assertSame('the upload', $original(''), 'the best one where none is named');
        self::assertSame('the upload', $original(hash('sha256', 'something else')));
    }

    public function testAFileThatSeveralSizesShareIsKeptOnce(): void
    {
        $attachment = $this->attachment(
            ['photo.jpg' => 'the original', 'photo-1x1.jpg' => 'a size'],
            ['sizes' => ['a' => ['file' => 'photo-1x1.jpg'], 'b' => ['file' => 'photo-1x1.jpg'], 'c' => ['file' => 'gone.jpg']]]
        );
        $name = $this->backups->make($attachment);
        self::assertSame(['photo.jpg' => 12, 'photo-1x1.jpg' => 6], $this->backups->bytes($name));
        self::assertSame(18, $this->backups->size($name));
        self::assertSame([], $this->backups->bytes(str_repeat('b', 32)), 'of a backup that is gone');
        self::assertSame([false, true], [$this->backups->exists(''), $this->backups->exists($name)]);
        self::assertContains($name, $this->backups->in(PrivateFolder::backups()));
        self::assertSame([], $this->backups->in('/nowhere'));
    }

    public function testAnInterruptedBackupGoesAndWhatElseLiesThereStays(): void
    {
        $whole = $this->backups->make($this->attachment(['photo.jpg' => 'the original']));
        $begun = PrivateFolder::backups() . '/' . str_repeat('c', 32);
        mkdir($begun);
        touch("{$begun}/photo.jpg");
        $other = PrivateFolder::backups() . '/notes-of-somebody';
        mkdir($other);
        $this->backups->removeIncomplete();
        self::assertSame([true, false, true], [$this->backups->exists($whole), is_dir($begun), is_dir($other)]);
        rmdir($other);
    }

    public function testWhatGoesIsCountedByNumberAndBytes(): void
    {
        $this->keeper->expire(-5); // what earlier runs may have left
        $spare = $this->attachment(['a.jpg' => '12345']);
        $needed = $this->attachment(['b.jpg' => '123']);
        $names = [$this->backups->make($spare), $this->backups->make($spare), $this->backups->make($needed)];
        $this->applied($needed, $names[2]);
        $kept = $this->keeper->expire(HOUR_IN_SECONDS);
        self::assertSame(['removed' => 0, 'bytes' => 0, 'kept' => 0], $kept, 'all are young');
        $result = $this->keeper->expire(-5);
        self::assertSame([2, 10], [$result['removed'], $result['bytes']]);
        self::assertGreaterThanOrEqual(1, $result['kept']);
        self::assertSame([$names[2]], array_values(array_intersect($this->backups->all(), $names)));
    }

    public function testABackupThatAnotherReplacementsPlanNamesStays(): void
    {
        $attachment = $this->attachment(['a.jpg' => '12345']);
        $rollback = $this->backups->make($attachment);
        $run = $this->journal->begin(new Change($attachment->id, 'aa'), $attachment);
        $run->rollback = $rollback;
        $this->journal->save($run, 'backup');
        $this->keeper->expire(-5);
        self::assertTrue($this->backups->exists($rollback), 'it is what the image was just before');
        $run->state = RunState::Failed;
        $this->journal->save($run, 'failed');
        $this->keeper->expire(-5);
        self::assertFalse($this->backups->exists($rollback));
    }

    private function applied(Attachment $attachment, string $backup): Run
    {
        $file = new NewFile('full', '', 'h', 1, 1, 1, 'image/webp', 'webp');
        $run = $this->journal->begin(new Change($attachment->id, 'aa', [$file]), $attachment);
        [$run->state, $run->backup] = [RunState::Applied, $backup];
        $this->journal->save($run, 'done');
        return $run;
    }

    // The journal.

    /** @return iterable<string, array{string}> table that cannot be written */
    public static function tables(): iterable
    {
        yield 'of steps' => ['picopt_journal'];
        yield 'of replacements' => ['picopt_replacements'];
    }

    /** @dataProvider tables */
    public function testAStepThatCannotBeWrittenDownIsNotTaken(string $table): void
    {
        global $wpdb;
        $attachment = $this->attachment(['a.jpg' => '12345']);
        $run = $this->journal->begin(new Change($attachment->id, 'aa'), $attachment);
        $heard = did_action('picture_optimizer_step');
        add_filter('query', static fn (string $query): string => preg_match("/^(?:INSERT|UPDATE)[^(]*{$table}/", $query) === 1
            ? 'INSERT INTO a_table_that_is_full VALUES (1)' : $query);
        $quiet = $wpdb->suppress_errors(true);
        try {
            $this->journal->save($run, 'swap');
            self::fail('it was taken');
        } catch (ChangeError $error) {
            self::assertStringStartsWith('The journal can’t be written: ', $error->getMessage());
            self::assertStringContainsString('a_table_that_is_full', $error->getMessage());
        } finally {
            $wpdb->suppress_errors($quiet);
        }
        self::assertSame($heard, did_action('picture_optimizer_step'));
    }

    public function testReplacementsThatLeftOldNamesAreListed(): void
    {
        $attachment = $this->attachment(['a.jpg' => '12345']);
        [$clean, $left, $back] = array_map(fn (): Run => $this->applied($attachment, str_repeat('a', 32)), range(1, 3));
        foreach ([$left, $back] as $run) {
            $run->stillNamed = ['a.jpg'];
            $run->leftovers = [new Leftover($attachment->id, 'wp_shop', 'data', '3', ['a.jpg'], 'unknown class')];
        }
        $back->state = RunState::Reverted;
        array_map(fn (Run $run) => $this->journal->save($run, 'done'), [$clean, $left, $back]);
        self::assertSame([$left->id], array_column($this->journal->withLeftovers(), 'id'));
        self::assertEquals($left->leftovers, $this->plugin->originals()->leftovers());
        self::assertEquals($left->leftovers, $this->plugin->originals()->leftovers($attachment->id));
        self::assertSame([], $this->plugin->originals()->leftovers($attachment->id + 1));
    }

    public function testBackupsAreListedFurtherThanOneReading(): void
    {
        global $wpdb;
        $attachment = $this->attachment(['a.jpg' => '12345']);
        $plan = wp_json_encode((new Run(0, new Change($attachment->id, ''), '', ['full' => 'a.jpg'], '', 0))->plan());
        $row = $wpdb->prepare("(%d, 'applied', 'done', 1, 'bbbb', %s, '', NOW(), NOW())", $attachment->id, $plan);
        $wpdb->query("INSERT INTO {$wpdb->prefix}picopt_replacements (attachment_id, state, step, token, backup, plan, outcome,"
            . ' created_at, updated_at) VALUES ' . implode(',', array_fill(0, 1001, $row)));
        $ids = array_column(iterator_to_array($this->journal->withBackups(), false), 'id');
        self::assertCount(1001, $ids);
        self::assertSame($ids, array_unique($ids));
        self::assertSame(['bbbb'], $this->journal->backups());
    }

    // What a replacement is by default, and what is known of one whose journal is gone.

    public function testWhatNobodySaysIsTheCarefulWay(): void
    {
        $change = new Change(7, 'aa');
        self::assertSame([true, false, false, [], null, null], [$change->fillEmptyAlts, $change->replaceOldAlts, $change->keepLinks,
            $change->files, $change->baseName, $change->text]);
        $kept = $change->toArray();
        unset($kept['keep_links']);
        self::assertFalse(Change::fromArray($kept)->keepLinks, 'rows of the first version do not know it');
        $outcome = new Outcome(7, OutcomeState::Unchanged);
        self::assertSame([0, 0, 0, '', '', [], []], [$outcome->bytesBefore, $outcome->bytesAfter, $outcome->places, $outcome->reason,
            $outcome->verified, $outcome->sha256, $outcome->notes]);
    }

    public function testAReplacementIsKnownAgainByItsNote(): void
    {
        $path = get_temp_dir() . 'picopt-manifest-' . bin2hex(random_bytes(6)) . '.json';
        file_put_contents($path, (string) json_encode(['attachment' => 7, 'site' => 'x', 'made_at' => '2026-05-01T12:00:00Z',
            'folder' => '2026/05', 'files' => ['a.jpg' => ['sha256' => 'of a'], 'b.jpg' => ['sha256' => 'of b']],
            'names' => ['full' => 'a.jpg', 'medium' => 'a-1.jpg'], 'meta' => [], 'post' => []]));
        $manifest = FoundManifest::read($path);
        unlink($path);
        $plan = ['new_names' => ['full' => 'c.webp', 'medium' => 'c-1.webp'], 'hashes' => ['full' => 'of c', 'medium' => ['odd']],
            'bytes_before' => '300'];
        $run = Run::reinstated($manifest, $plan, 'backup', 'a.jpg');
        self::assertSame(
            [0, 7, '2026/05', 300, RunState::Applied, 'done', 'backup', 'of c', 'of a', true],
            [$run->id, $run->attachmentId(), $run->folder, $run->bytesBefore, $run->state, $run->step, $run->backup, $run->appliedSha256,
                $run->change->originalSha256, $run->hasFiles()]
        );
        self::assertSame([$plan['new_names'], ['full' => 'of c'], ['full' => 'a.jpg', 'medium' => 'a-1.jpg']], [$run->newNames,
            $run->hashes, $run->oldNames]);
        self::assertSame(['full', 'medium'], array_column($run->change->files, 'name'));
        self::assertSame([0, 0, 0], [$run->change->files[0]->bytes, $run->change->files[0]->width, $run->change->files[0]->height]);
        unset($plan['bytes_before']);
        self::assertSame([0, ''], [Run::reinstated($manifest, $plan, 'b', 'x.jpg')->bytesBefore,
            Run::reinstated($manifest, $plan, 'b', 'x.jpg')->change->originalSha256]);
    }

    public function testAddressesOfAllFilesAreKnownToCaches(): void
    {
        $run = new Run(1, new Change(7, ''), '2026/05 x', ['full' => 'a b.jpg', 'medium' => 'a.jpg'], '', 0);
        $run->newNames = ['full' => 'a.jpg', 'large' => 'é.webp'];
        $base = wp_get_upload_dir()['baseurl'] . '/2026/05%20x';
        self::assertSame(["{$base}/a%20b.jpg", "{$base}/a.jpg", "{$base}/%C3%A9.webp"], $run->urls());
    }
}
