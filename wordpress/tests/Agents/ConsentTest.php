<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Agents;

use PictureOptimizer\Agents\Ability;
use PictureOptimizer\Agents\Consent;
use PictureOptimizer\Agents\Schemas;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Store\StoreTestCase;

/** A person's yes is for one plan as they saw it; what abilities take and give is said exactly. */
final class ConsentTest extends StoreTestCase
{
    private Consent $consent;
    private Job $plan;

    protected function setUp(): void
    {
        parent::setUp();
        $this->consent = new Consent($this->items);
        $this->plan = $this->job([11, 12, 13], Pipeline::Export, JobState::Planned, JobSource::Agent);
        $this->set($this->plan->id, ['state' => State::Planned->value, 'source_sha256' => str_repeat('a', 64)]);
        $this->change(['quote_id' => 'quo_1', 'credits_quoted' => 3]);
    }

    /** @param array<string, int|string> $columns of the job */
    private function change(array $columns): void
    {
        $this->plugin->db()->update($this->jobs->table(), $columns, ['id' => $this->plan->id]);
        $this->plan = $this->jobs->get($this->plan->id);
    }

    private function code(): string
    {
        return $this->consent->give($this->plan, $this->consent->hashOf($this->plan));
    }

    private function refusal(string $code): string
    {
        try {
            $this->consent->demand($this->plan, $code);
        } catch (\DomainException $refused) {
            return $refused->getMessage();
        }
        return '';
    }

    public function testACodeCanBeReadAloudAndNoTwoAreEqual(): void
    {
        $codes = array_map(fn (): string => $this->code(), range(1, 40));
        foreach ($codes as $code) {
            self::assertMatchesRegularExpression('/^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/', $code);
        }
        self::assertCount(40, array_unique($codes));
    }

    public function testTheCodeIsNotKept(): void
    {
        $code = $this->code();
        $kept = (string) wp_json_encode(get_transient("picture_optimizer_consent_{$this->plan->id}"));
        self::assertStringNotContainsString($code, $kept);
        self::assertStringNotContainsString(hash('sha256', $code), $kept, 'a short code would be found by trying');
    }

    /** @return iterable<string, array{callable(string): string, bool}> what is sent for a code, whether it counts */
    public static function typed(): iterable
    {
        yield 'as it is shown' => [static fn (string $code): string => $code, true];
        yield 'small letters' => [strtolower(...), true];
        yield 'with blanks around it' => [static fn (string $code): string => " {$code}\n", true];
        yield 'without its hyphen' => [static fn (string $code): string => str_replace('-', '', $code), false];
        yield 'half of it' => [static fn (string $code): string => substr($code, 0, 5), false];
        yield 'with more behind it' => [static fn (string $code): string => "{$code}A", false];
        yield 'nothing' => [static fn (): string => '', false];
        yield 'another' => [static fn (): string => 'AAAAA-AAAAA', false];
        yield 'zero' => [static fn (): string => '0', false];
    }

    /**
     * @dataProvider typed
     * @param callable(string): string $type
     */
    public function testACodeIsOfUseOnceAndAWrongOneEndsIt(callable $type, bool $counts): void
    {
        $code = $this->code();
        $said = $this->refusal($type($code));
        self::assertSame($counts, $said === '', $said);
        $counts || self::assertStringContainsString('That is not the confirmation code of this plan. Nothing was charged.', $said);
        self::assertStringStartsWith('Nobody has approved this plan', $this->refusal($code), 'there is one guess');
    }

    public function testTheLastCodeCounts(): void
    {
        $first = $this->code();
        $second = $this->code();
        self::assertNotSame('', $this->refusal($first));
        self::assertNotSame('', $this->refusal($second));
        self::assertSame('', $this->refusal($this->code()));
    }

