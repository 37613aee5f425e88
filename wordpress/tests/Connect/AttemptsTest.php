<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Connect;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Diagnosis;
use PictureOptimizer\Api\Secret;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Connect\Attempt;
use PictureOptimizer\Connect\AttemptStore;
use PictureOptimizer\Connect\Progress;
use PictureOptimizer\Connect\State;
use PictureOptimizer\Tests\TestCase;

/** What a site remembers while a person confirms its code, and what its screens say of that. */
final class AttemptsTest extends TestCase
{
    private const OPTION = 'picture_optimizer_connecting';

    private AttemptStore $store;

    protected function setUp(): void
    {
        parent::setUp();
        global $wpdb;
        $this->store = new AttemptStore($wpdb);
        $this->store->remove();
    }

    private static function attempt(int $expires = 1800, int $interval = 5, int $askedBefore = 0): Attempt
    {
        return new Attempt(
            'https://api.example',
            'https://site.example',
            'device-code',
            'the-verifier',
            'BCDF-GHJK',
            'https://account.example/connect?code=BCDF-GHJK',
            time() + $expires,
            $interval,
            time() - $askedBefore,
        );
    }

    /** @return iterable<string, array{int, bool}> seconds until a code's end, and whether it is over */
    public static function ends(): iterable
    {
        yield 'half an hour before' => [1800, false];
        yield 'a minute before' => [60, false];
        yield 'at its second' => [0, true];
        yield 'after it' => [-1, true];
    }

    /** @dataProvider ends */
    public function testACodeIsOverWithItsSecond(int $seconds, bool $over): void
    {
        self::assertSame($over, self::attempt($seconds)->isOver());
    }

    /** @return iterable<string, array{int, int, bool}> pause, seconds since the last question, and whether to ask */
    public static function pauses(): iterable
    {
        yield 'asked just now' => [60, 0, false];
        yield 'within the pause' => [600, 500, false];
        yield 'exactly the pause' => [5, 5, true];
        yield 'long ago' => [5, 4000, true];
        yield 'an hour that is not over' => [3600, 3500, false];
    }

    /** @dataProvider pauses */
    public function testTheServiceIsAskedWhenThePauseIsOver(int $interval, int $since, bool $may): void
    {
        self::assertSame($may, self::attempt(1800, $interval, $since)->mayAsk());
    }

    public function testAQuestionStartsThePauseAnewAndChangesNothingElse(): void
    {
        $attempt = self::attempt(1800, 50, 100);
        $begun = time();
        $asked = $attempt->asked(7);
        self::assertMoment($begun, $asked->askedAt);
        self::assertFalse($asked->mayAsk());
        self::assertSame(57, $asked->interval);
        self::assertSame(50, $attempt->asked()->interval);
        $same = ['service', 'site', 'deviceCode', 'verifier', 'userCode', 'url', 'expiresAt'];
        foreach ($same as $field) {
            self::assertSame($attempt->{$field}, $asked->{$field}, $field);
        }
    }

    public function testAnAttemptIsKeptAsItWasAndUnreadable(): void
    {
        self::assertNull($this->store->get());
        $this->store->put(self::attempt());
        self::assertEquals(self::attempt(), $this->store->get());
        $kept = (string) get_option(self::OPTION);
        foreach (['device-code', 'the-verifier', 'BCDF'] as $secret) {
            self::assertStringNotContainsString($secret, $kept . base64_decode($kept));
        }
        self::assertArrayNotHasKey(self::OPTION, wp_load_alloptions());
        $this->store->remove();
        self::assertNull($this->store->get());
    }

    /** @return iterable<string, array{mixed}> what a database may hold instead of an attempt */
    public static function damaged(): iterable
    {
        yield 'nothing' => [''];
        yield 'a word' => ['damaged'];
        yield 'base64 of too little' => [base64_encode('short')];
        yield 'base64 of noise' => [base64_encode(str_repeat("\x00\xff", 60))];
    }

    /** @dataProvider damaged */
    public function testADamagedAttemptIsNone(mixed $option): void
    {
        update_option(self::OPTION, $option);
        self::assertNull($this->store->get());
        $this->store->put(self::attempt());
        self::assertEquals(self::attempt(), $this->store->get());
    }

    /** @return iterable<string, array{string}> JSON that another version may have sealed */
    public static function others(): iterable
    {
        $fields = get_object_vars(self::attempt());
        yield 'no JSON' => ['{'];
        yield 'a number' => ['7'];
        yield 'an empty list' => ['[]'];
        yield 'a field less' => [(string) json_encode(array_diff_key($fields, ['verifier' => 1]))];
        yield 'a field more' => [(string) json_encode($fields + ['colour' => 'red'])];
        yield 'a field of another type' => [(string) json_encode(['expiresAt' => 'soon'] + $fields)];
        yield 'a list where a text belongs' => [(string) json_encode(['service' => ['x']] + $fields)];
    }

