<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * One analysis, several places: each gets the alt text that it needs, and only where nobody wrote one.
 *
 * @group acceptance-E6
 */
final class PlacementsTest extends ServiceTestCase
{
    private const ALT = 'A red bicycle leaning against a white wall';

    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPicture('photo.jpg', 400, 300);
    }

    private function image(string $alt = 'alt=""'): string
    {
        return trim("<img {$alt}") . " class=\"wp-image-{$this->id}\"/>";
    }

    private function page(string $content): int
    {
        $id = wp_insert_post(['post_title' => 'Page', 'post_status' => 'publish', 'post_type' => 'page',
            'post_content' => wp_slash($content)], true);
        self::assertIsInt($id);
        return $id;
    }

    private function content(int $page): string
    {
        clean_post_cache($page);
        return (string) get_post($page)?->post_content;
    }

    /** @return array<string, mixed> what the last order told */
    private function context(): array
    {
        $orders = self::$service->get('jobs');
        return end($orders)['request']['items'][0]['context'];
    }

    public function testEveryPlaceGetsTheTextThatItNeeds(): void
    {
        $before = '<h2>Bikes</h2>' . $this->image() . '<p>Rent one.</p><a href="/contact/">' . $this->image() . '</a>'
            . '<a href="/contact/">' . $this->image('alt="Mine"') . '</a>' . $this->image('role="presentation"');
        $page = $this->page($before);
        [$item] = $this->process([$this->id]);
        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertSame(2, $item->credits, 'all places are one analysis');
        $after = '<h2>Bikes</h2>' . $this->image('alt="' . self::ALT . '"') . '<p>Rent one.</p><a href="/contact/">'
            . $this->image('alt="Go to /contact/"') . '</a><a href="/contact/">' . $this->image('alt="Mine"') . '</a>'
            . $this->image('role="presentation"');
        self::assertSame($after, $this->content($page));
        self::assertSame(self::ALT, get_post_meta($this->id, '_wp_attachment_image_alt', true));

        $this->plugin->control()->revert($this->id);
        self::assertSame($before, $this->content($page));
    }

    public function testTheServiceIsToldOfEachPlace(): void
    {
        $this->page('<h2>Bikes</h2>' . $this->image() . '<a href="/contact/">' . $this->image() . '</a>');
        $this->process([$this->id]);
        $context = $this->context();
        self::assertSame(['', '/contact/'], array_column($context['placements'], 'link_target'));
        self::assertSame([false, false], array_column($context['placements'], 'decorative'));
    }

    /** @dataProvider whetherNamesAreTold */
    public function testAnExportAloneTellsTheFilesNameWhereNamesMayBeToldAndNothingElse(bool $may, string $name): void
    {
        update_post_meta($this->id, '_wp_attachment_image_alt', 'A bike');
        $this->page($this->image());
        $this->process([$this->id], Pipeline::Export, ['send_names' => $may]);
        $told = array_filter($this->context(), static fn (mixed $value): bool => !in_array($value, ['', [], null, 'content'], true));
        self::assertSame(array_filter(['file_name' => $name]), $told);
    }

    /** @return iterable<string, array{bool, string}> */
    public static function whetherNamesAreTold(): iterable
    {
        yield 'told' => [true, 'photo.jpg'];
        yield 'not told' => [false, ''];
    }

    /** @group acceptance-E1 */
    public function testTextsThatAPersonWroteStayInEveryPlace(): void
    {
        update_post_meta($this->id, '_wp_attachment_image_alt', 'My own');
        $page = $this->page('<a href="/a/">' . $this->image('alt="My own"') . '</a><a href="/b/">' . $this->image() . '</a>');
        $this->process([$this->id], Pipeline::Analyze);
        self::assertSame('My own', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertSame('<a href="/a/">' . $this->image('alt="My own"') . '</a><a href="/b/">'
            . $this->image('alt="Go to /b/"') . '</a>', $this->content($page));
    }

    public function testCopiesOfTheOldAltAreReplacedPlaceByPlaceWhenAsked(): void
    {
        update_post_meta($this->id, '_wp_attachment_image_alt', 'Old');
        $page = $this->page('<a href="/a/">' . $this->image('alt="Old"') . '</a>' . $this->image('alt="Old"'));
        $this->process([$this->id], Pipeline::Analyze, ['replace_old_alts' => true, 'overwrite_text' => true]);
        self::assertSame('<a href="/a/">' . $this->image('alt="Go to /a/"') . '</a>'
            . $this->image('alt="' . self::ALT . '"'), $this->content($page));
    }

    public function testAPageThatWasEditedMeanwhileGetsTheTextOfItsLink(): void
    {
        $page = $this->page('<p>Before</p><a href="/a/">' . $this->image() . '</a>');
        $job = $this->start([$this->id], Pipeline::Analyze, ['review' => true]);
        $this->work();
        wp_update_post(['ID' => $page, 'post_content' => '<p>Edited</p><a href="/a/">' . $this->image() . '</a>']);
        $item = $this->plugin->items()->ofJob($job->id)[0];
        $this->plugin->desk()->accept($item->id, new \PictureOptimizer\Text\SentText());
        $this->work();
        self::assertStringContainsString('alt="Go to /a/"', $this->content($page));
    }

    public function testAnotherLanguageGetsItsOwnText(): void
    {
        $german = $this->page('<p>Rad</p>' . $this->image());
        $english = $this->page('<p>Bike</p>' . $this->image());
        add_filter('wpml_post_language_details', static fn (mixed $none, int $id): ?array
            => $id === $german ? ['locale' => 'de_DE'] : null, 10, 2);
        $this->process([$this->id], Pipeline::Analyze);
        self::assertStringContainsString('alt="Text in de-DE"', $this->content($german));
        self::assertStringContainsString('alt="' . self::ALT . '"', $this->content($english));
    }

    /** The service has told nothing for it, or more places than it takes are left. */
    public function testAPageInAnotherLanguageWithoutATextOfItsOwnStaysEmpty(): void
    {
        $english = $this->page($this->image());
        $draft = wp_insert_post(['post_content' => $this->image('alt=""'), 'post_title' => 'Entwurf']);
        add_filter('wpml_post_language_details', static fn (mixed $none, int $id): ?array
            => ['locale' => $id === $draft ? 'de_DE' : 'en_US'], 10, 2);
        $this->process([$this->id], Pipeline::Analyze);
        self::assertStringContainsString('alt="' . self::ALT . '"', $this->content($english));
        self::assertSame($this->image('alt=""'), $this->content((int) $draft), 'what is not published was not told');
    }

    public function testBlocksThatKeepTheirAltInAttributesGetItThere(): void
    {
        $block = fn (string $name, string $attributes, string $alt): string => "<!-- wp:{$name} {\"id\":{$this->id}{$attributes}} -->"
            . '<a href="/a/">' . $this->image("alt=\"{$alt}\"") . "</a><!-- /wp:{$name} -->";
        $page = $this->page($block('kadence/image', ',"alt":"","link":"/a/"', ''));
        $this->process([$this->id], Pipeline::Analyze);
        self::assertSame($block('kadence/image', ',"alt":"Go to /a/","link":"/a/"', 'Go to /a/'), $this->content($page));
        $this->plugin->control()->revert($this->id);
        self::assertSame($block('kadence/image', ',"alt":"","link":"/a/"', ''), $this->content($page));
    }

    /** @group acceptance-D8 */
    public function testAPageThatChangesMakesNoPaidAnalysisNew(): void
    {
        $page = $this->page($this->image());
        $this->process([$this->id], Pipeline::Analyze);
        wp_update_post(['ID' => $page, 'post_content' => '<p>Other words</p><a href="/a/">' . $this->image() . '</a>']);
        [$again] = $this->process([$this->id], Pipeline::Analyze);
        self::assertSame([State::Skipped, 'already_done'], [$again->state, $again->reasonCode]);
        self::assertSame(1, self::$service->get('charged'));
    }

    public function testAPersonDecidesAboutEachPlace(): void
    {
        $page = $this->page('<a href="/a/">' . $this->image() . '</a><a href="/b/">' . $this->image() . '</a>');
        $job = $this->start([$this->id], Pipeline::Analyze, ['review' => true]);
        $this->work();
        [$row] = $this->plugin->desk()->waiting($job->id, 0, 5)['items'];
        $keys = array_column($row['placements'], 'key');
        self::assertSame(['Go to /a/', 'Go to /b/'], array_column($row['placements'], 'alt'));
        $this->plugin->desk()->accept($row['id'], new \PictureOptimizer\Text\SentText(['places' => [
            $keys[0] => '<b>Write</b> to us', 'unknown' => 'x', $keys[1] => '']]));
        $this->work();
        self::assertSame(
            '<a href="/a/">' . $this->image('alt="Write to us"') . '</a><a href="/b/">' . $this->image() . '</a>',
            $this->content($page)
        );
    }
}
