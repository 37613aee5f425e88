<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Hooks;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Tags;

/** Switching off, switching on and deleting the plugin. Tables are dropped for real, and made again afterwards. */
final class LifecycleTest extends CommittedTestCase
{
    private const PLUGIN = 'picture-optimizer/picture-optimizer.php';

    /** @var array<string, string> */
    private array $folders = [];

    protected function setUp(): void
    {
        parent::setUp();
        // Folders that earlier tests left and that were found again are not of the site that is deleted here.
        PrivateFolder::forget();
    }

    protected function tearDown(): void
    {
        $this->plugin->schema()->install();
        activate_plugin(self::PLUGIN);
        parent::tearDown();
    }

    /** @group acceptance-F3 */
    public function testDeletingLeavesNothingAndTheSiteRendersTheSame(): void
    {
        [$id, $post] = $this->processedPictureInAPost();
        $before = $this->render($post);
        self::assertStringContainsString('.webp', $before);
        $original = $this->plugin->originals()->sourceFor($id);
        $folder = PrivateFolder::known()['backups'][0];

        $this->delete();

        self::assertSame($before, $this->render($post));
        self::assertFileExists((string) get_attached_file($id));
        $this->assertNoTrace([$folder]);
        self::assertSame($original->sha256, hash_file('sha256', $original->path), 'the only copy of the original');
        self::assertStringContainsString(home_url(), (string) file_get_contents("{$folder}/README.txt"));
        $this->removeFolder($folder);
    }

    /** @group acceptance-F3 */
    public function testOnlyWhoAsksForItLosesOriginals(): void
    {
        $this->processedPictureInAPost();
        $folder = PrivateFolder::known()['backups'][0];
        $this->plugin->settings()->save(['on_uninstall' => 'remove_originals']);
        // Where WordPress deletes plugins by FTP, it has asked for the password already, and needs its connection afterwards.
        add_filter('filesystem_method', static fn (): string => 'ftpext');
        $GLOBALS['wp_filesystem'] = $connection = new \stdClass();
        $this->delete();
        self::assertSame($connection, $GLOBALS['wp_filesystem']);
        self::assertDirectoryDoesNotExist($folder);
        $this->assertNoTrace();
        unset($GLOBALS['wp_filesystem']);
    }

    /** A staging site that was copied with the site's folders can share the place of backups with it. */
    public function testOriginalsOfAnotherSiteInTheSamePlaceStay(): void
    {
        $this->processedPictureInAPost();
        $folder = PrivateFolder::known()['backups'][0];
        $manifest = current(glob("{$folder}/*/manifest.json") ?: self::fail('there is none'));
        $others = $folder . '/' . str_repeat('ab', 16);
        mkdir($others);
        $site = str_replace((string) wp_json_encode(home_url()), '"https:\/\/live.example"', (string) file_get_contents($manifest));
        file_put_contents("{$others}/manifest.json", $site);
        $this->plugin->settings()->save(['on_uninstall' => 'remove_originals']);
        $this->delete();
        self::assertFileDoesNotExist($manifest);
        self::assertSame($site, file_get_contents("{$others}/manifest.json"));
        $this->removeFolder($folder);
    }

    /** @return iterable<string, array{string, bool}> what the settings say, whether originals are still there */
    public static function wishes(): iterable
    {
        yield 'files stay, originals are left' => ['remove', true];
        yield 'no originals left' => ['remove_originals', false];
    }

    /** @dataProvider wishes */
    public function testADamagedBackupKeepsNothingElseFromGoing(string $wish, bool $kept): void
    {
        $this->processedPictureInAPost();
        $folder = PrivateFolder::known()['backups'][0];
        $manifest = current(glob("{$folder}/*/manifest.json") ?: self::fail('there is none'));
        $damaged = ["{$folder}/" . str_repeat('00', 16), "{$folder}/" . str_repeat('ff', 16)];
        array_map(mkdir(...), $damaged);
        file_put_contents("{$damaged[0]}/manifest.json", '{"attachment": 1}');
        file_put_contents("{$damaged[1]}/manifest.json", '{"attach');
        $interrupted = "{$folder}/" . str_repeat('0f', 16);
        mkdir($interrupted);
        file_put_contents("{$interrupted}/photo.jpg", 'x');
        touch($interrupted, time() - DAY_IN_SECONDS);
        $this->plugin->settings()->save(['on_uninstall' => $wish]);
        $this->delete();
        $this->assertNoTrace([$folder]);
        self::assertSame($kept, is_file($manifest));
        self::assertSame([true, true], array_map(is_dir(...), $damaged), 'whose they are nobody knows');
        self::assertSame($kept, is_dir($interrupted));
        $this->removeFolder($folder);
    }

    public function testWhereTheNoteBesideOriginalsCannotBeWrittenTheRestGoesAllTheSame(): void
    {
        $this->processedPictureInAPost();
        $folder = PrivateFolder::known()['backups'][0];
        $manifest = current(glob("{$folder}/*/manifest.json") ?: self::fail('there is none'));
        mkdir("{$folder}/README.txt");
        $this->delete();
        self::assertFileExists($manifest);
        self::assertNull($GLOBALS['wpdb']->get_var("SHOW TABLES LIKE '" . array_key_first($this->plugin->schema()->tables()) . "'"));
        self::assertFalse(get_option('picture_optimizer_folders'));
        exec('rm -rf ' . escapeshellarg($folder));
    }

