<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Guide;

use PictureOptimizer\Guide\HelpLink;
use PictureOptimizer\Guide\HelpTabs;
use PictureOptimizer\Guide\Topic;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * WordPress' Help tab on our screens, and where its links lead.
 *
 * @group acceptance-U2
 */
final class HelpTest extends ServiceTestCase
{
    private const SCREENS = ['upload', 'attachment', 'media_page_picture-optimizer-bulk', 'media_page_picture-optimizer-audit',
        'media_page_picture-optimizer-report', 'media_page_picture-optimizer-plans', 'settings_page_picture-optimizer', 'site-health'];

    private HelpLink $link;

    protected function setUp(): void
    {
        parent::setUp();
        require_once ABSPATH . 'wp-admin/includes/screen.php';
        require_once ABSPATH . 'wp-admin/includes/class-wp-screen.php';
        $this->link = new HelpLink($this->plugin->connection(), $this->plugin->client());
        $this->link->register();
        delete_transient('picture_optimizer_guide');
    }

    protected function tearDown(): void
    {
        $_GET = [];
        $GLOBALS['current_screen'] = null;
        parent::tearDown();
    }

    private function tab(string $screen): string
    {
        $shown = \WP_Screen::get($screen);
        $shown->remove_help_tabs();
        (new HelpTabs($this->link))->add($shown);
        return $shown->get_help_tab('picture-optimizer')['content'] ?? '';
    }

    private function follow(string $topic): string
    {
        $_GET = ['topic' => $topic];
        add_filter('wp_redirect', static fn (string $to): never => throw new \LogicException($to));
        try {
            do_action('admin_post_picture_optimizer_help');
        } catch (\LogicException $led) {
            return $led->getMessage();
        }
        self::fail('nobody is led on');
    }

    public function testEveryScreenOfOursHasHelpWithLinks(): void
    {
        foreach (self::SCREENS as $screen) {
            $tab = $this->tab($screen);
            self::assertStringContainsString('<p>', $tab, $screen);
            self::assertGreaterThanOrEqual(2, substr_count($tab, 'action=picture_optimizer_help'), $screen);
        }
        self::assertSame('', $this->tab('edit-post'));
    }

    public function testWithoutAServiceThereIsHelpAndNoDeadLink(): void
    {
        $this->plugin->connection()->forget();
        self::assertStringContainsString('<p>', $this->tab('upload'));
        self::assertStringNotContainsString('href', $this->tab('upload'));
    }

    public function testALinkLeadsToTheGuideOfTheService(): void
    {
        $to = $this->follow('review');
        self::assertMatchesRegularExpression('#^https?://[^/]+/help/review$#', $to);
        self::$service->reply('GET /v1/service', ['product' => 'another'], times: 9);
        self::assertSame(str_replace('review', 'revert', $to), $this->follow('revert'), 'asked for once a day only');
        self::assertStringEndsWith('/help/first-batch', $this->follow('../../elsewhere'));
    }

    public function testAServiceThatDoesNotAnswerIsToldAsSuch(): void
    {
        self::$service->reply('GET /v1/service', ['product' => 'another'], times: 9);
        add_filter('wp_die_handler', static fn () => static fn (mixed $message): never
            => throw new \RuntimeException((string) $message));
        $this->expectException(\RuntimeException::class);
        $this->expectExceptionMessageMatches('/service/');
        $this->follow('review');
    }

    public function testEveryTopicIsAPageOfTheGuide(): void
    {
        $pages = dirname((string) realpath($this->plugin->file), 3) . '/saas/src/picopt_saas/dashboard/guide/';
        self::assertDirectoryExists($pages);
        foreach (Topic::cases() as $topic) {
            self::assertFileExists("{$pages}{$topic->value}.md");
            self::assertNotSame('', $topic->label());
        }
    }
}
