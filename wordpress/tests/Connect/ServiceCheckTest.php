<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Connect;

use PictureOptimizer\Api\Diagnosis;
use PictureOptimizer\Connect\Refusal;
use PictureOptimizer\Connect\ServiceCheck;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * What is wrong with a service is said before anybody is sent there.
 *
 * @group acceptance-U1
 */
final class ServiceCheckTest extends ServiceTestCase
{
    private function check(string $address): string
    {
        try {
            return (new ServiceCheck($this->plugin->client()))->check($address);
        } catch (\DomainException $refused) {
            return $refused->getMessage();
        }
    }

    public function testAServiceInOrderPasses(): void
    {
        self::assertSame(self::$service->url, $this->check(' ' . self::$service->url . '/ '));
    }

    /** @return iterable<string, array{array<string, string>, string}> */
    public static function services(): iterable
    {
        yield 'the dashboard' => [['product' => 'picture-optimizer-dashboard', 'api_url' => 'https://api.example'],
            'address of the dashboard. Enter the address of the service instead: https://api.example'];
        yield 'another product' => [['product' => 'something else'], 'not Picture Optimizer'];
        yield 'a newer service' => [['plugin_at_least' => '99.0.0'], 'needs version 99.0.0 of the plugin'];
        yield 'a clock that is behind' => [['time' => '2099-01-01T00:00:00Z'], 'behind the service’s'];
        yield 'a clock that is ahead' => [['time' => '2020-01-01T00:00:00Z'], 'ahead of the service’s'];
        yield 'half an answer' => [['version' => '', 'plugin_at_least' => 'soon'], 'not Picture Optimizer'];
    }

    public function testMinutesBetweenTheClocksHarmNothing(): void
    {
        self::$service->set('service', ['time' => gmdate('Y-m-d\TH:i:s\Z', time() - 20 * MINUTE_IN_SECONDS)]);
        self::assertSame(self::$service->url, $this->check(self::$service->url));
    }

    /**
     * @dataProvider services
     * @param array<string, string> $service
     */
    public function testWhatIsWrongIsSaid(array $service, string $words): void
    {
        self::$service->set('service', $service);
        self::assertStringContainsString($words, $this->check(self::$service->url));
    }

    /** @return iterable<string, array{string, string}> */
    public static function faults(): iterable
    {
        yield 'a web page' => ['html', 'not Picture Optimizer'];
        yield 'a broken server' => ['html 500', 'HTTP 500'];
        yield 'a redirect' => ['redirect', 'HTTP 302'];
        yield 'nothing' => ['empty', 'not Picture Optimizer'];
    }

    /** @dataProvider faults */
    public function testAnAnswerThatIsNotOursIsToldApart(string $fault, string $words): void
    {
        self::$service->fail('GET /v1/service', $fault);
        self::assertStringContainsString($words, $this->check(self::$service->url));
    }

    public function testNobodyListens(): void
    {
        try {
            (new ServiceCheck($this->plugin->client()))->check('http://127.0.0.1:9');
            self::fail('Nobody can have answered.');
        } catch (Refusal $refused) {
            self::assertStringContainsString('127.0.0.1 refuses the connection', $refused->getMessage());
            self::assertStringEndsWith('Nothing was changed.', $refused->getMessage());
            self::assertStringContainsString('cURL error 7', $refused->detail, 'for whoever helps');
        }
    }

    public function testANameThatDoesNotExist(): void
    {
        remove_all_filters('pre_http_request'); // the test site's own, which lets nothing out
        self::assertStringContainsString('Check the spelling', $this->check('http://no-such-name.invalid'));
    }

    public function testAServerWithoutACertificate(): void
    {
        $encrypted = str_replace('http://', 'https://', self::$service->url);
        self::assertStringContainsString('The certificate of 127.0.0.1 was not accepted', $this->check($encrypted));
    }

    /** @return iterable<string, array{string, string}> */
    public static function causes(): iterable
    {
        yield 'firewall' => ['cURL error 28: Connection timed out after 10001 milliseconds', 'A firewall may block'];
        yield 'certificate' => ['cURL error 60: SSL certificate problem: certificate has expired', 'clock may be wrong'];
        yield 'streams without cURL' => ['stream_socket_client(): php_network_getaddresses: getaddrinfo failed', 'DNS entry'];
        yield 'blocked by WordPress' => ['User has blocked requests through HTTP.', 'WP_ACCESSIBLE_HOSTS'];
        yield 'anything else' => ['cURL error 56: Recv failure', 'can’t be reached from this server'];
    }

    /** @dataProvider causes */
    public function testEveryCauseHasItsSentence(string $cause, string $words): void
    {
        $sentence = Diagnosis::of($cause, 'api.example');
        self::assertStringContainsString($words, $sentence);
        self::assertStringContainsString('api.example', $sentence);
        self::assertStringNotContainsString($cause, $sentence, 'that is behind a click');
    }
}
