<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\FoundManifest;
use PictureOptimizer\Replace\KeptSizes;
use PictureOptimizer\Replace\OtherOwners;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\Slug;
use PictureOptimizer\Replace\Text;
use PictureOptimizer\Tests\TestCase;

/** The values that a replacement is made of: they come back from the journal as they were, and strangers' ones are refused. */
final class PartsTest extends TestCase
{
    private string $manifest;

    protected function setUp(): void
    {
        parent::setUp();
        $this->manifest = get_temp_dir() . 'picopt-manifest-' . bin2hex(random_bytes(6)) . '.json';
    }

    protected function tearDown(): void
    {
        @unlink($this->manifest);
        parent::tearDown();
    }

    // Names.

    /** @return iterable<string, array{string, string}> words, name */
    public static function slugs(): iterable
    {
        yield 'words' => ['Red bicycle', 'red-bicycle'];
        yield 'signs' => ['  Red   bicycle! (2) ', 'red-bicycle-2'];
        yield 'accents' => ['Café Müller', 'cafe-muller'];
        yield 'sharp s' => ['Straße', 'strasse'];
        yield 'Cyrillic' => ['Красный', 'krasnyj'];
        yield 'only signs' => ['!?…', ''];
        yield 'nothing' => ['', ''];
        yield 'a path' => ['../../etc/passwd', 'etc-passwd'];
        yield 'an extension' => ['photo.jpg', 'photo-jpg'];
        yield 'a null byte' => ["a\0b", 'a-b'];
        yield 'an emoji' => ['🚲 bike', 'bike'];
        yield 'what WordPress calls a size' => ['bike-300x200', 'bike'];
        yield 'what WordPress calls scaled' => ['bike scaled', 'bike'];
        yield 'what WordPress calls edited' => ['bike-e1234567890', 'bike'];
        yield 'several of these' => ['bike-300x200-scaled', 'bike'];
        yield 'something like it' => ['bike-300x200-red', 'bike-300x200-red'];
        yield 'nothing but a size' => ['300x200', '300x200'];
        yield 'a name that Windows does not have' => ['CON', 'con-picture'];
        yield 'another' => ['lpt1', 'lpt1-picture'];
        yield 'a word that begins like one' => ['console', 'console'];
        yield 'sixty letters' => [str_repeat('a', 60), str_repeat('a', 60)];
        yield 'one word that is longer' => [str_repeat('a', 61), str_repeat('a', 60)];
        yield 'sixty letters in words' => [str_repeat('word ', 11) . 'words', str_repeat('word-', 11) . 'words'];
        yield 'sixty letters and a word' => [str_repeat('ab', 30) . ' bike', str_repeat('ab', 30)];
        yield 'one word more than fits' => ['my ' . str_repeat('b', 58) . ' bike', 'my'];
        yield 'a long word of several letters' => [str_repeat('ab', 31), str_repeat('ab', 30)];
        yield 'words that are longer' => [str_repeat('word ', 20), implode('-', array_fill(0, 12, 'word'))];
    }

    /** @dataProvider slugs */
    public function testAFileNameIsMadeOfWords(string $words, string $name): void
    {
        if ($name === 'krasnyj' && !class_exists(\Transliterator::class)) {
            $name = '';
        }
        self::assertSame($name, Slug::of($words));
        self::assertSame($name, Slug::of($name), 'a name of ours stays');
        self::assertMatchesRegularExpression('/^([a-z0-9]+(-[a-z0-9]+)*)?$/D', Slug::of($words));
    }

    // What the journal keeps.

    private function file(string $name = 'full'): NewFile
    {
        return new NewFile($name, "/tmp/{$name}", str_repeat('a', 64), 100, 30, 20, 'image/webp', 'webp');
    }

    /** @return iterable<string, array{Change}> */
    public static function changes(): iterable
    {
        $file = new NewFile('full', '/tmp/é.webp', str_repeat('a', 64), 100, 30, 20, 'image/webp', 'webp');
        $breakpoint = new NewFile('breakpoint-480', '/tmp/b', str_repeat('b', 64), 9, 480, 3, 'image/avif', 'avif');
        yield 'text only' => [new Change(7, 'aa', text: new Text('An "alt"', null, '', "A\ndescription", ['red', 'é']))];
        yield 'an empty alt' => [new Change(7, 'aa', text: new Text(alt: ''))];
        yield 'files and a name' => [new Change(7, 'aa', [$file, $breakpoint], 'Red bike', null, false, true, ['12:3' => 'A place',
            '5:1' => ''])];
        yield 'nothing' => [new Change(7, '')];
    }

