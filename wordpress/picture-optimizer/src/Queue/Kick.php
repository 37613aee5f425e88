<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Budget;
use PictureOptimizer\Hooks;
use PictureOptimizer\Queue\Schedules\ActionScheduler;
use PictureOptimizer\Queue\Schedules\Schedule;
use PictureOptimizer\Queue\Schedules\WpCron;
use PictureOptimizer\Sites;
use PictureOptimizer\Store\JobStore;

/**
 * Keeps the queue going without anybody watching: a schedule every minute while there is work, and a call of the site to
 * itself when a run has ended with work left. Both may be blocked on a host; an open tab and WP-CLI work as well.
 */
final class Kick
{
    /** What stands in the way of a site behind a password. */
    public const NEEDS_PASSWORD = 'HTTP 401';

    private const ROUTE = '/picture-optimizer/v1/kick';
    private const HEADER = 'X-Picture-Optimizer-Kick';

    /** @var array<int, bool> pictures whose metadata or file somebody wrote in this request, and whether it is another image for certain */
    private array $written = [];

    /**
     * @param \Closure(): Turns $turns made only when it is needed, as each page that a visitor sees makes a Kick
     * @param \Closure(): Runner $runner the same
     * @param \Closure(): AutoProcessing $autoProcessing the same
     * @param \Closure(): ReplacedFiles $replaced the same
     */
    public function __construct(
        private readonly JobStore $jobs,
        private readonly \Closure $turns,
        private readonly \Closure $runner,
        private readonly \Closure $autoProcessing,
        private readonly \Closure $replaced,
    ) {
    }

    public function register(): void
    {
        (new WpCron())->register();
        Hooks::onEvent(Hooks::TICK, $this->tick(...));
        Hooks::onEvent(Hooks::DAILY, $this->keepGoing(...));
        add_action('rest_api_init', $this->addRoute(...));
        // Plugins that close the REST API to visitors (Disable REST API, Perfmatters) mean strangers, not the site itself.
        add_filter('rest_authentication_errors', static fn (mixed $result): mixed => self::isCallingItself() ? true : $result, PHP_INT_MAX);
        // All-In-One Security ends such a request before anybody is asked who it is, unless its beginning is on this list.
        add_filter('aios_whitelisted_rest_routes', static fn (mixed $routes): mixed => self::isCallingItself()
            ? [...(is_array($routes) ? $routes : []), dirname(ltrim(self::ROUTE, '/'))] : $routes);
        add_filter('wp_generate_attachment_metadata', Hooks::onValues(fn (mixed $metadata, int $id): mixed
            // What is uploaded on behalf of another site has a number that means another image here.
            => Sites::isSwitched() ? $metadata : ($this->autoProcessing)()->notice($metadata, $id)), 20, 2);
        add_filter('wp_update_attachment_metadata', Hooks::onValues(function (mixed $metadata, int $id): mixed {
            Sites::isSwitched() || $this->written[$id] ??= false;
            return $metadata;
        }), 10, 2);
        add_action('enable-media-replace-upload-done', function (mixed ...$told): void {
            // Older versions of that plugin don't say which image.
            is_numeric($told[2] ?? null) && $this->written[(int) $told[2]] = true;
        }, 10, 3);
        add_action('updated_post_meta', Hooks::on(function (mixed $metaId, int $id, string $key, mixed $value): void {
            $key === '_wp_attached_file' && is_string($value) && !Sites::isSwitched() && ($this->replaced)()->followType($id, $value);
        }), 10, 4);
        Hooks::onEvent('shutdown', $this->enqueueNewMedia(...));
    }

    /** There is new work: starts on it at once where the host lets the site call itself. */
    public function start(): void
    {
        self::schedule()->turnOn();
        $this->callSelf();
    }

    /** One run of a web request. The next one is on the schedule before anything can end this one. */
    public function tick(): void
    {
        $this->keepGoing();
        $turns = ($this->turns)();
        if ($this->jobs->hasOpen() && !$turns->take()) {
            return;
        }
        try {
            $isLeft = ($this->runner)()->run(Budget::ofWebRequest());
        } finally {
            $turns->release();
        }
        if (!$isLeft) {
            self::unschedule();
            // Who has brought work since the last look at it may have got no turn.
            $this->jobs->hasOpen() && $this->start();
            return;
        }
        self::schedule()->turnOn();
        if ((wp_doing_cron() || defined('REST_REQUEST')) && ($this->runner)()->isDueSoon()) {
            $this->callSelf();
        }
    }

