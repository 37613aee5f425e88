<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Connect;

use PictureOptimizer\Connect\AttemptStore;
use PictureOptimizer\Connect\DeviceFlow;
use PictureOptimizer\Connect\ServiceCheck;
use PictureOptimizer\Connect\Refusal;
use PictureOptimizer\Connect\State;
use PictureOptimizer\Settings\Page;
use PictureOptimizer\Tests\Service\FakeService;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * @group acceptance-G1
 * @group acceptance-U1
 */
final class DeviceFlowTest extends ServiceTestCase
{
    private DeviceFlow $flow;

    protected function setUp(): void
    {
        parent::setUp();
        $this->plugin->connection()->forget();
        $this->flow = $this->plugin->deviceFlow();
    }

    /** What somebody does in the dashboard. */
    private function decide(string $decision): void
    {
        self::$service->set('wish', ['decision' => $decision] + self::$service->get('wish'));
    }

    /** The pause between two questions is over. */
    private function letTimePass(int $seconds = 60): void
    {
        $store = new AttemptStore($GLOBALS['wpdb']);
        $kept = get_object_vars($store->get());
        $store->put(new \PictureOptimizer\Connect\Attempt(...['askedAt' => $kept['askedAt'] - $seconds] + $kept));
    }

    private function stateAfter(string $decision): State
    {
        $this->decide($decision);
        $this->letTimePass();
        return $this->flow->progress()->state;
    }

    public function testTheSiteGetsItsKey(): void
    {
        $begun = $this->flow->begin(self::$service->url);
        self::assertSame('WDJB-MJHT', $begun->userCode);
        self::assertStringContainsString('code=WDJB-MJHT', $begun->url);
        self::assertSame(home_url(), self::$service->get('wish')['site_url']);
        self::assertSame(State::Pending, $this->stateAfter(''));
        self::assertSame(State::Connected, $this->stateAfter('yes'));
        self::assertSame(FakeService::KEY, $this->plugin->connection()->apiKey());
        self::assertSame(self::$service->url, $this->plugin->connection()->url());
        foreach (self::$service->requests('POST /v1/connect*') as $sent) {
            self::assertArrayNotHasKey('Authorization', $sent['headers']);
        }
    }

    public function testTheAttemptSurvivesAClosedTabAndIsKeptEncrypted(): void
    {
        $this->flow->begin(self::$service->url);
        $kept = (string) get_option('picture_optimizer_connecting');
        self::assertStringNotContainsString('d3v1ce', $kept . base64_decode($kept));
        wp_set_current_user((int) wp_insert_user(['user_login' => 'second', 'user_pass' => 'x', 'role' => 'administrator']));
        $later = (new \PictureOptimizer\Plugin($this->plugin->file))->deviceFlow();
        self::assertSame('WDJB-MJHT', $later->progress()->userCode);
        $this->decide('yes');
        $this->letTimePass();
        self::assertSame(State::Connected, $later->progress()->state);
    }

    public function testTheServiceIsAskedOnlyAfterThePause(): void
    {
        $this->flow->begin(self::$service->url);
        foreach (range(1, 5) as $ignored) {
            self::assertSame(State::Pending, $this->flow->progress()->state);
        }
        self::assertSame([], self::$service->requests('POST /v1/connect/token'));
    }

    public function testTwoTabsAskOnce(): void
    {
        $this->flow->begin(self::$service->url);
        $this->letTimePass();
        $store = new AttemptStore($GLOBALS['wpdb']);
        $attempt = $store->get();
        self::assertTrue($store->replace($attempt->asked()));
        update_option('picture_optimizer_connecting', 'written by the other tab meanwhile');
        $row = ['option_name' => 'picture_optimizer_connecting'];
        $GLOBALS['wpdb']->update($GLOBALS['wpdb']->options, ['option_value' => 'and again'], $row);
        self::assertFalse($store->replace($attempt->asked()), 'the cache is behind the database');
    }

    public function testASlowedDownSiteAsksLessOften(): void
    {
        $before = $this->flow->begin(self::$service->url)->interval;
        $this->stateAfter('too soon');
        self::assertSame($before + 5, $this->flow->progress()->interval);
    }

    /** @return iterable<string, array{string, string}> */
    public static function endings(): iterable
    {
        yield 'declined' => ['no', 'declined in the dashboard'];
        yield 'no room in the plan' => ['full', 'is for 1 site'];
    }

    /** @dataProvider endings */
    public function testAnEndingIsToldOnceAndLeavesNothing(string $decision, string $words): void
    {
        $this->flow->begin(self::$service->url);
        $this->decide($decision);
        $this->letTimePass();
        $ended = $this->flow->progress();
        self::assertSame(State::Ended, $ended->state);
        self::assertStringContainsString($words, $ended->message);
        self::assertSame(State::None, $this->flow->progress()->state);
        self::assertFalse($this->plugin->connection()->isReady());
    }

    public function testACodeThatIsOldOrUsedIsExplained(): void
    {
        $this->flow->begin(self::$service->url);
        self::$service->set('wish', null);
        $this->letTimePass();
        self::assertStringContainsString('expired or was used', $this->flow->progress()->message);
    }

    public function testAServiceThatIsAwayForAMomentEndsNothing(): void
    {
        $this->flow->begin(self::$service->url);
        self::$service->fail('POST /v1/connect/token', 'html 500');
        self::assertSame(State::Pending, $this->stateAfter('yes'));
        self::assertSame(State::Connected, $this->stateAfter('yes'));
    }

    public function testAnOldConnectionStaysUntilTheNewOneIsThere(): void
    {
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        $this->flow->begin(self::$service->url);
        self::assertSame(FakeService::KEY, $this->plugin->connection()->apiKey());
        $this->flow->cancel();
        self::assertSame(State::Connected, $this->flow->progress()->state);
    }

    public function testNeitherKeyNorVerifierIsInAPage(): void
    {
        $this->plugin->connection()->save(self::$service->url, FakeService::KEY);
        $this->flow->begin(self::$service->url);
        $verifier = (new AttemptStore($GLOBALS['wpdb']))->get()->verifier;
        set_current_screen('settings_page_picture-optimizer');
        $client = $this->plugin->client();
        $page = new Page($this->plugin->settings(), $this->plugin->connection(), $client, $this->flow, new ServiceCheck($client));
        ob_start();
        $page->show();
        $html = (string) ob_get_clean();
        self::assertStringContainsString('Connected.', $html);
        self::assertStringContainsString('WDJB-MJHT', $html);
        foreach ([FakeService::KEY, substr(FakeService::KEY, 12, 20), $verifier, 'd3v1ce'] as $secret) {
            self::assertStringNotContainsString($secret, $html);
        }
    }

    /**
     * The key of a network's operator is sent nowhere that the administrator of one of its sites could name.
     *
     * @runInSeparateProcess
     * @preserveGlobalState disabled
     */
    public function testAKeyInTheConfigurationGoesToNoAddressThatIsTyped(): void
    {
        define('PICTURE_OPTIMIZER_API_KEY', 'po_live_0123456789abcdefghijklmnop');
        $tries = [
            fn () => $this->flow->begin(self::$service->url),
            fn () => $this->plugin->connection()->save(self::$service->url, ''),
        ];
        foreach ($tries as $try) {
            try {
                $try();
                self::fail('It was taken.');
            } catch (Refusal | \InvalidArgumentException $refused) {
                self::assertStringContainsString('wp-config.php', $refused->getMessage());
            }
        }
        self::assertSame('', $this->plugin->connection()->url());
        self::assertSame(State::None, $this->flow->progress()->state);
    }
}