    /** @dataProvider changes */
    public function testAChangeComesBackAsItWas(Change $change): void
    {
        $kept = json_decode((string) json_encode($change->toArray(), JSON_THROW_ON_ERROR), true);
        self::assertEquals($change, Change::fromArray($kept));
        self::assertSame(in_array('full', array_column($change->files, 'name'), true) ? 'full' : null, $change->full()?->name);
        unset($kept['place_alts']);
        self::assertSame([], Change::fromArray($kept)->placeAlts, 'rows of the first version have none');
    }

    public function testARunComesBackAsItWas(): void
    {
        $change = new Change(7, 'aa', [$this->file(), $this->file('medium')], 'bike', new Text('New <b>alt</b>'));
        $run = new Run(3, $change, '2026/05', ['full' => 'a.jpg', 'medium' => 'a-1.jpg', 'large' => 'a-1.jpg'], 'Old', 500);
        $run->newNames = ['full' => 'b.webp', 'medium' => 'b-1.webp', 'large' => 'b-1.webp', 'breakpoint-1' => 'b-2.webp'];
        $run->hashes = ['full' => 'hash'];
        [$run->notes, $run->stillNamed, $run->socialSource, $run->rollback, $run->attempts] = [['n'], ['a.jpg'], 'a.jpg', 'r', 2];
        [$run->absentMeta, $run->tagsBefore, $run->tagsAfter, $run->tagsMade] = [['m'], ['x'], ['y'], ['z']];
        $row = (object) ['id' => '3', 'state' => 'working', 'step' => 'begin', 'backup' => '', 'applied_sha256' => '',
            'plan' => json_encode($run->plan(), JSON_THROW_ON_ERROR)];
        self::assertEquals($run, Run::fromRow($row));
        self::assertSame(['a.jpg' => 'full', 'a-1.jpg' => 'medium'], $run->renamed(), 'sizes may share a file');
        self::assertSame('New alt', $run->newAlt());
        self::assertSame(['2026/05/x.jpg', 7, true], [$run->relative('x.jpg'), $run->attachmentId(), $run->hasFiles()]);
        self::assertStringEndsWith('/2026/05/x.jpg', $run->absolute('x.jpg'));
        $plain = new Run(4, new Change(8, ''), '', ['full' => 'a.jpg'], '', 0);
        self::assertSame([[], null, false, 'x.jpg'], [$plain->renamed(), $plain->newAlt(), $plain->hasFiles(), $plain->relative('x.jpg')]);
    }

    public function testRowsOfTheFirstVersionAreUnderstood(): void
    {
        $run = new Run(3, new Change(7, 'aa'), '', ['full' => 'a.jpg'], '', 0);
        $plan = array_diff_key($run->plan(), array_flip(['still_named', 'social_source', 'attempts', 'tags_made']));
        $row = (object) ['id' => '3', 'state' => 'applied', 'step' => 'done', 'backup' => 'b', 'applied_sha256' => 'h',
            'plan' => json_encode($plan, JSON_THROW_ON_ERROR)];
        $read = Run::fromRow($row);
        self::assertSame([[], '', 0, [], 'b', 'h'], [$read->stillNamed, $read->socialSource, $read->attempts, $read->tagsMade,
            $read->backup, $read->appliedSha256]);
    }

    /** @return iterable<string, array{OutcomeState, bool}> */
    public static function outcomes(): iterable
    {
        foreach (OutcomeState::cases() as $state) {
            yield $state->value => [$state, in_array($state, [OutcomeState::Applied, OutcomeState::Reverted,
                OutcomeState::Unchanged], true)];
        }
    }

    /** @dataProvider outcomes */
    public function testWhatCountsAsASuccess(OutcomeState $state, bool $ok): void
    {
        self::assertSame($ok, (new Outcome(7, $state))->ok());
    }

    // Manifests that were found on the disk.

    /** @return array<string, mixed> */
    private static function manifest(): array
    {
        return ['attachment' => 7, 'site' => 'https://example.org', 'made_at' => '2026-05-01T12:00:00Z', 'folder' => '2026/05',
            'files' => ['photo.jpg' => ['sha256' => 'aa', 'bytes' => 1]], 'names' => ['full' => 'photo.jpg'],
            'meta' => [['meta_key' => '_wp_attached_file', 'meta_value' => '2026/05/photo.jpg']],
            'post' => ['post_mime_type' => 'image/jpeg'], 'original' => 'photo.jpg'];
    }

