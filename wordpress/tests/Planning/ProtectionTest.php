<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Planning\Downloads;
use PictureOptimizer\Planning\Protection;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * What is sold, private or sent in by visitors is no image of a page.
 *
 * @group acceptance-A11
 */
final class ProtectionTest extends ServiceTestCase
{
    /** @return array<string, array{string, string}> what stands for {url}, {path}, {relative}, {name}, {id} and {json}: key, value */
    public function downloads(): array
    {
        return [
            'WooCommerce' => ['_downloadable_files', 'a:1:{s:1:"k";a:2:{s:2:"id";s:1:"k";s:4:"file";s:9:"{url}";}}'],
            'an absolute path' => ['_downloadable_files', '{path}'],
            'EDD' => ['edd_download_files', 'a:1:{i:0;a:2:{s:13:"attachment_id";s:2:"{id}";s:4:"file";s:0:"";}}'],
            'a CDN, in JSON' => ['_my_download_urls', '["https:\/\/cdn.example.com\/files\/{json}"]'],
            'a name alone' => ['__wpdm_files', 'a:1:{i:0;s:8:"{name}";}'],
            'an id' => ['_download_attachment', '{id}'],
            'percent-encoded' => ['_download_link', 'https://shop.example.com/get?f=%2Fuploads%2F{encoded}'],
        ];
    }

    /** @dataProvider downloads */
    public function testWhatADownloadNamesIsLeftAlone(string $key, string $value): void
    {
        $sold = $this->addPicture('sold.jpg', 400, 300, 1);
        $other = $this->addPicture('sold-out-sign.jpg', 400, 300, 2);
        $file = (string) get_post_meta($sold, '_wp_attached_file', true);
        $product = wp_insert_post(['post_type' => 'page', 'post_title' => 'A license', 'post_status' => 'publish']);
        add_post_meta($product, $key, wp_slash(strtr($value, [
            '{url}' => wp_get_attachment_url($sold), '{path}' => get_attached_file($sold), '{relative}' => $file,
            '{name}' => basename($file), '{id}' => (string) $sold, '{json}' => str_replace('/', '\/', $file),
            '{encoded}' => rawurlencode($file),
        ])));
        [$left, $planned] = $this->planned($sold, $other);
        self::assertSame([State::Skipped, 'protected'], [$left->state, $left->reasonCode], $left->reason);
        self::assertStringContainsString('A license', $left->reason);
        self::assertSame(State::Planned, $planned->state, $planned->reason);
    }

    public function testTheSitesIconIsLeftAlone(): void
    {
        $icon = $this->addPicture('icon.jpg', 512, 512, 1);
        update_option('site_icon', $icon);
        [$left, $other] = $this->planned($icon, $this->addPicture('photo.jpg', 400, 300, 2));
        self::assertSame([State::Skipped, 'protected'], [$left->state, $left->reasonCode], $left->reason);
        self::assertStringContainsString('icon', $left->reason);
        self::assertSame(State::Planned, $other->state, $other->reason);
    }

    public function testWhatIsPrivateIsLeftAlone(): void
    {
        [$private, $guarded, $open] = array_map(fn (int $seed): int => $this->addPicture("p{$seed}.jpg", 400, 300, $seed), [1, 2, 3]);
        wp_update_post(['ID' => $private, 'post_status' => 'private']);
        update_post_meta($guarded, '_pda_protection', '1');
        update_post_meta($open, '_pda_protection', '');
        $reasons = (new Protection(new Downloads($this->plugin->db())))->obstacles([$private, $guarded, $open]);
        self::assertEqualsCanonicalizing([$private, $guarded], array_keys($reasons));
        self::assertStringContainsString('private', (string) $reasons[$private]->why);
    }

    /** New files are made of the upload, which has no watermark. */
    public function testAWatermarkIsNotLostUnlessSomebodyWantsIt(): void
    {
        $ids = array_map(fn (int $seed): int => $this->addPlainImage("w{$seed}.png", seed: $seed), [1, 2, 3, 4]);
        update_post_meta($ids[0], 'iw-is-watermarked', 1);
        update_post_meta($ids[1], '_ew_applied_watermarks', [12]);
        update_post_meta($ids[2], 'iw-is-watermarked', 0);
        update_post_meta($ids[3], '_ew_applied_watermarks', []);
        $states = fn (Pipeline $pipeline, array $chosen = []): array
            => array_column($this->plugin->items()->ofJob($this->plan($ids, $pipeline, $chosen)->id), 'state');
        $left = [State::Skipped, State::Skipped, State::Planned, State::Planned];
        self::assertSame($left, $states(Pipeline::Export));
        self::assertSame($left, $states(Pipeline::AnalyzeExport));
        $all = array_fill(0, 4, State::Planned);
        self::assertSame($all, $states(Pipeline::Analyze), 'no file changes');
        self::assertSame($all, $states(Pipeline::Export, ['include_protected' => true]));
    }

