<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Api\NotConnected;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Store\State;

/** When the service is to blame and not an image, and how long it is left alone then. */
final class WeatherTest extends RowsTestCase
{
    public function testTwoImagesMakeAnOutageAndOneDoesNot(): void
    {
        $weather = $this->weather();
        [$first, $second] = $this->itemsIn(State::Waiting, 2);
        $error = Unreachable::because('time-out', 'api.example');
        self::assertTrue($weather->isToBlame($first, $error), 'the first failure is nobody’s fault yet');
        self::assertSame(5, $weather->secondsToWait());
        self::assertFalse($weather->isToBlame($first, $error), 'a failure that follows one image counts against it');
        $begun = time();
        self::assertTrue($weather->isToBlame($second, $error));
        self::assertStringContainsString('since', (string) $weather->why());
        self::assertMoment($begun, $this->until(), 15);
        self::assertTrue($weather->isToBlame($first, $error), 'the same outage');
        self::assertFalse($weather->isToBlame($first, self::problem('validation', 422, false)), 'a refusal is no weather');
        $weather->clear();
        self::assertStringNotContainsString('since', (string) $weather->why());
        self::assertFalse($weather->isToBlame($first, new NotConnected('x')));
    }

    public function testAnOutageWaitsLongerEachTime(): void
    {
        $items = $this->itemsIn(State::Waiting, 2);
        foreach ([15, 30, 60, 120, 240, 300, 300, 300] as $pause) {
            $begun = time();
            foreach ($items as $item) {
                $this->weather()->isToBlame($item, Unreachable::because('time-out', 'api.example'));
            }
            self::assertMoment($begun, $this->until(), $pause);
            update_option('picture_optimizer_outage', ['until' => 0] + get_option('picture_optimizer_outage'), false);
        }
    }

    public function testWhatWaitsLooksAgainWhenTheOutageMayBeOver(): void
    {
        $until = time() + 100;
        update_option('picture_optimizer_outage', ['until' => $until], false);
        $begun = time();
        self::assertMoment($begun, $until, $this->weather()->secondsToWait());
    }

    public function testAServiceThatAsksToGoSlowerIsNotDown(): void
    {
        $items = $this->itemsIn(State::Waiting, 2);
        foreach ([0 => 5, 7 => 7, 60 => 60, 4000 => 300] as $asked => $pause) {
            $begun = time();
            foreach ($items as $item) {
                self::assertTrue($this->weather()->isToBlame($item, self::problem('rate_limited', 429, true, retryAfter: $asked)));
            }
            self::assertMoment($begun, $this->until(), $pause);
            self::assertStringNotContainsString('since', (string) $this->weather()->why());
            update_option('picture_optimizer_outage', ['until' => 0] + get_option('picture_optimizer_outage'), false);
        }
    }

    private function until(): int
    {
        return get_option('picture_optimizer_outage')['until'];
    }

    public function testAFailureOfLongAgoIsNoWitness(): void
    {
        [$first, $second] = $this->itemsIn(State::Waiting, 2);
        $this->weather()->isToBlame($first, Unreachable::because('x', 'api.example'));
        $state = get_option('picture_optimizer_outage');
        update_option('picture_optimizer_outage', ['failed' => [$first->id => time() - 601]] + $state, false);
        $this->weather()->isToBlame($second, Unreachable::because('x', 'api.example'));
        self::assertStringNotContainsString('since', (string) $this->weather()->why());
    }

    /** @return iterable<string, array{mixed}> */
    public static function damagedOptions(): iterable
    {
        yield 'a text' => ['x'];
        yield 'nothing' => [[]];
        yield 'a part' => [['since' => 0]];
    }

    /** @dataProvider damagedOptions */
    public function testADamagedNoteOfAnOutageIsNone(mixed $saved): void
    {
        update_option('picture_optimizer_outage', $saved);
        self::assertStringContainsString('will be retried', (string) $this->weather()->why());
        self::assertSame(5, $this->weather()->secondsToWait());
    }

    public function testAServiceThatIsAwayIsAskedHowItIs(): void
    {
        $this->plugin->connection()->save('http://127.0.0.1:9', 'po_live_0123456789abcdefghijklmnop');
        [$item] = $this->itemsIn(State::Waiting);
        self::assertTrue($this->weather()->isToBlame($item, Unreachable::because('x', 'api.example')));
        self::assertStringContainsString('since', (string) $this->weather()->why(), 'one image is enough when the service is away');
        self::assertSame('outage', $this->again($item)->reasonCode);
    }
}
