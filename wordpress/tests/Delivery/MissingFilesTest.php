<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\MissingFiles;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Hooks;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Database and files are of two different times, as when half of a site's backup was restored.
 *
 * @group acceptance-A10
 * @group acceptance-B6
 */
final class MissingFilesTest extends ReplaceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        delete_transient(MissingFiles::LOOKED);
        wp_clear_scheduled_hook(Hooks::HEAL);
    }

    public function testFormerFilesStandInForTodaysThatAreMissing(): void
    {
        [$id, $old, $new] = $this->withFilesOfBefore('photo.jpg', 3000, 2000);
        $missing = $this->missing();
        self::assertNull($missing->standIn($this->relative($id, $new['full'])), 'nobody knows yet');
        self::assertNotFalse(wp_next_scheduled(Hooks::HEAL), 'and backups are looked through');
        do_action(Hooks::HEAL);
        foreach ($new as $size => $name) {
            if ($name !== ($old[$size] ?? '')) {
                self::assertSame($this->relative($id, $old[$size]), $missing->standIn($this->relative($id, $name)), $size);
            }
        }
        array_map(fn (string $file): bool => touch($this->absolute($id, $file)), $new);
        $missing->look();
        unlink($this->absolute($id, $new['full']));
        self::assertNull($missing->standIn($this->relative($id, $new['full'])), 'who asks for what is missing costs nothing');
    }

    public function testWhatIsThereOrNobodysHasNoStandIn(): void
    {
        $id = $this->addPlainImage('photo.png');
        $file = Attachment::load($id)->file;
        set_transient(MissingFiles::LOOKED, 1, 60);
        $others = ['never-was.png', 'photo.txt', 'photo-9x9.png', ''];
        foreach ([$file, ...array_map(static fn (string $name): string => dirname($file) . "/{$name}", $others)] as $path) {
            self::assertNull($this->missing()->standIn($path), $path);
        }
        unlink((string) get_attached_file($id));
        $this->missing()->look();
        self::assertNull($this->missing()->standIn($file), 'it had no other name');
    }

    public function testBackupsAreNotLookedThroughForEveryRequest(): void
    {
        $id = $this->addPlainImage('photo.png');
        unlink((string) get_attached_file($id));
        do_action(Hooks::HEAL);
        self::assertNull($this->missing()->standIn(Attachment::load($id)->file));
        self::assertFalse(wp_next_scheduled(Hooks::HEAL));
    }

    public function testARevertNeedsNoBackupWhereTheFilesOfBeforeLie(): void
    {
        $id = $this->addPicture();
        $post = $this->post("<img src=\"{$this->url($id, 'large')}\">");
        $before = $this->stateOfSite();
        $this->replaced($id);
        $this->workshop->backups->remove($this->workshop->journal->inEffect($id)[0]->backup);
        $this->reverted($id);
        self::assertStringContainsString('photo-', get_post($post)->post_content);
        self::assertSame($before, $this->stateOfSite());
    }

    /** @return iterable<string, array{callable(string, string): mixed}> what is done to the former file, and to ours */
    public static function notTheOnes(): iterable
    {
        yield 'one is missing' => [static fn (string $old, string $new): bool => unlink($old)];
        yield 'it is another file' => [static fn (string $old): mixed => file_put_contents($old, 'another')];
        yield 'it is ours under its name' => [static fn (string $old, string $new): bool => copy($new, $old)];
    }

    /** @dataProvider notTheOnes */
    public function testWithoutABackupNothingElseIsTakenForTheFilesOfBefore(callable $change): void
    {
        $id = $this->addPicture();
        [$old, $new] = $this->replaced($id);
        $change($this->absolute($id, $old['full']), $this->absolute($id, $new['full']));
        $this->workshop->backups->remove($this->workshop->journal->inEffect($id)[0]->backup);
        $outcome = $this->replacer->revert($id)[$id];
        self::assertSame([OutcomeState::Failed, 'The backup of this image is missing.'], [$outcome->state, $outcome->reason]);
        self::assertSame($new['full'], basename(Attachment::load($id)->file), 'nothing was touched');
    }

    private function missing(): MissingFiles
    {
        return new MissingFiles($this->plugin->db(), $this->plugin->redirects());
    }

    /** @return array{int, array<string, string>, array<string, string>} The image, its names before, and after. */
    private function withFilesOfBefore(string $name, int $width, int $height): array
    {
        $id = $this->addPicture($name, $width, $height);
        [$old, $new] = $this->replaced($id);
        foreach (array_diff($new, $old) as $file) {
            unlink($this->absolute($id, $file));
        }
        return [$id, $old, $new];
    }

    /** @return array{array<string, string>, array<string, string>} Names before, all of which lie there again, and after. */
    private function replaced(int $id): array
    {
        $old = Attachment::load($id)->names();
        $bytes = array_map(fn (string $file): string => (string) file_get_contents($this->absolute($id, $file)), $old);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        foreach ($old as $size => $file) {
            file_put_contents($this->absolute($id, $file), $bytes[$size]);
        }
        return [$old, Attachment::load($id)->names()];
    }

    private function relative(int $id, string $name): string
    {
        return Attachment::load($id)->relative($name);
    }

    private function absolute(int $id, string $name): string
    {
        return Attachment::load($id)->absolute($name);
    }
}
