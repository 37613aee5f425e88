<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Rest;

use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Tests\RestTestCase;

/**
 * Who may do what, role by role: WordPress' own, one of a site's own making, and authors whom the filter lets in.
 *
 * @group acceptance-G1
 */
final class RolesTest extends RestTestCase
{
    protected function tearDown(): void
    {
        remove_role('picture_desk');
        parent::tearDown();
    }

    private function picture(int $author): int
    {
        $id = $this->addPicture("of-{$author}.jpg", 400, 300, $author);
        wp_update_post(['ID' => $id, 'post_author' => $author]);
        return $id;
    }

    /** @return array<string, mixed> */
    private function planFor(int $picture, int $status = 200): array
    {
        $answer = $this->call('POST', '/plans', ['ids' => [$picture], 'pipeline' => 'export']);
        self::assertSame($status, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
        return $answer->get_data();
    }

    /** @return iterable<string, array{string, int}> */
    public static function roles(): iterable
    {
        yield 'subscriber' => ['subscriber', 403];
        yield 'contributor' => ['contributor', 403];
        yield 'author' => ['author', 403];
        yield 'editor' => ['editor', 200];
        yield 'administrator' => ['administrator', 200];
        yield 'a role of the site, with the capabilities' => ['picture_desk', 200];
    }

    /** @dataProvider roles */
    public function testARole(string $role, int $status): void
    {
        add_role('picture_desk', 'Picture desk', ['read' => true, 'upload_files' => true, 'edit_posts' => true,
            'edit_others_posts' => true, 'edit_published_posts' => true]);
        $picture = $this->picture($this->user('author'));
        wp_set_current_user($this->user($role));
        $this->planFor($picture, $status);
        self::assertSame($status, $this->call('POST', '/revert', ['ids' => [$picture]])->get_status());
        self::assertSame($status, $this->call('GET', '/account')->get_status());
    }

    public function testAuthorsWhomTheFilterLetsInUseTheirOwnPicturesOnly(): void
    {
        add_filter('picture_optimizer_capability', static fn (): string => 'upload_files');
        [$anna, $ben] = [$this->user('author'), $this->user('author')];
        [$hers, $his] = [$this->picture($anna), $this->picture($ben)];

        wp_set_current_user($anna);
        $this->planFor($his, 403);
        $everything = $this->call('POST', '/plans', ['select' => 'all', 'pipeline' => 'export'])->get_data();
        self::assertSame(1, $everything['process'], 'her own, of the whole library');
        $plan = $this->planFor($hers);

        wp_set_current_user($ben);
        $job = $plan['job'];
        foreach (
            [['POST', "/plans/{$job}/advance"], ['POST', "/plans/{$job}/confirm"], ['GET', "/plans/{$job}/usage"],
            ['GET', "/jobs/{$job}"], ['GET', "/jobs/{$job}/items"], ['POST', "/jobs/{$job}/stop"], ['POST', "/jobs/{$job}/pause"],
            ['POST', '/tick']] as [$method, $path]
        ) {
            $answer = $this->call($method, $path, ['quote_id' => $plan['quote_id'], 'id' => $job]);
            self::assertSame(403, $answer->get_status(), "{$method} {$path}");
        }
        self::assertSame(0, self::$service->get('charged'));

        wp_set_current_user($anna);
        self::assertSame(200, $this->call('POST', "/plans/{$job}/confirm", ['quote_id' => $plan['quote_id']])->get_status());
        $this->work();
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($hers)?->status);
        wp_set_current_user($ben);
        self::assertSame(403, $this->call('POST', '/revert', ['ids' => [$hers]])->get_status());
        $row = $GLOBALS['wpdb']->get_row("SELECT * FROM {$GLOBALS['wpdb']->posts} WHERE ID = {$hers}", ARRAY_A);
        $GLOBALS['wpdb']->delete($GLOBALS['wpdb']->posts, ['ID' => $hers]); // by a tool that tells nobody
        wp_cache_flush();
        $answer = $this->call('POST', '/revert', ['ids' => [$hers]])->get_data();
        self::assertSame(['This image is no longer in the Media Library.'], array_column($answer['items'], 'reason'));
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($hers)?->status);
        $GLOBALS['wpdb']->insert($GLOBALS['wpdb']->posts, $row);
        wp_cache_flush();
        wp_set_current_user($anna);
        self::assertSame(200, $this->call('POST', '/revert', ['ids' => [$hers]])->get_status());
        self::assertSame(PictureStatus::Reverted, $this->plugin->pictures()->get($hers)?->status);
    }

    /** Plugins can close single pictures even to editors: nobody spends on those, whoever made the plan. */
    public function testAPictureThatIsClosedToAnEditorIsNotSpentOn(): void
    {
        $picture = $this->picture($this->user('author'));
        $plan = $this->planFor($picture);
        add_filter('map_meta_cap', static fn (array $caps, string $cap, int $user, array $args): array
            => $cap === 'edit_post' && ($args[0] ?? 0) === $picture ? ['do_not_allow'] : $caps, 10, 4);
        wp_set_current_user($this->user('editor'));
        $this->planFor($picture, 403);
        $confirmed = $this->call('POST', "/plans/{$plan['job']}/confirm", ['quote_id' => $plan['quote_id']]);
        self::assertSame(403, $confirmed->get_status());
        $this->work();
        self::assertSame(0, self::$service->get('charged'));
    }
}
