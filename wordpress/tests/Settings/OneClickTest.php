<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Settings\OneClick;
use PictureOptimizer\Settings\Page;
use PictureOptimizer\Tests\Service\FakeService;
use PictureOptimizer\Tests\ServiceTestCase;

/** @group acceptance-G1 */
final class OneClickTest extends ServiceTestCase
{
    private OneClick $oneClick;

    protected function setUp(): void
    {
        parent::setUp();
        $this->plugin->connection()->forget();
        $this->oneClick = new OneClick($this->plugin->connection(), $this->plugin->client());
    }

    /** What the dashboard does once the person has confirmed. @return array<string, string> what the site had asked */
    private function confirm(string $code = 'a-code-of-more-than-twenty-letters'): array
    {
        $address = $this->oneClick->begin(self::$service->url, Page::url());
        self::assertStringStartsWith(self::$service->url . '/connect?', $address);
        parse_str((string) wp_parse_url($address, PHP_URL_QUERY), $asked);
        self::$service->set('codes', [$code => ['challenge' => $asked['challenge'], 'site_url' => $asked['site_url']]]);
        return $asked;
    }

    /** @param callable(): void $work */
    private function refused(callable $work, string $words): void
    {
        try {
            $work();
            self::fail('this was taken');
        } catch (\DomainException $refused) {
            self::assertStringContainsString($words, $refused->getMessage());
        }
        self::assertFalse($this->plugin->connection()->isReady());
    }

    public function testTheSiteGetsItsKey(): void
    {
        $asked = $this->confirm();
        self::assertSame(home_url(), $asked['site_url']);
        self::assertSame(Page::url(), $asked['return_url']);
        self::assertMatchesRegularExpression('/^[A-Za-z0-9_-]{43}$/', $asked['challenge']);
        $this->oneClick->finish('a-code-of-more-than-twenty-letters', $asked['state']);
        self::assertSame(FakeService::KEY, $this->plugin->connection()->apiKey());
        self::assertSame(self::$service->url, $this->plugin->connection()->url());
        $sent = self::$service->requests('POST /v1/connect/token')[0];
        self::assertArrayNotHasKey('Authorization', $sent['headers']);
    }

    public function testAnAnswerToNobodysQuestionIsRefusedAndUsesNothingUp(): void
    {
        $asked = $this->confirm();
        $code = 'a-code-of-more-than-twenty-letters';
        $this->refused(fn () => $this->oneClick->finish($code, 'a-guess'), 'does not belong');
        self::assertSame([], self::$service->requests('POST /v1/connect/token'), 'the code stays at home');
        $this->oneClick->finish($code, $asked['state']);
        self::assertTrue($this->plugin->connection()->isReady());
    }

    public function testAnotherUsersAnswerIsNotTaken(): void
    {
        $asked = $this->confirm();
        wp_set_current_user((int) wp_insert_user(['user_login' => 'second', 'user_pass' => 'x', 'role' => 'administrator']));
        $this->refused(fn () => $this->oneClick->finish('a-code-of-more-than-twenty-letters', $asked['state']), 'ten minutes');
    }

    public function testACodeIsGoodOnce(): void
    {
        $asked = $this->confirm();
        $this->oneClick->finish('a-code-of-more-than-twenty-letters', $asked['state']);
        $this->plugin->connection()->forget();
        $this->refused(fn () => $this->oneClick->finish('a-code-of-more-than-twenty-letters', $asked['state']), 'Connect again');
    }

    public function testAnExpiredOrForeignCodeIsExplained(): void
    {
        $asked = $this->confirm();
        $this->refused(fn () => $this->oneClick->finish('another-code-of-twenty-letters', $asked['state']), 'five minutes');
    }

    public function testAServiceThatIsAwayIsExplained(): void
    {
        $asked = $this->confirm();
        self::$service->fail('POST /v1/connect/token', 'html 500');
        $this->refused(fn () => $this->oneClick->finish('a-code-of-more-than-twenty-letters', $asked['state']), 'HTTP 500');
    }

    public function testAnOldConnectionStaysUntilTheNewOneIsThere(): void
    {
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        $this->confirm();
        self::assertSame(FakeService::KEY, $this->plugin->connection()->apiKey());
    }

    public function testTheKeyIsInNoPage(): void
    {
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        set_current_screen('settings_page_picture-optimizer');
        $page = new Page($this->plugin->settings(), $this->plugin->connection(), $this->plugin->client(), $this->oneClick);
        ob_start();
        $page->show();
        $html = (string) ob_get_clean();
        self::assertStringContainsString('Connected.', $html);
        self::assertStringNotContainsString(FakeService::KEY, $html);
        self::assertStringNotContainsString(substr(FakeService::KEY, 12, 20), $html);
    }
}
