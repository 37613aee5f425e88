<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\Adopter;
use PictureOptimizer\Replace\CellReverter;
use PictureOptimizer\Replace\FormerFiles;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Reinstatement;
use PictureOptimizer\Replace\Renaming;
use PictureOptimizer\Replace\Reverter;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Replace\Text;

/**
 * The way back alone: which files and tags it brings back, what it refuses to touch, and what it writes down.
 *
 * @group acceptance-A9
 */
final class ReverterTest extends OnePartTestCase
{
    private const KEPT = '_wp_attachment_backup_sizes';

    private Reverter $reverter;

    protected function setUp(): void
    {
        parent::setUp();
        $known = new Reinstatement($this->journal, $this->backups, $this->cells, $this->metadata);
        $this->reverter = new Reverter(
            $this->plugin->db(),
            $this->journal,
            $this->backups,
            $this->cells,
            new CellReverter($this->cells),
            $this->referrer,
            $this->plugin->redirects(),
            $this->plugin->tags(),
            new Adopter($this->journal, $this->backups, $known),
            $this->keptSizes,
            $this->others,
            $this->imageCaches,
            new FormerFiles($this->backups, $this->others),
            new Renaming($this->backups, $this->referrer, $this->plugin->redirects())
        );
    }

    private function reverted(): Outcome
    {
        return $this->reverter->revert($this->id)[$this->id];
    }

    private function stored(Run $run): ?Run
    {
        return $this->journal->find($run->id);
    }

    public function testFilesAndWhatWordPressKnewAreBack(): void
    {
        $bytes = (string) file_get_contents("{$this->folder}/harbor.png");
        $run = $this->replaced();
        $outcome = $this->reverted();
        self::assertSame([OutcomeState::Reverted, 1, []], [$outcome->state, $outcome->places, $outcome->notes], $outcome->reason);
        self::assertSame(['harbor.png'], $this->files());
        self::assertStringEqualsFile("{$this->folder}/harbor.png", $bytes);
        self::assertStringEndsWith('/harbor.png', (string) get_attached_file($this->id));
        self::assertSame(RunState::Reverted, $this->stored($run)?->state);
    }

    public function testItIsWrittenDownBeforeAnythingIsTouched(): void
    {
        $run = $this->replaced();
        [$run->notes, $run->stillNamed] = [['Of the way there.'], ['harbor.png']];
        $this->journal->save($run, 'done');
        $seen = [];
        add_action('picture_optimizer_step', function (string $step) use (&$seen, $run): void {
            $seen[$step] = [$this->stored($run)?->state, $this->stored($run)?->notes, $this->files()];
        });
        self::assertSame([], $this->reverted()->notes, 'what was said of the way there is no news');
        self::assertSame([
            'revert' => [RunState::Reverting, ['Of the way there.'], ['red-bike.webp']], // it may still be refused
            'reverted' => [RunState::Reverted, [], ['harbor.png']],
        ], $seen);
    }

    public function testWhatSomethingElseHasReplacedIsNotTouched(): void
    {
        $run = $this->replaced();
        update_post_meta($this->id, '_wp_attached_file', $run->relative('of-somebody-else.png'));
        $outcome = $this->reverted();
        self::assertSame(
            [OutcomeState::Failed, 'Something else has replaced this image’s file since. Nothing was changed.'],
            [$outcome->state, $outcome->reason]
        );
        self::assertSame([['red-bike.webp'], RunState::Applied], [$this->files(), $this->stored($run)?->state]);
    }

    public function testANameThatIsNowSomebodysIsNotTouched(): void
    {
        $run = $this->replaced();
        file_put_contents("{$this->folder}/harbor.png", 'somebody else');
        $outcome = $this->reverted();
        self::assertSame([OutcomeState::Failed, 'The name harbor.png is now used by another file.'], [$outcome->state, $outcome->reason]);
        self::assertStringEqualsFile("{$this->folder}/harbor.png", 'somebody else');
        self::assertSame([RunState::Applied, 'refused'], [$this->stored($run)?->state, $this->stored($run)?->step]);
    }

    public function testTagsComeBackWhereTheyWereOurs(): void
    {
        $tags = $this->plugin->tags();
        $tags->set($this->id, ['old']);
        $run = $this->journal->begin(new Change($this->id, '', text: new Text(tags: ['red'])), Attachment::load($this->id));
        $tags->set($this->id, ['red']);
        [$run->tagsAfter, $run->state] = [['red'], RunState::Applied];
        $this->journal->save($run, 'done');
        $this->reverted();
        self::assertSame(['old'], $tags->of($this->id));
    }

    public function testAReplacementOfFilesLeavesTagsAlone(): void
    {
        $this->plugin->tags()->set($this->id, ['old']);
        $this->replaced();
        $this->plugin->tags()->set($this->id, ['mine']);
        self::assertSame([], $this->reverted()->notes);
        self::assertSame(['mine'], $this->plugin->tags()->of($this->id));
    }

    public function testWhatTheImageEditorKeepsIsLedToTheOldFile(): void
    {
        $run = $this->replaced();
        $run->newNames['breakpoint-480'] = 'red-bike-480.webp';
        $this->journal->save($run, 'done');
        update_post_meta($this->id, self::KEPT, ['full-orig' => ['file' => 'red-bike.webp', 'width' => 1],
            'mine' => ['file' => 'red-bike-480.webp']]);
        self::assertSame(OutcomeState::Reverted, $this->reverted()->state);
        $kept = get_post_meta($this->id, self::KEPT, true);
        self::assertSame(['harbor.png', 30], [$kept['full-orig']['file'], $kept['full-orig']['width']]);
        self::assertSame(['file' => 'red-bike-480.webp'], $kept['mine'], 'what had no name before has none to go back to');
    }

    public function testAFileThatKeptItsNameIsLedNowhere(): void
    {
        update_post_meta($this->id, '_wp_attachment_metadata', ['width' => 30, 'sizes' => ['large' => ['file' => 'harbor.png']]]);
        $run = $this->replaced();
        $run->newNames['large'] = 'harbor.png';
        $this->journal->save($run, 'done');
        update_post_meta($this->id, self::KEPT, ['large-orig' => ['file' => 'harbor.png', 'width' => 1]]);
        $this->reverted();
        self::assertSame(1, get_post_meta($this->id, self::KEPT, true)['large-orig']['width']);
    }

    public function testWhetherThereIsAnythingToTakeBack(): void
    {
        $replacer = $this->plugin->replacement()->replacer;
        self::assertFalse($replacer->canRevert($this->id));
        $this->replaced();
        self::assertSame([true, false], [$replacer->canRevert($this->id), $replacer->canRevert($this->id + 1)]);
    }
}
