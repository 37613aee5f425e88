<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Secret;
use PictureOptimizer\Sites;
use PictureOptimizer\Tests\TestCase;

/** @group acceptance-G1 */
final class SecretTest extends TestCase
{
    private const KEY = 'po_live_0123456789abcdefghijklmnop';

    public function testASealedKeyOpensOnItsOwnAddressOnly(): void
    {
        $sealed = Secret::seal(self::KEY, 'example.com');
        self::assertSame(self::KEY, Secret::open($sealed, 'example.com'));
        self::assertNull(Secret::open($sealed, 'staging.example.com'));
        self::assertNotSame($sealed, Secret::seal(self::KEY, 'example.com'));
    }

    public function testDamagedOrForeignTextOpensToNothing(): void
    {
        $sealed = Secret::seal(self::KEY, 'example.com');
        self::assertNull(Secret::open(substr($sealed, 0, -8) . 'AAAAAAA=', 'example.com'));
        self::assertNull(Secret::open('', 'example.com'));
        self::assertNull(Secret::open('not base64 !', 'example.com'));
    }

    public function testOtherSaltsDoNotOpenIt(): void
    {
        $sealed = Secret::seal(self::KEY, 'example.com');
        add_filter('salt', static fn (string $salt): string => "other {$salt}");
        self::assertNull(Secret::open($sealed, 'example.com'));
    }

    public function testTheDatabaseNeverHoldsTheKeyInPlain(): void
    {
        global $wpdb;
        $this->plugin->connection()->save('http://127.0.0.1:9', self::KEY);
        self::assertSame(self::KEY, $this->plugin->connection()->apiKey());
        $found = $wpdb->get_var(
            $wpdb->prepare("SELECT COUNT(*) FROM {$wpdb->options} WHERE option_value LIKE %s", '%' . self::KEY . '%')
        );
        self::assertSame('0', $found);
    }

    public function testACloneOnAnotherAddressStopsAndAsks(): void
    {
        $connection = $this->plugin->connection();
        $connection->save('http://127.0.0.1:9', self::KEY);
        $home = Connection::home();
        add_filter('option_home', static fn (): string => 'https://staging.example.com');

        self::assertFalse($connection->isReady());
        self::assertNull($connection->apiKey());
        self::assertSame($home, $connection->movedFrom());
        self::assertStringContainsString('staging.example.com', (string) $connection->obstacle());

        self::assertTrue($connection->keepAfterMove());
        self::assertSame(self::KEY, $connection->apiKey());
        self::assertNull($connection->movedFrom());
    }

    public function testACopyWhoseAddressWasReplacedEverywhereStopsAndAsksToo(): void
    {
        $connection = $this->plugin->connection();
        $connection->save('http://127.0.0.1:9', self::KEY);
        $home = Connection::home();
        $saved = (array) get_option(Connection::OPTION);
        update_option(Connection::OPTION, array_map(static fn (string $text): string => str_replace($home, 'copy.example', $text), $saved));
        add_filter('option_home', static fn (): string => 'https://copy.example');
        self::assertSame($home, $connection->movedFrom());
        self::assertFalse(Sites::isThisOne("https://www.{$home}/"));
        self::assertTrue($connection->keepAfterMove());
        self::assertSame([self::KEY, null], [$connection->apiKey(), $connection->movedFrom()]);
        self::assertTrue(Sites::isThisOne("https://www.{$home}/"), 'what it left there is its own');
        self::assertTrue(Sites::isThisOne('http://copy.example'));
        self::assertFalse(Sites::isThisOne('https://another.example'));
    }