    private function read(mixed $data): FoundManifest
    {
        file_put_contents($this->manifest, is_string($data) ? $data : json_encode($data));
        return FoundManifest::read($this->manifest);
    }

    public function testAManifestOfOursIsRead(): void
    {
        $found = $this->read(self::manifest());
        self::assertSame([7, 'https://example.org', 1777636800, '2026/05', ['photo.jpg' => 'aa'], ['full' => 'photo.jpg'],
            ['_wp_attached_file' => '2026/05/photo.jpg'], 'image/jpeg'], [$found->attachmentId, $found->site, $found->madeAt,
            $found->folder, $found->files, $found->names, $found->meta, $found->mime]);
        self::assertSame('2026/05/x.jpg', $found->relative('x.jpg'));
        self::assertSame('x.jpg', $this->read(['folder' => ''] + self::manifest())->relative('x.jpg'));
    }

    /** @return iterable<string, array{mixed}> */
    public static function strangers(): iterable
    {
        $with = static fn (string $key, mixed $value): array => [$key => $value] + self::manifest();
        yield 'no JSON' => ['{'];
        yield 'a list' => [[]];
        yield 'a text' => ['"x"'];
        yield 'a number for a text' => [$with('folder', 7)];
        yield 'a text for a number' => [$with('attachment', '7')];
        yield 'a folder above uploads' => [$with('folder', '../..')];
        yield 'a folder above, later' => [$with('folder', '2026/../../x')];
        yield 'a hidden folder' => [$with('folder', '.git')];
        yield 'a Windows folder' => [$with('folder', '2026\\05')];
        yield 'another drive' => [$with('folder', 'C:/x')];
        foreach (
            ['../photo.jpg', 'a/photo.jpg', '.htaccess', '.photo.jpg', 'photo.php', 'photo.php.txt', 'photo.svg', 'photo', '',
            "photo.jpg\0.php",
            'photo.phtml', '..', 'C:photo.jpg', 'photo.jpg/'] as $name
        ) {
            yield "a file called {$name}" => [$with('files', [$name => ['sha256' => 'aa']])];
            yield "a size called {$name}" => [$with('names', ['full' => $name])];
        }
    }

    /** @dataProvider strangers */
    public function testAManifestThatNamesAnythingElseIsRefused(mixed $data): void
    {
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('Its manifest');
        $this->read($data);
    }

    /** @return iterable<string, array{string, mixed}> a field that nobody has to believe, and what stands there */
    public static function oddities(): iterable
    {
        foreach (['site', 'made_at', 'files', 'names', 'meta', 'post'] as $field) {
            foreach (['a list' => [['x']], 'a number' => 7, 'nothing' => null, 'a flag' => true, 'deep' => [[['x']]]] as $kind => $value) {
                if (
                    !in_array([$field, $kind], [['files', 'a list'], ['files', 'a number'], ['files', 'a flag'], ['files',
                    'deep']], true)
                ) {
                    yield "{$field}: {$kind}" => [$field, $value];
                }
            }
        }
        yield 'a hash that is a list' => ['files', ['photo.jpg' => ['sha256' => ['x']]]];
        yield 'a file that is a text' => ['files', ['photo.jpg' => 'x']];
        yield 'a type that is a list' => ['post', ['post_mime_type' => ['x']]];
        yield 'meta without a key' => ['meta', [['meta_value' => 'x']]];
    }

    /** @dataProvider oddities */
    public function testOtherOdditiesAreNothing(string $field, mixed $value): void
    {
        $found = $this->read([$field => $value] + self::manifest());
        self::assertSame([7, '2026/05'], [$found->attachmentId, $found->folder]);
        foreach (
            [...array_values($found->files), ...array_values($found->names), ...array_values($found->meta), $found->site,
            $found->mime] as $text
        ) {
            self::assertIsString($text);
        }
        $this->expectException(ChangeError::class);
        $found->checkFile('photo.jpg', $this->manifest);
    }

