<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Replace\Adoption;
use PictureOptimizer\Replace\AdoptionState;

/**
 * Backups outlive the database that knew them.
 *
 * @group acceptance-A10
 */
final class AdoptTest extends AdoptTestCase
{
    public function testAfterADatabaseRestoreTheFilesComeBack(): void
    {
        $id = $this->addPicture();
        $before = $this->filesWithHashes();
        $this->replacedAndDatabaseRestored($id);
        self::assertFileDoesNotExist((string) get_attached_file($id));

        self::assertSame(AdoptionState::Restored, $this->adopted($id, dryRun: true)?->state);
        self::assertFileDoesNotExist((string) get_attached_file($id), 'a dry run changes nothing');
        self::assertSame(AdoptionState::Restored, $this->adopted($id)?->state);

        self::assertSame($before, array_intersect_key($this->filesWithHashes(), $before));
        self::assertNull($this->adopted($id), 'nothing is left to do');
    }

    public function testRevertBringsThemBackToo(): void
    {
        $id = $this->addPicture();
        $hash = hash_file('sha256', (string) get_attached_file($id));
        $this->replacedAndDatabaseRestored($id);
        $outcome = $this->reverted($id);
        self::assertStringContainsString('wasn’t in the database', implode(' ', $outcome->notes));
        self::assertSame($hash, hash_file('sha256', (string) get_attached_file($id)));
    }

    /**
     * @testWith ["picture_optimizer_heal"]
     *           ["picture_optimizer_daily"]
     */
    public function testNobodyHasToAskForThem(string $hook): void
    {
        add_filter('pre_http_request', static fn (): \WP_Error => new \WP_Error('offline'));
        $id = $this->addPicture();
        $hash = hash_file('sha256', (string) get_attached_file($id));
        $this->replacedAndDatabaseRestored($id);
        do_action($hook);
        self::assertSame($hash, hash_file('sha256', (string) get_attached_file($id)));
    }

    public function testAFileThatDiffersIsLeftAloneWithoutConsent(): void
    {
        $id = $this->addPicture();
        $hash = hash_file('sha256', (string) get_attached_file($id));
        $this->replacedAndDatabaseRestored($id);
        $full = (string) get_attached_file($id);
        $this->adopted($id);
        file_put_contents($full, 'somebody else');
        self::assertSame(AdoptionState::Differs, $this->adopted($id)?->state);
        self::assertSame('somebody else', file_get_contents($full));
        self::assertSame(AdoptionState::Restored, $this->adopted($id, overwrite: true)?->state);
        self::assertSame($hash, hash_file('sha256', $full));
    }

    public function testAfterAReinstallationAReplacementCanBeReverted(): void
    {
        global $wpdb;
        $id = $this->addPicture();
        $post = $this->post("<img src=\"{$this->url($id, 'large')}\">");
        $before = $this->stateOfSite();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $this->forgetEverything();
        // A folder that nobody remembers is found where such folders are.
        $kept = get_option('picture_optimizer_folders');
        delete_option('picture_optimizer_folders');

        self::assertSame(AdoptionState::Known, $this->adopted($id)?->state);
        update_option('picture_optimizer_folders', $kept);
        self::assertSame([$id], $this->workshop->journal->revertible());
        $this->reverted($id);

        self::assertStringContainsString('photo', get_post($post)->post_content);
        self::assertSame($before, $this->stateOfSite());
    }

    /** @return iterable<string, array{int}> which of two backups is the newer one */
    public static function newer(): iterable
    {
        yield 'the first by name' => [0];
        yield 'the second by name' => [1];
    }

    /** @dataProvider newer */
    public function testOfTwoBackupsTheNewerOneIsBroughtBack(int $newer): void
    {
        $id = $this->addPlainImage('photo.png');
        $path = (string) get_attached_file($id);
        $made = [$this->workshop->backups->make(Attachment::load($id))];
        imagepng(imagecreatetruecolor(31, 20), $path);
        $made[] = $this->workshop->backups->make(Attachment::load($id));
        sort($made);
        foreach ($made as $number => $name) {
            touch($this->workshop->backups->folder($name) . '/manifest.json', time() - ($number === $newer ? 10 : 20));
        }
        unlink($path);
        $this->adopted($id);
        self::assertFileEquals($this->workshop->backups->original($made[$newer]), $path);
    }

