<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Sites;
use PictureOptimizer\Tests\TestCase;

/** What is remembered of the service, and what somebody must do before anything is sent. */
final class ConnectionTest extends TestCase
{
    private const KEY = 'po_live_0123456789abcdefghijklmnop';
    private const OPTION = 'picture_optimizer_connection';

    private Connection $connection;

    protected function setUp(): void
    {
        parent::setUp();
        $this->connection = $this->plugin->connection();
        $this->connection->forget();
    }

    public function testWithoutAnythingItAsksToConnect(): void
    {
        self::assertSame(['', null, false, null], [$this->connection->url(), $this->connection->apiKey(),
            $this->connection->isReady(), $this->connection->movedFrom()]);
        self::assertStringContainsString('not connected', (string) $this->connection->obstacle());
        self::assertFalse($this->connection->keepAfterMove(), 'nothing to keep');
    }

    public function testConnectedNothingStandsInTheWay(): void
    {
        $this->connection->save('http://127.0.0.1:9/', self::KEY);
        self::assertSame(['http://127.0.0.1:9', self::KEY, true, null], [$this->connection->url(), $this->connection->apiKey(),
            $this->connection->isReady(), $this->connection->obstacle()]);
    }

    public function testDisconnectingKeepsTheAddressOnly(): void
    {
        $this->connection->save('http://127.0.0.1:9', self::KEY);
        $this->connection->disconnect();
        self::assertSame(['http://127.0.0.1:9', null, false], [$this->connection->url(), $this->connection->apiKey(),
            $this->connection->isReady()]);
        self::assertStringContainsString('not connected', (string) $this->connection->obstacle());
        $this->connection->forget();
        self::assertSame('', $this->connection->url());
    }

    /** @return iterable<string, array{string}> */
    public static function noKeys(): iterable
    {
        yield 'a password' => ['hunter2'];
        yield 'another service’s key' => ['sk_live_0123456789abcdefghijkl'];
        yield 'too short' => ['po_live_0123456789'];
        yield 'another kind' => ['po_prod_0123456789abcdefghijkl'];
        yield 'something before it' => ['key: ' . self::KEY];
        yield 'something behind it' => [self::KEY . ' '];
        yield 'a header' => [self::KEY . "\r\nX-Evil: 1"];
        yield 'a path' => ['po_live_../../../../etc/passwd'];
    }

    /** @dataProvider noKeys */
    public function testWhatIsNoKeyIsRefusedAndNothingSaved(string $key): void
    {
        $this->connection->save('http://127.0.0.1:9', self::KEY);
        try {
            $this->connection->save('http://127.0.0.1:10', $key);
            self::fail('it was saved');
        } catch (\InvalidArgumentException $refused) {
            self::assertStringContainsString('po_live_', $refused->getMessage());
        }
        self::assertSame(['http://127.0.0.1:9', self::KEY], [$this->connection->url(), $this->connection->apiKey()]);
    }

    public function testAKeyOfATestAccountIsOne(): void
    {
        $key = str_replace('live', 'test', self::KEY);
        $this->connection->save('http://127.0.0.1:9', $key);
        self::assertSame($key, $this->connection->apiKey());
    }

    /** @return iterable<string, array{mixed}> */
    public static function damagedOptions(): iterable
    {
        yield 'a text' => ['x'];
        yield 'a number' => [7];
        yield 'a list' => [['http://127.0.0.1:9']];
        yield 'empty' => [[]];
        yield 'a key that is none' => [['url' => 'http://127.0.0.1:9', 'key' => 'x', 'home' => '']];
    }

    /** @dataProvider damagedOptions */
    public function testADamagedOptionIsNoConnection(mixed $saved): void
    {
        update_option(self::OPTION, $saved);
        self::assertFalse($this->connection->isReady());
        self::assertNotNull($this->connection->obstacle());
        self::assertNull($this->connection->apiKey());
    }

    public function testChangedSaltsAreNamedAsTheCause(): void
    {
        $this->connection->save('http://127.0.0.1:9', self::KEY);
        add_filter('salt', static fn (): string => 'others');
        self::assertStringContainsString('salts in wp-config.php', (string) $this->connection->obstacle());
        self::assertFalse($this->connection->keepAfterMove());
    }

