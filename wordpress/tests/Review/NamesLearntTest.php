<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Review;

use PictureOptimizer\Reporting\Achievements;
use PictureOptimizer\Review\Learning;
use PictureOptimizer\Store\Lesson;
use PictureOptimizer\Store\LessonKind;
use PictureOptimizer\Store\LessonStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Store\StoreTestCase;

/** What the tables tell of people's changes and of what was achieved, without a file or the service. */
final class NamesLearntTest extends StoreTestCase
{
    private LessonStore $lessons;
    private Learning $learning;

    protected function setUp(): void
    {
        parent::setUp();
        $this->lessons = $this->plugin->lessons();
        $this->lessons->forgetAll();
        $this->learning = $this->plugin->learning();
    }

    private function changed(int $image, string $before, string $after): void
    {
        $this->lessons->keep(new Lesson($image, 'alt', $before, $after, LessonKind::of($before, $after)));
    }

    /** @return iterable<string, array{string, string, list<string>}> what was proposed, what a person made of it, names in it */
    public static function changes(): iterable
    {
        yield 'a name inside' => ['A tool on a table', 'On a table, a TinyPilot', ['TinyPilot']];
        yield 'a name of several words' => ['A bridge', 'The bridge of San Luis Rey', ['San Luis Rey']];
        yield 'a number belongs to a name' => ['A red bicycle', 'A red Trek 520', ['Trek 520']];
        yield 'a name at the beginning' => ['A tool', 'TinyPilot on a table', ['TinyPilot']];
        yield 'the first word of a sentence' => ['A dog', 'Dogs at the lake', []];
        yield 'a first word and a name' => ['A bicycle', 'Our Trek 520 in snow', ['Our Trek 520', 'Trek 520']];
        yield 'after a full stop' => ['Snow', 'Much snow. Children in it', []];
        yield 'after an exclamation mark' => ['Snow', 'Much snow! Children in it', []];
        yield 'after a comma' => ['A lake', 'A lake, Annecy behind it', ['Annecy']];
        yield 'other letters' => ['a hill', 'der Blick auf den Ölberg', ['Blick', 'Ölberg']];
        yield 'an apostrophe' => ['a shop', 'the shop of O’Brien', ['O’Brien']];
        yield 'an ampersand' => ['a shop', 'a shop of R&D', ['R&D']];
        yield 'a name that was there' => ['A TinyPilot', 'A small TinyPilot', []];
        yield 'a name that was there in small letters' => ['a tinypilot', 'A small TinyPilot', []];
        yield 'two letters' => ['a house', 'a house of Al', []];
        yield 'no name' => ['a house', 'a red house', []];
        yield 'nothing left' => ['A house', '', []];
    }

    /**
     * @dataProvider changes
     * @param list<string> $names
     */
    public function testANameThatPeoplePutInTwiceIsProposed(string $before, string $after, array $names): void
    {
        $this->changed(1, $before, $after);
        self::assertSame([], $this->learning->proposals(), 'once is no habit');
        $this->changed(1, $before, $after);
        self::assertSame([], $this->learning->proposals(), 'nor is one image');
        $this->changed(2, $before, $after);
        self::assertEqualsCanonicalizing($names, $this->learning->proposals());
    }

    public function testTheMostFrequentComeFirstAndNoMoreThanTwenty(): void
    {
        foreach (['Annecy' => 2, 'Bern' => 4, 'Chur' => 3] as $name => $images) {
            array_map(fn (int $image) => $this->changed($image, 'a town', "a town, {$name}"), range(1, $images));
        }
        self::assertSame(['Bern', 'Chur', 'Annecy'], $this->learning->proposals());
        foreach (range('A', 'Z') as $letter) {
            array_map(fn (int $image) => $this->changed($image, 'a town', "a town, {$letter}ville"), [1, 2]);
        }
        self::assertCount(20, $this->learning->proposals());
        self::assertSame('Bern', $this->learning->proposals()[0]);
    }

    public function testOnlyProposedNamesGoIntoTheGlossaryAndAreNotProposedAgain(): void
    {
        $this->plugin->settings()->save(['glossary' => ['Old word, as it is']]);
        foreach ([1, 2] as $image) {
            $this->changed($image, 'a town', 'a town, Annecy, near Bern');
        }
        $this->learning->add(['Annecy', 'Never seen', '<b>x</b>']);
        self::assertSame(['Old word, as it is', 'Annecy'], $this->plugin->settings()->get('glossary'));
        self::assertSame(['Bern'], $this->learning->proposals());
        $this->learning->add(['Annecy']);
        self::assertSame(['Old word, as it is', 'Annecy'], $this->plugin->settings()->get('glossary'));
    }

