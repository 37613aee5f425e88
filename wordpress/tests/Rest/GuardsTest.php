<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Rest;

use PictureOptimizer\Tests\RestTestCase;

/**
 * What routes keep from those who may use them, and from those who may not.
 *
 * @group acceptance-G1
 */
final class GuardsTest extends RestTestCase
{
    private int $author;

    private int $image;

    protected function setUp(): void
    {
        parent::setUp();
        add_filter('picture_optimizer_capability', static fn (): string => 'upload_files');
        $this->author = $this->user('author');
        $this->image = $this->addPlainImage('guarded.png');
        wp_update_post(['ID' => $this->image, 'post_author' => $this->author]);
    }

    private function postOfSomebodyElse(string $status, string $password = ''): int
    {
        $url = (string) wp_get_attachment_url($this->image);
        return (int) wp_insert_post(['post_title' => 'Layoffs in March', 'post_status' => $status, 'post_author' => 1,
            'post_password' => $password, 'post_content' => '<p>Nobody knows yet.</p><a href="https://example.test/plan">'
                . "<img src=\"{$url}\" alt=\"\" class=\"wp-image-{$this->image}\"></a><p>Sixty people.</p>"]);
    }

    /** @return iterable<string, array{string, string, bool}> status, password, whether another author is told what it says */
    public static function posts(): iterable
    {
        yield 'published' => ['publish', '', true];
        yield 'a draft' => ['draft', '', false];
        yield 'private' => ['private', '', false];
        yield 'behind a password' => ['publish', 'secret', false];
    }

    /** @dataProvider posts */
    public function testWhereAnImageIsUsedTellsNothingOfWhatOthersHaveNotPublished(string $status, string $password, bool $isTold): void
    {
        $this->postOfSomebodyElse($status, $password);
        wp_set_current_user($this->author);
        $plan = $this->call('POST', '/plans', ['ids' => [$this->image], 'pipeline' => 'export'])->get_data();
        foreach (["/pictures/{$this->image}/places", "/plans/{$plan['job']}/usage"] as $path) {
            $answer = $this->call('GET', $path);
            self::assertSame(200, $answer->get_status(), $path);
            $told = (string) wp_json_encode($answer->get_data());
            self::assertCount(1, $answer->get_data()['posts'], 'that it is used is no secret');
            foreach (['Layoffs', 'Nobody', 'Sixty', 'example.test'] as $word) {
                $isTold && !str_contains($path, 'usage') ? self::assertStringContainsString($word, $told, $path)
                    : self::assertSame($isTold && $word === 'Layoffs', str_contains($told, $word), "{$path}: {$word}");
            }
        }
        wp_set_current_user(1);
        $all = (string) wp_json_encode($this->call('GET', "/pictures/{$this->image}/places")->get_data());
        self::assertStringContainsString('Sixty', $all, 'who may edit it sees it');
    }

    public function testWhatLeavesTheSiteIsDecidedByThoseWhoConfigureIt(): void
    {
        $wish = ['format' => 'avif', 'send_unpublished' => true, 'include_protected' => true, 'use_location' => true];
        foreach ([$this->author => false, 1 => true] as $user => $counts) {
            wp_set_current_user($user);
            $plan = $this->call('POST', '/plans', ['ids' => [$this->image], 'pipeline' => 'analyze_export', 'settings' => $wish]);
            $settings = $this->plugin->jobs()->get($plan->get_data()['job'])->settings;
            self::assertSame('avif', $settings->text('format'));
            self::assertSame(array_fill(0, 3, $counts), array_map($settings->is(...), ['send_unpublished', 'include_protected',
                'use_location']));
        }
    }

    public function testVisitorsDoNotReadTheTagsOfImages(): void
    {
        $this->plugin->tags()->set($this->image, ['ultrasound', 'baby']);
        $term = get_term_by('name', 'ultrasound', 'picture_tag')->term_id;
        foreach ([0 => 401, $this->user('subscriber') => 403, $this->author => 200] as $user => $status) {
            wp_set_current_user($user);
            foreach (['/wp/v2/picture_tag', "/wp/v2/picture_tag/{$term}"] as $route) {
                self::assertSame($status, rest_do_request(new \WP_REST_Request('GET', $route))->get_status(), "{$user} {$route}");
            }
        }
    }

    public function testAnImageWhoseFileIsElsewhereIsSaidToBeSo(): void
    {
        update_post_meta($this->image, '_wp_attached_file', 'https://cdn.example.test/guarded.png');
        self::assertSame(200, $this->call('GET', "/pictures/{$this->image}/places")->get_status());
        $answer = $this->call('POST', '/previews', ['ids' => [$this->image]]);
        self::assertSame(409, $answer->get_status());
        self::assertStringContainsString('uploads folder', $answer->get_data()['message']);
    }

    /** A read-only database, a full one, one of yesterday's tables: not “there is no such job”, and no error of PHP's. */
    public function testADatabaseThatTakesNoChangeIsSaidToBeTheCause(): void
    {
        $quiet = $this->plugin->db()->suppress_errors(true);
        add_filter('query', static fn (string $query): string
            => preg_match('/^\s*INSERT INTO .*_picopt_/', $query) === 1 ? 'INSERT INTO picopt_read_only VALUES (1)' : $query);
        foreach ([1 => 'picopt_read_only', $this->author => ''] as $user => $detail) {
            wp_set_current_user($user);
            $answer = $this->call('POST', '/plans', ['ids' => [$this->image], 'pipeline' => 'export']);
            self::assertSame([503, 'database'], [$answer->get_status(), $answer->get_data()['code']]);
            self::assertStringContainsString('did not accept a change', $answer->get_data()['message']);
            $detail === '' ? self::assertSame('', $answer->get_data()['data']['detail'])
                : self::assertStringContainsString($detail, $answer->get_data()['data']['detail']);
        }
        $this->plugin->db()->suppress_errors($quiet);
    }

    public function testNoAddressOfTheServiceIsAScript(): void
    {
        $account = json_decode((string) wp_json_encode($this->plugin->client()->account()), true);
        $account['buy_url'] = $account['budget_url'] = 'javascript:alert(document.domain)';
        add_filter('pre_http_request', static fn (): array => ['response' => ['code' => 200, 'message' => ''],
            'headers' => ['content-type' => 'application/json'], 'body' => (string) wp_json_encode($account), 'cookies' => []]);
        $told = $this->call('GET', '/account')->get_data();
        self::assertSame(['', ''], [$told['buy_url'], $told['budget_url']]);
        self::assertStringNotContainsString('javascript:', (string) wp_json_encode($told));
    }
}
