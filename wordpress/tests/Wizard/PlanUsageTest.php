<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Wizard;

use PictureOptimizer\Access;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** "Used in N places", before anything is replaced. */
final class PlanUsageTest extends RestTestCase
{
    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPicture('photo.jpg', 1200, 800);
    }

    /**
     * @param array<string, mixed> $chosen
     * @return array<string, mixed>
     */
    private function usage(array $chosen = [], Pipeline $pipeline = Pipeline::AnalyzeExport): array
    {
        $job = $this->plan([$this->id], $pipeline, $chosen);
        $answer = $this->call('GET', "/plans/{$job->id}/usage");
        self::assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
        return $answer->get_data();
    }

    private function post(string $title, string $content): int
    {
        return (int) wp_insert_post(['post_title' => $title, 'post_content' => $content, 'post_status' => 'publish']);
    }

    private function image(string $alt, string $size = 'large'): string
    {
        $url = wp_get_attachment_image_url($this->id, $size);
        return "<img class=\"wp-image-{$this->id}\" src=\"{$url}\" alt=\"{$alt}\">";
    }

    public function testAPictureThatNobodyUses(): void
    {
        $usage = $this->usage();
        self::assertSame([0, 0, [], null], [$usage['places'], $usage['used'], $usage['posts'], $usage['next']]);
    }

    public function testNamesThePagesAndCountsTheRest(): void
    {
        $about = $this->post('About & us', $this->image('x') . $this->image('y', 'medium'));
        update_post_meta($about, '_thumbnail_id', (string) $this->id);
        $this->post('Another', '<p>Nothing here</p>');
        update_option('widget_text', [2 => ['text' => $this->image('z')]]);
        $usage = $this->usage();
        self::assertSame(
            [['id' => $about, 'title' => 'About & us', 'places' => 2, 'edit' => get_edit_post_link($about, 'raw')]],
            $usage['posts']
        );
        self::assertSame(1, $usage['elsewhere']);
        self::assertSame(3, $usage['places']);
        self::assertSame(1, $usage['used']);
    }

    /** @return iterable<string, array{string, string, string, bool}> who asks, type and status of a post, whether its title is told */
    public static function posts(): iterable
    {
        yield 'an editor, a type whose plugin is off' => ['editor', 'gone_type', 'publish', true];
        yield 'an editor, a status whose plugin is off' => ['editor', 'post', 'gone_status', true];
        yield 'an author, a type whose plugin is off' => ['author', 'gone_type', 'publish', false];
        yield 'an author, a status whose plugin is off' => ['author', 'post', 'gone_status', false];
        yield 'an author, a page that everybody reads' => ['author', 'page', 'publish', true];
    }

    /** @dataProvider posts */
    public function testContentOfAPluginThatIsOffIsNamedWithoutAComplaint(string $role, string $type, string $status, bool $isTold): void
    {
        $post = $this->post('A course', $this->image('x'));
        $user = $this->user($role);
        $this->plugin->db()->update($this->plugin->db()->posts, ['post_type' => $type, 'post_status' => $status], ['ID' => $post]);
        wp_update_post(['ID' => $this->id, 'post_author' => $user]);
        clean_post_cache($post);
        wp_set_current_user($user);
        add_filter('picture_optimizer_capability', static fn (): string => 'upload_files');
        $wrong = [];
        add_action('doing_it_wrong_run', static function (string $function, string $message) use (&$wrong): void {
            $wrong[] = "{$function}: {$message}";
        }, 10, 2);
        $places = $this->call('GET', "/pictures/{$this->id}/places")->get_data();
        $title = $this->usage()['posts'][0]['title'];
        self::assertSame([], $wrong);
        self::assertSame($isTold ? 'A course' : Access::hiddenTitle(), $title);
        self::assertSame([$title], array_column($places['posts'], 'title'));
    }

    public function testCountsTheAltsThatTheReplacementWouldTouch(): void
    {
        update_post_meta($this->id, '_wp_attachment_image_alt', 'Old words');
        $this->post('Post', $this->image('') . $this->image('Old words') . $this->image('Their own') . $this->image(''));
        $both = $this->usage(['fill_empty_alts' => true, 'replace_old_alts' => true]);
        self::assertSame([2, 1], [$both['empty_alts'], $both['old_alts']]);
        $none = $this->usage(['fill_empty_alts' => false, 'replace_old_alts' => false]);
        self::assertSame([0, 0], [$none['empty_alts'], $none['old_alts']]);
        $export = $this->usage(['fill_empty_alts' => true], Pipeline::Export);
        self::assertSame(0, $export['empty_alts'], 'no text is written by an export');
    }

    public function testTheCountIsWhatTheReplacementThenDoes(): void
    {
        $this->post('Post', $this->image('') . $this->image('Their own', 'full'));
        $usage = $this->usage(['fill_empty_alts' => true]);
        $this->process([$this->id], chosen: ['fill_empty_alts' => true]);
        global $wpdb;
        $changed = (int) $wpdb->get_var($wpdb->prepare(
            "SELECT COUNT(*) FROM {$wpdb->prefix}picopt_changes WHERE attachment_id = %d AND kind = 'ref'",
            $this->id
        ));
        self::assertSame($usage['places'], $changed);
        $alt = esc_attr((string) get_post_meta($this->id, '_wp_attachment_image_alt', true));
        $content = implode('', $wpdb->get_col("SELECT post_content FROM {$wpdb->posts} WHERE post_type = 'post'"));
        self::assertSame($usage['empty_alts'], substr_count($content, "alt=\"{$alt}\""));
    }

    public function testTheCountHoldsWhereAPersonsAltIsKept(): void
    {
        update_post_meta($this->id, '_wp_attachment_image_alt', 'A tram in the snow');
        $this->post('Post', $this->image('') . $this->image('Their own', 'full'));
        self::assertSame(1, $this->usage(['fill_empty_alts' => true])['empty_alts']);
        $this->process([$this->id], chosen: ['fill_empty_alts' => true]);
        global $wpdb;
        $content = implode('', $wpdb->get_col("SELECT post_content FROM {$wpdb->posts} WHERE post_type = 'post'"));
        self::assertSame(1, substr_count($content, 'alt="A tram in the snow"'));
    }

    /** @return iterable<string, array{string, Pipeline, int}> format, pipeline, mails that keep their file */
    public static function formats(): iterable
    {
        yield 'a format that not all mail programs show' => ['webp', Pipeline::AnalyzeExport, 1];
        yield 'one of those' => ['auto', Pipeline::AnalyzeExport, 1];
        yield 'the format that it has' => ['original', Pipeline::AnalyzeExport, 0];
        yield 'no new file' => ['webp', Pipeline::Analyze, 0];
    }

    /** @dataProvider formats */
    public function testAMailThatKeepsItsFileIsNoPlaceThatIsUpdated(string $format, Pipeline $pipeline, int $mails): void
    {
        register_post_type('woo_email');
        $this->post('Page', $this->image('x'));
        wp_insert_post(['post_type' => 'woo_email', 'post_status' => 'publish', 'post_title' => 'Mail',
            'post_content' => $this->image('x')]);
        $usage = $this->usage(['format' => $format], $pipeline);
        self::assertSame([2 - $mails, $mails, 1], [$usage['places'], $usage['mails'], $usage['used']]);
        self::assertCount(2 - $mails, $usage['posts']);
        if ($pipeline === Pipeline::AnalyzeExport && $format === 'webp') {
            $this->process([$this->id], $pipeline, chosen: ['format' => $format]);
            global $wpdb;
            $changed = "SELECT COUNT(*) FROM {$wpdb->prefix}picopt_changes WHERE attachment_id = %d AND kind = 'ref'";
            self::assertSame($usage['places'], (int) $wpdb->get_var($wpdb->prepare($changed, $this->id)), 'as then happens');
        }
        unregister_post_type('woo_email');
    }

    public function testARevisionIsNoPlace(): void
    {
        $post = $this->post('Post', $this->image('x'));
        wp_update_post(['ID' => $post, 'post_content' => $this->image('x') . ' more']);
        self::assertNotEmpty(wp_get_post_revisions($post));
        self::assertSame(1, $this->usage()['places']);
    }
}
