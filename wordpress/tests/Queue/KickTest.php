<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Hooks;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Queue\Schedules\ActionScheduler;
use PictureOptimizer\Queue\Schedules\WpCron;
use PictureOptimizer\Queue\Turns;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Store\StoreTestCase;

/** The queue keeps itself going: a schedule while there is work, a call of the site to itself, and nothing without work. */
final class KickTest extends StoreTestCase
{
    /** @var list<array{string, array<string, string>}> address and headers of requests to the site itself */
    private array $calls = [];

    protected function setUp(): void
    {
        parent::setUp();
        Kick::unschedule();
        $this->plugin->connection()->forget();
        add_filter('pre_http_request', function (mixed $none, array $arguments, string $url): array {
            $this->calls[] = [$url, $arguments['headers']];
            return ['response' => ['code' => 204, 'message' => ''], 'headers' => [], 'body' => '', 'cookies' => [], 'filename' => null];
        }, 10, 3);
        $GLOBALS['wp_rest_server'] = null;
        add_action('rest_api_init', $this->plugin->kick()->addRoute(...));
        rest_get_server();
    }

    protected function tearDown(): void
    {
        Kick::unschedule();
        $GLOBALS['wp_rest_server'] = null;
        parent::tearDown();
        // What other connections have taken is not rolled back, and a database that is started anew numbers them as before.
        self::connection()->query("UPDATE {$GLOBALS['wpdb']->prefix}picopt_fence SET expires = 0 WHERE id > 1");
    }

    public function testWorkIsBegunAtOnceAndScheduled(): void
    {
        $this->itemsIn(State::Waiting);
        $this->plugin->kick()->start();
        self::assertNotFalse(wp_next_scheduled(Hooks::TICK));
        self::assertSame([rest_url('picture-optimizer/v1/kick')], array_column($this->calls, 0));
    }

    public function testWithoutWorkNobodyIsCalledAndTheScheduleEnds(): void
    {
        $this->plugin->kick()->start();
        self::assertSame([], $this->calls);
        self::assertNotFalse(wp_next_scheduled(Hooks::TICK));
        $this->plugin->kick()->tick();
        self::assertFalse(wp_next_scheduled(Hooks::TICK));
    }

    /** Else approvals one after the other, each with a run, take every process that a small host has. */
    public function testAtMostTwoRunsAreAtItAtOnce(): void
    {
        $connections = array_map(static fn (): \wpdb => self::connection(), range(1, 3));
        [$first, $second, $third] = array_map(static fn (\wpdb $db): Turns => new Turns($db), $connections);
        self::assertSame([true, true, false], [$first->take(), $second->take(), $third->take()]);
        $second->release();
        self::assertTrue($third->take());
        // A run that was killed is no longer connected.
        $connections[0]->close();
        usleep(200_000);
        self::assertTrue($second->take());

        $this->itemsIn(State::Waiting);
        $ran = false;
        add_filter('query', static function (string $query) use (&$ran): string {
            $ran = $ran || str_contains($query, 'SELECT MIN(GREATEST(not_before');
            return $query;
        });
        $this->plugin->kick()->tick();
        self::assertFalse($ran);
        self::assertNotFalse(wp_next_scheduled(Hooks::TICK), 'those that are at it go on after themselves');
        $connections[1]->close();
        $connections[2]->close();
        usleep(200_000);
        $this->plugin->kick()->tick();
        self::assertTrue($ran);
    }

    /** Who brings work while both runs are ending is refused a turn, and relies on them. */
    public function testWorkThatComesWhileARunEndsIsNotForgotten(): void
    {
        $isBrought = false;
        add_filter('query', function (string $query) use (&$isBrought): string {
            if (!$isBrought && preg_match('~picopt_fence SET expires = 0 WHERE id >=~', $query) === 1) {
                $isBrought = true;
                $this->itemsIn(State::Waiting);
                $this->plugin->kick()->keepGoing();
            }
            return $query;
        });
        $this->plugin->kick()->tick();
        self::assertTrue($isBrought);
        self::assertNotFalse(wp_next_scheduled(Hooks::TICK));
    }

