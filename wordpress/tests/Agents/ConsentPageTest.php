<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Agents;

use PictureOptimizer\Agents\ConsentPage;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** The page where a person looks at an agent's plan. */
final class ConsentPageTest extends RestTestCase
{
    private function page(): ConsentPage
    {
        $plugin = $this->plugin;
        return new ConsentPage($plugin->settings(), $plugin->jobs(), $plugin->report(), $plugin->consent());
    }

    private function agentPlan(Pipeline $pipeline, bool $review): Job
    {
        $image = $this->addPicture('harbor.jpg', 400, 300);
        $chosen = Chosen::from(['review' => $review]);
        $job = $this->plugin->planner()->create([$image], $pipeline, $chosen, JobSource::Agent);
        return $this->plugin->planner()->advance($job->id, Budget::unlimited());
    }

    private function html(): string
    {
        ob_start();
        $this->page()->show();
        return (string) ob_get_clean();
    }

    public function testItSaysWhatWouldHappenAndWhatItCosts(): void
    {
        $job = $this->agentPlan(Pipeline::AnalyzeExport, true);
        $html = $this->html();
        self::assertStringContainsString('Analyze &amp; Export: 1 image', $html);
        self::assertStringContainsString('At most 2 credits', $html);
        self::assertStringContainsString('waits for your review', $html);
        self::assertStringContainsString('alt="harbor"', $html);
        self::assertStringContainsString($this->plugin->consent()->hashOf($job), $html);
    }

    public function testAPlanWithoutAReviewSaysSo(): void
    {
        $this->agentPlan(Pipeline::Export, false);
        self::assertStringContainsString('published without a review', $this->html());
    }

    public function testPlansOfPeopleAndOldPricesAreNotThere(): void
    {
        $job = $this->agentPlan(Pipeline::Export, false);
        $this->plugin->jobs()->update($job->id, ['quote_expires' => time() - 1]);
        self::assertStringContainsString('No plans are waiting for your approval', $this->html());
    }

    public function testTheCodeIsShownOnce(): void
    {
        set_transient('picture_optimizer_code_' . get_current_user_id(), ['plan' => 1, 'code' => 'ABCDE-FGHJK'], 60);
        self::assertStringContainsString('ABCDE-FGHJK', $this->html());
        self::assertStringNotContainsString('ABCDE-FGHJK', $this->html());
    }

    /** @group acceptance-G1 */
    public function testApprovingNeedsANonce(): void
    {
        $job = $this->agentPlan(Pipeline::Export, false);
        $this->plugin->settings()->save(['agents_may_spend' => true]);
        $_POST = ['plan' => $job->id, 'seen' => $this->plugin->consent()->hashOf($job)];
        $refused = static function (): never {
            throw new \RuntimeException('refused');
        };
        add_filter('wp_die_handler', static fn (): callable => $refused);
        try {
            $this->page()->approve();
            self::fail('approved without a nonce');
        } catch (\RuntimeException $stopped) {
            self::assertSame('refused', $stopped->getMessage());
        } finally {
            $_POST = [];
        }
        self::assertFalse(get_transient("picture_optimizer_consent_{$job->id}"));
    }
}
