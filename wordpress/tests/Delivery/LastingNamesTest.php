<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\LastingNames;
use PictureOptimizer\Delivery\NamesList;
use PictureOptimizer\Delivery\Workshop;
use PictureOptimizer\Foundation;
use PictureOptimizer\Plugin;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\CommittedTestCase;

/**
 * The plugin is switched off and deleted for real, and the site is asked over HTTP by the old names.
 *
 * @group acceptance-B12
 */
final class LastingNamesTest extends CommittedTestCase
{
    private const PLUGIN = 'picture-optimizer/picture-optimizer.php';

    private string $file = WPMU_PLUGIN_DIR . '/' . NamesList::NAME . '.php';
    private int $lastPicture = 0;

    protected function setUp(): void
    {
        parent::setUp();
        $this->removeAll();
    }

    protected function tearDown(): void
    {
        $this->plugin->schema()->install();
        activate_plugin(self::PLUGIN);
        delete_option(LastingNames::DECLINED);
        parent::tearDown();
        $this->removeAll();
    }

    public function testItIsThereBeforeTheFirstOldFileIsGoneAndSaysNothingToWhoOpensIt(): void
    {
        self::assertFileDoesNotExist($this->file);
        [, $old] = $this->processed();
        self::assertFileEquals(dirname($this->plugin->file) . '/must-use/' . NamesList::NAME . '.php', $this->file);
        self::assertFileDoesNotExist($this->pathOf($old[0]));
        $list = content_url('mu-plugins/' . NamesList::NAME . '/site-1.php');
        self::assertSame('', wp_remote_retrieve_body(wp_remote_get($list)));
        self::assertSame('', wp_remote_retrieve_body(wp_remote_get(content_url('mu-plugins/' . NamesList::NAME . '.php'))));
    }

    public function testOldNamesLeadToTheFilesOfTodayWhenThePluginIsOff(): void
    {
        [$id, $old] = $this->processed();
        deactivate_plugins(self::PLUGIN);
        $this->assertAllLeadTo($id, $old);
        $this->assertAllLeadTo($id, str_replace('/uploads/', '/uploads//', $old));
        $inCapitals = dirname($old[0]) . '/' . rawurlencode(strtoupper(rawurldecode(basename($old[0]))));
        $this->assertAllLeadTo($id, [$inCapitals]);
        // Of two files whose names differ by case only, nobody knows which one a third spelling means.
        $path = substr($this->pathOf($old[0]), strlen(wp_get_upload_dir()['basedir']) + 1);
        (new NamesList(WPMU_PLUGIN_DIR))->add(strtolower($path), $id, 'medium');
        $this->assertAllLeadTo($id, $old);
        $this->assertNotFound($inCapitals);
        $this->assertNotFound(dirname($old[0]) . '/never-was.jpg');
        $this->assertNotFound(dirname($old[0]) . '/%2e%2e/%2e%2e/wp-config.jpg');
    }

    public function testTheyStillDoWhenItIsDeletedWithItsTables(): void
    {
        global $wpdb;
        [$id, $old] = $this->processed();
        deactivate_plugins(self::PLUGIN);
        $this->plugin->uninstaller()->uninstallSite();
        self::assertNull($wpdb->get_var("SHOW TABLES LIKE '{$wpdb->prefix}picopt_redirects'"));
        $this->assertAllLeadTo($id, $old);
        // A file that is renamed by somebody later is followed, and one that is deleted is not.
        wp_delete_attachment($id, true);
        $this->assertNotFound($old[0]);
    }

    public function testAPluginThatVanishesWithoutBeingAskedBreaksNothing(): void
    {
        [$id, $old] = $this->processed();
        // What recovery mode, or a folder that is renamed, comes to: no hook of ours runs.
        update_option('active_plugins', array_values(array_diff((array) get_option('active_plugins'), [self::PLUGIN])));
        $this->assertAllLeadTo($id, $old);
    }

    public function testNamesOfARevertAreKnownToo(): void
    {
        [$id] = $this->processed();
        $new = (string) wp_get_attachment_url($id);
        $this->plugin->control()->revert($id);
        deactivate_plugins(self::PLUGIN);
        $this->assertAllLeadTo($id, [$new]);
    }

    public function testWhereItCannotBeWrittenOldFilesStay(): void
    {
        $this->plugin = $this->pluginWith('/proc/picture-optimizer-nowhere');
        $id = $this->addPicture();
        $old = [(string) wp_get_attachment_url($id), (string) wp_get_attachment_image_url($id, 'medium')];
        $this->process([$id], Pipeline::Export);
        self::assertStringEndsWith('.webp', (string) wp_get_attachment_url($id));
        array_map(fn (string $url) => self::assertFileExists($this->pathOf($url)), $old);
    }

