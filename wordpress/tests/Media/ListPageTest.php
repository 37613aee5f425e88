<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\CommittedTestCase;
use PictureOptimizer\Tests\Process;

/** The library's list, as WordPress makes it: one query of ours, whatever it shows. */
final class ListPageTest extends CommittedTestCase
{
    public function testItCostsOneQueryWithImagesTagsAndOpenJobs(): void
    {
        $done = $this->addPicture('done.jpg', 400, 300, 1);
        $this->process([$done], Pipeline::Analyze);
        self::assertNotSame([], $this->plugin->tags()->of($done));
        $this->plugin->settings()->save(['format' => 'avif']);
        $waiting = $this->addPicture('waiting.jpg', 400, 300, 2);
        $job = $this->plugin->jobs()->create(Pipeline::Export, JobSettings::from(Defaults::ALL, Chosen::from()), JobSource::Cli);
        $this->plugin->items()->add($job, [$waiting]);
        $this->plugin->jobs()->move($job->id, [JobState::Planning], JobState::Open);

        [$html, $queries] = $this->listPage();

        self::assertStringContainsString("data-picopt-job=\"{$job->id}\"", $html);
        self::assertStringContainsString('picopt-analysed', $html);
        self::assertCount(1, $queries, implode("\n", $queries));
    }

    public function testItCostsNoMoreWhereNothingWasSavedYet(): void
    {
        $this->plugin->connection()->forget();
        delete_option('picture_optimizer_settings');
        $this->plugin->schema()->install();
        $this->addPicture('new.jpg', 400, 300);
        [$html, $queries] = $this->listPage();
        self::assertStringContainsString('picopt-unprocessed', $html);
        self::assertCount(1, $queries, implode("\n", $queries));
    }

    /** @return array{string, list<string>} the page, and the queries that only we can have asked */
    private function listPage(): array
    {
        $this->request(); // WordPress notes on a first one that it has been there.
        return $this->request();
    }

    /** @return array{string, list<string>} */
    private function request(): array
    {
        $code = '$_COOKIE[AUTH_COOKIE] = wp_generate_auth_cookie(1, time() + 60, "auth"); $wpdb->queries = []; ob_start();'
            . ' require ABSPATH . "wp-admin/upload.php"; $html = ob_get_clean();'
            . ' $ours = preg_grep("/picopt_|picture_optimizer|picture_tag/", array_column($wpdb->queries, 0));'
            . ' echo json_encode([$html, array_values(preg_grep("/autoload IN/", $ours, PREG_GREP_INVERT))]);';
        $prepended = ['auto_prepend_file=' . dirname(__DIR__) . '/processes/list-page.php'];
        return json_decode((new Process($code, $prepended))->output(), true, flags: JSON_THROW_ON_ERROR);
    }
}
