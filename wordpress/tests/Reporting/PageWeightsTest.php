<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Reporting;

use PictureOptimizer\Media\NetworkReport;
use PictureOptimizer\Media\ReportPage;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\ServiceTestCase;

/** What pages weigh for a visitor, before and after. Their HTML comes as the server would give it; files and backups are real. */
final class PageWeightsTest extends ServiceTestCase
{
    private const SETTLED = ['response' => ['code' => 200, 'message' => 'OK'], 'headers' => [], 'cookies' => [], 'filename' => null];

    /** Pages are answered by WordPress itself, without a web server: what is asked is remembered. @var list<string> */
    private array $asked = [];

    /** @param array<int, string> $more HTML that a page has besides its content, by post */
    private function serve(array $more = []): void
    {
        add_filter('pre_http_request', function (mixed $answer, array $arguments, string $url) use ($more): mixed {
            $post = url_to_postid($url);
            if ($post === 0) {
                return $answer; // the service
            }
            $this->asked[] = $url;
            self::assertTrue($arguments['reject_unsafe_urls'], 'an author can lead the address of a page elsewhere');
            self::assertGreaterThan(0, $arguments['limit_response_size']);
            return ['body' => get_post($post)->post_content . ($more[$post] ?? '')] + self::SETTLED;
        }, 10, 3);
    }

    private function page(int ...$images): int
    {
        $tags = array_map(static fn (int $id): string
            => wp_get_attachment_image($id, 'medium') . wp_get_attachment_image($id, 'full'), $images);
        return (int) wp_insert_post(['post_title' => 'Page', 'post_status' => 'publish', 'post_content' => implode('', $tags)]);
    }

    /** Bytes of the files of two sizes. */
    private function bytes(int $image): int
    {
        $full = (string) get_attached_file($image);
        return filesize($full) + filesize(dirname($full) . '/' . wp_get_attachment_metadata($image)['sizes']['medium']['file']);
    }

    public function testAPageIsWeighedByItsFilesAndByThoseThatTheyReplaced(): void
    {
        $image = $this->addPicture('photo.jpg', 1600, 1200, 1);
        $untouched = $this->addPicture('other.jpg', 900, 600, 2);
        $before = $this->bytes($image);
        $post = $this->page($image, $untouched);
        $this->process([$image], Pipeline::Export);
        $this->serve([$post => '<img src="https://elsewhere.test/x.jpg"><img src="../../wp-config.php"><img alt="none">']);
        self::assertTrue($this->plugin->pageWeights()->measure());
        [$weight] = $this->plugin->pageWeights()->known();
        $same = $this->bytes($untouched);
        self::assertSame([$post, 4], [$weight['post'], $weight['images']]);
        self::assertSame($before + $same, $weight['before']);
        self::assertSame($this->bytes($image) + $same, $weight['after']);
        self::assertLessThan($weight['before'], $weight['after']);
    }

    public function testTheLargestGainComesFirstAndWhatIsNotPublicIsNeitherAskedNorShown(): void
    {
        [$small, $large] = [$this->addPicture('small.jpg', 400, 300, 1), $this->addPicture('large.jpg', 2000, 1500, 2)];
        [$one, $two, $draft] = [$this->page($small), $this->page($large), $this->page($large)];
        wp_update_post(['ID' => $draft, 'post_status' => 'draft']);
        $this->process([$small, $large], Pipeline::Export);
        $this->serve();
        $this->plugin->pageWeights()->measure();
        self::assertSame([$two, $one], array_column($this->plugin->pageWeights()->known(), 'post'));
        self::assertCount(2, $this->asked);
        wp_update_post(['ID' => $two, 'post_status' => 'private']);
        self::assertSame([$one], array_column($this->plugin->pageWeights()->known(), 'post'));
    }

    public function testAPageThatOnlyFeaturesAnImageIsWeighedToo(): void
    {
        $image = $this->addPicture('photo.jpg', 800, 600);
        $post = (int) wp_insert_post(['post_title' => 'Page', 'post_status' => 'publish', 'post_content' => 'Words.']);
        set_post_thumbnail($post, $image);
        $this->process([$image], Pipeline::Export);
        $this->serve([$post => wp_get_attachment_image($image, 'full')]);
        $this->plugin->pageWeights()->measure();
        self::assertSame([$post], array_column($this->plugin->pageWeights()->known(), 'post'));
    }

    public function testANetworkSeesEachSiteInALine(): void
    {
        $image = $this->addPicture('photo.jpg', 800, 600);
        update_post_meta($image, '_wp_attachment_image_alt', 'A barn');
        $plugin = $this->plugin;
        $report = new NetworkReport($plugin->pictures(), $plugin->achievements(), $plugin->connection());
        [$before] = $report->lines(1);
        $this->process([$image], Pipeline::Export);
        [$line] = $report->lines(1);
        $known = $plugin->pictures()->get($image);
        self::assertSame($known->bytesBefore - $known->bytesAfter, $line['saved'] - $before['saved']);
        self::assertSame([true, 1], [$line['connected'], $line['optimized'] - $before['optimized']]);
        self::assertGreaterThanOrEqual(1, $line['with_alt']);
        ob_start();
        $report->show();
        self::assertStringContainsString(esc_html(get_bloginfo('name')), (string) ob_get_clean());
    }

    public function testASiteThatCannotReachItselfKeepsWhatWasKnown(): void
    {
        $image = $this->addPicture('photo.jpg', 800, 600);
        $post = $this->page($image);
        $this->process([$image], Pipeline::Export);
        update_option('picture_optimizer_page_weights', [['post' => $post, 'before' => 9, 'after' => 5, 'images' => 1, 'at' => 1]]);
        add_filter('pre_http_request', static fn (): \WP_Error => new \WP_Error('http', 'cURL error 7'));
        self::assertFalse($this->plugin->pageWeights()->measure());
        self::assertSame([9], array_column($this->plugin->pageWeights()->known(), 'before'));
    }

    public function testTheReportShowsPagesOnTheScreenAndInTheTable(): void
    {
        $post = (int) wp_insert_post(['post_title' => 'A <b>bold</b> page', 'post_status' => 'publish', 'post_content' => 'x']);
        $weight = ['post' => $post, 'before' => 4 * MB_IN_BYTES, 'after' => MB_IN_BYTES, 'images' => 3, 'at' => time()];
        update_option('picture_optimizer_page_weights', [$weight]);
        $page = new ReportPage($this->plugin->achievements(), $this->plugin->pageWeights());
        ob_start();
        $page->show();
        $html = (string) ob_get_clean();
        self::assertStringContainsString('3 MB (75%)', $html);
        self::assertStringContainsString(esc_url((string) get_permalink($post)), $html);
        self::assertSame(1, substr_count($html, 'picopt-stack'), 'of images nothing is to be told yet');
        self::assertSame(5, substr_count($html, '<td data-label='), 'on a phone, each cell says what it is');
        $last = $page->table();
        self::assertSame(['page', get_permalink($post), 3, 4 * MB_IN_BYTES, MB_IN_BYTES, ''], end($last));
    }
}
