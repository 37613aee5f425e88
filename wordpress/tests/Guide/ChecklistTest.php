<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Guide;

use PictureOptimizer\Guide\Checklist;
use PictureOptimizer\Guide\FirstSteps;
use PictureOptimizer\Guide\Step;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\Service\FakeService;
use PictureOptimizer\Tests\ServiceTestCase;
use PictureOptimizer\Wizard\Previews;

/** What a new site is told to do next, on which page, and when that ends. */
final class ChecklistTest extends ServiceTestCase
{
    private const BULK = 'media_page_picture-optimizer-bulk';
    private const AUDIT = 'media_page_picture-optimizer-audit';
    private const SETTINGS = 'settings_page_picture-optimizer';
    private const REPORT = 'media_page_picture-optimizer-report';

    protected function setUp(): void
    {
        parent::setUp();
        require_once ABSPATH . 'wp-admin/includes/screen.php';
        require_once ABSPATH . 'wp-admin/includes/class-wp-screen.php';
    }

    protected function tearDown(): void
    {
        $GLOBALS['current_screen'] = $GLOBALS['wp_styles'] = null;
        $_REQUEST = [];
        parent::tearDown();
    }

    private function steps(): FirstSteps
    {
        return new FirstSteps(
            $this->plugin->connection(),
            $this->plugin->pictures(),
            $this->plugin->settings(),
            $this->plugin->acceptedTypes(),
        );
    }

    private function checklist(): Checklist
    {
        return new Checklist($this->steps(), $this->plugin->file);
    }

    /** @return list<bool> which steps are done */
    private function done(): array
    {
        return array_map(static fn (Step $step): bool => $step->done, $this->steps()->all());
    }

    private function shownOn(string $screen): string
    {
        set_current_screen($screen);
        ob_start();
        $this->checklist()->show();
        return (string) ob_get_clean();
    }

    public function testEachStepIsDoneByWhatIsReallyThere(): void
    {
        $this->plugin->connection()->disconnect();
        self::assertSame([false, false, false, false, false], $this->done());
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        self::assertSame([true, false, false, false, false], $this->done());
        $this->shownOn(self::AUDIT);
        self::assertSame([true, true, false, false, false], $this->done());
        $this->process([$this->addPicture('a.jpg', 400, 300)], Pipeline::Export);
        self::assertSame([true, true, true, true, false], $this->done(), 'whoever has results needs no preview');
        $this->plugin->settings()->save(['auto_process' => true]);
        self::assertNotContains(false, $this->done());
    }

    public function testAPreviewIsAStepOfItsOwn(): void
    {
        $before = Previews::taken();
        update_option('picture_optimizer_previews', $before + 1);
        self::assertSame($before + 1, Previews::taken());
        self::assertSame([true, false, true, false, false], $this->done());
    }

    public function testPreviewsStartTheWizardOnTheLatestFiveImages(): void
    {
        $url = fn (): string => $this->steps()->all()[2]->url;
        self::assertStringNotContainsString('picopt_ids', $url(), 'an empty library');
        $ids = array_map(fn (int $number): int => $this->addPlainImage("{$number}.png"), range(1, 6));
        parse_str((string) wp_parse_url($url(), PHP_URL_QUERY), $asked);
        self::assertSame('optimize', $asked['picopt_action']);
        self::assertCount(5, wp_parse_id_list($asked['picopt_ids']));
        self::assertSame([], array_diff(wp_parse_id_list($asked['picopt_ids']), $ids));
    }

    public function testAuthorsPreviewNoImagesOfOthers(): void
    {
        $this->addPlainImage('of-an-admin.png');
        wp_set_current_user((int) wp_insert_user(['user_login' => 'au', 'user_pass' => 'x', 'role' => 'author']));
        self::assertStringNotContainsString('picopt_ids', $this->steps()->all()[2]->url);
        $own = $this->addPlainImage('own.png');
        wp_update_post(['ID' => $own, 'post_author' => get_current_user_id()]);
        self::assertStringEndsWith("picopt_ids={$own}", $this->steps()->all()[2]->url);
    }

