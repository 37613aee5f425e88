<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Reporting;

use PictureOptimizer\Media\ReportPage;
use PictureOptimizer\Reporting\Achievements;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** What a report says is what the library's badges say. */
final class AchievementsTest extends RestTestCase
{
    private function achievements(): Achievements
    {
        return new Achievements($this->plugin->db(), $this->plugin->items(), $this->plugin->pictures(), $this->plugin->acceptedTypes());
    }

    public function testEachImageCountsOnceInItsMonthAndForItsUploader(): void
    {
        [$first, $second] = [$this->addPicture('a.jpg', 800, 600), $this->addPicture('b.jpg', 600, 800, 2)];
        $ann = $this->user('author');
        wp_update_post(['ID' => $second, 'post_author' => $ann]);
        $this->process([$first, $second], Pipeline::Export);
        $this->plugin->db()->query("UPDATE {$this->plugin->items()->table()} SET updated_at = 1767225600 WHERE attachment_id = {$second}");
        $months = $this->achievements()->byMonth();
        self::assertSame([wp_date('Y-m'), '2026-01'], array_column($months, 'name'));
        self::assertSame([1, 1], array_column($months, 'images'));
        $known = $this->plugin->pictures()->get($second);
        self::assertSame(
            [$known?->bytesBefore, $known?->bytesAfter, 1],
            [$months[1]['before'], $months[1]['after'], $months[1]['credits']]
        );
        self::assertEqualsCanonicalizing(
            [get_userdata(1)->display_name, get_userdata($ann)->display_name],
            array_column($this->achievements()->byAuthor(), 'name')
        );
        $this->plugin->control()->revert($second);
        $months = array_column($this->achievements()->byMonth(), null, 'name');
        $nothing = ['name' => '2026-01', 'images' => 0, 'before' => 0, 'after' => 0];
        self::assertSame($nothing + ['credits' => 1], $months['2026-01'], 'what was restored saves nothing, and was paid for');
    }

    /** @group acceptance-U4 */
    public function testCreditsAddUpToWhatWasSpentAlsoWhereNoFileWasTouched(): void
    {
        [$text, $both] = [$this->addPicture('a.jpg', 800, 600), $this->addPicture('b.jpg', 600, 800, 2)];
        $this->process([$text], Pipeline::Analyze);
        $month = ['name' => wp_date('Y-m'), 'images' => 0, 'before' => 0, 'after' => 0, 'credits' => 1];
        self::assertSame([$month], $this->achievements()->byMonth());
        $this->process([$both], Pipeline::AnalyzeExport);
        foreach ([$this->achievements()->byMonth(), $this->achievements()->byAuthor()] as $rows) {
            self::assertSame([1], array_column($rows, 'images'));
            self::assertSame(3, array_sum(array_column($rows, 'credits')));
        }
        self::assertSame(3, self::$service->get('charged'), 'as the service counts');
    }

    public function testTheSitesTimeDecidesWhichMonthItIs(): void
    {
        $image = $this->addPicture('a.jpg', 800, 600);
        $this->process([$image], Pipeline::Export);
        // The last half hour of January in UTC.
        $this->plugin->db()->query("UPDATE {$this->plugin->items()->table()} SET updated_at = 1769902200");
        update_option('gmt_offset', 0);
        self::assertSame('2026-01', $this->achievements()->byMonth()[0]['name']);
        update_option('gmt_offset', 1);
        self::assertSame('2026-02', $this->achievements()->byMonth()[0]['name']);
    }

    public function testCoverageIsRememberedDayByDay(): void
    {
        $images = [$this->addPicture('a.jpg', 300, 200), $this->addPicture('b.jpg', 200, 300, 2)];
        update_option('picture_optimizer_coverage', ['2026-01-01' => ['images' => 1, 'with_alt' => 0]]);
        update_post_meta($images[0], '_wp_attachment_image_alt', 'A barn');
        update_post_meta($images[1], '_wp_attachment_image_alt', '');
        $this->achievements()->remember();
        self::assertSame([
            '2026-01-01' => ['images' => 1, 'with_alt' => 0],
            wp_date('Y-m-d') => ['images' => 2, 'with_alt' => 1],
        ], get_option('picture_optimizer_coverage'));
    }

    public function testThePageAndTheTableSayTheSame(): void
    {
        $image = $this->addPicture('a.jpg', 800, 600);
        wp_update_user(['ID' => 1, 'display_name' => '=cmd()']);
        $this->process([$image], Pipeline::Export);
        $page = new ReportPage($this->achievements(), $this->plugin->pageWeights());
        ob_start();
        $page->show();
        $html = (string) ob_get_clean();
        self::assertStringContainsString('0 of 1 image has alt text (0%)', $html);
        self::assertStringContainsString(esc_html(wp_date('F Y')), $html);
        self::assertSame(2, substr_count($html, 'picopt-stack'));
        self::assertSame(10, substr_count($html, '<td data-label='), 'on a phone, each cell says what it is');
        $table = $page->table();
        self::assertSame(['by', 'name', 'images', 'bytes_before', 'bytes_after', 'credits'], $table[0]);
        self::assertSame(['month', wp_date('Y-m'), 1], array_slice($table[1], 0, 3));
        self::assertSame(['author', "'=cmd()"], array_slice($table[2], 0, 2), 'no spreadsheet takes a name for a formula');
    }

    public function testAnEmptyLibraryHasAReport(): void
    {
        ob_start();
        (new ReportPage($this->achievements(), $this->plugin->pageWeights()))->show();
        $html = (string) ob_get_clean();
        self::assertSame(1, substr_count($html, 'No image has been optimized yet.'), 'said once');
        self::assertStringNotContainsString('picopt-stack', $html, 'and no empty table');
    }
}
