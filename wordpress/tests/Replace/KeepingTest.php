<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Exposure;
use PictureOptimizer\Files\Place;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\PublicProbe;
use PictureOptimizer\Health\BackupChecks;
use PictureOptimizer\Health\Check;
use PictureOptimizer\Replace\Backups;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;

/**
 * Backups as folders: what is kept, found again, proved and let go.
 *
 * @group acceptance-A10
 */
final class KeepingTest extends BackupTestCase
{
    public function testABackupHoldsEveryFileAndWhatWordPressKnew(): void
    {
        $attachment = $this->attachment();
        $begun = time();
        $name = $this->backups->make($attachment);
        self::assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $name);
        self::assertTrue($this->backups->exists($name));
        self::assertContains($name, $this->backups->all());
        $size = $attachment->names()['medium'];
        self::assertEquals(
            [$attachment->names()['full'] => hash('sha256', 'the original'), $size => hash('sha256', 'a size')],
            $this->backups->files($name)
        );
        self::assertSame([$attachment->id, home_url(), strlen('the original') + strlen('a size')], [$this->backups->attachment($name),
            $this->backups->site($name), $this->backups->size($name)]);
        self::assertStringEqualsFile($this->backups->original($name), 'the original');
        self::assertSame([$attachment->names()['full'], $attachment->names()['full']], [$this->backups->full($name),
            $this->backups->originalName($name)]);
        self::assertSame($attachment->relative('x.jpg'), $this->backups->relative($name, 'x.jpg'));
        self::assertMoment($begun, $this->backups->madeAt($name));
        $this->backups->verify($name);
        $this->backups->lookFor($name);
        $this->backups->remove($name);
        self::assertFalse($this->backups->exists($name));
        self::assertDirectoryDoesNotExist($this->backups->folder($name));
    }

    /** @return iterable<string, array{string, bool, bool}> what happens to a file, whether a look and a proof notice it */
    public static function damages(): iterable
    {
        yield 'nothing' => ['', false, false];
        yield 'it is gone' => ['gone', true, true];
        yield 'it is shorter' => ['shorter', true, true];
        yield 'it has other bytes' => ['other', false, true];
    }

    /** @dataProvider damages */
    public function testADamagedBackupIsNoticed(string $damage, bool $byLook, bool $byProof): void
    {
        $name = $this->backups->make($this->attachment());
        $file = $this->backups->original($name);
        match ($damage) {
            'gone' => unlink($file),
            'shorter' => file_put_contents($file, 'the'),
            'other' => file_put_contents($file, 'THE ORIGINAL'),
            default => null,
        };
        foreach (['lookFor' => $byLook, 'verify' => $byProof] as $method => $noticed) {
            try {
                $this->backups->$method($name);
                self::assertFalse($noticed, "{$method} noticed nothing");
            } catch (ChangeError $error) {
                self::assertTrue($noticed, $error->getMessage());
            }
        }
    }

    /** @return iterable<string, array{string}> */
    public static function strangeNames(): iterable
    {
        foreach (
            ['', '..', '../../etc', 'abc', str_repeat('g', 32), str_repeat('a', 33), str_repeat('A', 32),
            'x/' . str_repeat('a', 30)] as $name
        ) {
            yield $name ?: 'nothing' => [$name];
        }
    }

    /** @dataProvider strangeNames */
    public function testANameOfABackupIsNeverAPath(string $name): void
    {
        $this->expectException(ChangeError::class);
        $this->backups->folder($name);
    }

    public function testAFileOfABackupIsNeverAPath(): void
    {
        $name = str_repeat('a', 32);
        self::assertSame($this->backups->folder($name) . '/passwd', $this->backups->path($name, '../../../etc/passwd'));
    }

    public function testAFolderWithoutManifestIsNoBackupAndIsTakenAway(): void
    {
        $name = $this->backups->make($this->attachment());
        $folder = $this->backups->folder($name);
        unlink("{$folder}/manifest.json");
        self::assertFalse($this->backups->exists($name));
        self::assertNotContains($name, $this->backups->all());
        try {
            $this->backups->files($name);
            self::fail('it was read');
        } catch (ChangeError $error) {
            self::assertStringContainsString('missing', $error->getMessage());
        }
        $this->backups->removeIncomplete();
        self::assertDirectoryDoesNotExist($folder);
    }

    /** @return iterable<string, array{string, array<mixed>}> what stands beside a backup, what is read */
    public static function notes(): iterable
    {
        yield 'ours' => ['{"a": 1}', ['a' => 1]];
        yield 'broken' => ['{"a"', []];
        yield 'a text' => ['"x"', []];
        yield 'empty' => ['', []];
    }

    /**
     * @dataProvider notes
     * @param array<mixed> $read
     */
    public function testANoteBesideABackupIsReadForWhatItIs(string $note, array $read): void
    {
        $name = $this->backups->make($this->attachment());
        self::assertSame([], $this->backups->noted($name), 'there is none yet');
        $this->backups->note($name, $note);
        self::assertSame($read, $this->backups->noted($name));
        $this->backups->note(str_repeat('b', 32), 'x');
        self::assertSame([], $this->backups->noted(str_repeat('b', 32)), 'a note for nothing is no trouble');
    }

    public function testNoFileNoBackupAndNothingIsLeft(): void
    {
        $attachment = $this->attachment();
        foreach ($attachment->existing() as $name) {
            unlink($attachment->absolute($name));
        }
        try {
            $this->backups->make($attachment);
            self::fail('a backup of nothing');
        } catch (ChangeError $error) {
            self::assertSame('The backup failed, so nothing was changed. There is no file to back up.', $error->getMessage());
        }
        self::assertSame($this->before, $this->backups->all());
    }

    public function testWhereVisitorsCouldReadBackupsNoneIsMade(): void
    {
        $attachment = $this->attachment();
        update_option(PublicProbe::OPTION, ['folder' => Place::describe(PrivateFolder::backups()),
            'base' => wp_upload_dir()['baseurl'], 'exposure' => Exposure::READABLE->value, 'at' => time(),
            'rules' => get_site_option(PublicProbe::RULES, '')]);
        try {
            $this->backups->make($attachment);
            self::fail('a backup for everybody');
        } catch (ChangeError $error) {
            self::assertSame(PublicProbe::refusal()->getMessage(), $error->getMessage());
        }
        self::assertSame($this->before, $this->backups->all());
    }

    /** On the disk of a network each takes its time, and there can be as many as images. */
    public function testBackupsAreLookedAtAsLongAsThereIsTime(): void
    {
        foreach (range(1, 3) as $number) {
            $attachment = $this->attachment("photo-{$number}.jpg");
            $this->replacement($attachment, RunState::Applied, $this->backups->make($attachment));
        }
        $checks = new BackupChecks($this->plugin->originals(), $this->plugin->replacer());
        $check = $checks->originals(budget: Budget::ofSeconds(-1));
        self::assertSame(Check::GOOD, $check->status);
        self::assertStringContainsString('are in place: 1 of ', $check->label);
        self::assertStringContainsString('wp picture-optimizer doctor', $check->text);
        self::assertStringContainsString('byte by byte', $checks->originals(budget: Budget::unlimited())->label);
    }

    // Letting go.

    /** @return iterable<string, array{callable(self, Attachment, string): mixed, bool}> what happened since, whether the backup may go */
    public static function fates(): iterable
    {
        $needing = static fn (RunState $state): callable
            => static fn (self $t, Attachment $a, string $b): Run => $t->replacement($a, $state, $b);
        $file = static fn (self $t, Attachment $a, string $size): string => $a->absolute($a->names()[$size]);
        yield 'every file is in place' => [static fn (): null => null, true];
        yield 'the image was deleted' => [static fn ($t, $a): mixed => wp_delete_post($a->id, true), true];
        yield 'a file is gone' => [static fn ($t, $a): bool => unlink($file($t, $a, 'medium')), false];
        yield 'a file is another one' => [static fn ($t, $a): mixed => file_put_contents($file($t, $a, 'full'), 'x'), false];
        yield 'a replacement needs it' => [$needing(RunState::Applied), false];
        yield 'one that is taken back needs it' => [$needing(RunState::Reverting), false];
        yield 'one that was given up needs it: it can still be taken back' => [$needing(RunState::Abandoned), false];
        yield 'one that was taken back does not' => [$needing(RunState::Reverted), true];
        yield 'one that was superseded does not' => [$needing(RunState::Superseded), true];
    }

    /** @dataProvider fates */
    public function testTheOnlyGoodCopyOfAnImageNeverGoes(callable $happened, bool $mayGo): void
    {
        $attachment = $this->attachment();
        $name = $this->spare($attachment);
        $happened($this, $attachment, $name);
        $this->keeper->expire(HOUR_IN_SECONDS);
        self::assertTrue($this->backups->exists($name), 'it is too young');
        $this->keeper->expire(-5);
        self::assertSame(!$mayGo, $this->backups->exists($name));
    }

    public function testBackupsOfAnotherSiteAreLeftAlone(): void
    {
        $name = $this->backups->make($this->attachment());
        add_filter('home_url', static fn (): string => 'https://copy.example');
        $this->keeper->expire(-5);
        self::assertTrue($this->backups->exists($name));
    }

    public function testWhatStaysWhenThePluginGoesIsExplained(): void
    {
        $attachment = $this->attachment();
        $spare = $this->spare($attachment);
        $needed = $this->backups->make($attachment);
        $this->replacement($attachment, RunState::Applied, $needed);
        $readme = PrivateFolder::backups() . '/README.txt';
        $this->travel($spare, $needed);
        self::assertGreaterThanOrEqual(1, $this->keeper->leave());
        self::assertSame([false, true], [$this->backups->exists($spare), $this->backups->exists($needed)]);
        self::assertStringContainsString(home_url(), (string) file_get_contents($readme));
        unlink($readme);
    }

    public function testABackupOfThisVerySecondIsLookedAtAsWell(): void
    {
        $needed = $this->attachment();
        $before = $this->keeper->leave();
        $name = $this->backups->make($needed);
        $this->replacement($needed, RunState::Applied, $name);
        self::assertSame($before + 1, $this->keeper->leave());
        @unlink(PrivateFolder::backups() . '/README.txt');
    }

    public function testAReplacementThatWasGivenUpBeforeItsBackupHidesNoOther(): void
    {
        $attachment = $this->attachment();
        $applied = $this->replacement($attachment, RunState::Applied, $this->backups->make($attachment));
        $applied->appliedSha256 = hash('sha256', 'the original');
        $this->journal->save($applied, 'done');
        $this->replacement($attachment, RunState::Abandoned);
        $this->replacement($attachment, RunState::Applied, files: false);
        self::assertSame($applied->id, $this->plugin->originals()->currentBackup($attachment)?->id);
        file_put_contents($attachment->absolute($attachment->names()['full']), 'somebody else');
        self::assertNull($this->plugin->originals()->currentBackup($attachment), 'a file of somebody else is its own original');
    }

    public function testBackupsOfReplacementsAreAudited(): void
    {
        [$whole, $broken] = [$this->attachment('a.jpg'), $this->attachment('b.jpg')];
        $good = $this->backups->make($whole);
        $bad = $this->backups->make($broken);
        $this->replacement($whole, RunState::Applied, $good);
        $this->replacement($broken, RunState::Applied, $bad);
        $this->replacement($this->attachment('c.jpg'), RunState::Reverted, str_repeat('c', 32));
        file_put_contents($this->backups->original($bad), 'THE ORIGINAL');
        $audit = $this->keeper->audit(null, Budget::unlimited());
        self::assertSame([2, 2, [$broken->id]], [$audit->replacements, $audit->hashed, array_keys($audit->faults)]);
        self::assertSame([], $this->keeper->audit(0, Budget::unlimited())->faults, 'of the others only lengths are looked at');
        unlink($this->backups->original($bad));
        self::assertSame([$broken->id], array_keys($this->keeper->audit(0, Budget::unlimited())->faults));
        self::assertGreaterThan(0, $this->keeper->bytes());
    }

    public function testBackupsAreExportedIntoANewFileOnly(): void
    {
        $name = $this->backups->make($this->attachment());
        $zip = get_temp_dir() . 'picopt-' . bin2hex(random_bytes(4)) . '.zip';
        self::assertGreaterThan(0, $this->keeper->export($zip));
        $archive = new \ZipArchive();
        $archive->open($zip);
        self::assertSame('the original', $archive->getFromName("{$name}/" . $this->backups->originalName($name)));
        self::assertNotFalse($archive->getFromName("{$name}/manifest.json"));
        $archive->close();
        foreach ([$zip => 'already exists', '/nowhere/x.zip' => 'is missing'] as $file => $why) {
            try {
                $this->keeper->export($file);
                self::fail("{$file} was written");
            } catch (ChangeError $error) {
                self::assertStringContainsString($why, $error->getMessage());
            }
        }
        unlink($zip);
    }
}
