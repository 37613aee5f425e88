<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\ChangeKind;
use PictureOptimizer\Database\ChangeState;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\ReferenceWriter;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;
use PictureOptimizer\Replace\CellReverter;
use PictureOptimizer\Tests\TestCase;

/**
 * One value is taken back: to the byte where nobody touched it, and only what is ours where somebody did.
 *
 * @group acceptance-B7
 */
final class CellReverterTest extends TestCase
{
    private const OLD = 'https://example.org/wp-content/uploads/2026/05/photo.jpg';
    private const NEW = 'https://example.org/wp-content/uploads/2026/05/bike.webp';

    private \wpdb $db;
    private Cells $cells;

    protected function setUp(): void
    {
        parent::setUp();
        $this->db = $this->plugin->db();
        $this->db->query('CREATE TEMPORARY TABLE picopt_undone (id varchar(40) PRIMARY KEY, wide longtext) ENGINE=InnoDB CHARSET utf8mb4');
        $fence = new Fence($this->db);
        $fence->acquire();
        $this->cells = new Cells($this->db, $fence, new Caches($this->db), new CellLimits($this->db));
    }

    protected function tearDown(): void
    {
        $this->db->query('DROP TEMPORARY TABLE picopt_undone');
        parent::tearDown();
    }

    /** Leads the new name back to the old one. */
    private function back(): Rewriter
    {
        $map = new NameMap();
        $map->add('2026/05/bike.webp', new Target(7, 'photo.jpg'));
        return Rewriter::forNames([new UploadBase(['example.org'], 'wp-content/uploads')], $map);
    }

    /** Changes a value as a replacement does, then as somebody else does, and takes ours back. */
    private function reverted(CellChange $change, ?string $edited): ?string
    {
        $this->db->replace('picopt_undone', ['id' => '1', 'wide' => $change->before]);
        $this->cells->change([$change], [7 => 900]);
        self::assertSame($change->after(), $this->cells->read($change->cell));
        if ($edited !== null) {
            $this->db->update('picopt_undone', ['wide' => $edited], ['id' => '1']);
        }
        [$written] = $this->cells->changesOf(900);
        $note = (new CellReverter($this->cells))->revert($written, $this->back());
        self::assertSame([], $this->cells->changesOf(900), 'it is taken back, or somebody else’s');
        return $note;
    }

    private function reference(string $before): CellChange
    {
        $edits = new Edits([new Edit((int) strpos($before, 'photo.jpg'), 'photo.jpg', 'bike.webp', [7])]);
        return new CellChange(new Cell('picopt_undone', 'id', '1', 'wide'), $before, $edits);
    }

    /** @return iterable<string, array{string, string|null, string}> before, edited by somebody (null: by nobody), after the revert */
    public static function references(): iterable
    {
        $html = '<p>Hello</p><img src="' . self::OLD . '">';
        $new = str_replace(self::OLD, self::NEW, $html);
        yield 'nobody touched it' => [$html, null, $html];
        yield 'words were added before' => [$html, "<h1>New</h1>{$new}", "<h1>New</h1>{$html}"];
        yield 'words were added behind' => [$html, "{$new}<p>More</p>", "{$html}<p>More</p>"];
        yield 'the image was used again' => [$html, "{$new}{$new}", "{$html}{$html}"];
        yield 'the image was taken out' => [$html, '<p>Hello</p>', '<p>Hello</p>'];
        yield 'somebody put the old one there' => [$html, $html, $html];
        yield 'everything was deleted' => [$html, '', ''];
        yield 'it became JSON' => [$html, (string) json_encode(['u' => self::NEW]), (string) json_encode(['u' => self::OLD])];
        yield 'it became serialized' => [$html, serialize(['u' => self::NEW]), serialize(['u' => self::OLD])];
        yield 'another file of that name' => [$html, '<img src="https://other.example/2026/05/bike.webp">',
            '<img src="https://other.example/2026/05/bike.webp">'];
    }

    /** @dataProvider references */
    public function testOnlyWhatIsOursGoesBack(string $before, ?string $edited, string $expected): void
    {
        self::assertNull($this->reverted($this->reference($before), $edited));
        self::assertSame($expected, $this->cells->read(new Cell('picopt_undone', 'id', '1', 'wide')));
    }

    public function testWhatAMoveOfTheSiteDidNotReachInBase64GoesBackToo(): void
    {
        $encoded = static fn (string $url): string => base64_encode("<img src=\"{$url}\">");
        $option = static fn (string $url, string $piece): string => serialize(['url' => $url, 'raw' => $piece]);
        $at = 'http://former.example/wp-content/uploads/2026/05/';
        $before = $option("{$at}photo.jpg", $encoded("{$at}photo.jpg"));
        $new = $encoded("{$at}bike.webp");
        $start = (int) strpos($before, $encoded("{$at}photo.jpg"));
        $change = new CellChange(new Cell('picopt_undone', 'id', '1', 'wide'), $before, new Edits([
            new Edit($start, $encoded("{$at}photo.jpg"), $new, [7]),
        ]));
        self::assertNull($this->reverted($change, $option('https://example.org/wp-content/uploads/2026/05/photo.jpg', $new)));
        self::assertSame(
            $option('https://example.org/wp-content/uploads/2026/05/photo.jpg', $encoded("{$at}photo.jpg")),
            $this->cells->read($change->cell)
        );
    }

