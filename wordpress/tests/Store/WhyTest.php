<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Api\Wire\Problem as Document;
use PictureOptimizer\Api\Wire\Reason;
use PictureOptimizer\Media\Notes;
use PictureOptimizer\Media\Status;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;
use PictureOptimizer\Tests\ServiceTestCase;

/** A reason is written down once, and said to each reader in the reader's language. */
final class WhyTest extends ServiceTestCase
{
    private const CONTRACT = __DIR__ . '/../../../contract/openapi.json';

    protected function tearDown(): void
    {
        $this->speak('en_US');
        parent::tearDown();
    }

    public function testInEnglishTheServiceSaysMoreThanItsCode(): void
    {
        $why = Why::ofService(new Reason('too_many_pixels', 'The image has <b>12000</b> × 12000 pixels.'));
        self::assertSame('The image has 12000 × 12000 pixels.', $this->kept($why));
        self::assertSame('', (string) Why::ofService(null));
        self::assertSame('', Why::ofService(null)->pack(), 'nothing to say is nothing to keep');
    }

    public function testWhatWasWrittenInEnglishIsReadInGermanAndBack(): void
    {
        $english = Why::ofService(new Reason('truncated', 'The file is incomplete.'))->pack();
        $this->speak('de_DE');
        self::assertStringContainsString('unvollständig', (string) Why::unpack($english));
        self::assertSame('It rains.', (string) Why::ofService(new Reason('rain', 'It rains.')), 'a code newer than this plugin');
        $german = Why::own('host_limits', ['attempts' => 5])->pack();
        self::assertStringContainsString('Nach 5 Versuchen aufgegeben', (string) Why::unpack($german));
        $this->speak('en_US');
        self::assertStringStartsWith('Stopped after 5 attempts', (string) Why::unpack($german));
    }

    public function testAnotherSpellingOfALanguageIsReadUnlessItIsTranslatedItself(): void
    {
        $why = Why::ofService(new Reason('truncated', 'The PNG ends early.'));
        add_filter('determine_locale', static fn (): string => 'en_GB');
        self::assertSame('The PNG ends early.', (string) $why);
        $german = Why::own('gone', ['deleted' => 1])->pack();
        $this->speak('de_DE');
        remove_all_filters('determine_locale');
        add_filter('determine_locale', static fn (): string => 'de_CH');
        self::assertStringContainsString('unvollständig', (string) $why);
        self::assertStringContainsString('gelöscht', (string) Why::unpack($german));
    }

    public function testAProblemKeepsItsNumbersAndTheRequest(): void
    {
        $document = new Document(
            '/docs/errors#x',
            'Not enough credits',
            402,
            'insufficient_credits',
            '7 are needed.',
            false,
            'req_9',
            needed: 7,
            available: 2,
        );
        $kept = Why::ofError(new Problem($document, 402), again: true)->pack();
        self::assertStringContainsString('7 are needed.', (string) Why::unpack($kept));
        $this->speak('de_DE');
        $said = (string) Why::unpack($kept);
        self::assertMatchesRegularExpression('/7.*2.*req_9.*noch einmal/su', $said);
        self::assertStringNotContainsString('needed', $said);
        self::assertStringNotContainsString('needed', (new Problem($document, 402))->getMessage(), 'also where it is shown at once');
    }

    public function testNewsOfAnErrorStandBehindTheReason(): void
    {
        $kept = Why::own('receipt')->and(Why::ofError(Unreachable::because('no route to host', 'api.example')))->pack();
        $this->speak('de_DE');
        $said = (string) Why::unpack($kept);
        self::assertMatchesRegularExpression('/weiß es noch nicht.*nicht erreichbar/', $said);
        self::assertStringNotContainsString('can’t be reached', $said);
        self::assertStringNotContainsString('not yet reported', $said);
    }

    /** Tables that were moved to a MySQL without emoji, or to latin1, refuse a row with a letter that they don't have. */
    public function testWhatIsKeptIsAsciiWhateverItSays(): void
    {
        $why = Why::told('source', 'The file “日本 🎉.jpg” can’t be read.');
        self::assertMatchesRegularExpression('/^[\x20-\x7e]+$/', $why->pack());
        self::assertSame('The file “日本 🎉.jpg” can’t be read.', (string) Why::unpack($why->pack()));
    }

    public function testWhatOnlyOnePartCouldSayIsNotLost(): void
    {
        $kept = Why::told('not_applied', 'The disk is full: /srv/site.')->pack();
        $this->speak('de_DE');
        self::assertStringContainsString('/srv/site', (string) Why::unpack($kept));
        self::assertNotSame('The disk is full: /srv/site.', (string) Why::unpack($kept));
    }