    private static function connection(): \wpdb
    {
        $db = new \wpdb(DB_USER, DB_PASSWORD, DB_NAME, DB_HOST);
        $db->set_prefix($GLOBALS['wpdb']->prefix);
        return $db;
    }

    public function testAPausedJobKeepsNothingGoing(): void
    {
        $job = $this->itemsIn(State::Waiting)[0]->jobId;
        $this->jobs->move($job, [JobState::Open], JobState::Paused);
        $this->plugin->kick()->start();
        $this->plugin->kick()->tick();
        self::assertSame([[], false], [$this->calls, wp_next_scheduled(Hooks::TICK)]);
    }

    /** @return iterable<string, array{callable(string): (string|null), int}> header made of the right one, status */
    public static function tokens(): iterable
    {
        yield 'the right one' => [static fn (string $token): string => $token, 204];
        yield 'none' => [static fn (): null => null, 401];
        yield 'an empty one' => [static fn (): string => '', 401];
        yield 'a shorter one' => [static fn (string $token): string => substr($token, 0, -1), 401];
        yield 'another one' => [static fn (string $token): string => strrev($token), 401];
        yield 'in another case' => [static fn (string $token): string => strtoupper($token), 401];
    }

    /** @dataProvider tokens */
    public function testTheCallShowsATokenThatOnlyThisSiteCanMake(callable $make, int $status): void
    {
        $this->itemsIn(State::Waiting);
        $this->plugin->kick()->start();
        $token = array_change_key_case($this->calls[0][1])['x-picture-optimizer-kick'];
        wp_set_current_user(0);
        $request = new \WP_REST_Request('POST', '/picture-optimizer/v1/kick');
        $made = $make($token);
        $made === null || $request->set_header('X-Picture-Optimizer-Kick', $made);
        // What the run itself does is not asked here.
        $this->plugin->db()->query("DELETE FROM {$this->jobs->table()}");
        self::assertSame($status, rest_do_request($request)->get_status());
    }

    public function testAPluginThatClosesTheRestApiToVisitorsLetsTheSiteItselfIn(): void
    {
        $this->itemsIn(State::Waiting);
        $this->plugin->kick()->register();
        add_filter('rest_authentication_errors', static fn (): \WP_Error => new \WP_Error('rest_cannot_access', 'Closed.'), 20);
        $this->plugin->kick()->start();
        $token = array_change_key_case($this->calls[0][1])['x-picture-optimizer-kick'];
        $answers = [];
        foreach (['/kick' => $token, '/kick/' => $token, '/account' => $token, '/kick ' => $token, '/kick?' => 'x'] as $route => $shown) {
            $GLOBALS['wp']->query_vars['rest_route'] = '/picture-optimizer/v1' . rtrim($route, '?');
            $_SERVER['HTTP_X_PICTURE_OPTIMIZER_KICK'] = $shown;
            $isListed = in_array('picture-optimizer/v1', apply_filters('aios_whitelisted_rest_routes', ['wc']), true);
            $answers[$route] = rest_get_server()->check_authentication() === true;
            self::assertSame($isListed, $answers[$route], $route);
        }
        unset($GLOBALS['wp']->query_vars['rest_route'], $_SERVER['HTTP_X_PICTURE_OPTIMIZER_KICK']);
        self::assertSame(['/kick' => true, '/kick/' => true, '/account' => false, '/kick ' => false, '/kick?' => false], $answers);
    }

    public function testAQuestionWhetherTheSiteCanCallItselfStartsNoWork(): void
    {
        $this->itemsIn(State::Waiting);
        self::assertNull(Kick::obstacle());
        $request = new \WP_REST_Request('POST', '/picture-optimizer/v1/kick');
        $request->set_header('X-Picture-Optimizer-Kick', array_change_key_case($this->calls[0][1])['x-picture-optimizer-kick']);
        $request->set_body_params(['probe' => '1']);
        self::assertSame(204, rest_do_request($request)->get_status());
        self::assertCount(1, $this->calls, 'the service was not asked');
    }

