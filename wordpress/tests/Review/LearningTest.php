<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Review;

use PictureOptimizer\Review\GlossarySection;
use PictureOptimizer\Store\Lesson;
use PictureOptimizer\Store\LessonKind;
use PictureOptimizer\Store\LessonStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\ServiceTestCase;
use PictureOptimizer\Text\SentText;

/** What people change in review is kept where the owner agreed, and becomes the site's glossary only by a person's hand. */
final class LearningTest extends ServiceTestCase
{
    private function approve(string $alt): int
    {
        static $seed = 0;
        $id = $this->addPicture('photo-' . ++$seed . '.jpg', 300, 200, $seed);
        $job = $this->start([$id], Pipeline::Analyze, ['review' => true]);
        $this->work();
        $item = $this->plugin->items()->ofJob($job->id)[0];
        $this->plugin->desk()->accept($item->id, new SentText(['alt' => ['text' => $alt, 'write' => true]]));
        return $id;
    }

    private function agree(): void
    {
        $this->plugin->settings()->save(['learn_from_reviews' => true]);
    }

    public function testNothingIsKeptWithoutConsent(): void
    {
        $this->approve('Another text');
        self::assertSame([], $this->plugin->lessons()->all());
    }

    public function testAChangeIsKeptWithBothTextsAndItsKind(): void
    {
        $this->agree();
        $id = $this->approve('A red Trek 520 leaning against a white wall');
        self::assertEquals([new Lesson(
            $id,
            'alt',
            'A red bicycle leaning against a white wall',
            'A red Trek 520 leaning against a white wall',
            LessonKind::Rewritten
        )], $this->plugin->lessons()->all(), 'fields that were taken as they are teach nothing');
    }

    /**
     * @testWith ["A red bike", "", "emptied"]
     *           ["A red bike", "A red bikes", "spelling"]
     *           ["A red bike by a wall", "A red bike", "shorter"]
     *           ["A red bike", "A red bike by a wall", "longer"]
     *           ["A red bike", "Something else entirely", "rewritten"]
     */
    public function testKinds(string $before, string $after, string $kind): void
    {
        self::assertSame($kind, LessonKind::of($before, $after)->value);
        self::assertNotSame('', LessonKind::from($kind)->label());
    }

    public function testNamesThatComeAgainAreProposedAndAddedByHandOnly(): void
    {
        $this->agree();
        $this->approve('A red Trek 520 by the wall');
        self::assertSame([], $this->plugin->learning()->proposals(), 'once can be chance');
        $this->approve('Our Trek 520, seen from the left');
        $this->approve('Someone rides a TinyPilot. Nice');
        $this->approve('The TinyPilot in the yard');
        self::assertEqualsCanonicalizing(['Trek 520', 'TinyPilot'], $this->plugin->learning()->proposals());
        self::assertSame([], $this->plugin->settings()->get('glossary'));

        $this->plugin->learning()->add(['TinyPilot', 'Smuggled in']);
        self::assertSame(['TinyPilot'], $this->plugin->settings()->get('glossary'));
        self::assertSame(['Trek 520'], $this->plugin->learning()->proposals());
    }

    public function testTheGlossaryGoesWithTheOrderAndMakesNothingNew(): void
    {
        $id = $this->addPicture('photo.jpg', 300, 200, 90);
        $this->process([$id], Pipeline::Analyze);
        $this->plugin->settings()->save(['glossary' => "TinyPilot, one word\nTrek"]);
        [$again] = $this->process([$id], Pipeline::Analyze);
        self::assertSame('already_done', $again->reasonCode);
        $other = $this->addPicture('other.jpg', 300, 200, 91);
        $this->process([$other], Pipeline::Analyze);
        $quotes = self::$service->get('quotes');
        self::assertSame(['TinyPilot, one word', 'Trek'], end($quotes)['settings']['analysis']['glossary']);
    }

    public function testTheOldestChangesGo(): void
    {
        global $wpdb;
        $store = new LessonStore($wpdb);
        $store->keep(new Lesson(1, 'alt', 'a', 'first', LessonKind::Rewritten));
        $first = $wpdb->insert_id;
        $wpdb->query($wpdb->prepare(
            "INSERT INTO {$wpdb->prefix}picopt_lessons VALUES (%d, 1, 'alt', 'rewritten', 'a', 'many later', 0)",
            $first + LessonStore::MOST - 1
        ));
        $store->keep(new Lesson(1, 'alt', 'a', 'last', LessonKind::Rewritten));
        self::assertSame(['last', 'many later'], array_column($store->all(), 'after'));
        $store->forgetAll();
        self::assertSame([], $store->all());
    }

    public function testTheExportIsSafeForSpreadsheets(): void
    {
        $csv = GlossarySection::csv([new Lesson(7, 'alt', '=HYPERLINK("x")', "Two\nlines", LessonKind::Rewritten)]);
        self::assertSame("attachment_id,field,kind,before,after\r\n"
            . "\"7\",\"alt\",\"rewritten\",\"'=HYPERLINK(\"\"x\"\")\",\"Two\nlines\"\r\n", $csv);
    }

    public function testTheSettingsPageShowsWhatWasLearned(): void
    {
        $section = new GlossarySection($this->plugin->learning(), $this->plugin->lessons());
        $section->register();
        $shown = static function (): string {
            ob_start();
            do_action('picture_optimizer_settings_sections', 'metadata');
            return (string) ob_get_clean();
        };
        self::assertStringContainsString('Nothing yet', $shown());
        $this->agree();
        $this->approve('A red <b>Trek 520</b>');
        $this->approve('My Trek 520');
        self::assertStringContainsString('value="Trek 520" checked', $shown());
        self::assertStringContainsString('My Trek 520', $shown());
        self::assertStringContainsString('rewritten', $shown());
    }
}