    public function testARowThatIsGoneIsNoTrouble(): void
    {
        $change = $this->reference(self::OLD);
        $this->db->replace('picopt_undone', ['id' => '1', 'wide' => $change->before]);
        $this->cells->change([$change], [7 => 900]);
        $this->db->delete('picopt_undone', ['id' => '1']);
        self::assertNull((new CellReverter($this->cells))->revert($this->cells->changesOf(900)[0], $this->back()));
        self::assertSame(1, $this->cells->count(900, ChangeState::Reverted));
    }

    /** @return iterable<string, array{string, string, string}> alt before, what somebody made of the tag, tag after the revert */
    public static function alts(): iterable
    {
        $tag = static fn (string $alt, string $more = ''): string => "<img class=\"wp-image-7\"{$alt} src=\"" . self::NEW . "\">{$more}";
        $old = static fn (string $alt, string $more = ''): string => str_replace(self::NEW, self::OLD, $tag($alt, $more));
        yield 'somebody wrote beside it' => [$old(' alt=""'), $tag(' alt="A bike"', '<p>x</p>'), $old(' alt=""', '<p>x</p>')];
        yield 'somebody changed our alt' => [$old(' alt=""'), $tag(' alt="My bike"', ''), $old(' alt="My bike"')];
        yield 'somebody copied the image' => [$old(' alt=""'), $tag(' alt="A bike"') . $tag(' alt="A bike"'),
            $old(' alt="A bike"') . $old(' alt="A bike"')];
    }

    /** @dataProvider alts */
    public function testAnAltThatWeFilledInGoesUnlessSomebodyTouchedIt(string $before, string $edited, string $expected): void
    {
        $edits = new Edits([new Edit((int) strpos($before, ' alt=""'), ' alt=""', ' alt="A bike"', [7]),
            new Edit((int) strpos($before, 'photo.jpg'), 'photo.jpg', 'bike.webp', [7])]);
        $cell = new Cell('picopt_undone', 'id', '1', 'wide');
        self::assertNull($this->reverted(new CellChange($cell, $before, $edits), $edited));
        self::assertSame($expected, $this->cells->read($cell));
    }

    /** @return iterable<string, array{mixed, mixed, mixed, mixed}> metadata before, of ours, as somebody left it, after the revert */
    public static function metadata(): iterable
    {
        $before = ['width' => 900, 'file' => 'photo.jpg', 'sizes' => ['medium' => ['file' => 'photo-1.jpg']],
            'image_meta' => ['iso' => 100]];
        $ours = ['width' => 800, 'file' => 'bike.webp', 'sizes' => ['medium' => ['file' => 'bike-1.webp']], 'image_meta' => ['iso' => 100],
            'filesize' => 5];
        yield 'nobody touched it' => [$before, $ours, $ours, $before];
        yield 'a plugin keeps a key of its own' => [$before, $ours, $ours + ['acme' => ['x']], $before + ['acme' => ['x']]];
        yield 'a plugin added a size' => [$before, $ours, array_replace_recursive($ours, ['sizes' => ['acme' => ['file' => 'a.webp']]]),
            array_replace_recursive($before, ['sizes' => ['acme' => ['file' => 'a.webp']]])];
        yield 'a plugin changed a key of ours' => [$before, $ours, ['width' => 700] + $ours, ['width' => 700] + $before];
        yield 'a plugin took our size out' => [$before, $ours, ['sizes' => []] + $ours, $before];
        yield 'sizes became a text' => [$before, $ours, ['sizes' => 'none'] + $ours, $before];
    }

    /** @dataProvider metadata */
    public function testMetadataOfOthersStays(mixed $before, mixed $ours, mixed $edited, mixed $expected): void
    {
        $cell = new Cell('picopt_undone', 'id', '1', 'wide');
        $edits = new Edits([new Edit(0, serialize($before), serialize($ours), [7])]);
        $note = $this->reverted(new CellChange($cell, serialize($before), $edits, ChangeKind::Own), serialize($edited));
        self::assertNull($note);
        self::assertEquals($expected, unserialize((string) $this->cells->read($cell)));
    }

    /** @return iterable<string, array{string}> */
    public static function foreign(): iterable
    {
        yield 'a title of somebody' => ['My title'];
        yield 'nothing' => [''];
        yield 'serialized, but no list' => [serialize('text')];
        yield 'damaged data' => ['a:1:{i:0;s:9:"x";}'];
    }

    /** @dataProvider foreign */
    public function testAFieldThatSomebodyEditedStaysAndIsTold(string $edited): void
    {
        $cell = new Cell('picopt_undone', 'id', '1', 'wide');
        $change = new CellChange($cell, 'Old title', new Edits([new Edit(0, 'Old title', 'New title', [7])]), ChangeKind::Own);
        self::assertSame('wide has been edited since and stays as it is.', $this->reverted($change, $edited));
        self::assertSame($edited, $this->cells->read($cell));
    }

