<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Rest;

use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;
use PictureOptimizer\Tests\Service\FakeService;

/** @group acceptance-G1 */
final class RoutesTest extends RestTestCase
{
    /** @return iterable<string, array{string, string, array<string, mixed>}> every route, found by asking WordPress */
    private function routes(): iterable
    {
        $own = array_filter(
            rest_get_server()->get_routes('picture-optimizer/v1'),
            static fn (string $path): bool => $path !== self::PREFIX,
            ARRAY_FILTER_USE_KEY
        );
        foreach ($own as $path => $handlers) {
            foreach ($handlers as $handler) {
                foreach (array_keys($handler['methods']) as $method) {
                    $path = (string) preg_replace(['/\(\?P<(?:id|event)>[^)]*\)/', '/\(\?P<action>[^)]*\)/'], ['1', 'stop'], $path);
                    yield "{$method} {$path}" => [$method, $path];
                }
            }
        }
    }

    public function testAnAddressThatASiteFirewallLetsThroughIsTheServices(): void
    {
        $this->plugin->connection()->forget();
        $asked = [];
        add_filter('pre_http_request', static function (mixed $none, array $arguments, string $url) use (&$asked): \WP_Error {
            $asked[] = $url;
            return new \WP_Error('x', 'nobody');
        }, 10, 3);
        $this->call('POST', '/connection', ['service_url' => '//api.example.com']);
        self::assertStringStartsWith('https://api.example.com/', $asked[0] ?? '');
    }