    public function testOnlyTheBytesThatWereBackedUpAreTaken(): void
    {
        $image = get_temp_dir() . 'picopt-photo-' . bin2hex(random_bytes(4)) . '.png';
        imagepng(imagecreatetruecolor(3, 2), $image);
        $with = fn (string $path): FoundManifest
            => $this->read(['files' => ['photo.jpg' => ['sha256' => hash_file('sha256', $path)]]] + self::manifest());
        $with($image)->checkFile('photo.jpg', $image);
        $link = "{$image}.link";
        symlink($image, $link);
        foreach (
            [[$image, $link, 'missing or damaged'], [$image, '/nowhere', 'missing or damaged'], [__FILE__, __FILE__,
            'not an image']] as [$of, $path, $why]
        ) {
            try {
                $with($of)->checkFile('photo.jpg', $path);
                self::fail("{$path} was taken");
            } catch (ChangeError $error) {
                self::assertStringContainsString($why, $error->getMessage());
            }
        }
        unlink($link);
        unlink($image);
    }

    // What WordPress' image editor keeps.

    /** @return iterable<string, array{mixed, list<string>}> value of the meta, names */
    public static function keptSizes(): iterable
    {
        yield 'as core has it' => [['full-orig' => ['file' => 'a.jpg', 'width' => 3], 'medium-orig' => ['file' => 'a-1.jpg']], ['a.jpg',
            'a-1.jpg']];
        yield 'a path' => [['full-orig' => ['file' => '../../a.jpg']], ['a.jpg']];
        yield 'a text' => ['broken', []];
        yield 'none' => ['', []];
        yield 'texts' => [['full-orig' => 'a.jpg'], []];
        yield 'no file' => [['full-orig' => ['width' => 3]], []];
        yield 'a list for a file' => [['full-orig' => ['file' => ['a.jpg']]], []];
    }

    /**
     * @dataProvider keptSizes
     * @param list<string> $names
     */
    public function testWhatTheImageEditorKeepsIsRead(mixed $value, array $names): void
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], '2026/05/a.jpg');
        update_post_meta($id, '_wp_attachment_backup_sizes', $value);
        $kept = new KeptSizes();
        self::assertSame($names, $kept->names($id));
        $kept->map($id, ['a.jpg' => 'b.webp']);
        self::assertSame(str_replace('a.jpg', 'b.webp', $names), $kept->names($id));
        $after = get_post_meta($id, '_wp_attachment_backup_sizes', true);
        self::assertSame(is_array($value) ? array_keys($value) : $value, is_array($after) ? array_keys($after) : $after);
    }

    public function testWhatAFileMeasuresIsSaidWhereItCanBeMeasured(): void
    {
        $id = $this->addPlainImage('photo.png', 1, 2);
        $path = (string) get_attached_file($id);
        $text = dirname($path) . '/picopt-no-image.png';
        file_put_contents($text, 'words, and no image at all');
        $measured = static function (string $to) use ($id): array {
            update_post_meta($id, '_wp_attachment_backup_sizes', ['full-orig' => ['file' => 'a.jpg', 'width' => 30, 'height' => 20]]);
            (new KeptSizes())->map($id, ['a.jpg' => $to]);
            return get_post_meta($id, '_wp_attachment_backup_sizes', true)['full-orig'];
        };
        $image = $measured(basename($path));
        self::assertSame([1, 2, filesize($path), 'image/png'], [$image['width'], $image['height'], $image['filesize'],
            $image['mime-type']]);
        $none = $measured('picopt-no-image.png');
        self::assertSame([30, 20, filesize($text), ''], [$none['width'], $none['height'], $none['filesize'], $none['mime-type']]);
        self::assertEquals(['file' => 'gone.png', 'width' => 30, 'height' => 20], $measured('gone.png'));
    }

    public function testOtherAttachmentsOfTheSameFile(): void
    {
        $make = static fn (string $file): int => (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $file);
        [$first, $second, $third] = [$make('2026/05/a.jpg'), $make('2026/05/a.jpg'), $make('2026/06/a.jpg')];
        update_post_meta($second, '_wp_attachment_metadata', ['sizes' => ['medium' => ['file' => 'a-1.jpg']]]);
        $others = new OtherOwners($this->plugin->db());
        self::assertSame([[$second], [], []], [$others->of($first, '2026/05/a.jpg'), $others->of($third, '2026/06/a.jpg'),
            $others->of($first, "2026/05/a.jpg' OR '1'='1")]);
        $run = new Run(1, new Change($first, ''), '2026/05', ['full' => 'a.jpg'], '', 0);
        self::assertSame(['a.jpg', 'a-1.jpg'], $others->names($run, ['a.jpg']));
        self::assertSame([], $others->names($run, ['b.jpg']));
        $alone = new Run(1, new Change($third, ''), '2026/06', ['full' => 'a.jpg'], '', 0);
        self::assertSame([], $others->names($alone, ['a.jpg']));
    }
}
