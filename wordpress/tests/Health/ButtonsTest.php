<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Health;

use PictureOptimizer\Budget;
use PictureOptimizer\Delivery\LastingNames;
use PictureOptimizer\Delivery\NamesList;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Health\Leaving;
use PictureOptimizer\Health\Remedy;
use PictureOptimizer\Health\SiteHealth;
use PictureOptimizer\Hooks;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Buttons that people press in Site Health and before they leave, as WordPress handles them.
 *
 * @group acceptance-A10
 * @group acceptance-B12
 */
final class ButtonsTest extends ReplaceTestCase
{
    private const PLUGIN = 'picture-optimizer/picture-optimizer.php';

    private SiteHealth $health;

    protected function setUp(): void
    {
        parent::setUp();
        $this->health = new SiteHealth(
            $this->plugin->checks(),
            $this->plugin->connection(),
            $this->plugin->pictures(),
            $this->plugin->replacer()
        );
        $this->health->register();
        $this->leaving()->register();
        // Whoever is led on, or turned away, has been answered.
        add_filter('wp_redirect', static fn (string $to): never => throw new \RuntimeException("to {$to}"));
        $turnedAway = static fn (mixed $why): never => throw new \RuntimeException('refused: '
            . ($why instanceof \WP_Error ? $why->get_error_message() : (string) $why));
        add_filter('wp_die_handler', static fn (): callable => $turnedAway);
    }

    protected function tearDown(): void
    {
        $_POST = $_REQUEST = [];
        parent::tearDown();
        wp_cache_flush();
        exec('rm -rf ' . escapeshellarg(WPMU_PLUGIN_DIR . '/' . NamesList::NAME) . '*');
    }

    /** @param array<string, mixed> $fields */
    private function press(string $action, array $fields, bool $signed = true): string
    {
        $_POST = $_REQUEST = $fields + ($signed ? ['_wpnonce' => wp_create_nonce($action)] : []);
        try {
            do_action("admin_post_{$action}");
        } catch (\RuntimeException $answer) {
            return $answer->getMessage();
        }
        return 'nothing';
    }

    private function as(string $role): void
    {
        wp_set_current_user((int) wp_insert_user(['user_login' => "button-{$role}", 'user_pass' => 'x', 'role' => $role,
            'user_email' => "{$role}@buttons.test"]));
    }

    /** After a restore of the database the image names files that are gone, and the disk has an unknown backup of them. */
    private function lostImage(string $name = 'lost.jpg'): int
    {
        global $wpdb;
        $id = $this->addPicture($name, 400, 300);
        $attachment = Attachment::load($id);
        $old = array_map($attachment->absolute(...), array_values($attachment->names()));
        $meta = $wpdb->get_results("SELECT * FROM {$wpdb->postmeta} WHERE post_id = {$id}", ARRAY_A);
        $this->applied($this->change($id));
        array_map('unlink', array_filter($old, 'file_exists'));
        $wpdb->delete($wpdb->postmeta, ['post_id' => $id]);
        array_map(static fn (array $row) => $wpdb->insert($wpdb->postmeta, $row), $meta);
        foreach (['replacements', 'journal', 'changes', 'redirects'] as $table) {
            $wpdb->query("DELETE FROM {$wpdb->prefix}picopt_{$table}");
        }
        wp_cache_flush();
        self::assertFileDoesNotExist((string) get_attached_file($id));
        return $id;
    }

    public function testLostFilesComeBackByAButton(): void
    {
        $id = $this->lostImage();
        $check = $this->plugin->checks()->slow()['unknown_backups']();
        self::assertSame(Remedy::AdoptBackups, $check->remedy);
        $tests = apply_filters('site_status_tests', ['direct' => [], 'async' => []])['async'];
        $shown = $tests['picopt_unknown_backups']['async_direct_test']();
        self::assertStringContainsString('value="adopt_backups"', $shown['actions']);
        self::assertStringContainsString(Remedy::AdoptBackups->label(), $shown['actions']);

        self::assertStringContainsString('site-health.php', $this->press('picopt_remedy', ['remedy' => 'adopt_backups']));
        self::assertFileExists((string) get_attached_file($id));
        self::assertNull($this->plugin->checks()->slow()['unknown_backups']()->remedy);
    }

    public function testFilesThatThereIsNoTimeForComeBackByThemselvesOrWithTheNextClick(): void
    {
        $files = array_map('get_attached_file', [$this->lostImage(), $this->lostImage('another.jpg')]);
        $this->health->adopt(Budget::ofSeconds(-1));
        self::assertCount(1, array_filter($files, is_file(...)), 'one, and no web server has to end it');
        self::assertIsInt(wp_next_scheduled(Hooks::HEAL));
        $this->health->adopt(Budget::ofSeconds(-1));
        self::assertCount(2, array_filter($files, is_file(...)));
        $this->health->adopt(Budget::ofSeconds(60)); // whatever else there is
        array_map(unlink(...), $files);
        $this->health->adopt(Budget::ofSeconds(60));
        self::assertCount(2, array_filter($files, is_file(...)), 'who asks need not wait until it is due again');
    }

