<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Budget;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;

/** What other plugins hear of and may forbid, and that docs/hooks.md says so. */
final class HooksTest extends RestTestCase
{
    /** @return list<string> names of hooks in the plugin's source */
    private static function inSource(): array
    {
        $names = [];
        $source = WP_PLUGIN_DIR . '/picture-optimizer/src';
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($source, \FilesystemIterator::SKIP_DOTS)) as $file) {
            $code = $file->getExtension() === 'php' ? (string) file_get_contents($file->getPathname()) : '';
            preg_match_all('/\b(?:apply_filters|do_action)\(\s*\'(picture_optimizer_\w+)\'/', $code, $found);
            array_push($names, ...$found[1]);
        }
        sort($names);
        return array_values(array_unique($names));
    }

    public function testEveryHookIsInTheDocsAndNoOther(): void
    {
        $docs = (string) file_get_contents(dirname(__DIR__, 2) . '/docs/hooks.md');
        preg_match_all('/^\| `(picture_optimizer_\w+)` \|/m', $docs, $found);
        $documented = $found[1];
        sort($documented);
        self::assertSame(self::inSource(), $documented);
        self::assertGreaterThan(15, count($documented));
    }

    public function testEveryChangeHasAHookBeforeAndOneAfter(): void
    {
        $names = self::inSource();
        foreach (
            ['apply' => 'applied', 'revert' => 'reverted', 'order' => 'ordered', 'text_restore' => 'text_restored',
            'settings' => 'settings_saved'] as $before => $after
        ) {
            self::assertContains("picture_optimizer_before_{$before}", $names);
            self::assertContains("picture_optimizer_{$after}", $names);
        }
    }

    public function testAnOrderCanBeForbiddenAndIsTold(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->plugin->planner()->create([$image], Pipeline::Export, Chosen::from(), JobSource::Cli);
        $job = $this->plugin->planner()->advance($job->id, Budget::unlimited());
        $asked = [];
        add_filter('picture_optimizer_before_order', static function (?string $veto, mixed ...$told) use (&$asked): string {
            $asked[] = $told;
            return 'Not on a Friday.';
        }, 10, 4);
        try {
            $this->plugin->planner()->confirm($job->id, $job->quoteId);
            self::fail('ordered in spite of a veto');
        } catch (\DomainException $refused) {
            self::assertSame('Not on a Friday.', $refused->getMessage());
        }
        self::assertSame([[$job->id, 1, 'cli']], $asked);
        self::assertSame(JobState::Planned, $this->plugin->jobs()->get($job->id)->state);
        remove_all_filters('picture_optimizer_before_order');
        $this->plugin->planner()->confirm($job->id, $job->quoteId);
        self::assertSame(1, did_action('picture_optimizer_ordered'));
    }

    public function testAChangeCanBeForbiddenAndTheImageStaysAsItIs(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        $before = md5_file((string) get_attached_file($image));
        add_filter('picture_optimizer_before_apply', static fn (): string => 'This image is on loan.');
        $this->process([$image], Pipeline::Export);
        $item = $this->plugin->items()->latestOf($image);
        self::assertSame('failed', $item?->state->value);
        self::assertStringContainsString('This image is on loan.', $item->reason);
        self::assertSame($before, md5_file((string) get_attached_file($image)));
    }

    public function testChangesAndRevertsAreTold(): void
    {
        $image = $this->addPicture('photo.jpg', 400, 300);
        $told = [];
        foreach (['applied', 'reverted'] as $what) {
            add_action("picture_optimizer_{$what}", static function (int $id) use (&$told, $what): void {
                $told[] = [$what, $id];
            });
        }
        $this->process([$image], Pipeline::Export);
        add_filter('picture_optimizer_before_revert', static fn (?string $veto, int $id): ?string => $id > 0 ? 'Keep it.' : null, 10, 2);
        $refused = $this->plugin->control()->revert($image)[$image];
        self::assertSame(['failed', 'Keep it.'], [$refused->state->value, $refused->reason]);
        self::assertTrue($this->plugin->replacer()->canRevert($image));
        remove_all_filters('picture_optimizer_before_revert');
        $this->plugin->control()->revert($image);
        self::assertSame([['applied', $image], ['reverted', $image]], $told);
    }

    public function testSettingsAreFilteredAndTold(): void
    {
        add_filter('picture_optimizer_before_settings', static fn (array $settings): array
            => array_replace($settings, ['target' => 1000, 'unheard_of' => 1]));
        $this->plugin->settings()->save(['format' => 'avif']);
        self::assertSame('avif', $this->plugin->settings()->get('format'));
        self::assertSame(95, $this->plugin->settings()->get('target'));
        self::assertArrayNotHasKey('unheard_of', $this->plugin->settings()->all());
        self::assertSame(1, did_action('picture_optimizer_settings_saved'));
    }

    protected function setUp(): void
    {
        parent::setUp();
        $GLOBALS['wp_actions'] = array_filter(
            $GLOBALS['wp_actions'],
            static fn (string $name): bool => !str_starts_with($name, 'picture_optimizer_'),
            ARRAY_FILTER_USE_KEY
        );
    }
}