    /** @return iterable<string, array{string, string, string}> before, what we wrote, what somebody made of it */
    public static function noMetadata(): iterable
    {
        $list = serialize(['width' => 900]);
        yield 'it became a text' => [$list, serialize(['width' => 800]), serialize('text')];
        yield 'it was a text' => ['no list', serialize(['width' => 800]), serialize(['width' => 800, 'mine' => 1])];
        yield 'we wrote a text' => [$list, 'no list', serialize(['width' => 800])];
    }

    /** @dataProvider noMetadata */
    public function testOnlyListsAreMerged(string $before, string $ours, string $edited): void
    {
        $cell = new Cell('picopt_undone', 'id', '1', 'wide');
        $change = new CellChange($cell, $before, new Edits([new Edit(0, $before, $ours, [7])]), ChangeKind::Own);
        self::assertSame('wide has been edited since and stays as it is.', $this->reverted($change, $edited));
        self::assertSame($edited, $this->cells->read($cell));
    }

    public function testNoObjectOfAPluginWakesWhenMetadataGoesBack(): void
    {
        $cell = new Cell('picopt_undone', 'id', '1', 'wide');
        $object = 's:4:"acme";O:12:"DateTimeZone":1:{s:1:"a";s:1:"b";}'; // its class would refuse to wake from this
        $meta = static fn (int $width): string => "a:1:{s:5:\"width\";i:{$width};}";
        $change = new CellChange($cell, $meta(900), new Edits([new Edit(0, $meta(900), $meta(800), [7])]), ChangeKind::Own);
        self::assertNull($this->reverted($change, "a:2:{s:5:\"width\";i:800;{$object}}"));
        self::assertSame("a:3:{s:5:\"width\";i:900;{$object}s:5:\"sizes\";a:0:{}}", $this->cells->read($cell));
    }

    public function testAValueThatAlwaysChangesIsToldAndLeft(): void
    {
        $change = $this->reference(self::OLD);
        $this->db->replace('picopt_undone', ['id' => '1', 'wide' => $change->before]);
        $this->cells->change([$change], [7 => 900]);
        $turn = 0;
        add_filter('query', function (string $query) use (&$turn): string {
            if (str_starts_with($query, 'UPDATE `picopt_undone`')) {
                $turn++;
                $this->db->dbh->query("UPDATE picopt_undone SET wide = 'turn {$turn} " . self::NEW . "'");
            }
            return $query;
        });
        $note = (new CellReverter($this->cells))->revert($this->cells->changesOf(900)[0], $this->back());
        self::assertStringContainsString('changes faster than it can be restored', (string) $note);
        self::assertSame(5, $turn);
        self::assertCount(1, $this->cells->changesOf(900), 'it is tried again another time');
    }

    /** @return iterable<string, array{string, string, bool}> before, after, whether it can still be read */
    public static function readables(): iterable
    {
        yield 'text' => ['a', 'b', true];
        yield 'serialized stays' => [serialize(['a']), serialize(['bb']), true];
        yield 'serialized breaks' => [serialize(['a']), 'a:1:{i:0;s:1:"bb";}', false];
        yield 'serialized with a blank' => [serialize(['a']) . ' ', serialize(['bb']) . ' ', true];
        yield 'broken before' => ['a:1:{i:0;s:9:"a";}', 'a:1:{i:0;s:9:"b";}', true];
        yield 'serialized false' => ['b:0;', 'b:0;', true];
        yield 'JSON behind blanks breaks' => ["\r\n\t {\"a\":1}", '{"a":"b}', false];
        yield 'serialized behind a blank breaks' => [' ' . serialize(['a']), 'a:1:{i:0;s:1:"bb";}', false];
        yield 'a word of JSON breaks' => ['null', 'nul', false];
        yield 'text of JSON breaks' => ['"a"', '"a', false];
        yield 'JSON stays' => ['{"a":1}', '{"a":"b"}', true];
        yield 'JSON breaks' => ['{"a":1}', '{"a":"b}', false];
        yield 'a number is JSON' => ['5', 'x', false];
        yield 'text that becomes JSON' => ['x', '5', true];
        yield 'an object of a class' => ['O:4:"Acme":1:{s:1:"a";s:1:"b";}', 'O:4:"Acme":1:{s:1:"a";s:1:"bb";}', false];
    }

    public function testALookAtWhatCanBeReadWakesNoObject(): void
    {
        $before = 'O:12:"DateTimeZone":1:{s:1:"a";s:1:"b";}';
        self::assertTrue(ReferenceWriter::staysReadable($before, str_replace('"b"', '"c"', $before)), 'its class would refuse both');
    }

    /** @dataProvider readables */
    public function testWhatWasReadableMustStayReadable(string $before, string $after, bool $stays): void
    {
        self::assertSame($stays, ReferenceWriter::staysReadable($before, $after));
        $change = CellChange::between(new Cell('picopt_undone', 'id', '1', 'wide'), $before, $after);
        self::assertSame($stays, ReferenceWriter::isReadableAfter($change));
    }
}
