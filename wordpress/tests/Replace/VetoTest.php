<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Text;
use PictureOptimizer\Replace\Veto;
use PictureOptimizer\Tests\TestCase;

/** What others are asked before an image is changed, what counts as their no, and what they hear afterwards. */
final class VetoTest extends TestCase
{
    private const FILE = ['full', '/nowhere/bike.webp', 'aa', 1, 30, 20, 'image/webp', 'webp'];

    public function testOthersAreToldWhetherFilesAreReplacedOrOnlyText(): void
    {
        $asked = [];
        add_filter('picture_optimizer_before_apply', static function (?string $veto, int $id, bool $replacesFiles) use (&$asked): ?string {
            $asked[] = [$veto, $id, $replacesFiles];
            return $veto;
        }, 10, 3);
        self::assertNull(Veto::ofApply(new Change(7, 'aa', text: new Text('A bike'))));
        self::assertNull(Veto::ofApply(new Change(8, 'aa', [new NewFile(...self::FILE)])));
        self::assertSame([[null, 7, false], [null, 8, true]], $asked);
    }

    /** @return iterable<string, array{mixed, string|null}> what somebody answers, why the image stays as it is */
    public static function answers(): iterable
    {
        yield 'a sentence' => ['It is on loan.', 'It is on loan.'];
        yield 'nothing' => [null, null];
        yield 'an empty sentence' => ['', null];
        yield 'a no without a sentence' => [false, null];
        yield 'a list' => [['It is on loan.'], null];
    }

    /** @dataProvider answers */
    public function testOnlyASentenceIsANo(mixed $answer, ?string $reason): void
    {
        add_filter('picture_optimizer_before_apply', static fn (): mixed => $answer);
        add_filter('picture_optimizer_before_revert', static fn (mixed $none, int $id): mixed => $id === 7 ? $answer : null, 10, 2);
        foreach ([Veto::ofApply(new Change(7, 'aa')), Veto::ofRevert(7)] as $outcome) {
            self::assertSame($reason, $outcome?->reason);
            self::assertSame($reason === null ? null : [7, OutcomeState::Failed], $outcome === null ? null : [$outcome->attachmentId,
                $outcome->state]);
        }
        self::assertNull(Veto::ofRevert(8));
    }

    public function testOnlyWhatHappenedIsTold(): void
    {
        $told = [];
        foreach (['applied', 'reverted'] as $what) {
            add_action("picture_optimizer_{$what}", static function (int ...$values) use (&$told, $what): void {
                $told[] = [$what, ...$values];
            }, 10, 2);
        }
        $outcomes = [];
        foreach (OutcomeState::cases() as $number => $state) {
            $outcomes[10 + $number] = new Outcome(10 + $number, $state, places: 3);
        }
        self::assertSame($outcomes, Veto::tellApplied($outcomes));
        self::assertSame($outcomes, Veto::tellReverted($outcomes));
        $of = static fn (OutcomeState $wanted): int => (int) array_search($wanted, array_column($outcomes, 'state', 'attachmentId'), true);
        self::assertSame([['applied', $of(OutcomeState::Applied), 3], ['reverted', $of(OutcomeState::Reverted)]], $told);
    }
}
