<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

/** What visitors of the site get of the plugin: nothing. */
final class FrontEndTest extends CommittedTestCase
{
    public function testAVisitorsPageRunsNoQueryOfOurs(): void
    {
        $picture = $this->addPicture('photo.jpg', 900, 600);
        $this->process([$picture]);
        $post = (int) wp_insert_post(['post_title' => 'A post', 'post_status' => 'publish',
            'post_content' => wp_get_attachment_image($picture, 'large')]);
        $this->posts[] = $post;
        $code = "wp_set_current_user(0); \$_GET['p'] = {$post}; wp('p={$post}'); ob_start();"
            . ' while (have_posts()) { the_post(); the_content(); } wp_footer(); do_action("shutdown"); ob_end_clean();'
            . ' $ours = array_filter($wpdb->queries, fn ($q) => str_contains($q[0], "picopt")'
            . ' || preg_match("/option_name = .picture_optimizer/", $q[0]));'
            . ' echo count($wpdb->queries) > 5 ? "queries " : "none ", json_encode(array_column($ours, 0));';
        $output = (new Process($code, ['auto_prepend_file=' . __DIR__ . '/processes/save-queries.php']))->output();
        self::assertStringEndsWith('queries []', $output);
    }

    public function testAVisitorsPageLoadsFewOfOurFiles(): void
    {
        $code = 'echo count(array_filter(get_included_files(), fn ($f) => str_contains($f, "/picture-optimizer/src/")));';
        $few = function_exists('wp_img_tag_add_auto_sizes') ? 25 : 26; // AutoSizes is for a WordPress that does not do it itself
        self::assertLessThan($few, (int) (new Process($code))->output());
    }
}