    /**
     * A schedule does not last by itself: WooCommerce is switched off with its Action Scheduler, or gives up on an action that others
     * have made fail; a plugin's or a tool's change of WP-Cron's option takes events along. Where work is seen, it goes on.
     */
    public function keepGoing(): void
    {
        $this->jobs->hasOpen() && $this->goOn();
    }

    /** The same for who has seen an open job already, and need not ask again. */
    public function goOn(): void
    {
        self::schedule()->turnOn();
    }

    /** Leaves no schedule of ours behind, whoever keeps it. */
    public static function unschedule(): void
    {
        (new WpCron())->turnOff();
        if (ActionScheduler::isThere()) {
            (new ActionScheduler())->turnOff();
        }
    }

    private static function schedule(): Schedule
    {
        return ActionScheduler::isThere() ? new ActionScheduler() : new WpCron();
    }

    /** Only a request that wrote something about pictures has something to do here. */
    private function enqueueNewMedia(): void
    {
        if ($this->written === [] && did_filter('wp_generate_attachment_metadata') === 0) {
            return;
        }
        $replaced = ($this->replaced)()->settle($this->written);
        $this->written = [];
        if (($this->autoProcessing)()->enqueue(...$replaced)) {
            $this->start();
        }
    }

    public function addRoute(): void
    {
        register_rest_route('picture-optimizer/v1', '/kick', [
            'methods' => 'POST',
            'args' => ['probe' => ['type' => 'boolean', 'default' => false]],
            'callback' => function (\WP_REST_Request $request): \WP_REST_Response {
                function_exists('ignore_user_abort') && ignore_user_abort(true);
                $request['probe'] || $this->tick();
                return new \WP_REST_Response(null, 204);
            },
            // Called by the site itself, without a user: it shows a token that only this site can make.
            'permission_callback' => static fn (\WP_REST_Request $request): bool
                => self::isToken((string) $request->get_header(self::HEADER)),
        ]);
    }

    /** @return string|null Why this site cannot call itself; null when it can. */
    public static function obstacle(): ?string
    {
        $answer = self::post(['timeout' => 10, 'body' => ['probe' => 1]]);
        $status = (int) wp_remote_retrieve_response_code($answer);
        return match (true) {
            is_wp_error($answer) => $answer->get_error_message(),
            // By the route itself: a password before the site, or a plugin that closes the REST API, says something else.
            $status === 204 => null,
            default => self::withWords("HTTP {$status}", (array) json_decode(wp_remote_retrieve_body($answer), true)),
        };
    }

    /** @param array<mixed> $error of a plugin, in WordPress' shape; a server's own page has none */
    private static function withWords(string $status, array $error): string
    {
        $words = is_string($error['message'] ?? null) ? wp_strip_all_tags($error['message']) : '';
        return match (true) {
            $words !== '' => "{$status}: {$words}",
            is_string($error['code'] ?? null) => "{$status}: {$error['code']}",
            default => $status,
        };
    }

    private static function isCallingItself(): bool
    {
        $route = $GLOBALS['wp']->query_vars['rest_route'] ?? '';
        $token = $_SERVER['HTTP_' . strtoupper(strtr(self::HEADER, '-', '_'))] ?? '';
        return is_string($route) && untrailingslashit($route) === self::ROUTE && is_string($token) && self::isToken($token);
    }

    /** Sends a request to ourselves and does not wait for its answer. */
    private function callSelf(): void
    {
        if ($this->jobs->hasOpen()) {
            self::post(['timeout' => 0.5, 'blocking' => false]);
        }
    }

    /**
     * @param array<string, mixed> $arguments
     * @return array<string, mixed>|\WP_Error
     */
    private static function post(array $arguments): array|\WP_Error
    {
        return wp_remote_post(rest_url(ltrim(self::ROUTE, '/')), $arguments + [
            'sslverify' => apply_filters('https_local_ssl_verify', false),
            'headers' => [self::HEADER => self::token()],
        ]);
    }

    /** @param int $hours from now */
    private static function token(int $hours = 0): string
    {
        return wp_hash('picture-optimizer kick ' . gmdate('Y-m-d H', time() + $hours * HOUR_IN_SECONDS), 'nonce');
    }

    /** Good for its hour and those beside it: a call can be made as an hour ends, or by a server whose clock is not quite this one's. */
    private static function isToken(string $shown): bool
    {
        return hash_equals(self::token(), $shown) || hash_equals(self::token(-1), $shown) || hash_equals(self::token(1), $shown);
    }
}