    /** DISALLOW_FILE_MODS says so. */
    public function testWherePluginsMayWriteNoCodeItIsWrittenOnlyWhenSomebodyAsks(): void
    {
        add_filter('file_mod_allowed', '__return_false');
        [$id, $old] = $this->processed();
        self::assertFileDoesNotExist($this->file);
        array_map(fn (string $url) => self::assertFileExists($this->pathOf($url)), $old);
        self::assertStringContainsString('DISALLOW_FILE_MODS', implode(' ', $this->plugin->replacement()->journal->allOf($id)[0]->notes));
        $this->cli('picture-optimizer old-names keep');
        self::assertFileExists($this->file);
        file_put_contents($this->file, '<?php // of a version before');
        self::assertTrue($this->plugin->lastingNames()->protect(), 'who has it wants it as it is today');
        self::assertTrue($this->plugin->lastingNames()->isInPlace());
    }

    public function testWithoutItSwitchingOffBringsTheOldFilesBack(): void
    {
        [, $old] = $this->processed();
        $bytes = hash_file('sha256', $this->plugin->originals()->sourceFor($this->lastPicture)->path);
        $this->removeAll();
        $plugin = $this->pluginWith('/proc/picture-optimizer-nowhere');
        $plugin->lifecycle()->deactivate();
        array_map(fn (string $url) => self::assertFileExists($this->pathOf($url)), $old);
        self::assertSame($bytes, hash_file('sha256', $this->pathOf($old[0])));
    }

    public function testWhoDeclinesGetsNeitherFileNorList(): void
    {
        [, $old] = $this->processed();
        $this->plugin->lastingNames()->decline();
        self::assertFileDoesNotExist($this->file);
        self::assertDirectoryDoesNotExist(WPMU_PLUGIN_DIR . '/' . NamesList::NAME);
        self::assertTrue($this->plugin->lastingNames()->protect());
        deactivate_plugins(self::PLUGIN);
        self::assertFileDoesNotExist($this->file);
        $this->assertNotFound($old[0]);
        activate_plugin(self::PLUGIN);
        self::assertFileExists($this->file, 'switched on again, it is wanted again');
    }

    public function testCommandsSayWhatTheyDoAndUndoIt(): void
    {
        [$id, $old] = $this->processed();
        self::assertStringContainsString('keep working', $this->cli('plugin deactivate picture-optimizer'));
        $this->assertAllLeadTo($id, $old);
        $this->cli('plugin activate picture-optimizer');
        self::assertStringContainsString('picture-optimizer-old-names.php', $this->cli('picture-optimizer old-names status'));
        $this->cli('picture-optimizer old-names remove');
        self::assertFileDoesNotExist($this->file);
        self::assertStringContainsString('not found', $this->cli('plugin deactivate picture-optimizer'));
        $this->cli('plugin activate picture-optimizer');
        $this->cli('picture-optimizer old-names keep');
        self::assertFileExists($this->file);
        wp_cache_flush();
    }

    /** @return array{int, list<string>} An image and its URLs before. */
    private function processed(): array
    {
        $id = $this->lastPicture = $this->addPicture('Früher & jetzt.jpg');
        $old = [(string) wp_get_attachment_url($id), (string) wp_get_attachment_image_url($id, 'medium')];
        $this->process([$id]);
        self::assertNotContains((string) wp_get_attachment_url($id), $old);
        return [$id, $old];
    }

    /** The plugin on a server where must-use plugins would have to be elsewhere. */
    private function pluginWith(string $folder): Plugin
    {
        $plugin = new Plugin($this->plugin->file);
        $delivery = new Workshop($GLOBALS['wpdb'], $folder, static fn () => null);
        \Closure::bind(fn () => $this->made[Workshop::class] = $delivery, $plugin, Foundation::class)();
        return $plugin;
    }

    /** @param list<string> $old */
    private function assertAllLeadTo(int $id, array $old): void
    {
        wp_cache_flush();
        $now = dirname((string) wp_get_attachment_url($id));
        foreach ($old as $url) {
            $answer = wp_remote_get($url, ['redirection' => 0]);
            self::assertSame(301, wp_remote_retrieve_response_code($answer), $url);
            $target = (string) wp_remote_retrieve_header($answer, 'location');
            self::assertStringStartsWith($now, $target);
            self::assertStringStartsWith('image/', (string) wp_remote_retrieve_header(wp_remote_get($target), 'content-type'));
        }
    }

    private function assertNotFound(string $url): void
    {
        self::assertSame(404, wp_remote_retrieve_response_code(wp_remote_get($url, ['redirection' => 0])), $url);
    }

    private function pathOf(string $url): string
    {
        return wp_get_upload_dir()['basedir'] . rawurldecode(substr($url, strlen(wp_get_upload_dir()['baseurl'])));
    }

    private function cli(string $command): string
    {
        exec(escapeshellarg((string) getenv('PICOPT_WP_CLI')) . " {$command} 2>&1", $lines, $code);
        self::assertSame(0, $code, implode("\n", $lines));
        return implode("\n", $lines);
    }

    private function removeAll(): void
    {
        exec('rm -rf ' . escapeshellarg(WPMU_PLUGIN_DIR . '/' . NamesList::NAME) . ' ' . escapeshellarg($this->file));
    }
}