    /** @return iterable<string, array{string, string}> */
    public static function homes(): iterable
    {
        yield 'plain' => ['http://example.com', 'example.com'];
        yield 'encrypted' => ['HTTPS://Example.com/', 'example.com'];
        yield 'a folder' => ['https://example.com/blog/', 'example.com/blog'];
        yield 'a port' => ['http://example.com:8080', 'example.com:8080'];
        yield 'a name that begins alike' => ['https://http.example.com', 'http.example.com'];
    }

    /** @dataProvider homes */
    public function testASitesAddressIsKnownWithoutItsScheme(string $url, string $home): void
    {
        add_filter('option_home', static fn (): string => $url);
        self::assertSame($home, Connection::home());
    }

    /**
     * wp-config.php can make the address of the header of a request, and WP-CLI or a server's cron has none: that is no other site.
     *
     * @testWith ["http:", ""]
     *           ["https://", ""]
     *           ["http:///blog", "/blog"]
     */
    public function testWithoutAHostInItTheAddressIsTheOneInTheDatabase(string $url, string $path): void
    {
        $stored = Connection::home();
        $this->connection->save('http://127.0.0.1:8', self::KEY);
        add_filter('option_home', static fn (): string => $url);
        self::assertSame($stored . $path, Connection::home());
        self::assertSame("http://{$stored}{$path}", Sites::address());
        self::assertTrue($path !== '' || Sites::hasToday("https://{$stored}"));
        self::assertSame($path === '' ? null : $stored, $this->connection->movedFrom());
    }

    public function testWithWwwAndWithoutItASiteHasNotMoved(): void
    {
        add_filter('option_home', static fn (): string => 'https://example.com');
        $this->connection->save('http://127.0.0.1:9', self::KEY);
        add_filter('option_home', static fn (): string => 'http://www.example.com', 11);
        self::assertSame([null, self::KEY], [$this->connection->movedFrom(), $this->connection->apiKey()]);
        add_filter('option_home', static fn (): string => 'http://www2.example.com', 12);
        self::assertSame(['example.com', null], [$this->connection->movedFrom(), $this->connection->apiKey()]);
    }

    public function testAnAddressThatIsSavedWithoutAKeyLeavesTheKeyAsItIs(): void
    {
        $this->connection->save('http://127.0.0.1:8', '');
        self::assertSame(['http://127.0.0.1:8', null], [$this->connection->url(), $this->connection->apiKey()]);
        $this->connection->save('http://127.0.0.1:9', self::KEY);
        $this->connection->save('http://127.0.0.1:10', '');
        self::assertSame(['http://127.0.0.1:10', self::KEY], [$this->connection->url(), $this->connection->apiKey()]);
        $before = $this->connection->movedFrom() ?? Connection::home();
        add_filter('option_home', static fn (): string => 'https://moved.example.com');
        $this->connection->save('http://127.0.0.1:11', '');
        self::assertSame([null, $before], [$this->connection->apiKey(), $this->connection->movedFrom()], 'nobody has said that it moved');
        self::assertTrue($this->connection->keepAfterMove());
        self::assertSame(['http://127.0.0.1:11', self::KEY], [$this->connection->url(), $this->connection->apiKey()]);
    }

    public function testACopyThatIsForgottenMayConnectAnew(): void
    {
        $this->connection->save('http://127.0.0.1:9', self::KEY);
        add_filter('option_home', static fn (): string => 'https://copy.example.com');
        self::assertStringContainsString('copy.example.com', (string) $this->connection->obstacle());
        self::assertSame('http://127.0.0.1:9', $this->connection->url(), 'its address is still known');
        $this->connection->forget();
        self::assertNull($this->connection->movedFrom());
        $this->connection->save('http://127.0.0.1:9', self::KEY);
        self::assertNull($this->connection->obstacle());
    }

    public function testScreensReadTheConnectionWithoutAQueryAndWhatIsLoadedIsSealed(): void
    {
        $this->connection->save('http://127.0.0.1:9', self::KEY);
        wp_cache_flush();
        $loaded = wp_load_alloptions(true);
        $before = get_num_queries();
        self::assertTrue($this->connection->isReady());
        self::assertSame(0, get_num_queries() - $before);
        self::assertStringNotContainsString(self::KEY, $loaded[self::OPTION]);
    }
}
