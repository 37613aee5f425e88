<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\Address;
use PHPUnit\Framework\TestCase;

/** @group acceptance-G1 */
final class AddressTest extends TestCase
{
    protected function tearDown(): void
    {
        putenv('WP_ENVIRONMENT_TYPE');
    }

    public function testADevelopmentSiteMayUseItsOwnMachine(): void
    {
        self::assertSame('http://127.0.0.1:8080', Address::check(' http://127.0.0.1:8080/ '));
    }

    /** @return iterable<string, array{string}> */
    public function refusedEverywhere(): iterable
    {
        yield 'nothing' => [''];
        yield 'a file' => ['file:///etc/passwd'];
        yield 'no scheme' => ['api.example.com'];
        yield 'another protocol' => ['gopher://api.example.com'];
        yield 'user and password' => ['https://user:secret@api.example.com'];
        yield 'a query' => ['https://api.example.com/?to=x'];
        yield 'a fragment' => ['https://api.example.com/#x'];
        yield 'script' => ['javascript:alert(1)'];
    }

    /** @dataProvider refusedEverywhere */
    public function testAddressesThatAreNoneAreRefused(string $url): void
    {
        $this->expectException(\InvalidArgumentException::class);
        Address::check($url);
    }

    /** @return iterable<string, array{string}> */
    public function refusedInProduction(): iterable
    {
        yield 'no encryption' => ['http://api.example.com'];
        yield 'loopback' => ['https://127.0.0.1'];
        yield 'loopback, version 6' => ['https://[::1]'];
        yield 'cloud metadata' => ['https://169.254.169.254'];
        yield 'private network' => ['https://10.0.0.5:8443'];
        yield 'private network, version 6' => ['https://[fd00::1]'];
        yield 'a name of this machine' => ['https://localhost'];
    }

    /**
     * Runs in a process of its own: WordPress remembers the environment's type.
     *
     * @dataProvider refusedInProduction
     */
    public function testAProductionSiteDoesNotCallIntoItsOwnNetwork(string $url): void
    {
        self::assertSame('refused', self::inProduction($url, 'https://shop.example'));
    }

    /** @return iterable<string, array{string, string}> */
    public function sameMachine(): iterable
    {
        yield 'both by number' => ['http://127.0.0.1:8080', 'http://127.0.0.1:8000'];
        yield 'by name and number' => ['http://localhost:8080', 'http://127.0.0.1'];
        yield 'version 6' => ['http://[::1]:8080', 'http://shop.localhost'];
    }

    /**
     * @dataProvider sameMachine
     * @group acceptance-U1
     */
    public function testSiteAndServiceOnOneMachineNeedNoEncryption(string $url, string $home): void
    {
        self::assertSame('accepted', self::inProduction($url, $home));
    }

    /** @return iterable<string, array{string}> */
    public function elsewhere(): iterable
    {
        yield 'no encryption' => ['http://api.example.com'];
        yield 'private network' => ['https://10.0.0.5:8443'];
        yield 'a name that only begins so' => ['http://localhost.evil.example'];
    }

    /** @dataProvider elsewhere */
    public function testASiteOnLoopbackStillCallsNoOtherMachineUnsafely(string $url): void
    {
        self::assertSame('refused', self::inProduction($url, 'http://localhost'));
    }

    private static function inProduction(string $url, string $home): string
    {
        $code = 'define("WP_ENVIRONMENT_TYPE", "production"); define("WP_HOME", $argv[2]); define("WP_SITEURL", $argv[2]);'
            . 'require getenv("PICOPT_WP_ROOT") . "/wp-load.php";'
            . 'try { PictureOptimizer\Api\Address::checkNew($argv[1]); echo "accepted"; }'
            . 'catch (InvalidArgumentException $e) { echo "refused"; }';
        $process = proc_open(
            ['php', '-d', 'error_reporting=0', '-r', $code, '--', $url, $home],
            [1 => ['pipe', 'w'], 2 => ['pipe', 'w']],
            $pipes
        );
        $said = (string) stream_get_contents($pipes[1]);
        proc_close($process);
        return substr($said, -strlen('accepted')) === 'accepted' ? 'accepted' : substr($said, -strlen('refused'));
    }
}