    public function testChangesAreKeptAsTheyWereNewestFirst(): void
    {
        $texts = ["It's \"5\" \\ 3", 'Zoë 🏔️ 写真', '<b>bold</b> & more', ''];
        foreach ($texts as $image => $text) {
            $this->changed($image + 1, 'before', $text);
        }
        self::assertSame(array_reverse($texts), array_column($this->lessons->all(), 'after'));
        self::assertSame([4, 3], array_column($this->lessons->all(2), 'attachmentId'));
        $this->lessons->forgetAll();
        self::assertSame([], $this->lessons->all());
    }

    public function testAKindOfAnotherVersionIsReadAndOldChangesGoByTheirNumber(): void
    {
        $this->changed(1, 'a', 'first');
        $table = $this->plugin->db()->prefix . 'picopt_lessons';
        $first = (int) $this->plugin->db()->get_var("SELECT id FROM {$table}");
        $this->plugin->db()->insert($table, ['id' => $first + LessonStore::MOST - 1, 'attachment_id' => 2, 'field' => 'alt',
            'kind' => 'of another version', 'text_before' => 'a', 'text_after' => 'second', 'created_at' => time()]);
        self::assertSame(['second', 'first'], array_column($this->lessons->all(), 'after'));
        self::assertSame(LessonKind::Rewritten, $this->lessons->all()[0]->kind, 'a kind that is not known here');
        $this->changed(3, 'a', 'third');
        self::assertSame(['third', 'second'], array_column($this->lessons->all(), 'after'));
    }

    /** @return iterable<string, array{string, string, LessonKind}> a text before and after, and what a person did */
    public static function kinds(): iterable
    {
        yield 'three bytes differ' => ['A red bike', 'A red bikexyz', LessonKind::Spelling];
        yield 'four bytes differ' => ['A red bike', 'A red bikewxyz', LessonKind::Longer];
        yield 'one letter of two bytes' => ['Cafe at noon', 'Café at noon', LessonKind::Spelling];
        yield 'a full stop is no difference' => ['A red bike.', 'A red bike. It leans', LessonKind::Longer];
        yield 'only blanks are left' => ['A red bike', " \n", LessonKind::Emptied];
        yield 'nothing was there' => ['', 'Dog', LessonKind::Longer];
        yield 'the end is kept' => ['A red bike by a wall', 'by a wall.', LessonKind::Shorter];
        yield 'long texts that differ late' => [str_repeat('word ', 60) . 'one', str_repeat('word ', 60) . 'another', LessonKind::Spelling];
    }

    /** @dataProvider kinds */
    public function testWhatAPersonDidIsToldByBothTexts(string $before, string $after, LessonKind $kind): void
    {
        self::assertSame($kind, LessonKind::of($before, $after));
    }

    /** @return iterable<string, array{mixed}> what an option may hold that is no history */
    public static function noHistory(): iterable
    {
        yield 'nothing' => [''];
        yield 'false' => [false];
        yield 'a word' => ['damaged'];
        yield 'a number' => [7];
        yield 'an empty list' => [[]];
    }

    /** @dataProvider noHistory */
    public function testADamagedHistoryBeginsToday(mixed $option): void
    {
        update_option('picture_optimizer_coverage', $option);
        $this->achievements()->remember();
        self::assertSame([wp_date('Y-m-d')], array_keys(get_option('picture_optimizer_coverage')));
    }

    public function testTheOldestDaysOfAHistoryGo(): void
    {
        $days = [];
        for ($ago = 450; $ago > 0; $ago--) {
            $days[wp_date('Y-m-d', time() - $ago * DAY_IN_SECONDS)] = ['images' => 1, 'with_alt' => 0];
        }
        update_option('picture_optimizer_coverage', $days);
        $this->achievements()->remember();
        $this->achievements()->remember();
        $kept = array_keys(get_option('picture_optimizer_coverage'));
        self::assertCount(400, $kept);
        self::assertSame([wp_date('Y-m-d', time() - 399 * DAY_IN_SECONDS), wp_date('Y-m-d')], [$kept[0], end($kept)]);
    }

    public function testAnImageThatIsGoneStillCountsWithoutAName(): void
    {
        $job = $this->job([987_654], Pipeline::Export);
        $this->set($job->id, ['state' => State::Done->value, 'updated_at' => 1_767_225_600, 'credits' => 3]);
        $this->plugin->pictures()->save(987_654, ['status' => 'exported', 'bytes_before' => 1000, 'bytes_after' => 1200, 'credits' => 3]);
        $row = ['images' => 1, 'before' => 1000, 'after' => 1200, 'credits' => 3];
        self::assertSame([['name' => ''] + $row], $this->achievements()->byAuthor(), 'what grew does not overflow');
        self::assertSame([['name' => '2026-01'] + $row], $this->achievements()->byMonth());
    }

    private function achievements(): Achievements
    {
        return $this->plugin->achievements();
    }
}
