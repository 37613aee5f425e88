<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Replace\Adoption;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Journal;
use PictureOptimizer\Replace\Leftover;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Replace\Text;

/** Every step of the way back, and what is taken up again. */
final class StepsBackTest extends StepsTestCase
{
    public function testTheWayBackIsToTheByte(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'webp', 'Red bike', new Text('Alt', 'Title', 'Caption', 'Words', ['red'])));
        $outcome = $this->reverted($this->id);
        self::assertSame($before, $this->stateOfSite());
        $this->assertReadableByTheServer('photo.png');
        self::assertSame(7, $outcome->places, 'file, metadata, type, and four texts');
        self::assertSame([], $outcome->notes);
        self::assertSame(RunState::Reverted, $this->newest()->state);
        self::assertSame(OutcomeState::Unchanged, $this->replacer->revert($this->id)[$this->id]->state);
        self::assertSame(OutcomeState::Failed, $this->replacer->revert(9_999_999)[9_999_999]->state);
    }

    public function testNewNamesLeadToTheOldFilesAfterwards(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $path = $this->replacement()->relative('red-bike.webp');
        $this->reverted($this->id);
        self::assertStringEndsWith('/photo.png', (string) $this->plugin->delivery()->oldUrls->target($path));
    }

    public function testAnImageWithNothingToTakeBackDoesNotStopTheOthers(): void
    {
        $second = $this->addPlainImage('photo-b.png', seed: 7);
        $third = $this->addPlainImage('photo-c.png', seed: 9);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->applied($this->change($third, 'webp', 'Blue bike'));
        $outcomes = $this->replacer->revert($this->id, $second, $third);
        self::assertEquals(
            [$this->id => OutcomeState::Reverted, $second => OutcomeState::Unchanged, $third => OutcomeState::Reverted],
            array_combine(array_keys($outcomes), array_column($outcomes, 'state'))
        );
    }

    /** The database was restored to the moment before names were chosen, and the files are those of after the end. */
    public function testWhatIsTakenBackBeforeAnythingWasDoneBringsBackWhatIsMissing(): void
    {
        $old = $this->bytes('photo.png');
        $change = $this->change($this->id, 'webp', 'Red bike');
        add_action('picture_optimizer_step', function (string $step): void {
            if ($step === 'stage') {
                unlink("{$this->folder}/photo.png");
                throw new \RuntimeException('restored');
            }
        });
        $outcome = $this->replacer->apply($change)[$this->id];
        self::assertSame([OutcomeState::Failed, ['photo.png']], [$outcome->state, $this->files()]);
        self::assertSame($old, $this->bytes('photo.png'));
        $this->assertReadableByTheServer('photo.png');
    }

    /** Somebody else may have given it another name meanwhile. */
    public function testAFileThatTheImageNoLongerNamesDoesNotComeBack(): void
    {
        $change = $this->change($this->id, 'webp', 'Red bike');
        add_action('picture_optimizer_step', function (string $step): void {
            if ($step === 'stage') {
                rename("{$this->folder}/photo.png", "{$this->folder}/photo-b.png");
                update_attached_file($this->id, "{$this->folder}/photo-b.png");
                throw new \RuntimeException('renamed');
            }
        });
        $this->replacer->apply($change);
        self::assertSame(['photo-b.png'], $this->files());
    }

    public function testAFailedSecondReplacementLeadsBackToTheFirst(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike', quality: 80));
        $first = $this->bytes('red-bike.webp');
        $backups = $this->workshop->backups->all();
        $this->codes = ['/blue-bike.webp' => 404];
        $outcome = $this->replacer->apply($this->change($this->id, 'webp', 'Blue bike', quality: 1))[$this->id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('blue-bike.webp does not load', $outcome->reason);
        self::assertSame(['red-bike.webp'], $this->files());
        self::assertSame($first, $this->bytes('red-bike.webp'));
        self::assertEqualsCanonicalizing($backups, $this->workshop->backups->all(), 'the first result’s backup was for this time only');
        $this->codes = [];
        $this->reverted($this->id);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testASecondReplacementKeepsTheFirstOriginal(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike', quality: 80));
        [$backup, $all] = [$this->replacement()->backup, $this->workshop->backups->all()];
        $this->applied($this->change($this->id, 'webp', 'Blue bike', quality: 1));
        self::assertSame($backup, $this->replacement()->backup);
        self::assertEqualsCanonicalizing($all, $this->workshop->backups->all());
        $this->reverted($this->id);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testTheWayBackLeadsToTheFileThatSomebodyElsePutThere(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $image = imagecreatetruecolor(30, 20);
        imagefill($image, 0, 0, 0xcc0000);
        imagewebp($image, "{$this->folder}/red-bike.webp", 90);
        $theirs = $this->bytes('red-bike.webp');
        $this->applied($this->change($this->id, 'webp', 'Blue bike'));
        $this->reverted($this->id);
        self::assertStringEndsWith('/red-bike.webp', (string) get_attached_file($this->id));
        self::assertSame($theirs, $this->bytes('red-bike.webp'), 'ours that it replaced is history');
    }

    public function testADamagedBackupStopsASecondReplacement(): void
    {
        $id = $this->addPicture('sized.jpg', 400, 300);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $file = (string) get_attached_file($id);
        $run = $this->workshop->journal->inEffect($id)[0];
        $change = $this->change($id, 'webp', 'Blue bike', quality: 1);
        file_put_contents($this->workshop->backups->path($run->backup, $run->oldNames['medium']), 'rotten');
        $outcome = $this->replacer->apply($change)[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('damaged', $outcome->reason);
        self::assertSame($file, get_attached_file($id));
        self::assertFileExists($file);
    }

    public function testAFileThatWasWrittenAnewSinceStaysAndIsTold(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        update_post_meta($this->id, '_wp_attachment_backup_sizes', ['full-orig' => ['file' => 'red-bike.webp', 'width' => 1]]);
        file_put_contents("{$this->folder}/red-bike.webp", 'somebody else');
        $outcome = $this->reverted($this->id);
        self::assertSame(['Something else has changed the file red-bike.webp since, so it was kept.'], $outcome->notes);
        self::assertSame(['photo.png', 'red-bike.webp'], $this->files());
        $kept = get_post_meta($this->id, '_wp_attachment_backup_sizes', true)['full-orig'];
        self::assertSame(['photo.png', 30], [$kept['file'], $kept['width']], 'what the editor goes back to is there');
    }

    public function testAFileThatIsEmptyIsNobodys(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        file_put_contents("{$this->folder}/red-bike.webp", '');
        self::assertSame([], $this->reverted($this->id)->notes);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testARefusedWayBackLeavesTheReplacementInEffect(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        file_put_contents("{$this->folder}/photo.png", 'somebody else');
        $this->steps = [];
        $outcome = $this->replacer->revert($this->id)[$this->id];
        self::assertSame([OutcomeState::Failed, ['revert', 'refused']], [$outcome->state, $this->steps]);
        self::assertStringContainsString('photo.png is now used by another file', $outcome->reason);
        self::assertSame(RunState::Applied, $this->newest()->state);
        self::assertStringEndsWith('/red-bike.webp', (string) get_attached_file($this->id));
        self::assertSame('somebody else', $this->bytes('photo.png'));
    }

    public function testARefusedWayBackForgetsNothingThatWasSaidOfTheReplacement(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $run = $this->replacement();
        $run->notes = ['a note'];
        $run->stillNamed = ['photo.png'];
        $run->leftovers = [new Leftover($this->id, 'wp_forms', 'config', '7', ['photo.png'], 'it is signed')];
        $this->save($run, 'done');
        file_put_contents("{$this->folder}/photo.png", 'somebody else');
        self::assertSame(OutcomeState::Failed, $this->replacer->revert($this->id)[$this->id]->state);
        self::assertEquals([$run->leftovers, $run->stillNamed, $run->notes], [$this->newest()->leftovers, $this->newest()->stillNamed,
            $this->newest()->notes]);
        self::assertNotSame([], $this->plugin->originals()->leftovers());
    }

    public function testTagsAreSomebodysAsSoonAsSomebodyTouchesThem(): void
    {
        $tags = $this->plugin->tags();
        $tags->set($this->id, ['old']);
        $this->applied(new Change($this->id, '', text: new Text(tags: ['red', 'bike'])));
        $tags->set($this->id, ['old', 'mine']);
        self::assertSame(['Tags have been edited since and stay as they are.'], $this->reverted($this->id)->notes);
        self::assertEqualsCanonicalizing(['old', 'mine'], $tags->of($this->id));
        $tags->set($this->id, ['old']);
        $this->applied(new Change($this->id, '', text: new Text(tags: ['red', 'bike'])));
        $tags->set($this->id, ['old']);
        self::assertSame([], $this->reverted($this->id)->notes, 'somebody was quicker');
        self::assertSame(['red', 'bike'], $tags->unknown(['red', 'bike']));
    }

    /** As the process that made the replacement would write it down. */
    private function save(Run $run, string $step): void
    {
        $fence = new Fence($this->plugin->db());
        self::assertTrue($fence->acquire());
        (new Journal($this->plugin->db(), $fence, $this->plugin->tags()))->save($run, $step);
        $fence->release();
    }

    // Taken up again.

    /** @return iterable<string, array{RunState, int, OutcomeState, RunState}> as it was left, attempts so far, what becomes of it */
    public static function left(): iterable
    {
        yield 'at work' => [RunState::Working, 0, OutcomeState::Applied, RunState::Applied];
        yield 'at work, and the last attempt' => [RunState::Working, 2, OutcomeState::Applied, RunState::Applied];
        yield 'at work, and once too often' => [RunState::Working, 3, OutcomeState::Failed, RunState::Abandoned];
        yield 'on the way back' => [RunState::Reverting, 0, OutcomeState::Reverted, RunState::Reverted];
        yield 'on the way back, once too often' => [RunState::Reverting, 3, OutcomeState::Failed, RunState::Abandoned];
    }

    /** @dataProvider left */
    public function testWhatWasLeftUndoneIsTakenUpThreeTimes(RunState $left, int $attempts, OutcomeState $outcome, RunState $state): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $run = $this->replacement();
        [$run->state, $run->attempts] = [$left, $attempts];
        $this->save($run, 'swap');
        $this->steps = [];
        $outcomes = $this->replacer->resume();
        self::assertSame([$this->id => $outcome], array_map(static fn (Outcome $one): OutcomeState => $one->state, $outcomes));
        self::assertSame([$state, 'resume'], [$this->newest()->state, $this->steps[0]]);
        if ($state === RunState::Abandoned) {
            self::assertStringContainsString('Stopped after 3 attempts', $outcomes[$this->id]->reason);
            self::assertSame(0, $this->newest()->attempts, 'whoever asks for it again begins anew');
            $this->reverted($this->id);
        }
        self::assertSame([], $this->replacer->resume());
    }

    public function testTheWayBackOverTwoReplacementsIsTakenUpAsOne(): void
    {
        $before = $this->stateOfSite();
        $this->leaveTwoOnTheWayBack(attempts: 0);
        self::assertSame(OutcomeState::Reverted, $this->replacer->resume()[$this->id]->state);
        self::assertSame([], $this->workshop->journal->inEffect($this->id));
        self::assertSame($before, $this->stateOfSite());
        self::assertSame([], $this->replacer->resume());
    }

    public function testTheWayBackOverTwoReplacementsIsGivenUpAsOne(): void
    {
        $this->leaveTwoOnTheWayBack(attempts: 3);
        self::assertSame(OutcomeState::Failed, $this->replacer->resume()[$this->id]->state);
        self::assertSame(
            [RunState::Abandoned, RunState::Abandoned],
            array_column($this->workshop->journal->inEffect($this->id), 'state')
        );
        self::assertSame([], $this->replacer->resume());
        $this->reverted($this->id);
        self::assertSame(['photo.png'], $this->files());
    }

    /** @param int $attempts of the older one, which is taken up first */
    private function leaveTwoOnTheWayBack(int $attempts): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike', quality: 80));
        $this->applied($this->change($this->id, 'webp', 'Blue bike', quality: 1));
        $runs = $this->workshop->journal->inEffect($this->id);
        self::assertCount(2, $runs);
        $runs[0]->attempts = $attempts;
        foreach ($runs as $run) {
            $run->state = RunState::Reverting;
            $this->save($run, 'revert');
        }
    }

    public function testNobodyWorksWhileAnotherDoes(): void
    {
        $fence = new Fence($this->plugin->db());
        self::assertTrue($fence->acquire());
        self::assertSame(OutcomeState::Busy, $this->replacer->revert($this->id)[$this->id]->state);
        self::assertSame([], $this->replacer->resume());
        $moved = $this->replacer->moveBackups(Budget::unlimited());
        self::assertSame([0, 0, [], ''], [$moved->moved, $moved->left, $moved->from, $moved->to]);
        self::assertIsArray($this->replacer->adopt(dryRun: true), 'who only looks disturbs nobody');
        try {
            $this->replacer->adopt();
            self::fail('two at a time');
        } catch (ChangeError $busy) {
            self::assertStringContainsString('Another process', $busy->getMessage());
        } finally {
            $fence->release();
        }
        self::assertSame([], array_filter($this->replacer->adopt(), fn (Adoption $one): bool => $one->attachmentId === $this->id));
        self::assertTrue($fence->acquire(), 'and lets go of it afterwards');
        $fence->release();
    }
}