    /** @return iterable<string, array{callable(self): void}> what may happen to a plan after somebody looked at it */
    public static function changes(): iterable
    {
        yield 'another price' => [static fn (self $test) => $test->change(['credits_quoted' => 4])];
        yield 'another quote' => [static fn (self $test) => $test->change(['quote_id' => 'quo_2'])];
        yield 'another pipeline' => [static fn (self $test) => $test->change(['pipeline' => Pipeline::AnalyzeExport->value])];
        yield 'other settings' => [static fn (self $test) => $test->change([
            'settings' => JobSettings::from(['tone' => 'wild'] + Defaults::ALL, Chosen::from())->toJson(),
        ])];
        yield 'one image more' => [static fn (self $test) => $test->set(
            $test->more([14]),
            ['state' => State::Planned->value, 'source_sha256' => str_repeat('a', 64)]
        )];
        yield 'one image less' => [static fn (self $test) => $test->setItem(
            $test->items->ofJob($test->plan->id)[0],
            ['state' => State::Skipped->value]
        )];
        yield 'another file' => [static fn (self $test) => $test->setItem(
            $test->items->ofJob($test->plan->id)[2],
            ['source_sha256' => str_repeat('b', 64)]
        )];
    }

    /** @param list<int> $attachments */
    private function more(array $attachments): int
    {
        $this->items->add($this->plan, $attachments);
        return $this->plan->id;
    }

    /**
     * @dataProvider changes
     * @param callable(self): void $change
     */
    public function testAYesEndsWhenThePlanChanges(callable $change): void
    {
        $seen = $this->consent->hashOf($this->plan);
        $code = $this->consent->give($this->plan, $seen);
        $change($this);
        self::assertNotSame($seen, $this->consent->hashOf($this->plan));
        self::assertStringStartsWith('Nobody has approved this plan', $this->refusal($code));
        $this->expectException(\DomainException::class);
        $this->expectExceptionMessage('The plan has changed since you looked at it.');
        $this->consent->give($this->plan, $seen);
    }

    public function testAYesIsForOnePlan(): void
    {
        $other = $this->job([11, 12, 13], Pipeline::Export, JobState::Planned, JobSource::Agent);
        $code = $this->code();
        $this->expectException(\DomainException::class);
        $this->consent->demand($other, $code);
    }

    /** @return iterable<string, array{JobState}> */
    public static function states(): iterable
    {
        foreach (JobState::cases() as $state) {
            $state === JobState::Planned || yield $state->value => [$state];
        }
    }

    /** @dataProvider states */
    public function testOnlyAPlanCanBeApproved(JobState $state): void
    {
        $this->change(['state' => $state->value]);
        $this->expectException(\DomainException::class);
        $this->code();
    }

    /** @return iterable<string, array{Ability}> */
    public static function abilities(): iterable
    {
        foreach (Ability::cases() as $ability) {
            yield $ability->name => [$ability];
        }
    }

    /** @dataProvider abilities */
    public function testAnAbilityTakesNothingThatItDoesNotName(Ability $ability): void
    {
        $input = Schemas::input($ability);
        self::assertFalse($input['additionalProperties']);
        self::assertSame([], array_diff($input['required'] ?? [], array_keys($input['properties'])));
        self::assertWPError(rest_validate_value_from_schema(['surprise' => 1], $input, 'input'));
        $isFree = !isset($input['required']);
        self::assertSame($isFree, rest_validate_value_from_schema([], $input, 'input') === true);
        foreach ($input['required'] ?? [] as $name) {
            $wrong = $input['properties'][$name]['type'] === 'array' ? [[], [0], ['x'], range(1, 501)] : [0, -1, '', []];
            foreach ($wrong as $value) {
                self::assertWPError(rest_validate_value_from_schema($value, $input['properties'][$name], $name), $name);
            }
        }
    }

    /** @dataProvider abilities */
    public function testWhatSpendsOrChangesHasASwitchAndSaysSo(Ability $ability): void
    {
        ['readonly' => $readonly, 'destructive' => $destructive] = $ability->annotations();
        self::assertSame($destructive, $ability->switch() !== null);
        self::assertFalse($readonly && $destructive);
        self::assertContains($ability->switch(), [null, 'agents_may_spend', 'agents_may_revert']);
        $ability->switch() === null || self::assertFalse(Defaults::ALL[$ability->switch()], 'off until somebody switches it on');
        self::assertMatchesRegularExpression('~^picture-optimizer/[a-z]+$~', $ability->value);
        self::assertNotSame($ability->label(), $ability->description());
    }

    private static function assertWPError(mixed $value, string $what = ''): void
    {
        self::assertInstanceOf(\WP_Error::class, $value, $what);
    }
}