    public function testALinkInThePlaceOfAFileIsNeverWrittenThrough(): void
    {
        $id = $this->addPlainImage('photo.png');
        $path = (string) get_attached_file($id);
        $this->workshop->backups->make(Attachment::load($id));
        $elsewhere = dirname($path) . '/of-somebody-else.txt';
        file_put_contents($elsewhere, 'somebody else');
        unlink($path);
        symlink($elsewhere, $path);
        self::assertSame(AdoptionState::Differs, $this->adopted($id)?->state);
        $refused = $this->adopted($id, overwrite: true);
        self::assertSame(AdoptionState::Refused, $refused?->state);
        self::assertSame('There is a symbolic link where its file belongs.', $refused->reason);
        self::assertSame([true, 'somebody else'], [is_link($path), file_get_contents($elsewhere)]);
        unlink($path);
    }

    /** @return iterable<string, array{array<string, mixed>, bool}> what a replacement noted beside its backup, whether it is known by it */
    public static function notesOfReplacements(): iterable
    {
        $ours = ['new_names' => ['full' => 'photo.png'], 'hashes' => ['full' => '{sha256}']];
        yield 'the file that lies there' => [$ours, true];
        yield 'another name' => [['new_names' => ['full' => 'other.png']] + $ours, false];
        yield 'a list for a name' => [['new_names' => ['full' => ['photo.png']]] + $ours, false];
        yield 'no name' => [['new_names' => []] + $ours, false];
        yield 'other bytes' => [['hashes' => ['full' => str_repeat('0', 64)]] + $ours, false];
        yield 'no hash' => [['hashes' => 'x'] + $ours, false];
        yield 'nothing' => [[], false];
    }

    /**
     * @dataProvider notesOfReplacements
     * @param array<string, mixed> $note
     */
    public function testAReplacementIsKnownByTheFileThatItMade(array $note, bool $known): void
    {
        $id = $this->addPlainImage('photo.png');
        $path = (string) get_attached_file($id);
        $names = [basename($path), (string) hash_file('sha256', $path)];
        $backup = $this->workshop->backups->make(Attachment::load($id));
        $this->workshop->backups->note($backup, str_replace(['photo.png', '{sha256}'], $names, (string) json_encode($note)));
        self::assertSame($known ? AdoptionState::Known : null, $this->adopted($id, dryRun: true)?->state);
        $folder = dirname((string) get_post_meta($id, '_wp_attached_file', true));
        wp_mkdir_p(Attachment::uploads() . '/picopt-moved');
        rename($path, Attachment::uploads() . '/picopt-moved/' . basename($path));
        update_post_meta($id, '_wp_attached_file', 'picopt-moved/' . basename($path));
        self::assertNotSame('picopt-moved', $folder);
        self::assertNull($this->adopted($id, dryRun: true), 'in another folder it is another file');
        unlink(Attachment::uploads() . '/picopt-moved/' . basename($path));
        rmdir(Attachment::uploads() . '/picopt-moved');
    }

    /** @return array<string, array{callable(array): array}> what somebody who can write to uploads may put there */
    public function forgeries(): array
    {
        return [
            'a folder above uploads' => [static fn (array $m): array => ['folder' => '../../..'] + $m],
            'a script' => [static fn (array $m): array => ['files' => ['x.php' => reset($m['files'])]] + $m],
            'a name with a path' => [static fn (array $m): array => ['files' => ['../../photo.jpg' => reset($m['files'])]] + $m],
            'a server rule' => [static fn (array $m): array => ['files' => ['.htaccess' => reset($m['files'])]] + $m],
            'another hash' => [static fn (array $m): array => ['files' => array_map(
                static fn (array $file): array => ['sha256' => str_repeat('0', 64)] + $file,
                $m['files']
            )] + $m],
            'no manifest at all' => [static fn (): array => ['x' => 1]],
        ];
    }

    /** @dataProvider forgeries */
    public function testNothingInUploadsIsTrusted(callable $forge): void
    {
        $id = $this->addPicture();
        $name = $this->replacedAndDatabaseRestored($id);
        $file = $this->workshop->backups->folder($name) . '/manifest.json';
        file_put_contents($file, json_encode($forge(json_decode((string) file_get_contents($file), true))));
        $before = $this->stateOfSite();
        $refused = array_filter($this->replacer->adopt(), static fn (Adoption $one): bool => $one->backup === $name);
        self::assertSame([AdoptionState::Refused], array_column(array_values($refused), 'state'));
        self::assertSame($before, $this->stateOfSite());
    }