    public function testAnInterruptedBackupDoesNotKeepThePlaceAlive(): void
    {
        $this->processedPictureInAPost();
        $folder = PrivateFolder::known()['backups'][0];
        mkdir("{$folder}/" . str_repeat('0f', 16));
        file_put_contents("{$folder}/" . str_repeat('0f', 16) . '/photo.jpg', 'x');
        $this->plugin->settings()->save(['on_uninstall' => 'remove_originals']);
        $this->delete();
        $this->assertNoTrace();
    }

    /** @group acceptance-F3 */
    public function testWhatCannotBeBroughtBackKeepsItsOriginal(): void
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        $this->process([$picture], Pipeline::Export);
        $original = $this->plugin->originals()->sourceFor($picture);
        // Another plugin took the picture over: its file is not ours to replace.
        update_post_meta($picture, '_wp_attached_file', 'somewhere/else.jpg');
        $this->plugin->settings()->save(['on_uninstall' => 'revert']);
        $this->delete();
        self::assertSame($original->sha256, hash_file('sha256', $original->path));
        $this->removeFolder(dirname($original->path, 2));
    }

    /** @group acceptance-F3 */
    public function testDeletingCanBringAllOriginalsBackFirst(): void
    {
        $picture = $this->addPicture('photo.jpg', 900, 600);
        $sha256 = hash_file('sha256', (string) get_attached_file($picture));
        $post = $this->postWith($picture);
        $before = $this->render($post);
        $this->process([$picture]);
        $this->plugin->settings()->save(['on_uninstall' => 'revert']);

        $this->delete();

        self::assertSame($sha256, hash_file('sha256', (string) get_attached_file($picture)));
        clean_post_cache($post);
        self::assertSame($before, $this->render($post));
        $this->assertNoTrace();
    }

    /** @group acceptance-F3 */
    public function testDeletingCanKeepEverything(): void
    {
        [$id] = $this->processedPictureInAPost();
        $this->plugin->settings()->save(['on_uninstall' => 'keep']);
        $this->delete();
        self::assertNotNull($this->plugin->pictures()->get($id));
        self::assertTrue($this->plugin->connection()->isReady());
        self::assertFalse(wp_next_scheduled(Hooks::TICK));
    }

    /** @group acceptance-F3 */
    public function testSwitchedOffAndOnAgainAPictureCanBeReverted(): void
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        $sha256 = hash_file('sha256', (string) get_attached_file($picture));
        $this->process([$picture], Pipeline::Export);
        $this->plugin->lifecycle()->deactivate();
        $this->plugin->lifecycle()->activate();
        $this->plugin->control()->revert($picture);
        self::assertSame($sha256, hash_file('sha256', (string) get_attached_file($picture)));
    }

    /** @return array{int, int} */
    private function processedPictureInAPost(): array
    {
        $picture = $this->addPicture('photo.jpg', 900, 600);
        $post = $this->postWith($picture);
        $this->process([$picture]);
        clean_post_cache($post);
        return [$picture, $post];
    }

    private function postWith(int $picture): int
    {
        $url = (string) wp_get_attachment_image_url($picture, 'large');
        $post = wp_insert_post(['post_title' => 'A post', 'post_status' => 'publish', 'post_content' =>
            "<!-- wp:image {\"id\":{$picture},\"sizeSlug\":\"large\"} --><figure class=\"wp-block-image size-large\">"
            . "<img src=\"{$url}\" alt=\"\" class=\"wp-image-{$picture}\"/></figure><!-- /wp:image -->"]);
        $this->posts[] = (int) $post;
        return (int) $post;
    }

    private function render(int $post): string
    {
        wp_cache_flush();
        return (string) apply_filters('the_content', get_post_field('post_content', $post));
    }

    private function removeFolder(string $folder): void
    {
        self::assertStringContainsString('picture-optimizer-backups-', $folder);
        exec('rm -rf ' . escapeshellarg($folder));
    }

    /** As WordPress does it: the plugin is switched off first. */
    private function delete(): void
    {
        $this->folders = array_merge(...array_values(PrivateFolder::known()));
        self::assertNotEmpty($this->folders);
        deactivate_plugins(self::PLUGIN);
        $this->plugin->uninstaller()->uninstallSite();
    }

    /** @param list<string> $kept Folders with originals that are nowhere else. */
    private function assertNoTrace(array $kept = []): void
    {
        global $wpdb;
        wp_cache_flush();
        foreach (array_keys($this->plugin->schema()->tables()) as $table) {
            self::assertNull($wpdb->get_var("SHOW TABLES LIKE '{$table}'"), $table);
        }
        self::assertSame([], $wpdb->get_col(
            "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE '%picture_optimizer%'"
        ));
        self::assertSame('0', $wpdb->get_var($wpdb->prepare(
            "SELECT COUNT(*) FROM {$wpdb->term_taxonomy} WHERE taxonomy = %s",
            Tags::TAXONOMY
        )));
        foreach (Hooks::SCHEDULED as $hook) {
            self::assertFalse(wp_next_scheduled($hook));
        }
        self::assertSame($kept, array_values(array_filter($this->folders, is_dir(...))));
        self::assertSame([], PrivateFolder::known());
    }
}
