<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Planning\ExclusionCount;
use PictureOptimizer\Planning\Exclusions;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Tests\RestTestCase;

/** Which images rules leave out, one by one and counted. */
final class ExclusionsTest extends RestTestCase
{
    /** @return iterable<string, array{array<string, mixed>, string, int, string, string|null}> rules, file, bytes, date, words */
    public static function rules(): iterable
    {
        $day = '2026-11-05 10:00:00';
        yield 'none' => [[], '2026/11/a.jpg', 0, $day, null];
        yield 'a folder' => [['exclude_folders' => ['/2026/11/']], '2026/11/a.jpg', 9, $day, 'folder'];
        yield 'a folder of a like name' => [['exclude_folders' => ['2026/1']], '2026/11/a.jpg', 9, $day, null];
        yield 'a name in any case' => [['exclude_names' => ['logo*.PNG']], '2026/11/Logo-2.png', 9, $day, 'name matches logo*.PNG'];
        yield 'a name is not a folder' => [['exclude_names' => ['2026*']], '2026/11/a.jpg', 9, $day, null];
        yield 'smaller' => [['exclude_below_bytes' => 10], 'a.jpg', 9, $day, 'smaller'];
        yield 'as large' => [['exclude_below_bytes' => 10], 'a.jpg', 10, $day, null];
        yield 'the day before' => [['exclude_before' => '2026-11-06'], 'a.jpg', 9, $day, 'before 2026-11-06'];
        yield 'that day' => [['exclude_before' => '2026-11-05'], 'a.jpg', 9, $day, null];
    }

    /**
     * @dataProvider rules
     * @param array<string, mixed> $rules
     */
    public function testARuleMeansWhatItSays(array $rules, string $file, int $bytes, string $date, ?string $words): void
    {
        $reason = (new Exclusions($rules + Defaults::ALL))->reason($file, $bytes, $date);
        $words === null ? self::assertNull($reason) : self::assertStringContainsString($words, (string) $reason);
    }

    public function testTheDiskIsAskedForLengthsOnlyWhereTheyMatter(): void
    {
        $asks = static fn (int $bytes): bool => (new Exclusions(['exclude_below_bytes' => $bytes] + Defaults::ALL))->askForBytes();
        self::assertSame([false, true], [$asks(0), $asks(1)]);
    }

    public function testTheCountIsOfTheLibrarysImagesAlone(): void
    {
        $counting = new ExclusionCount($this->plugin->db(), $this->plugin->acceptedTypes());
        $count = fn (array $rules): array => $counting->of(new Exclusions($rules + Defaults::ALL));
        $before = $count([])['total'];
        $small = $this->addPicture('logo.jpg', 40, 30, 1);
        $this->addPicture('photo.jpg', 400, 300, 2);
        wp_insert_attachment(['post_title' => 'A paper', 'post_mime_type' => 'application/pdf', 'post_status' => 'inherit'], '2026/x.pdf');
        self::assertSame(['excluded' => 0, 'total' => $before + 2], $count([]));
        self::assertSame(1, $count(['exclude_names' => ['logo*']])['excluded']);
        $bytes = (int) filesize((string) get_attached_file($small));
        self::assertSame(0, $count(['exclude_below_bytes' => $bytes])['excluded'], 'the limit itself is not below it');
        self::assertSame(1, $count(['exclude_below_bytes' => $bytes + 1])['excluded']);
        $db = $this->plugin->db();
        $db->replace("{$db->prefix}picopt_audit", ['attachment_id' => $small, 'bytes' => $bytes + 2]);
        self::assertSame(0, $count(['exclude_below_bytes' => $bytes + 1])['excluded'], 'what the audit has measured is not measured again');
    }

    /** @group acceptance-G1 */
    public function testTheRouteCleansItsRulesAndIsForWhoMayConfigure(): void
    {
        $this->addPicture('logo.jpg', 40, 30);
        $all = $this->call('POST', '/exclusions', ['rules' => ['exclude_names' => "*\n", 'exclude_below_bytes' => 'x', 'nonsense' => 1]]);
        self::assertSame(200, $all->get_status());
        self::assertSame($all->get_data()['total'], $all->get_data()['excluded']);
        wp_set_current_user($this->user('editor'));
        self::assertSame(403, $this->call('POST', '/exclusions', [])->get_status());
    }
}