    public function testAnImageThatIsNoneIsNotBroughtBack(): void
    {
        $id = $this->addPicture();
        $name = $this->replacedAndDatabaseRestored($id);
        $folder = $this->workshop->backups->folder($name);
        $manifest = json_decode((string) file_get_contents("{$folder}/manifest.json"), true);
        foreach (array_keys($manifest['files']) as $file) {
            file_put_contents("{$folder}/{$file}", "<?php // {$file}");
            $manifest['files'][$file]['sha256'] = hash_file('sha256', "{$folder}/{$file}");
        }
        file_put_contents("{$folder}/manifest.json", json_encode($manifest));
        self::assertSame(AdoptionState::Refused, $this->adopted($id)?->state);
        self::assertFileDoesNotExist((string) get_attached_file($id));
    }

    public function testABackupIsFoundWhereNothingSaysAnyMoreWhereItIs(): void
    {
        $id = $this->addPicture('lost-option.jpg', 400, 300);
        $this->applied($this->change($id));
        delete_option('picture_optimizer_folders');
        delete_option('picture_optimizer_older_folders');
        delete_option('picture_optimizer_found_folders');
        self::assertArrayNotHasKey($id, $this->workshop->backupKeeper->audit(null, Budget::unlimited())->faults);
        $this->reverted($id);
    }

    public function testBackupsOfAnotherSiteAreNotOurs(): void
    {
        $id = $this->addPicture();
        $name = $this->replacedAndDatabaseRestored($id);
        $file = $this->workshop->backups->folder($name) . '/manifest.json';
        file_put_contents($file, str_replace(
            trim((string) json_encode(home_url()), '"'),
            'https:\/\/other.example',
            (string) file_get_contents($file)
        ));
        self::assertNull($this->adopted($id));
    }

    public function testAFolderInWhichAnotherSiteKeepsItsBackupsIsNeverTakenForOurs(): void
    {
        $id = $this->addPicture();
        $name = $this->replacedAndDatabaseRestored($id);
        $manifest = (string) file_get_contents($this->workshop->backups->folder($name) . '/manifest.json');
        $theirs = Attachment::uploads() . '/picture-optimizer-backups-' . bin2hex(random_bytes(16));
        $ours = "{$theirs}0";
        foreach ([$theirs => 'https:\/\/other.example', $ours => trim((string) json_encode(home_url()), '"')] as $folder => $site) {
            mkdir("{$folder}/" . str_repeat('a', 32), 0777, true);
            $text = str_replace(trim((string) json_encode(home_url()), '"'), $site, $manifest);
            file_put_contents("{$folder}/" . str_repeat('a', 32) . '/manifest.json', $text);
        }
        $this->adopted($id);
        $known = PrivateFolder::known()['backups'];
        exec('rm -rf ' . escapeshellarg($theirs) . ' ' . escapeshellarg($ours));
        self::assertContains($ours, $known);
        self::assertNotContains($theirs, $known, 'what is known is thinned out, and goes when the plugin is deleted');
    }

    public function testTheBackupOfEveryReplacementIsLookedFor(): void
    {
        $lost = $this->addPicture('lost.jpg', 400, 300, 1);
        $rotten = $this->addPicture('rotten.jpg', 400, 300, 2);
        $fine = $this->addPicture('fine.jpg', 400, 300, 3);
        array_map(fn (int $id) => $this->applied($this->change($id)), [$lost, $rotten, $fine]);
        self::assertSame([], $this->workshop->backupKeeper->audit(null, Budget::unlimited())->faults);
        $backup = fn (int $id): string => $this->workshop->journal->inEffect($id)[0]->backup;
        unlink($this->workshop->backups->original($backup($lost)));
        $file = $this->workshop->backups->original($backup($rotten));
        $bytes = (string) file_get_contents($file);
        file_put_contents($file, strrev($bytes));

        $quick = $this->workshop->backupKeeper->audit(0, Budget::unlimited());
        self::assertSame([3, 0, [$lost]], [$quick->replacements, $quick->hashed, array_keys($quick->faults)]);
        $deep = $this->workshop->backupKeeper->audit(null, Budget::unlimited());
        self::assertSame([3, 3], [$deep->replacements, $deep->hashed]);
        self::assertEqualsCanonicalizing([$lost, $rotten], array_keys($deep->faults));
    }
}
