<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Text;

use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\Analysis;
use PictureOptimizer\Store\DecidedText;
use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\Reviewed;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Store\StoreTestCase;
use PictureOptimizer\Text\Checks;
use PictureOptimizer\Text\Decisions;
use PictureOptimizer\Text\SentText;
use PictureOptimizer\Text\Subject;
use PictureOptimizer\Text\TextPolicy;

/** What is proposed, what a browser may change of it, and what is written in the end. */
final class DecisionsTest extends StoreTestCase
{
    private const PROPOSED = ['alt' => 'A red bicycle', 'title' => 'Red bicycle', 'caption' => 'It is back.',
        'description' => "Two\nlines"];

    /** @param array<string, mixed> $changes */
    private function analysis(array $changes = []): Analysis
    {
        $example = json_decode((string) file_get_contents(__DIR__ . '/../../../contract/examples/Item.ready.json'), true)['analysis'];
        return Analysis::read(new Reader($changes + self::PROPOSED + $example));
    }

    /** @param array<string, string> $texts of the image as it stands in the library */
    private function image(array $texts = [], string $file = 'IMG_2042.jpg'): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => $texts['title'] ?? '',
            'post_excerpt' => $texts['caption'] ?? '', 'post_content' => $texts['description'] ?? ''], "2026/05/{$file}");
        update_post_meta($id, '_wp_attachment_image_alt', $texts['alt'] ?? '');
        return $id;
    }

    /** @param array<string, string> $written texts of ours by field */
    private function known(int $id, array $written): ?Picture
    {
        $this->plugin->pictures()->save($id, ['status' => 'analysed', 'written' => (string) json_encode(array_map(md5(...), $written))]);
        return $this->plugin->pictures()->get($id);
    }

    /** @return iterable<string, array{string, string, bool, bool, bool}> field, present text, ours, overwrite, whether it is written */
    public static function fields(): iterable
    {
        foreach (['alt', 'title', 'caption', 'description'] as $field) {
            yield "{$field}: empty" => [$field, '', false, false, true];
            yield "{$field}: a person’s" => [$field, 'My own words', false, false, false];
            yield "{$field}: a person’s, to be replaced" => [$field, 'My own words', false, true, true];
            yield "{$field}: ours" => [$field, 'Our former words', true, false, true];
        }
        yield 'title: the file’s name' => ['title', 'IMG_2042', false, false, true];
        yield 'title: the file’s name, written otherwise' => ['title', 'img 2042', false, false, false];
        yield 'alt: the file’s name' => ['alt', 'IMG_2042', false, false, true];
    }

    /** @dataProvider fields */
    public function testTextThatAPersonWroteStays(string $field, string $present, bool $isOurs, bool $overwrite, bool $written): void
    {
        $id = $this->image([$field => $present]);
        $known = $this->known($id, $isOurs ? [$field => $present] : []);
        self::assertSame($written, Decisions::propose($id, $this->analysis(), $known, $overwrite)->decided->fields[$field]['write']);
        $text = TextPolicy::choose($id, $this->analysis(), $known, $overwrite);
        self::assertSame($written ? self::PROPOSED[$field] : null, $text?->{$field});
        self::assertSame(!$overwrite && $written, TextPolicy::isFree($id, $field, $present, $known) && !$overwrite);
    }

    /** @return iterable<string, array{string, string, bool}> title, file, whether WordPress made the one of the other */
    public static function titles(): iterable
    {
        yield 'a name that was taken' => ['My launch', 'My-launch-1.jpg', true];
        yield 'a name that was taken often' => ['rocket', 'rocket-12.jpg', true];
        yield 'a title that somebody made of such a name' => ['Rocket', 'rocket-1.jpg', false];
        yield 'a year is no such number' => ['rocket', 'rocket-2019.jpg', false];
        yield 'another name' => ['rock', 'rocket-1.jpg', false];
    }

    /** @dataProvider titles */
    public function testATitleThatWordPressMadeOfTheFilesNameIsNobodys(string $title, string $file, bool $isFree): void
    {
        self::assertSame($isFree, TextPolicy::isFree($this->image(['title' => $title], $file), 'title', $title, null));
    }

    /** @return iterable<string, array{array<string, mixed>, array<string, string>, array<string, string|null>}> */
    public static function answers(): iterable
    {
        $nothing = array_fill_keys(array_keys(self::PROPOSED), '') + ['tags' => []];
        yield 'nothing to say' => [$nothing, [], ['alt' => null, 'title' => null]];
        yield 'decorative' => [['decorative' => true, 'alt' => ''] + $nothing, [], ['alt' => '', 'title' => null]];
        yield 'decorative, with a person’s alt' => [['decorative' => true, 'alt' => ''] + $nothing, ['alt' => 'Mine'], ['alt' => null]];
        yield 'the same as there is' => [['tags' => []], self::PROPOSED, ['alt' => null, 'title' => null, 'description' => null]];
        yield 'markup' => [['alt' => 'A <b>red</b> bike <script>x</script>', 'description' => '<p>One</p> <a href="x">two</a>'], [],
            ['alt' => 'A red bike', 'description' => 'One two']];
        yield 'line breaks in an alt' => [['alt' => "A red\n  bike\t!"], [], ['alt' => 'A red bike !']];
    }

    /**
     * @dataProvider answers
     * @param array<string, mixed> $answer
     * @param array<string, string> $present
     * @param array<string, string|null> $expected
     */
    public function testWhatIsWrittenWithoutAskingAnybody(array $answer, array $present, array $expected): void
    {
        $text = TextPolicy::choose($this->image($present), $this->analysis($answer), null, false);
        foreach ($expected as $field => $value) {
            self::assertSame($value, $text?->{$field}, $field);
        }
    }

    public function testOurOwnTextIsKnownAgainByWhatIsInPlace(): void
    {
        $id = $this->image(['alt' => 'A red bicycle', 'title' => 'Changed since', 'description' => "Two\nlines"]);
        self::assertSame(['alt' => md5('A red bicycle'), 'description' => md5("Two\nlines")], TextPolicy::inPlace($id, $this->analysis()));
        self::assertSame([], TextPolicy::inPlace($this->image(), $this->analysis(['alt' => ''])), 'an empty text is nobody’s');
    }

    /** @return iterable<string, array{list<mixed>, list<string>}> */
    public static function tags(): iterable
    {
        yield 'plain' => [['red', 'bike'], ['red', 'bike']];
        yield 'twice' => [['red', 'red', ' red '], ['red']];
        yield 'markup' => [['<b>red</b>', '<script>x</script>'], ['red']];
        yield 'other things' => [['red', 7, null, ['x'], true, ''], ['red']];
        yield 'nothing' => [[], []];
        yield 'more than twenty' => [array_map(static fn (int $n): string => "tag {$n}", range(1, 25)),
            array_map(static fn (int $n): string => "tag {$n}", range(1, 20))];
    }

    /**
     * @dataProvider tags
     * @param list<mixed> $tags
     * @param list<string> $clean
     */
    public function testTagsAreCleaned(array $tags, array $clean): void
    {
        self::assertSame($clean, TextPolicy::tags($tags));
    }

    // What a browser sends.

    /** @return iterable<string, array{mixed, array<string, mixed>}> what was sent, what differs from the proposal */
    public static function sent(): iterable
    {
        yield 'nothing' => [null, []];
        yield 'a text' => ['x', []];
        yield 'an empty list' => [[], []];
        yield 'a wording' => [['alt' => ['text' => 'Mine']], ['alt' => 'Mine']];
        yield 'a wording with markup' => [['alt' => ['text' => ' <i>Mine</i> ']], ['alt' => 'Mine']];
        yield 'not to write' => [['alt' => ['write' => false]], ['alt write' => false]];
        yield 'not to write, as a form says it' => [['alt' => ['write' => 'false']], ['alt write' => false]];
        yield 'no flag' => [['alt' => ['write' => ['x']]], []];
        yield 'no text' => [['alt' => ['text' => ['x']]], []];
        yield 'no field' => [['alt' => 'x', 'nothing' => ['text' => 'x']], []];
        yield 'tags' => [['tags' => ['text' => ['blue', '<b>x</b>', 7], 'write' => true]], ['tags' => ['blue', 'x']]];
        yield 'tags that are a text' => [['tags' => ['text' => 'blue']], []];
        yield 'no tags' => [['tags' => ['text' => [], 'write' => '0']], ['tags' => [], 'tags write' => false]];
        yield 'a file name' => [['file_name' => '../My Bike.PHP'], ['file name' => 'my-bike-php']];
        yield 'a long file name' => [['file_name' => str_repeat('a', 200)], ['file name' => str_repeat('a', 80)]];
        yield 'a file name that is none' => [['file_name' => 7], []];
        yield 'a long text' => [['description' => ['text' => str_repeat('é', 3000)]], ['description' => str_repeat('é', 2000)]];
        yield 'a place' => [['places' => ['k1' => 'Buy <b>it</b>']], ['places' => ['k1' => 'Buy it']]];
        yield 'a place that nobody knows' => [['places' => ['k9' => 'x']], []];
        yield 'a place that is no text' => [['places' => ['k1' => ['x']]], []];
    }

    /**
     * @dataProvider sent
     * @param array<string, mixed> $differs
     */
    public function testWhatIsMissingOrStrangeStaysAsItWas(mixed $sent, array $differs): void
    {
        $places = [['key' => 'k1', 'alt' => 'To the shop']];
        $proposal = Decisions::propose($this->image(), $this->analysis(['filename' => 'red-bicycle', 'tags' => ['red']]), null, false);
        $decided = $proposal->decided;
        $with = new DecidedText($decided->fields, $decided->tags, $decided->fileName, ['k1' => 'To the shop']);
        [$item] = $this->itemsIn(State::Ordered);
        $this->setItem($item, ['reviewed' => (new Reviewed($with))->toJson()]);
        $changed = Decisions::of($this->again($item))?->changed(new SentText($sent));
        self::assertNotNull($changed);
        foreach (self::PROPOSED as $field => $text) {
            self::assertSame(['text' => $differs[$field] ?? $text,
                'write' => $differs["{$field} write"] ?? true], $changed->decided->fields[$field]);
        }
        self::assertSame(['text' => $differs['tags'] ?? ['red'], 'write' => $differs['tags write'] ?? true], $changed->decided->tags);
        self::assertSame($differs['file name'] ?? 'red-bicycle', $changed->fileName());
        self::assertSame($differs['places'] ?? array_column($places, 'alt', 'key'), $changed->placeAlts());
    }

    public function testWhatTheServiceHearsIsWhatStandsOnTheSite(): void
    {
        $id = $this->image(['caption' => 'A person’s caption', 'alt' => 'A person’s alt']);
        $decisions = Decisions::propose($id, $this->analysis(['tags' => ['red'], 'filename' => 'red-bicycle']), null, false);
        $heard = $decisions->forService();
        self::assertSame(['A person’s alt', 'Red bicycle', 'A person’s caption', ['red'], 'red-bicycle', false], [$heard->alt,
            $heard->title,
            $heard->caption, $heard->tags, $heard->filename, $heard->decorative]);
        $text = $decisions->text();
        self::assertSame([null, 'Red bicycle', null, ['red']], [$text?->alt, $text?->title, $text?->caption, $text?->tags]);
    }

    public function testWhereEverythingStaysNothingIsWritten(): void
    {
        $id = $this->image(['title' => 'a', 'alt' => 'b', 'caption' => 'c', 'description' => 'd']);
        $decisions = Decisions::propose($id, $this->analysis(['tags' => []]), null, false);
        self::assertNull($decisions->text());
        self::assertSame([], $decisions->forService()->tags);
        $empty = Decisions::propose($this->image(), $this->analysis(['alt' => '', 'decorative' => true]), null, false);
        self::assertSame('', $empty->text()?->alt, 'an empty alt is a text');
        self::assertTrue($empty->forService()->decorative);
    }

    public function testNobodyHasDecidedYet(): void
    {
        self::assertNull(Decisions::of($this->itemsIn(State::Ordered)[0]));
        self::assertCount(4, array_unique(array_map(Decisions::label(...), Decisions::FIELDS)));
    }

    // The rules beneath.

    /** @return iterable<string, array{string, string}> tag, what it is compared by */
    public static function tagKeys(): iterable
    {
        yield 'plural' => ['Bikes', 'bike'];
        yield 'plural in -ies' => ['Cherries', 'cherry'];
        yield 'blanks and hyphens' => ['red-Bike_s  ', 'redbike'];
        yield 'ends in -ss' => ['glass', 'glass'];
        yield 'ends in -us' => ['bus', 'bus'];
        yield 'short' => ['gas', 'gas'];
        yield 'another script' => ['写真', '写真'];
    }

    /** @dataProvider tagKeys */
    public function testTagsThatMeanTheSame(string $tag, string $key): void
    {
        self::assertSame($key, Checks::tagKey($tag));
        self::assertSame('a red bike 2', Checks::comparable("  A “red”\tBIKE, 2! "));
    }

    public function testARuleThatNobodyKnowsIsAFaultOfTheData(): void
    {
        $this->expectException(\UnexpectedValueException::class);
        Checks::isBroken(['check' => 'horoscope'], new Subject('alt', 'x'));
    }
}