    public function testRowsOfEarlierVersionsAreReadByTheirCodeOrAsTheyAre(): void
    {
        self::assertSame('Von früher.', (string) Why::unpack('Von früher.', 'truncated'), 'the site’s own language');
        $this->speak('de_DE');
        self::assertStringContainsString('unvollständig', (string) Why::unpack('Cut off.', 'truncated'));
        self::assertSame('{"odd":1}', (string) Why::unpack('{"odd":1}'));
        self::assertStringContainsString(
            'unvollständig',
            (string) Why::unpack('The file is incomplete. Upload the whole image again.'),
            'an image’s row had no code'
        );
    }

    public function testEveryCodeOfTheContractHasASentence(): void
    {
        $this->speak('de_DE');
        $schemas = json_decode((string) file_get_contents(self::CONTRACT), true)['components']['schemas'];
        self::assertGreaterThan(20, count($schemas['ReasonCode']['enum']));
        foreach ($schemas['ReasonCode']['enum'] as $code) {
            self::assertNotSame('Unsaid.', (string) Why::ofService(new Reason($code, 'Unsaid.')), $code);
        }
        foreach ($schemas['ErrorCode']['enum'] as $code) {
            $problem = new Problem(new Document('/docs', 'Unsaid.', 400, $code, '', false, ''), 400);
            self::assertNotSame('Unsaid.', $problem->getMessage(), $code);
        }
    }

    public function testLibraryHistoryAndFailuresSpeakToTheReader(): void
    {
        $id = $this->addPicture('photo.jpg', 300, 200);
        self::$service->set('outcomes', ["1:{$id}" => ['state' => 'failed', 'charges' => [],
            'reason' => ['code' => 'truncated', 'message' => 'The file is incomplete. Upload the whole image again.']]]);
        [$failed] = $this->process([$id], Pipeline::Export);
        self::assertSame(State::Failed, $failed->state);
        $this->speak('de_DE');
        $item = $this->plugin->items()->latestOf($id);
        self::assertStringContainsString('unvollständig', (string) $item?->reason);
        self::assertStringContainsString('unvollständig', $this->plugin->report()->progress($failed->jobId)->reasons[0]->reason);
        $picture = $this->plugin->pictures()->get($id);
        self::assertSame(PictureStatus::Failed, $picture?->status);
        self::assertStringContainsString('unvollständig', Status::of($picture, $item)->detail);
    }

    public function testNotesOfAResultAreReadInTheReadersLanguage(): void
    {
        $notes = ['Colors were converted from “Adobe RGB (1998)” to sRGB.', '16 bits a sample became 8.', 'It rains.'];
        self::assertSame([$notes[0], '16 bits per sample became 8.', 'It rains.'], Notes::say($notes), 'English, too, is ours');
        $this->speak('de_DE');
        $said = Notes::say($notes);
        self::assertStringContainsString('Adobe RGB (1998)', $said[0]);
        self::assertStringNotContainsString('converted', $said[0]);
        self::assertMatchesRegularExpression('/16.*8/', $said[1]);
        self::assertSame('It rains.', $said[2]);
    }

    /** tools/tests/test_notes.py keeps the examples complete. */
    public function testEveryNoteThatAResultCanCarryIsTranslated(): void
    {
        $notes = json_decode((string) file_get_contents(__DIR__ . '/../fixtures/notes.json'), true);
        foreach (['de_DE', 'es_ES', 'fr_FR', 'ja'] as $locale) {
            $this->speak($locale);
            $said = Notes::say($notes);
            self::assertSame([], array_intersect($notes, $said), $locale);
            foreach (array_map(null, $notes, $said) as [$note, $translated]) {
                preg_match_all('/-?\d+(?:\.\d+)?|“[^”]+”/u', $note, $values);
                foreach ($values[0] as $value) {
                    self::assertStringContainsString(trim($value, '“”'), $translated, "{$locale}: {$note}");
                }
                self::assertStringNotContainsString('file can’t hold', $translated, $locale);
            }
        }
    }

    /** What another process kept and this one reads. */
    private function kept(Why $why): string
    {
        return (string) Why::unpack($why->pack());
    }

    private function speak(string $locale): void
    {
        unload_textdomain('picture-optimizer', true);
        remove_all_filters('determine_locale');
        if ($locale !== 'en_US') {
            add_filter('determine_locale', static fn (): string => $locale);
            $file = dirname(__DIR__, 2) . "/picture-optimizer/languages/picture-optimizer-{$locale}.mo";
            self::assertTrue(load_textdomain('picture-optimizer', $file, $locale));
        }
    }
}