    public function testADownloadInAnotherFolderOrOfAnotherTypeIsAnotherFile(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300, 1);
        $product = wp_insert_post(['post_type' => 'page', 'post_title' => 'A license', 'post_status' => 'publish']);
        add_post_meta($product, '_downloadable_files', [['file' => 'https://x.example/wp-content/uploads/1999/01/photo.jpg']]);
        add_post_meta($product, '_downloadable_files', [['file' => str_replace('.jpg', '.pdf', wp_get_attachment_url($id))]]);
        add_post_meta($product, '_download_limit', (string) $id);
        self::assertSame(State::Planned, $this->planned($id)[0]->state);
    }

    public function testTheFileOfADownloadsPostIsLeftAloneAndItsCoverIsNot(): void
    {
        register_post_type('dlm_download_version');
        [$file, $cover] = [$this->addPicture('file.jpg', 400, 300, 1), $this->addPicture('cover.jpg', 400, 300, 2)];
        $version = wp_insert_post(['post_type' => 'dlm_download_version', 'post_title' => 'Version 1', 'post_status' => 'publish']);
        add_post_meta($version, '_files', wp_slash((string) wp_json_encode([wp_get_attachment_url($file)])));
        add_post_meta($version, '_thumbnail_id', (string) $cover);
        add_post_meta($version, '_elementor_data', wp_slash((string) wp_json_encode([wp_get_attachment_url($cover)])));
        self::assertSame([State::Skipped, State::Planned], array_column($this->planned($file, $cover), 'state'));
    }

    /** @return array<string, array{string, string}> */
    public function folders(): array
    {
        return [
            'WooCommerce' => ['woocommerce_uploads/2026/11', ''],
            'Easy Digital Downloads' => ['edd/2026/11', ''],
            'Sunshine Photo Cart' => ['sunshine/41', ''],
            'Gravity Forms' => ['gravity_forms/1-abc/2026/11', ''],
            'signatures' => ['crm/signatures', ''],
            'denied by the server' => ['members', "Options -Indexes\ndeny from all\n"],
            'denied above' => ['vault/2026', "<IfModule mod_authz_core.c>\n\tRequire all denied\n</IfModule>\n"],
        ];
    }

    /** @dataProvider folders */
    public function testPrivateFoldersAreLeftAlone(string $folder, string $rules): void
    {
        $id = $this->pictureIn($folder);
        $file = Attachment::uploads() . '/' . explode('/', $folder)[0] . '/.htaccess';
        $rules === '' || file_put_contents($file, $rules);
        [$item] = $this->planned($id);
        self::assertSame([State::Skipped, 'protected'], [$item->state, $item->reasonCode], $item->reason);
        self::assertStringContainsString($folder, $item->reason);
    }

    public function testAFolderWhoseServerRuleStopsScriptsOnlyIsPublic(): void
    {
        $id = $this->pictureIn('gallery/2026');
        file_put_contents(Attachment::uploads() . '/gallery/.htaccess', "<FilesMatch \"\\.php$\">\nDeny from all\n</FilesMatch>\n");
        self::assertSame(State::Planned, $this->planned($id)[0]->state);
    }

    public function testWhoAsksByNameGetsThem(): void
    {
        $id = $this->pictureIn('woocommerce_uploads/2026/11');
        $job = $this->plan([$id], chosen: ['include_protected' => true]);
        self::assertSame(State::Planned, $this->plugin->items()->ofJob($job->id)[0]->state);
    }

    public function testAFilterDecidesBothWays(): void
    {
        $sold = $this->pictureIn('woocommerce_uploads/2026/11');
        $mine = $this->addPicture('mine.jpg', 400, 300, 3);
        add_filter('picture_optimizer_protected', static fn (?string $reason, int $id): ?string
            => $id === $mine ? 'Left alone: it is mine.' : null, 10, 2);
        [$one, $two] = $this->planned($sold, $mine);
        self::assertSame(State::Planned, $one->state);
        self::assertSame('Left alone: it is mine.', $two->reason);
    }

    /** @return list<Item> */
    private function planned(int ...$ids): array
    {
        return $this->plugin->items()->ofJob($this->plan(array_values($ids))->id);
    }

    private function pictureIn(string $folder): int
    {
        $filter = static fn (array $dir): array => ['path' => "{$dir['basedir']}/{$folder}", 'url' => "{$dir['baseurl']}/{$folder}",
            'subdir' => "/{$folder}"] + $dir;
        add_filter('upload_dir', $filter);
        $id = $this->addPicture('photo.jpg', 400, 300, 4);
        remove_filter('upload_dir', $filter);
        return $id;
    }
}