    public function testBackupsAreComparedAsLongAsThereIsTime(): void
    {
        $before = $this->workshop->backups->all();
        $this->lostImage();
        [$known] = array_values(array_diff($this->workshop->backups->all(), $before));
        $newer = str_replace(substr($known, 0, 8), '00000000', $known);
        $folder = $this->workshop->backups->folder($known);
        $copy = dirname($folder) . "/{$newer}";
        mkdir($copy);
        $manifest = (array) json_decode((string) file_get_contents("{$folder}/manifest.json"), true);
        file_put_contents("{$copy}/manifest.json", json_encode(['attachment' => 987654321] + $manifest));
        touch("{$copy}/manifest.json", time() + 60);
        $check = $this->plugin->checks()->slow()['unknown_backups'];
        $cut = $check(Budget::ofSeconds(-1));
        self::assertSame([null, true], [$cut->remedy, str_contains($cut->text, 'doctor')]);
        self::assertSame(Remedy::AdoptBackups, $check(Budget::ofSeconds(60))->remedy);
        touch("{$copy}/manifest.json", time() - DAY_IN_SECONDS);
        self::assertSame(Remedy::AdoptBackups, $check(Budget::ofSeconds(-1))->remedy, 'the newest are compared first');
    }

    /** @group acceptance-G1 */
    public function testItIsForWhoMayConfigureAndMeantIt(): void
    {
        $id = $this->lostImage();
        self::assertStringStartsWith('refused', $this->press('picopt_remedy', ['remedy' => 'adopt_backups'], signed: false));
        foreach (['drop_tables', '', ['adopt_backups']] as $tampered) {
            self::assertStringStartsWith('refused: There is no such action.', $this->press('picopt_remedy', ['remedy' => $tampered]));
        }
        foreach (['editor', 'subscriber'] as $role) {
            $this->as($role);
            self::assertStringStartsWith('refused: You may not', $this->press('picopt_remedy', ['remedy' => 'adopt_backups']));
        }
        self::assertFileDoesNotExist((string) get_attached_file($id));
    }

    private function withOldNames(int $number): void
    {
        $id = $this->addPicture('name.jpg', 400, 300);
        foreach (range(1, $number) as $one) {
            $this->plugin->redirects()->add("2020/01/former-{$one}.jpg", $id, 'full');
        }
        $this->plugin->redirects()->countHit('2020/01/former-1.jpg');
    }

    private function leaving(): Leaving
    {
        return new Leaving($this->plugin->file, $this->plugin->lastingNames(), $this->plugin->redirects());
    }

    private function leavingPage(): string
    {
        ob_start();
        (fn () => $this->show())->call($this->leaving());
        return (string) ob_get_clean();
    }

    public function testDeactivateAsksWhereSomethingWouldEnd(): void
    {
        $before = ['deactivate' => '<a href="x">Deactivate</a>'];
        $links = static fn (): string => apply_filters('plugin_action_links_' . self::PLUGIN, $before)['deactivate'];
        self::assertStringContainsString('href="x"', $links(), 'nothing would end');
        $this->withOldNames(3);
        self::assertStringContainsString('page=' . Leaving::SLUG, $links());
        $html = $this->leavingPage();
        self::assertStringContainsString('3 old image addresses redirect', $html);
        self::assertStringContainsString('requested 1 time.', $html);
        self::assertMatchesRegularExpression('~value="keep" checked~', $html);
        self::assertStringContainsString(wp_create_nonce(Leaving::SLUG), $html);
        $this->plugin->lastingNames()->decline();
        self::assertStringContainsString('href="x"', $links(), 'it was decided');
    }

    public function testThePageThatIsInNoMenuHasATitle(): void
    {
        require_once ABSPATH . 'wp-admin/includes/plugin.php';
        wp_set_current_user(1);
        $GLOBALS['title'] = null;
        do_action('admin_menu');
        do_action('load-' . get_plugin_page_hookname(Leaving::SLUG, ''));
        self::assertSame('Deactivate Picture Optimizer', get_admin_page_title());
    }

    /** @return iterable<string, array{string, bool}> what is chosen, and whether the names are protected afterwards */
    public static function choices(): iterable
    {
        yield 'keep' => ['keep', true];
        yield 'let them end' => ['remove', false];
        yield 'something else keeps' => ['burn', true];
    }

    /** @dataProvider choices */
    public function testThePluginIsOffAndTheNamesAreAsChosen(string $choice, bool $kept): void
    {
        $this->withOldNames(2);
        self::assertStringContainsString('plugins.php', $this->press(Leaving::SLUG, ['old_names' => $choice]));
        self::assertFalse(is_plugin_active(self::PLUGIN));
        self::assertSame($kept, is_file($this->plugin->lastingNames()->file()));
        self::assertSame(!$kept, (bool) get_option(LastingNames::DECLINED));
    }

    /** @group acceptance-G1 */
    public function testOnlyWhoMayDeactivateLeaves(): void
    {
        $this->withOldNames(1);
        self::assertStringStartsWith('refused', $this->press(Leaving::SLUG, ['old_names' => 'remove'], signed: false));
        $this->as('editor');
        self::assertStringStartsWith('refused: You may not', $this->press(Leaving::SLUG, ['old_names' => 'remove']));
        self::assertTrue(is_plugin_active(self::PLUGIN));
        self::assertFalse($this->plugin->lastingNames()->isDeclined());
    }
}
