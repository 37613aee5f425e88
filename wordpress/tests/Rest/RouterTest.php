<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Rest;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\NotConnected;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Connect\Refusal;
use PictureOptimizer\Api\Wire\Problem as Document;
use PictureOptimizer\Rest\Router;
use PictureOptimizer\Tests\TestCase;

/**
 * The door of all routes: who comes in, and how every kind of trouble goes out as a sentence with a status.
 *
 * @group acceptance-G1
 */
final class RouterTest extends TestCase
{
    protected function tearDown(): void
    {
        $GLOBALS['wp_rest_server'] = null;
        parent::tearDown();
    }

    /**
     * @param callable(\WP_REST_Request): mixed $callback
     * @param array<string, mixed> $parameters
     * @param array<string, mixed> $args
     */
    private function ask(callable $callback, array $parameters = [], array $args = [], ?callable $more = null): \WP_REST_Response
    {
        $GLOBALS['wp_rest_server'] = null;
        rest_get_server();
        (new Router())->add('POST', '/a-test', $callback, $args, $more);
        $request = new \WP_REST_Request('POST', '/picture-optimizer/v1/a-test');
        $request->set_body_params($parameters);
        return rest_do_request($request);
    }

    /** @return iterable<string, array{\Throwable, int, string, array<string, mixed>}> what is thrown; status, code and data that go out */
    public static function troubles(): iterable
    {
        $document = ['type' => 'about:blank', 'title' => 'No', 'status' => 400, 'code' => 'a_code', 'detail' => 'The service says no.',
            'retryable' => false, 'charged' => false, 'request_id' => 'req_7'];
        $problem = static fn (int $status, array $more = []): Problem
            => new Problem(Document::read(new Reader($more + ['status' => $status] + $document)), $status);
        yield 'something is not there' => [new \OutOfBoundsException('There is none.'), 404, 'not_found', []];
        yield 'something is refused' => [new \DomainException('Not now.'), 409, 'refused', []];
        yield 'a file is in the way' => [new ChangeError('The disk is full.'), 409, 'hindered', []];
        yield 'no money' => [$problem(402, ['needed' => 5, 'available' => 2]), 402, 'a_code', ['needed' => 5, 'available' => 2,
            'request_id' => 'req_7']];
        yield 'the service says no' => [$problem(422), 502, 'a_code', ['needed' => 0, 'request_id' => 'req_7', 'retryable' => false]];
        yield 'the service is busy' => [$problem(503, ['retryable' => true]), 502, 'a_code', ['retryable' => true]];
        yield 'the service is not for this key' => [$problem(401), 502, 'a_code', ['request_id' => 'req_7']];
        yield 'no answer' => [Unreachable::because('cURL error 28: time-out', 'api.example'), 502, 'unreachable', ['request_id' => '',
            'detail' => 'api.example does not answer. A firewall may block this server’s outgoing connections; ask your host to allow'
                . ' them. (cURL error 28: time-out)', 'retryable' => true]];
        yield 'a refusal with a cause' => [new Refusal('Check the address.', 'cURL error 6'), 409, 'refused', ['detail' => 'cURL error 6']];
        yield 'another answer' => [BrokenAnswer::because('a page', 'req_8'), 502, 'broken_answer', ['request_id' => 'req_8']];
        yield 'not connected' => [new NotConnected('Connect first.'), 502, 'not_connected', []];
    }

    /**
     * @dataProvider troubles
     * @param array<string, mixed> $data
     */
    public function testTroubleGoesOutAsASentence(\Throwable $trouble, int $status, string $code, array $data): void
    {
        $answer = $this->ask(static fn (): never => throw $trouble);
        $said = $answer->get_data();
        self::assertSame([$status, $code, $trouble->getMessage()], [$answer->get_status(), $said['code'], $said['message']]);
        self::assertSame($data, array_intersect_key($said['data'], $data));
    }

    public function testAnswersGoOutAsABrowserGetsThem(): void
    {
        $object = new class implements \JsonSerializable {
            /** @return array<string, mixed> */
            public function jsonSerialize(): array
            {
                return ['a' => new \ArrayObject(['b' => 1]), 'list' => [1, 2], 'none' => null];
            }
        };
        $answer = $this->ask(static fn (): \JsonSerializable => $object);
        self::assertSame([200, ['a' => ['b' => 1], 'list' => [1, 2], 'none' => null]], [$answer->get_status(), $answer->get_data()]);
        self::assertSame([], $this->ask(static fn (): array => [])->get_data());
    }

    /** @return iterable<string, array{string, int}> */
    public static function roles(): iterable
    {
        yield 'editor' => ['editor', 200];
        yield 'author' => ['author', 403];
        yield 'subscriber' => ['subscriber', 403];
        yield 'nobody' => ['', 401];
    }

    /** @dataProvider roles */
    public function testWhoComesIn(string $role, int $status): void
    {
        wp_set_current_user($role === '' ? 0 : (int) wp_insert_user(['user_login' => "{$role}-r", 'user_pass' => 'x', 'role' => $role]));
        $called = false;
        $answer = $this->ask(static function () use (&$called): array {
            $called = true;
            return [];
        });
        self::assertSame([$status, $status === 200], [$answer->get_status(), $called]);
    }

    public function testImagesThatMayNotBeChangedStopTheRequest(): void
    {
        $mine = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], 'a.jpg');
        $post = (int) wp_insert_post(['post_title' => 'x']);
        $ask = fn (array $ids): \WP_REST_Response => $this->ask(static fn (): array => ['done' => true], ['ids' => $ids], Router::IDS);
        self::assertSame(200, $ask([$mine])->get_status());
        $answer = $ask([$mine, $post]);
        self::assertSame(403, $answer->get_status());
        self::assertStringContainsString((string) $post, $answer->get_data()['message'], 'the image is named');
        // One that a colleague has deleted since the page was opened does not hold up the others.
        self::assertSame(200, $ask([$mine, 9_999_999])->get_status());
    }

    public function testAnImageThatIsGoneIsNotSomeoneElses(): void
    {
        $more = static fn (\WP_REST_Request $request): bool => Router::mayChange((int) $request['id']);
        $answer = $this->ask(static fn (): array => [], ['id' => 9_999_999], Router::ID, $more);
        self::assertSame([404, 'not_found'], [$answer->get_status(), $answer->get_data()['code']]);
        self::assertSame('This image is no longer in the Media Library.', $answer->get_data()['message']);
    }

    /** @return iterable<string, array{mixed, int}> what is sent for ids, status */
    public static function ids(): iterable
    {
        yield 'none' => [[], 400];
        yield 'a word' => [['x'], 400];
        yield 'below one' => [[0], 400];
        yield 'nothing' => [null, 400];
    }

    /** @dataProvider ids */
    public function testNumbersOfImagesAreNumbers(mixed $ids, int $status): void
    {
        self::assertSame($status, $this->ask(static fn (): array => [], $ids === null ? [] : ['ids' => $ids], Router::IDS)->get_status());
    }

    public function testAFurtherConditionIsAsked(): void
    {
        $heard = null;
        $more = static function (\WP_REST_Request $request) use (&$heard): bool {
            $heard = $request['id'];
            return $request['id'] === 7;
        };
        self::assertSame(200, $this->ask(static fn (): array => [], ['id' => 7], Router::ID, $more)->get_status());
        $answer = $this->ask(static fn (): array => [], ['id' => 8], Router::ID, $more);
        self::assertSame([403, 8], [$answer->get_status(), $heard]);
        self::assertStringContainsString('someone else', $answer->get_data()['message']);
    }
}