    public function testACopyOfAMovedSiteHasNoFormerAddressUntilItHasMovedItself(): void
    {
        $at = static fn (string $home): bool => add_filter('option_home', static fn (): string => "https://{$home}", 20);
        $known = static fn (): array => array_map(Sites::isThisOne(...), ['http://first.example', 'http://second.example']);
        $connection = $this->plugin->connection();
        $at('first.example');
        $connection->save('http://127.0.0.1:9', self::KEY);
        $at('second.example');
        self::assertTrue($connection->keepAfterMove());
        self::assertSame([true, true], $known());
        $at('third.example');
        self::assertSame([false, false], $known(), 'they may be those of the site that this one is a copy of');
        self::assertTrue($connection->keepAfterMove());
        self::assertSame([true, true], $known());
        self::assertTrue(Sites::hadAt('http://first.example', time()));
        self::assertFalse(Sites::hadAt('http://first.example', time() + 2));
        self::assertFalse(Sites::hadAt('http://first.example', 0), 'nobody knows when');
        $connection->forget();
        self::assertSame([false, false], $known());
    }

    public function testACopyThatConnectsAnewAndMovesTakesNothingOverFromTheSiteThatItWasCopiedFrom(): void
    {
        $at = static fn (string $home): bool => add_filter('option_home', static fn (): string => "https://{$home}", 20);
        $connection = $this->plugin->connection();
        $at('first.example');
        $connection->save('http://127.0.0.1:9', self::KEY);
        $at('second.example');
        $connection->keepAfterMove();
        $at('copy.example');
        $connection->save('http://127.0.0.1:9', self::KEY);
        $at('moved.example');
        self::assertTrue($connection->keepAfterMove());
        $known = array_map(Sites::isThisOne(...), ['first.example', 'second.example', 'copy.example', 'moved.example']);
        self::assertSame([false, false, true, true], $known);
    }

    public function testASiteThatMovedToOtherSaltsIsKnownAsMovedWithoutItsKey(): void
    {
        $connection = $this->plugin->connection();
        $connection->save('http://127.0.0.1:9', self::KEY);
        $home = Connection::home();
        add_filter('option_home', static fn (): string => 'https://new.example');
        add_filter('salt', static fn (string $salt): string => "other {$salt}");
        self::assertSame($home, $connection->movedFrom());
        self::assertFalse($connection->keepAfterMove(), 'the key is lost');
        self::assertTrue(Sites::hadAt("http://{$home}", time()));
        self::assertSame([null, null, 'http://127.0.0.1:9'], [$connection->movedFrom(), $connection->apiKey(), $connection->url()]);
    }

    public function testASiteWithoutAKeyIsNotAskedWhetherItHasMoved(): void
    {
        $connection = $this->plugin->connection();
        $connection->save('http://127.0.0.1:9', self::KEY);
        $connection->disconnect();
        $home = Connection::home();
        add_filter('option_home', static fn (): string => 'https://new.example');
        self::assertNull($connection->movedFrom());
        self::assertFalse(Sites::hadAt("http://{$home}", time()), 'whose its backups are nobody has said');
    }

    public function testWhatAFormerVersionSavedIsRead(): void
    {
        $connection = $this->plugin->connection();
        $connection->save('http://127.0.0.1:9', self::KEY);
        $saved = (array) get_option(Connection::OPTION);
        update_option(Connection::OPTION, ['url' => $saved['url'], 'key' => $saved['key'], 'home' => Connection::home()]);
        self::assertSame([self::KEY, null], [$connection->apiKey(), $connection->movedFrom()]);
        add_filter('option_home', static fn (): string => 'https://copy.example');
        self::assertNotNull($connection->movedFrom());
    }

    public function testAnEmptyFieldKeepsTheKeyAndAWrongOneIsRefused(): void
    {
        $connection = $this->plugin->connection();
        $connection->save('http://127.0.0.1:9', self::KEY);
        $connection->save('http://127.0.0.1:10', '');
        self::assertSame(self::KEY, $connection->apiKey());
        $this->expectException(\InvalidArgumentException::class);
        $connection->save('http://127.0.0.1:10', 'my password');
    }

    public function testMovingToHttpsKeepsTheKey(): void
    {
        $this->plugin->connection()->save('http://127.0.0.1:9', self::KEY);
        $home = Connection::home();
        add_filter('option_home', static fn (): string => "https://{$home}/");
        self::assertSame(self::KEY, $this->plugin->connection()->apiKey());
    }
}
