<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Planning\Downloads;
use PictureOptimizer\Planning\Protection;
use PictureOptimizer\Tests\TestCase;

/**
 * Folders that keep visitors out, by their name or by a server's rule. Nothing is planned here; only where files lie counts.
 *
 * @group acceptance-A11
 */
final class PrivateFoldersTest extends TestCase
{
    private function attachment(string $file): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x', 'post_status' => 'inherit']);
        update_post_meta($id, '_wp_attached_file', wp_slash($file));
        return $id;
    }

    /** Why it is left alone; empty when it is not. */
    private function reason(int $id): string
    {
        return (string) ((new Protection(new Downloads($this->plugin->db())))->obstacles([$id])[$id]->why ?? '');
    }

    private function isPrivate(string $file): bool
    {
        return str_contains($this->reason($this->attachment($file)), 'sold, private, or submitted');
    }

    /** A rule of a server in a folder below uploads; gone with the test, as all files there. */
    private function rule(string $folder, string $rules): void
    {
        wp_mkdir_p(Attachment::uploads() . "/{$folder}");
        file_put_contents(Attachment::uploads() . "/{$folder}/.htaccess", $rules);
    }

    /** @return iterable<string, array{string, bool}> attached file, whether its folder is private */
    public static function files(): iterable
    {
        yield 'a month' => ['2026/05/photo.jpg', false];
        yield 'uploads itself' => ['photo.jpg', false];
        yield 'nothing' => ['', false];
        yield 'a shop’s' => ['woocommerce_uploads/photo.jpg', true];
        yield 'the last that is known' => ['_pda/2026/photo.jpg', true];
        yield 'in other letters' => ['WooCommerce_Uploads/photo.jpg', true];
        yield 'a file that is called like one' => ['edd.jpg', false];
        yield 'one that begins alike' => ['edd-photos/photo.jpg', false];
        yield 'a shop’s name further down' => ['2026/woocommerce_uploads/photo.jpg', false];
        yield 'signatures' => ['signatures/photo.jpg', true];
        yield 'one signature, further down' => ['crm/2026/e-signature/photo.jpg', true];
        yield 'esignatures' => ['crm/eSignatures/photo.jpg', true];
        yield 'a word that ends alike' => ['unprotected/photo.jpg', false];
        yield 'a word that begins alike' => ['private-sale/photo.jpg', false];
        yield 'a file that is called so' => ['2026/private', false];
        yield 'elsewhere on the disk' => ['/srv/other/photo.jpg', false];
        yield 'above uploads' => ['../../secret/photo.jpg', false];
    }

    /** @dataProvider files */
    public function testSomeFoldersArePrivateByTheirName(string $file, bool $isPrivate): void
    {
        self::assertSame($isPrivate, $this->isPrivate($file));
    }

    /** @return iterable<string, array{string, bool}> what a rule says, whether it keeps visitors out */
    public static function rules(): iterable
    {
        yield 'of Apache 2.2' => ['deny from all', true];
        yield 'of Apache 2.4' => ['Require all denied', true];
        yield 'on a later line, indented' => ["Options -Indexes\n\t  Require  all\tdenied\n", true];
        yield 'all may come' => ['Require all granted', false];
        yield 'a comment' => ['# deny from all', false];
        yield 'an address' => ['Deny from 10.0.0.1', false];
        yield 'a word that goes on' => ['deny from allies', false];
        yield 'for scripts only' => ["<Files *.php>\ndeny from all\n</Files>", false];
        yield 'for scripts, and for all' => ["<FilesMatch x>\ndeny from all\n</FilesMatch>\ndeny from all", true];
        yield 'behind more than a server would read' => [str_repeat("# x\n", 16384) . 'deny from all', false];
        yield 'just before that' => [substr(str_repeat("# x\n", 16384), 0, -14) . "\ndeny from all", true];
        yield 'one letter behind it' => [substr(str_repeat("# x\n", 16384), 0, -13) . "\ndeny from all", false];
        yield 'nothing' => ['', false];
    }

    /** @dataProvider rules */
    public function testAServersRuleIsReadAsTheServerReadsIt(string $rules, bool $isPrivate): void
    {
        $this->rule('picopt-gallery', $rules);
        self::assertSame($isPrivate, $this->isPrivate('picopt-gallery/photo.jpg'));
    }

    public function testARuleCountsForAllThatLiesBelowIt(): void
    {
        $this->rule('picopt-gallery/2026', 'deny from all');
        self::assertSame([true, true, false, false], array_map($this->isPrivate(...), ['picopt-gallery/2026/a.jpg',
            'picopt-gallery/2026/05/06/a.jpg', 'picopt-gallery/a.jpg', 'picopt-gallery/2025/a.jpg']));
    }

    public function testARuleOfUploadsItselfIsNobodys(): void
    {
        $file = Attachment::uploads() . '/.htaccess';
        self::assertFileDoesNotExist($file);
        file_put_contents($file, 'deny from all');
        self::assertSame([false, false], array_map($this->isPrivate(...), ['a.jpg', 'picopt-gallery/a.jpg']));
    }

    public function testARuleAboveUploadsIsNotAskedFor(): void
    {
        $outside = Attachment::uploads() . '/picopt-gallery';
        $this->rule('picopt-gallery', 'deny from all');
        self::assertFalse($this->isPrivate("{$outside}/photo.jpg"), 'whole paths are not ours to follow');
        self::assertFalse($this->isPrivate('picopt-other/../picopt-gallery/photo.jpg'));
    }

    public function testEachFolderIsReadOnce(): void
    {
        $this->rule('picopt-gallery', 'deny from all');
        $protection = new Protection(new Downloads($this->plugin->db()));
        [$first, $second] = [$this->attachment('picopt-gallery/a.jpg'), $this->attachment('picopt-gallery/b.jpg')];
        self::assertSame([$first], array_keys($protection->obstacles([$first])));
        unlink(Attachment::uploads() . '/picopt-gallery/.htaccess');
        self::assertSame([$second], array_keys($protection->obstacles([$second])), 'it was asked already');
    }

    public function testWhyIsSaidByWhatMattersMost(): void
    {
        $id = $this->attachment('edd/photo.jpg');
        self::assertStringContainsString('the folder edd ', $this->reason($id));
        wp_update_post(['ID' => $id, 'post_status' => 'private']);
        self::assertStringContainsString('the folder edd ', $this->reason($id));
        update_post_meta($id, '_wp_attached_file', 'photo.jpg');
        self::assertSame('Skipped: it is private.', $this->reason($id));
        wp_update_post(['ID' => $id, 'post_status' => 'inherit']);
        self::assertSame('', $this->reason($id));
        update_post_meta($id, '_pda_protection', '0');
        self::assertSame('', $this->reason($id));
        update_option('site_icon', $id);
        self::assertStringContainsString('site’s icon', $this->reason($id));
        update_option('site_icon', 0);
        $product = (int) wp_insert_post(['post_type' => 'page', 'post_title' => 'A license', 'post_status' => 'publish']);
        add_post_meta($product, '_downloadable_files', 'photo.jpg');
        self::assertStringContainsString('download of “A license”', $this->reason($id));
    }

    /** @return iterable<string, array{mixed, string}> what a filter answers, why the image is left alone */
    public static function answers(): iterable
    {
        yield 'a sentence' => ['It is mine.', 'It is mine.'];
        yield 'nothing' => [null, ''];
        yield 'an empty sentence' => ['', ''];
        yield 'a yes' => [true, ''];
    }

    /** @dataProvider answers */
    public function testAFilterSaysItInASentence(mixed $answer, string $reason): void
    {
        add_filter('picture_optimizer_protected', static fn (): mixed => $answer);
        self::assertSame($reason, $this->reason($this->attachment('edd/photo.jpg')));
    }
}
