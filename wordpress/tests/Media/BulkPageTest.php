<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\BulkPage;
use PictureOptimizer\Media\Selection;
use PictureOptimizer\Store\JobState;

/** The page of the whole library, and its widget on the dashboard. */
final class BulkPageTest extends LibraryTestCase
{
    public function testThePageOfTheWholeLibrarySaysWhatWasSavedAndWhatIsLeft(): void
    {
        $this->library();
        $ids = [$this->image(title: 'a'), $this->image(title: 'b')];
        foreach ($ids as $id) {
            $this->plugin->pictures()->save($id, ['status' => 'exported', 'bytes_before' => 3 * MB_IN_BYTES, 'bytes_after' => MB_IN_BYTES]);
        }
        $page = $this->page();
        ob_start();
        $page->showWidget();
        $widget = (string) ob_get_clean();
        self::assertStringContainsString('2 images optimized', $widget);
        self::assertStringContainsString('4 MB saved', $widget);
        self::assertStringContainsString('2 images are not optimized yet.', $widget);
        self::assertStringContainsString('page=' . BulkPage::SLUG, $widget);
        $job = $this->job(state: JobState::Finished);
        ob_start();
        $page->show();
        $html = (string) ob_get_clean();
        self::assertStringContainsString('Finished', $html);
        self::assertStringContainsString('>Unprocessed<', $html, 'as the library calls it');
        self::assertSame(1, preg_match('~<table class="[^"]*picopt-stack">.*?</table>~s', $html, $jobs));
        self::assertSame(2, substr_count($jobs[0], '<td data-label='), 'on a phone, each cell says what it is');
        foreach (["row=\"{$job->id}\"", 'cell="state"', 'cell="images"', 'cell="credits"'] as $place) {
            self::assertStringContainsString("data-picopt-{$place}", $jobs[0], 'by which bulk/row.js finds it');
        }
        self::assertStringContainsString('4 MB saved', $html);
    }

    private function page(): BulkPage
    {
        $pictures = $this->plugin->pictures();
        $accepted = $this->plugin->acceptedTypes();
        $selection = new Selection($this->plugin->db(), $pictures, $accepted);
        return new BulkPage($selection, $pictures, $this->plugin->report(), $this->plugin->db(), $accepted);
    }

    public function testThePageIsNotForEverybody(): void
    {
        $page = $this->page();
        $this->as('author');
        $page->addPage();
        self::assertStringNotContainsString(BulkPage::SLUG, (string) json_encode($GLOBALS['submenu'] ?? []));
        add_filter('wp_die_handler', static fn (): callable => static function (mixed $message): never {
            throw new \DomainException((string) $message);
        });
        $this->expectException(\DomainException::class);
        $this->expectExceptionMessage('may not use');
        $page->show();
    }
}
