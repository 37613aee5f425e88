<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Fenced;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Leftover;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Replace\Text;

/**
 * Replacements as rows: each step is written down before the next one, by whoever holds the fence.
 *
 * @group acceptance-A9
 * @group acceptance-A10
 */
final class JournalTest extends BackupTestCase
{
    public function testAReplacementBeginsWithWhatStandsThere(): void
    {
        $attachment = $this->attachment();
        $this->plugin->tags()->set($attachment->id, ['red']);
        $run = $this->journal->begin(new Change($attachment->id, 'aa', text: new Text('A bike')), $attachment);
        self::assertSame([RunState::Working, 'begin', ['_wp_attachment_image_alt'], ['red']], [$run->state, $run->step, $run->absentMeta,
            $run->tagsBefore]);
        self::assertEquals($attachment->names(), $run->oldNames);
        self::assertEquals($run, $this->journal->find($run->id));
        self::assertNull($this->journal->find($run->id + 1));
    }

    public function testEachStepIsWrittenDownAndHeard(): void
    {
        $heard = [];
        add_action('picture_optimizer_step', static function (string $step, int $id) use (&$heard): void {
            $heard[] = [$step, $id];
        }, 10, 2);
        $attachment = $this->attachment();
        $run = $this->journal->begin(new Change($attachment->id, 'aa'), $attachment);
        $this->journal->save($run, 'backup');
        $run->notes[] = 'A note.';
        $this->journal->save($run, 'swap');
        self::assertSame([['backup', $attachment->id], ['swap', $attachment->id]], $heard);
        self::assertSame(['swap', ['A note.']], [$this->journal->find($run->id)?->step, $this->journal->find($run->id)?->notes]);
        $db = $this->plugin->db();
        $steps = "SELECT step FROM {$db->prefix}picopt_journal WHERE replacement_id = {$run->id} ORDER BY id";
        self::assertSame(['backup', 'swap'], $db->get_col($steps));
    }

    public function testAnOvertakenRunWritesNothing(): void
    {
        $attachment = $this->attachment();
        $run = $this->journal->begin(new Change($attachment->id, 'aa'), $attachment);
        $db = $this->plugin->db();
        $db->query("UPDATE {$db->prefix}picopt_fence SET token = token + 1");
        try {
            $this->journal->save($run, 'swap');
            self::fail('it wrote');
        } catch (Fenced) {
            self::assertSame('begin', $this->journal->find($run->id)?->step);
        }
    }

    /** @return iterable<string, array{RunState, bool, bool, bool}> unfinished, in effect, revertible */
    public static function states(): iterable
    {
        yield 'working' => [RunState::Working, true, false, false];
        yield 'applied' => [RunState::Applied, false, true, true];
        yield 'failed' => [RunState::Failed, false, false, false];
        yield 'reverting' => [RunState::Reverting, true, true, false];
        yield 'reverted' => [RunState::Reverted, false, false, false];
        yield 'abandoned' => [RunState::Abandoned, false, true, true];
        yield 'superseded' => [RunState::Superseded, false, false, false];
    }

    /** @dataProvider states */
    public function testWhatAStateMeans(RunState $state, bool $unfinished, bool $inEffect, bool $revertible): void
    {
        $attachment = $this->attachment();
        $run = $this->replacement($attachment, $state, str_repeat('a', 32));
        $ids = static fn (array $runs): array => array_column($runs, 'id');
        self::assertSame($unfinished ? [$run->id] : [], $ids($this->journal->unfinished()));
        self::assertSame($inEffect ? [$run->id] : [], $ids($this->journal->inEffect($attachment->id)));
        self::assertSame([], $this->journal->inEffect($attachment->id + 1));
        self::assertSame($revertible ? [$attachment->id] : [], $this->journal->revertible());
        self::assertSame([str_repeat('a', 32)], $this->journal->backups());
        self::assertSame($inEffect ? [$run->id] : [], $ids(iterator_to_array($this->journal->withBackups(), false)));
        $this->journal->forgetPicture($attachment->id);
        self::assertSame(RunState::Superseded, $this->journal->find($run->id)?->state);
    }

    public function testANewFileOfSomebodyElseSupersedesOurs(): void
    {
        $attachment = $this->attachment();
        $files = $this->replacement($attachment, RunState::Applied);
        $text = $this->replacement($attachment, RunState::Applied, files: false);
        $new = $this->journal->begin(new Change($attachment->id, 'bb'), $attachment);
        $this->journal->supersede($new, $files);
        self::assertSame(RunState::Applied, $this->journal->find($files->id)?->state, 'our file is still there');
        $this->journal->supersede($new, null);
        self::assertSame([RunState::Superseded, RunState::Applied], [$this->journal->find($files->id)?->state,
            $this->journal->find($text->id)?->state], 'text can still be taken back');
    }

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
        $attachment = $this->attachmentOf(['a.jpg' => '12345']);
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
        $attachment = $this->attachmentOf(['a.jpg' => '12345']);
        $replaced = fn (): Run => $this->replacement($attachment, RunState::Applied, str_repeat('a', 32));
        [$clean, $left, $back] = [$replaced(), $replaced(), $replaced()];
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
        $attachment = $this->attachmentOf(['a.jpg' => '12345']);
        $plan = wp_json_encode((new Run(0, new Change($attachment->id, ''), '', ['full' => 'a.jpg'], '', 0))->plan());
        $row = $wpdb->prepare("(%d, 'applied', 'done', 1, 'bbbb', %s, '', NOW(), NOW())", $attachment->id, $plan);
        $wpdb->query("INSERT INTO {$wpdb->prefix}picopt_replacements (attachment_id, state, step, token, backup, plan, outcome,"
            . ' created_at, updated_at) VALUES ' . implode(',', array_fill(0, 1001, $row)));
        $ids = array_column(iterator_to_array($this->journal->withBackups(), false), 'id');
        self::assertCount(1001, $ids);
        self::assertSame($ids, array_unique($ids));
        self::assertSame(['bbbb'], $this->journal->backups());
    }
}