    public function testEveryRouteRefusesStrangersSubscribersAndAuthors(): void
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        $seen = 0;
        $users = [0, $this->user('subscriber'), $this->user('author')]; // To make one takes long: its password is hashed.
        foreach ($this->routes() as $name => [$method, $path]) {
            foreach ($users as $user) {
                wp_set_current_user($user);
                $answer = $this->call($method, $path, ['ids' => [$picture], 'pipeline' => 'export', 'quote_id' => 'x', 'field' => 'alt',
                    'texts' => [['id' => 1, 'decisions' => []]]]);
                self::assertContains($answer->get_status(), [401, 403], "{$name} for user {$user}");
                $seen++;
            }
        }
        self::assertGreaterThan(24, $seen);
        self::assertSame([], self::$service->requests(), 'the service was called for somebody who may not');
    }

    public function testAnEditorMayUseThemAndSeesNoKey(): void
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        wp_set_current_user($this->user('editor'));
        $plan = $this->call('POST', '/plans', ['ids' => [$picture], 'pipeline' => 'export']);
        self::assertSame(200, $plan->get_status(), (string) wp_json_encode($plan->get_data()));
        self::assertSame(1, $plan->get_data()['credits']);
        $confirmed = $this->call('POST', "/plans/{$plan->get_data()['job']}/confirm", [
            'quote_id' => $plan->get_data()['quote_id'],
        ]);
        self::assertSame(200, $confirmed->get_status());
        $this->work();
        $result = $this->call('GET', "/jobs/{$plan->get_data()['job']}/items");
        self::assertSame('delivered', $result->get_data()['items'][0]['state']);
        foreach ([$plan, $confirmed, $result] as $answer) {
            self::assertStringNotContainsString(FakeService::KEY, (string) wp_json_encode($answer->get_data()));
        }
    }

    public function testAPlanWithoutAPriceIsForgotten(): void
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        wp_set_current_user($this->user('editor'));
        self::$service->reply('POST /v1/quotes', '{"detail":"Busy.","code":"busy","retryable":true}', 503);
        $count = fn (): int => (int) $this->plugin->db()->get_var("SELECT COUNT(*) FROM {$this->plugin->jobs()->table()}");
        $before = $count();
        $answer = $this->call('POST', '/plans', ['ids' => [$picture], 'pipeline' => 'export']);
        self::assertSame([502, true], [$answer->get_status(), $answer->get_data()['data']['retryable']]);
        self::assertSame($before, $count(), 'the browser asks again and again while the service is away');
    }

    public function testNobodyTouchesPicturesThatTheyMayNotEdit(): void
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        add_filter('picture_optimizer_capability', static fn (): string => 'upload_files');
        wp_set_current_user($this->user('author'));
        foreach (['/plans', '/revert'] as $path) {
            $answer = $this->call('POST', $path, ['ids' => [$picture], 'pipeline' => 'export']);
            self::assertSame(403, $answer->get_status(), $path);
        }
        $post = $this->factoryPost();
        self::assertSame(403, $this->call('POST', '/revert', ['ids' => [$post]])->get_status(), 'not an attachment');
    }

    public function testABrowserWithoutANonceIsNobody(): void
    {
        $answer = wp_remote_get(rest_url('picture-optimizer/v1/account'));
        self::assertSame(401, wp_remote_retrieve_response_code($answer));
    }

    public function testTheKickWantsItsToken(): void
    {
        $request = new \WP_REST_Request('POST', self::PREFIX . '/kick');
        $request->set_header('X-Picture-Optimizer-Kick', 'guess');
        self::assertSame(403, rest_do_request($request)->get_status());
    }

    public function testSettingsOfAPlanCannotSmuggleAnythingIn(): void
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        $plan = $this->call('POST', '/plans', ['ids' => [$picture], 'pipeline' => 'export', 'settings' => [
            'format' => '../../etc/passwd', 'service_url' => 'http://169.254.169.254', 'path' => '/etc/passwd',
        ]]);
        self::assertSame(200, $plan->get_status());
        $sent = (string) wp_json_encode(self::$service->get('quotes'));
        self::assertStringNotContainsString('passwd', $sent);
        self::assertStringNotContainsString('169.254', $sent);
    }

    public function testPlacesOfAnUnsavedPostReachTheModelAsFarAsTheSettingsLetThem(): void
    {
        $spot = ['key' => 'block-1', 'heading' => 'Launch day', 'text_before' => 'We <b>waited</b>.', 'link_target' => '/tickets'];
        $told = $this->placementsOf($spot);
        self::assertSame(['block-1', 'Launch day', 'We waited.', '/tickets'], [$told[0]['key'], $told[0]['heading'],
            $told[0]['text_before'], $told[0]['link_target']]);
        self::assertCount(1, $told);
        $this->plugin->settings()->save(['send_page_text' => false, 'send_links' => false]);
        $told = $this->placementsOf($spot);
        self::assertSame(['', '', ''], [$told[0]['heading'], $told[0]['text_before'], $told[0]['link_target']]);
    }

    /**
     * @param array<string, string> $spot
     * @return list<array<string, string>> as an order tells the service
     */
    private function placementsOf(array $spot): array
    {
        $picture = $this->addPicture('photo.jpg', 400, 300, random_int(1, 100000));
        $settings = ['review' => true, 'reprocess' => true, 'spots' => [$picture => [$spot]]];
        $plan = $this->call('POST', '/plans', ['ids' => [$picture], 'pipeline' => 'analyze', 'settings' => $settings])->get_data();
        $this->call('POST', "/plans/{$plan['job']}/confirm", ['quote_id' => $plan['quote_id']]);
        $this->work();
        $orders = self::$service->get('jobs');
        return end($orders)['request']['items'][0]['context']['placements'];
    }

    public function testAnErrorOfTheServiceReachesThePersonAsASentence(): void
    {
        self::$service->fail('POST /v1/quotes', 'html 500');
        $answer = $this->call('POST', '/plans', ['ids' => [$this->addPicture('p.jpg', 400, 300)], 'pipeline' => 'export']);
        self::assertSame(502, $answer->get_status());
        self::assertStringContainsString('HTTP 500', $answer->get_data()['message']);
    }

    public function testAPlanTakesThePlaceOfTheOneBeforeAndNeverOfWork(): void
    {
        wp_set_current_user($this->user('editor'));
        $ids = [$this->addPicture('p.jpg', 400, 300)];
        $first = $this->call('POST', '/plans', ['ids' => $ids, 'pipeline' => 'export'])->get_data();
        $second = $this->call('POST', '/plans', ['ids' => $ids, 'pipeline' => 'export', 'replaces' => $first['job']])->get_data();
        self::assertFalse($this->plugin->jobs()->exists($first['job']));
        self::assertSame([], $this->plugin->items()->ofJob($first['job']));

        $this->call('POST', "/plans/{$second['job']}/confirm", ['quote_id' => $second['quote_id']]);
        $this->call('POST', '/plans', ['ids' => $ids, 'pipeline' => 'export', 'replaces' => $second['job']]);
        self::assertTrue($this->plugin->jobs()->exists($second['job']), 'what was confirmed is no plan any more');

        $theirs = $this->call('POST', '/plans', ['ids' => $ids, 'pipeline' => 'analyze'])->get_data();
        wp_set_current_user($this->user('administrator'));
        $this->call('POST', '/plans', ['ids' => $ids, 'pipeline' => 'analyze', 'replaces' => $theirs['job']]);
        self::assertTrue($this->plugin->jobs()->exists($theirs['job']), 'the plan of somebody else');
    }

    public function testAPlanNamesImagesForAPreview(): void
    {
        $id = $this->addPicture('barn.jpg', 400, 300);
        $samples = $this->call('POST', '/plans', ['ids' => [$id], 'pipeline' => 'export'])->get_data()['samples'];
        self::assertSame([$id], array_column($samples, 'id'));
        self::assertSame([Report::fileName($id)], array_column($samples, 'file'));
        self::assertStringContainsString('barn-150x150.jpg', $samples[0]['thumbnail']);
    }

    public function testTheWizardLearnsWhatTheModelCanDo(): void
    {
        $can = $this->call('GET', '/capabilities')->get_data();
        self::assertEqualsCanonicalizing(['analysis', 'estimates', 'prices'], array_keys($can));
        self::assertSame(['en'], $can['analysis']['languages']);
        self::assertSame(2, $can['prices']['analyze_export']);
    }

    public function testTheRequestIdOfTheServiceReachesTheScreen(): void
    {
        self::$service->fail('POST /v1/quotes', 'busy');
        $answer = $this->call('POST', '/plans', ['ids' => [$this->addPicture('p.jpg', 400, 300)], 'pipeline' => 'export']);
        self::assertSame('busy', $answer->get_data()['code']);
        self::assertSame('req_1', $answer->get_data()['data']['request_id']);
    }

    public function testAnUnknownJobIsNotFound(): void
    {
        self::assertSame(404, $this->call('GET', '/jobs/999999')->get_status());
    }

    /** @group acceptance-D6 */
    public function testWithoutTheQuoteNothingStarts(): void
    {
        $job = $this->plan([$this->addPicture('p.jpg', 400, 300)], Pipeline::Export);
        $answer = $this->call('POST', "/plans/{$job->id}/confirm", ['quote_id' => 'quo_guess']);
        self::assertSame(409, $answer->get_status());
        $this->work();
        self::assertSame(0, self::$service->get('charged'));
    }

    /** @group acceptance-D6 */
    public function testAProgramWithAnApplicationPasswordNeitherSpendsNorApprovesNorTakesBack(): void
    {
        $picture = $this->addPicture('p.jpg', 400, 300);
        $job = $this->plan([$picture], Pipeline::Export);
        $GLOBALS['wp_rest_application_password_uuid'] = wp_generate_uuid4();
        try {
            $answers = [
                $this->call('POST', "/plans/{$job->id}/confirm", ['quote_id' => $job->quoteId]),
                $this->call('POST', "/items/{$this->plugin->items()->ofJob($job->id)[0]->id}/accept"),
                $this->call('POST', "/items/{$this->plugin->items()->ofJob($job->id)[0]->id}/regenerate"),
                $this->call('POST', '/revert', ['ids' => [$picture]]),
            ];
            self::assertSame(200, $this->call('GET', "/jobs/{$job->id}")->get_status(), 'it may look');
        } finally {
            $GLOBALS['wp_rest_application_password_uuid'] = null;
        }
        foreach ($answers as $answer) {
            self::assertSame(403, $answer->get_status());
            self::assertStringContainsString('Only a person', $answer->get_data()['message']);
        }
        $this->work();
        self::assertSame(0, self::$service->get('charged'));
    }

    private function factoryPost(): int
    {
        return (int) wp_insert_post(['post_title' => 'A post', 'post_status' => 'publish', 'post_author' => get_current_user_id()]);
    }
}
