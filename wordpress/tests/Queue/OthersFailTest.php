<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Culprit;
use PictureOptimizer\Reporting\Advice;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;

/** Another plugin, called by a hook in the middle of the work, fails at one image: that one says so, others are done, nothing is paid twice. */
final class OthersFailTest extends StagesTestCase
{
    private string $folder = WP_PLUGIN_DIR . '/acme-images';

    protected function setUp(): void
    {
        parent::setUp();
        wp_mkdir_p($this->folder);
        file_put_contents("{$this->folder}/main.php", <<<'PHP'
            <?php
            /** Plugin Name: Acme Images */
            return static function (string $hook, callable $isIt): void {
                add_filter($hook, static function (mixed ...$told) use ($isIt): mixed {
                    if ($isIt(...$told)) {
                        throw new \TypeError('strlen() expects a string');
                    }
                    return $told[0];
                }, 10, 4);
            };
            PHP);
        wp_cache_delete('plugins', 'plugins');
        // That a listener has failed is said as a notice.
        set_error_handler(static fn (int $code, string $said): bool => str_contains($said, 'strlen()'));
    }

    protected function tearDown(): void
    {
        restore_error_handler();
        unlink("{$this->folder}/main.php");
        rmdir($this->folder);
        wp_cache_delete('plugins', 'plugins');
        parent::tearDown();
    }

    private function failAt(string $hook, callable $isIt): void
    {
        (require "{$this->folder}/main.php")($hook, $isIt);
    }

    /** @return iterable<string, array{string, callable(int): \Closure, bool}> hook, whether it is the image's turn, whether it was at the service */
    public static function hooks(): iterable
    {
        $ofImage = static fn (int $id): \Closure => static fn (mixed $value, mixed $of = 0): bool => (int) $of === $id;
        yield 'its file is looked for' => ['get_attached_file', $ofImage, false];
        yield 'what is sent is read' => ['wp_get_attachment_metadata', $ofImage, false];
        yield 'it is looked at before it is changed' => ['picture_optimizer_before_apply', $ofImage, true];
        yield 'its metadata is written' => ['wp_update_attachment_metadata', $ofImage, true];
        yield 'a step of it is done' => ['picture_optimizer_step', static fn (int $id): \Closure
            => static fn (string $step, int $of): bool => $of === $id && $step === 'stage', true];
    }

    /**
     * @dataProvider hooks
     * @param callable(int): \Closure $turn
     */
    public function testTheImageThatItFailsAtEndsAloneWithItsCause(string $hook, callable $turn, bool $wasAtService): void
    {
        [$broken, $other] = $this->images(2);
        $job = $this->start([$broken, $other], Pipeline::Export);
        $this->failAt($hook, $turn($broken));
        $this->workUntil($job, State::Done, State::Failed);
        [$item, $beside] = $this->items($job);
        self::assertSame([State::Failed, State::Done], [$item->state, $beside->state], "{$item->reason} {$beside->reason}");
        self::assertStringContainsString('strlen() expects a string', $item->reason);
        self::assertStringNotContainsString('memory', $item->reason);
        self::assertStringContainsString('“Acme Images”', $item->reason);
        self::assertNotSame('', Advice::for($item->reasonCode)['text']);
        self::assertSame(1, self::$service->get('charged'), 'the other one');
        self::assertCount($wasAtService ? 2 : 1, array_merge(...array_map(static fn (array $order): array => $order['items'], array_values(
            self::$service->get('jobs')
        ))));
        self::assertSame([], $this->plugin->replacer()->resume());
        self::assertSame('image/png', get_post_mime_type($broken));
    }

    public function testWhatFailsAfterAnAnswerCameIsSentAgainUnderTheSameName(): void
    {
        $job = $this->start($this->images(2), Pipeline::Export);
        $times = 0;
        $this->failAt('http_response', static function (mixed $response, mixed $arguments, string $url) use (&$times): bool {
            return str_ends_with($url, '/v1/jobs') && ++$times === 1;
        });
        $this->workUntil($job, State::Uploaded);
        $this->work(0.5);
        self::assertSame([Item::BROKEN_OFF, 1], [$this->items($job)[0]->reasonCode, $this->items($job)[0]->attempts]);
        $this->workUntil($job, State::Done);
        self::assertSame([State::Done, State::Done], array_column($this->items($job), 'state'));
        self::assertCount(1, self::$service->get('jobs'));
        self::assertSame(2, self::$service->get('charged'));
    }

    public function testAResultIsToldToTheServiceHoweverOftenItFails(): void
    {
        $job = $this->start($this->images(1), Pipeline::Export);
        $times = 0;
        $this->failAt('http_response', static function (mixed $response, mixed $arguments, string $url) use (&$times): bool {
            return str_ends_with($url, '/receipt') && ++$times <= 7;
        });
        $this->workUntil($job, State::Done);
        self::assertSame([State::Done, 8], [$this->items($job)[0]->state, $times]);
    }

    public function testAListenerThatFailsIsNoReasonToDoItAgain(): void
    {
        $job = $this->start($this->images(1), Pipeline::Export);
        $this->failAt('picture_optimizer_applied', static fn (): bool => true);
        $this->workUntil($job, State::Done);
        self::assertSame(State::Done, $this->items($job)[0]->state);
        self::assertCount(1, self::$service->requests('GET /v1/files/*'));
    }

    public function testAPlanIsMadeWithoutTheImageThatItFailsAt(): void
    {
        [$broken, $other] = $this->images(2);
        $this->failAt('picture_optimizer_exclude', static fn (mixed $veto, int $id): bool => $id === $broken);
        $job = $this->plan([$broken, $other], Pipeline::Export);
        self::assertSame([State::Failed, State::Planned], array_column($this->items($job), 'state'));
        self::assertStringContainsString('“Acme Images” stopped', $this->items($job)[0]->reason);
        self::assertSame(1, $job->creditsQuoted);
    }

    public function testAnErrorOfNobodyElseSaysWhatItIs(): void
    {
        $culprit = Culprit::of(new \RangeException('<b>no</b> such thing'));
        self::assertSame('RangeException: no such thing (OthersFailTest.php:' . (__LINE__ - 1) . ')', $culprit->said);
        self::assertSame('', $culprit->name);
        self::assertStringContainsString('An unexpected error', (string) $culprit);
        $theme = get_theme_root() . '/acme-theme';
        wp_mkdir_p($theme);
        file_put_contents("{$theme}/style.css", "/*\nTheme Name: Acme Theme\n*/");
        file_put_contents("{$theme}/index.php", '');
        file_put_contents("{$theme}/fail.php", '<?php return new \LogicException("no");');
        self::assertSame('Acme Theme', Culprit::of(require "{$theme}/fail.php")->name);
        array_map(unlink(...), glob("{$theme}/*") ?: []);
        rmdir($theme);
    }
}