    /** A call that was made as an hour ended, or by a server whose clock differs, is still this site's. */
    public function testATokenOutlivesTheEndOfItsHourAndNoMore(): void
    {
        $status = static function (int $hours): int {
            $request = new \WP_REST_Request('POST', '/picture-optimizer/v1/kick');
            $hour = gmdate('Y-m-d H', time() + $hours * HOUR_IN_SECONDS);
            $request->set_header('X-Picture-Optimizer-Kick', wp_hash("picture-optimizer kick {$hour}", 'nonce'));
            $request->set_body_params(['probe' => '1']);
            return rest_do_request($request)->get_status();
        };
        wp_set_current_user(0);
        self::assertSame([401, 204, 204, 204, 401], array_map($status, [-3, -1, 0, 1, 3]));
    }

    /** WooCommerce was switched off, or something has overwritten WP-Cron's option. */
    public function testAScheduleThatGotLostIsMadeAgainWhereWorkIsSeen(): void
    {
        foreach (['the daily look', 'a run'] as $number => $who) {
            $this->plugin->db()->query("DELETE FROM {$this->items->table()}");
            $this->itemsIn(State::Waiting, 1, ['not_before' => time() + 600]);
            wp_unschedule_hook(Hooks::TICK);
            $number === 0 ? $this->plugin->kick()->keepGoing() : $this->plugin->kick()->tick();
            self::assertNotFalse(wp_next_scheduled(Hooks::TICK), $who);
        }
        $this->plugin->db()->query("DELETE FROM {$this->jobs->table()}");
        wp_unschedule_hook(Hooks::TICK);
        $this->plugin->kick()->keepGoing();
        self::assertFalse(wp_next_scheduled(Hooks::TICK), 'nothing waits');
    }

    /** Whose time or memory runs out over the work is ended, and has no other moment to say when it goes on. */
    public function testTheNextActionIsThereBeforeTheWorkBegins(): void
    {
        require_once __DIR__ . '/action-scheduler.php';
        $GLOBALS['as_actions'] = [];
        $GLOBALS['wp_actions']['action_scheduler_init'] = 1;
        $this->itemsIn(State::Waiting, 1, ['not_before' => time() + 900]);
        (new ActionScheduler())->turnOn();
        $GLOBALS['as_actions'][0]['status'] = 'in-progress';
        $isOn = null;
        add_filter('query', static function (string $query) use (&$isOn): string {
            $isOn ??= str_contains($query, 'SELECT MIN(GREATEST(not_before') ? (new ActionScheduler())->isOn() : null;
            return $query;
        });
        $this->plugin->kick()->tick();
        unset($GLOBALS['wp_actions']['action_scheduler_init']);
        self::assertTrue($isOn);
        self::assertTrue((new ActionScheduler())->isOn());
    }

    public function testTheScheduleThatAPluginHasReplacedEndsWithTheWork(): void
    {
        require_once __DIR__ . '/action-scheduler.php';
        $GLOBALS['as_actions'] = [];
        (new WpCron())->turnOn();
        (new ActionScheduler())->turnOn();
        $GLOBALS['wp_actions']['action_scheduler_init'] = 1;
        $this->plugin->kick()->tick();
        unset($GLOBALS['wp_actions']['action_scheduler_init']);
        self::assertFalse(wp_next_scheduled(Hooks::TICK));
        self::assertFalse((new ActionScheduler())->isOn());
    }

    public function testTheTokenOfAnotherSiteOrHourIsAnotherOne(): void
    {
        $this->itemsIn(State::Waiting);
        $this->plugin->kick()->start();
        add_filter('salt', static fn (string $salt): string => "other {$salt}");
        $this->plugin->kick()->start();
        $tokens = array_map(static fn (array $call): string => array_change_key_case($call[1])['x-picture-optimizer-kick'], $this->calls);
        self::assertCount(2, array_unique($tokens));
        self::assertStringNotContainsString('picture-optimizer kick', $tokens[0]);
    }
}