    public function testTheBulkPageShowsAllStepsAndOtherPagesTheNext(): void
    {
        $all = $this->shownOn(self::BULK);
        self::assertSame(5, substr_count($all, '<li'));
        self::assertSame(1, substr_count($all, 'aria-current="step"'));
        self::assertStringContainsString('Open the audit', $all);
        $one = $this->shownOn(self::REPORT);
        self::assertStringNotContainsString('<li', $one);
        self::assertStringContainsString('See what could be better', $one);
        self::assertSame('', $this->shownOn('edit-post'), 'a screen that is not ours');
    }

    public function testAnUnconnectedSiteSeesAllStepsEverywhere(): void
    {
        $this->plugin->connection()->disconnect();
        self::assertSame(5, substr_count($this->shownOn(self::REPORT), '<li'));
        $settings = $this->shownOn(self::SETTINGS);
        self::assertStringContainsString('Next step:', $settings);
        self::assertStringNotContainsString('<a ', $settings, 'the form to connect is on this very page');
    }

    public function testEditorsAreSentToNoSettingsThatTheyMayNotOpen(): void
    {
        wp_set_current_user((int) wp_insert_user(['user_login' => 'ed', 'user_pass' => 'x', 'role' => 'editor']));
        self::assertSame(4, substr_count($this->shownOn(self::BULK), '<li'), 'who may not turn uploads on is not told to');
        $this->plugin->connection()->disconnect();
        $steps = $this->shownOn(self::BULK);
        self::assertStringContainsString('Ask an administrator of this site to connect it.', $steps);
        self::assertStringNotContainsString('options-general.php', $steps);
    }

    public function testACopiedSiteIsToldWhatItIsAskedAndOfNoCode(): void
    {
        add_filter('option_home', static fn (): string => 'https://copy.example.com', 20);
        self::assertSame('', $this->shownOn(self::SETTINGS), 'the question stands on this very page');
        $steps = $this->shownOn(self::BULK);
        self::assertStringContainsString(esc_html((string) $this->plugin->connection()->obstacle()), $steps);
        self::assertStringContainsString('is now copy.example.com', $steps);
        self::assertStringNotContainsString('Get a code', $steps);
    }

    public function testASampleIsShownUntilThereIsAResult(): void
    {
        self::assertStringContainsString('What you get', $this->shownOn(self::BULK));
        preg_match_all('#/assets/example/([^"]+)#', $this->shownOn(self::BULK), $files);
        self::assertCount(2, $files[1]);
        foreach ($files[1] as $file) {
            self::assertFileExists(dirname($this->plugin->file) . "/assets/example/{$file}");
        }
        $this->process([$this->addPicture('a.jpg', 400, 300)], Pipeline::Export);
        self::assertStringNotContainsString('What you get', $this->shownOn(self::BULK));
    }

    public function testWhoeverHidesTheStepsSeesThemNoMore(): void
    {
        $checklist = $this->checklist();
        $checklist->register();
        $_REQUEST = ['_wpnonce' => wp_create_nonce('picture_optimizer_hide_steps')];
        add_filter('wp_redirect', static fn (string $to): never => throw new \LogicException($to));
        try {
            do_action('admin_post_picture_optimizer_hide_steps');
            self::fail('nobody is led back');
        } catch (\LogicException $back) {
            self::assertStringContainsString('wp-admin/', $back->getMessage());
        }
        self::assertStringNotContainsString('First steps', $this->shownOn(self::BULK));
        wp_set_current_user((int) wp_insert_user(['user_login' => 'other', 'user_pass' => 'x', 'role' => 'administrator']));
        self::assertStringContainsString('First steps', $this->shownOn(self::BULK), 'another person');
    }

    public function testReadersSeeNothing(): void
    {
        wp_set_current_user((int) wp_insert_user(['user_login' => 'reader', 'user_pass' => 'x', 'role' => 'subscriber']));
        self::assertSame('', $this->shownOn(self::BULK));
    }
}
