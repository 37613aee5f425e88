<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Agents;

use PictureOptimizer\Agents\Ability;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/**
 * What an agent can do through WordPress' own Abilities, and what it cannot. WordPress has them since 6.9.
 *
 * @group acceptance-D6
 */
final class AbilitiesTest extends RestTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        if (!function_exists('wp_get_ability')) {
            self::markTestSkipped('WordPress has abilities since 6.9; AgentsTest holds what must not break before.');
        }
    }

    /** @param array<string, mixed> $input */
    private function ask(Ability $ability, array $input = []): mixed
    {
        // As WordPress' route does: execute() by itself calls a refused permission a mistake of the programmer.
        $valid = wp_get_ability($ability->value)->validate_input($input);
        $may = is_wp_error($valid) ? $valid : wp_get_ability($ability->value)->check_permissions($input);
        return is_wp_error($may) ? $may : wp_get_ability($ability->value)->execute($input);
    }

    /** @param array<string, mixed> $input */
    private function assertRefused(string $code, Ability $ability, array $input = []): \WP_Error
    {
        $answer = $this->ask($ability, $input);
        self::assertInstanceOf(\WP_Error::class, $answer);
        self::assertSame($code, $answer->get_error_code(), $answer->get_error_message());
        return $answer;
    }

    private function switchOn(string $name): void
    {
        $this->plugin->settings()->save([$name => true]);
    }

    /** @return array<string, mixed> a plan of an agent with its price */
    private function agentPlan(int ...$ids): array
    {
        $plan = $this->ask(Ability::Plan, ['ids' => $ids, 'pipeline' => 'export']);
        self::assertIsArray($plan, is_wp_error($plan) ? $plan->get_error_message() : '');
        return $plan;
    }

    /** @param array<string, mixed> $plan */
    private function approve(array $plan): string
    {
        $job = $this->plugin->jobs()->get($plan['plan']);
        return $this->plugin->consent()->give($job, $this->plugin->consent()->hashOf($job));
    }

    public function testAllAreThereWithSchemasAndHonestAnnotations(): void
    {
        foreach (Ability::cases() as $ability) {
            $registered = wp_get_ability($ability->value);
            self::assertNotNull($registered, $ability->value);
            self::assertSame('object', $registered->get_input_schema()['type']);
            self::assertSame('object', $registered->get_output_schema()['type']);
            $meta = $registered->get_meta();
            self::assertTrue($meta['show_in_rest']);
            self::assertTrue($meta['mcp']['public']);
            $changes = in_array($ability, [Ability::Apply, Ability::Revert], true);
            self::assertSame($changes, $meta['annotations']['destructive'], $ability->value);
            self::assertSame(!$changes && !in_array($ability, [Ability::Plan, Ability::Quote], true), $meta['annotations']['readonly']);
        }
        self::assertGreaterThanOrEqual(8, count(Ability::cases()));
    }

    public function testTheWholeWayFromAPlanToAResult(): void
    {
        $image = $this->addPicture('photo.jpg', 800, 600);
        $this->switchOn('agents_may_spend');
        $plan = $this->agentPlan($image);
        self::assertSame([1, 1, true], [$plan['process'], $plan['credits'], $plan['complete']]);
        self::assertStringContainsString('page=picture-optimizer-plans', $plan['approve_at']);
        $quote = $this->ask(Ability::Quote, ['plan' => $plan['plan']]);
        self::assertSame($plan['quote_id'], $quote['quote_id']);
        $started = $this->ask(Ability::Apply, ['plan' => $plan['plan'], 'quote_id' => $quote['quote_id'],
            'confirmation' => $this->approve($plan)]);
        self::assertIsArray($started, is_wp_error($started) ? $started->get_error_message() : '');
        $this->work();
        $status = $this->ask(Ability::Status, ['job' => $plan['plan']]);
        self::assertSame(['finished', 0, 1], [$status['state'], $status['open'], $status['credits_used']]);
        self::assertSame(JobSource::Agent, $this->plugin->jobs()->get($plan['plan'])->source);
    }

    public function testNothingIsSpentOrRevertedUntilAnAdministratorSwitchesItOn(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        $plan = $this->agentPlan($image);
        $apply = ['plan' => $plan['plan'], 'quote_id' => $plan['quote_id'], 'confirmation' => $this->approve($plan)];
        $this->assertRefused('forbidden', Ability::Apply, $apply);
        $this->assertRefused('forbidden', Ability::Revert, ['ids' => [$image]]);
        self::assertSame([], self::$service->requests('POST /v1/jobs'));
    }

    public function testAnAgentCannotConfirmItself(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        $this->switchOn('agents_may_spend');
        $plan = $this->agentPlan($image);
        $apply = static fn (string $code): array
            => ['plan' => $plan['plan'], 'quote_id' => $plan['quote_id'], 'confirmation' => $code];
        $refused = $this->assertRefused('refused', Ability::Apply, $apply('ABCDE-FGHJK'));
        self::assertStringContainsString('Nobody has approved this plan', $refused->get_error_message());
        // Neither the quote nor the hash of the plan is a confirmation, and a wrong guess ends the right code.
        $code = $this->approve($plan);
        $this->assertRefused('refused', Ability::Apply, $apply($plan['quote_id']));
        $this->assertRefused('refused', Ability::Apply, $apply($code));
        self::assertSame(JobState::Planned, $this->plugin->jobs()->get($plan['plan'])->state);
        self::assertSame([], self::$service->requests('POST /v1/jobs'));
        // No route of REST gives a code, or the page that does.
        foreach (array_keys(rest_get_server()->get_routes('picture-optimizer/v1')) as $route) {
            self::assertStringNotContainsString('consent', $route);
            self::assertStringNotContainsString('approve', $route);
        }
    }

    public function testAnApprovalIsForThePlanThatWasSeen(): void
    {
        [$first, $second] = [$this->addPicture('a.jpg', 400, 300), $this->addPicture('b.jpg', 300, 400, 2)];
        $this->switchOn('agents_may_spend');
        [$seen, $other] = [$this->agentPlan($first), $this->agentPlan($second)];
        $code = $this->approve($seen);
        $apply = static fn (array $plan): array
            => ['plan' => $plan['plan'], 'quote_id' => $plan['quote_id'], 'confirmation' => $code];
        $this->assertRefused('refused', Ability::Apply, $apply($other));
        // Planned again, at a price of another moment: that is another plan.
        $this->plugin->planner()->planAgain($seen['plan']);
        $again = $this->ask(Ability::Quote, ['plan' => $seen['plan']]);
        $this->assertRefused('refused', Ability::Apply, $apply($again));
        self::assertSame([], self::$service->requests('POST /v1/jobs'));
    }

    public function testAPersonCannotApproveWhatTheyHaveNotSeen(): void
    {
        $plan = $this->agentPlan($this->addPicture('a.jpg', 400, 300));
        $job = $this->plugin->jobs()->get($plan['plan']);
        $seen = $this->plugin->consent()->hashOf($job);
        $this->plugin->planner()->planAgain($plan['plan']);
        $this->ask(Ability::Quote, ['plan' => $plan['plan']]);
        $this->expectException(\DomainException::class);
        $this->plugin->consent()->give($this->plugin->jobs()->get($plan['plan']), $seen);
    }

    public function testACodeIsOfUseOnceAndForFifteenMinutes(): void
    {
        $this->switchOn('agents_may_spend');
        $plan = $this->agentPlan($this->addPicture('a.jpg', 400, 300));
        $begun = time();
        $code = $this->approve($plan);
        self::assertMatchesRegularExpression('/^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/', $code);
        self::assertMoment($begun, (int) get_option("_transient_timeout_picture_optimizer_consent_{$plan['plan']}"), 900);
        $apply = ['plan' => $plan['plan'], 'quote_id' => $plan['quote_id'], 'confirmation' => strtolower($code)];
        self::assertIsArray($this->ask(Ability::Apply, $apply));
        $this->assertRefused('refused', Ability::Apply, $apply);
    }

    public function testADaysCreditsAreALimit(): void
    {
        $this->switchOn('agents_may_spend');
        $this->plugin->settings()->save(['agent_daily_credits' => 1]);
        [$one, $two] = [$this->agentPlan($this->addPicture('a.jpg', 400, 300)), $this->agentPlan($this->addPicture('b.jpg', 300, 400, 2))];
        $apply = fn (array $plan): array
            => ['plan' => $plan['plan'], 'quote_id' => $plan['quote_id'], 'confirmation' => $this->approve($plan)];
        self::assertIsArray($this->ask(Ability::Apply, $apply($one)));
        $refused = $this->assertRefused('refused', Ability::Apply, $apply($two));
        self::assertStringContainsString('1 credit a day', $refused->get_error_message());
    }

    public function testPlansOfPeopleAreTheirs(): void
    {
        $this->switchOn('agents_may_spend');
        $image = $this->addPicture('a.jpg', 400, 300);
        $mine = $this->call('POST', '/plans', ['ids' => [$image], 'pipeline' => 'export'])->get_data();
        $this->assertRefused('refused', Ability::Quote, ['plan' => $mine['job']]);
        $this->assertRefused('refused', Ability::Apply, ['plan' => $mine['job'], 'quote_id' => $mine['quote_id'], 'confirmation' => 'x']);
    }

    public function testAnImageIsRestoredOnceThatIsAllowed(): void
    {
        $image = $this->addPicture('photo.jpg', 800, 600);
        $this->process([$image], Pipeline::Export);
        $this->switchOn('agents_may_revert');
        self::assertSame('reverted', $this->ask(Ability::Revert, ['ids' => [$image]])['images'][0]['state']);
        self::assertFalse($this->plugin->replacer()->canRevert($image));
    }

    public function testLookingIsAlwaysPossible(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        $post = wp_insert_post(['post_title' => 'Page', 'post_status' => 'publish',
            'post_content' => '<img src="' . wp_get_attachment_url($image) . '">']);
        $audit = $this->ask(Ability::Audit, ['kind' => 'missing_alt']);
        self::assertContains($image, array_column($audit['images'], 'id'));
        self::assertGreaterThan(0, $audit['counts']['missing_alt']);
        self::assertContains($post, array_column($this->ask(Ability::References, ['id' => $image])['places'], 'post'));
    }

    public function testAnImageWhoseFileIsElsewhereIsRefusedInASentence(): void
    {
        $picture = $this->addPlainImage();
        update_post_meta($picture, '_wp_attached_file', 'https://cdn.example.test/plain.png');
        $refused = $this->assertRefused('refused', Ability::References, ['id' => $picture]);
        self::assertStringContainsString('uploads folder', $refused->get_error_message());
    }

    public function testTextThatWaitsIsShownAndNotApproved(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        $this->switchOn('agents_may_spend');
        $plan = $this->ask(Ability::Plan, ['ids' => [$image], 'pipeline' => 'analyze']);
        $this->ask(Ability::Apply, ['plan' => $plan['plan'], 'quote_id' => $plan['quote_id'], 'confirmation' => $this->approve($plan)]);
        $this->work();
        $waiting = $this->ask(Ability::Review, ['job' => $plan['plan']]);
        self::assertSame($image, $waiting['texts'][0]['attachment_id']);
        self::assertNotSame('', $waiting['texts'][0]['proposed']['alt']);
        self::assertSame('', get_post_meta($image, '_wp_attachment_image_alt', true));
    }

    /** @group acceptance-G1 */
    public function testNobodyElseMayUseThem(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        $plan = $this->agentPlan($image);
        foreach ([0, $this->user('subscriber'), $this->user('author')] as $user) {
            wp_set_current_user($user);
            foreach (Ability::cases() as $ability) {
                $input = match ($ability) {
                    Ability::Audit => [],
                    Ability::Plan => ['ids' => [$image], 'pipeline' => 'export'],
                    Ability::Quote => ['plan' => $plan['plan']],
                    Ability::Apply => ['plan' => $plan['plan'], 'quote_id' => 'x', 'confirmation' => 'x'],
                    Ability::Status, Ability::Review => ['job' => $plan['plan']],
                    Ability::Revert => ['ids' => [$image]],
                    Ability::References => ['id' => $image],
                };
                self::assertWPErrorCode('forbidden', $this->ask($ability, $input), "{$ability->value} for {$user}");
            }
        }
    }

    public function testInputIsCheckedBeforeAnythingIsDone(): void
    {
        self::assertWPErrorCode('ability_invalid_input', $this->ask(Ability::Plan, ['ids' => [], 'pipeline' => 'export']));
        self::assertWPErrorCode('ability_invalid_input', $this->ask(Ability::Plan, ['ids' => ['x'], 'pipeline' => 'export']));
        self::assertWPErrorCode('ability_invalid_input', $this->ask(Ability::Revert, ['ids' => range(1, 21)]));
        self::assertWPErrorCode('ability_invalid_input', $this->ask(Ability::Quote, ['plan' => 1, 'sudo' => true]));
        self::assertWPErrorCode('not_found', $this->ask(Ability::Status, ['job' => 999999]));
    }

    private static function assertWPErrorCode(string $code, mixed $answer, string $message = ''): void
    {
        self::assertInstanceOf(\WP_Error::class, $answer, $message);
        self::assertSame($code, $answer->get_error_code(), "{$message} {$answer->get_error_message()}");
    }
}