    /** @dataProvider others */
    public function testAnAttemptOfAnotherVersionIsNone(string $json): void
    {
        update_option(self::OPTION, Secret::seal($json, Connection::home()));
        self::assertNull($this->store->get());
    }

    public function testAnAttemptOfAnotherAddressIsNone(): void
    {
        $sealed = Secret::seal((string) json_encode(get_object_vars(self::attempt())), 'https://copy.example');
        update_option(self::OPTION, $sealed);
        self::assertNull($this->store->get());
    }

    public function testOfTwoTabsOneWrites(): void
    {
        global $wpdb;
        $this->store->put(self::attempt());
        get_option(self::OPTION);
        $theirs = Secret::seal((string) json_encode(get_object_vars(self::attempt(60))), Connection::home());
        $wpdb->update($wpdb->options, ['option_value' => $theirs], ['option_name' => self::OPTION]);

        self::assertFalse($this->store->replace(self::attempt(1800, 99)), 'somebody else wrote in between');
        self::assertSame(5, $this->store->get()?->interval);
        self::assertTrue($this->store->replace(self::attempt(1800, 99)), 'now it was read again');
        self::assertSame(99, $this->store->get()?->interval);
        self::assertTrue($this->store->replace(self::attempt(1800, 98)), 'one tab may write again and again');
    }

    public function testACancelledAttemptIsNotBroughtBack(): void
    {
        $this->store->put(self::attempt());
        $this->store->get();
        $this->store->remove();
        self::assertFalse($this->store->replace(self::attempt()));
        self::assertNull($this->store->get());
    }

    public function testScreensKnowTheCodeAndNoSecret(): void
    {
        $shown = Progress::of(self::attempt(1800, 7))->jsonSerialize();
        self::assertSame(['state' => 'pending', 'message' => '', 'user_code' => 'BCDF-GHJK',
            'url' => 'https://account.example/connect?code=BCDF-GHJK', 'interval' => 7], $shown);
        self::assertStringNotContainsString('verifier', (string) wp_json_encode($shown));
        self::assertSame(State::None, Progress::of(null)->state);
        self::assertSame(['ended', 'Declined.'], array_slice(array_values(Progress::ended('Declined.')->jsonSerialize()), 0, 2));
        self::assertSame('This site is connected.', Progress::connected()->message);
        self::assertSame('', Progress::connected()->userCode);
    }

    /** @return iterable<string, array{string, string}> what the transport says, and words of the advice */
    public static function causes(): iterable
    {
        $numbers = [6 => 'no DNS entry', 7 => 'refuses the connection', 28 => 'firewall', 35 => 'certificate', 51 => 'certificate',
            60 => 'certificate', 77 => 'certificate', 91 => 'certificate', 52 => 'can’t be reached', 5 => 'can’t be reached',
            8 => 'can’t be reached', 600 => 'can’t be reached', 286 => 'can’t be reached'];
        foreach ($numbers as $number => $words) {
            yield "cURL {$number}" => ["cURL error {$number}: it failed", $words];
        }
        yield 'a name that PHP does not find' => ['php_network_getaddresses: getaddrinfo failed', 'no DNS entry'];
        yield 'PHP is refused' => ['stream_socket_client(): Connection refused', 'refuses the connection'];
        yield 'PHP waits in vain' => ['stream_socket_client(): Operation timed out', 'firewall'];
        yield 'PHP and a certificate' => ['SSL: Certificate verify failed', 'certificate of api.example'];
        yield 'a block' => ['User has blocked requests through HTTP.', 'Add api.example to WP_ACCESSIBLE_HOSTS'];
        yield 'nothing said' => ['', 'api.example can’t be reached'];
        yield 'percent signs' => ['100%s of it failed %d', 'can’t be reached'];
    }

    /** @dataProvider causes */
    public function testACauseIsNamedWithWhatToDo(string $cause, string $words): void
    {
        $said = Diagnosis::of($cause, 'api.example');
        self::assertStringContainsString($words, $said);
        self::assertStringStartsWith('api.example', str_replace(['The certificate of ',
            'This WordPress blocks requests to other servers. Add '], '', $said));
        self::assertStringEndsWith('.', $said);
        self::assertSame($said . ($cause === '' ? '' : " ({$cause})"), Unreachable::because($cause, 'api.example')->detail());
    }
}
