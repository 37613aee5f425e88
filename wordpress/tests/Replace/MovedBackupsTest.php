<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Replace\MovedBackups;
use PictureOptimizer\Tests\TestCase;

/** What people read of backups that were moved while nobody looked. */
final class MovedBackupsTest extends TestCase
{
    private const OPTION = 'picture_optimizer_moved_backups';

    /** @return iterable<string, array{MovedBackups, string}> what was done, what is said */
    public static function ends(): iterable
    {
        yield 'nothing to do' => [new MovedBackups(0, 0, ['/old'], '/new'), ''];
        yield 'one' => [new MovedBackups(1, 0, ['/old'], '/new'),
            '1 backup was moved from /old to /new, where deployments do not delete it.'];
        yield 'several of two folders' => [new MovedBackups(2, 0, ['/old', '/older'], '/new'),
            '2 backups were moved from /old, /older to /new, where deployments do not delete them.'];
        yield 'no time' => [new MovedBackups(0, 1, ['/old'], '/new'), '1 backup is still where it was. Nothing is lost.'];
        yield 'no space after the first' => [new MovedBackups(1, 2, ['/old'], '/new', 'The disk is full.'),
            '1 backup was moved from /old to /new, where deployments do not delete it. 2 backups are still where they were.'
                . ' Nothing is lost. The disk is full.'];
        yield 'not even begun' => [new MovedBackups(0, 0, ['/old'], '', 'The folder can’t be made.'), 'The folder can’t be made.'];
    }

    /** @dataProvider ends */
    public function testWhatWasDoneIsSaidAndRemembered(MovedBackups $moved, string $sentence): void
    {
        update_option(self::OPTION, 'What was done before.');
        self::assertSame($sentence, $moved->sentence());
        $moved->remember();
        self::assertSame($sentence === '' ? 'What was done before.' : $sentence, MovedBackups::last());
    }

    public function testItIsReadWhenSomebodyAsksAndNotWithEveryPage(): void
    {
        global $wpdb;
        delete_option(self::OPTION);
        self::assertSame('', MovedBackups::last());
        (new MovedBackups(1, 0, ['/old'], '/new'))->remember();
        $autoload = $wpdb->get_var($wpdb->prepare("SELECT autoload FROM {$wpdb->options} WHERE option_name = %s", self::OPTION));
        self::assertContains($autoload, ['no', 'off']);
    }

    public function testWhatSomebodyElsePutThereIsReadForWhatItIs(): void
    {
        update_option(self::OPTION, ['moved' => '3', 'from' => '/old']);
        self::assertStringStartsWith('3 backups were moved from /old', MovedBackups::last());
        update_option(self::OPTION, []);
        self::assertSame('', MovedBackups::last());
        update_option(self::OPTION, ['left' => 1, 'why' => 'The disk is full.', 'to' => '/new']);
        self::assertSame('1 backup is still where it was. Nothing is lost. The disk is full.', MovedBackups::last());
    }
}
