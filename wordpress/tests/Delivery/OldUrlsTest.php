<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\OldUrls;
use PictureOptimizer\Delivery\ServerRules;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/** @group acceptance-B6 */
final class OldUrlsTest extends ReplaceTestCase
{
    public function testEveryOldNameLeadsToTheFileOfTheSameSize(): void
    {
        $id = $this->addPicture();
        $before = Attachment::load($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $after = Attachment::load($id);
        $urls = new OldUrls($this->plugin->redirects());
        $base = wp_get_upload_dir()['baseurl'];
        foreach ($before->names() as $size => $old) {
            $expected = "{$base}/{$after->relative($after->names()[$size])}";
            self::assertSame($expected, $urls->target($before->relative($old)), $size);
        }
        self::assertNull($urls->target($after->relative('red-bike.webp')));
        self::assertNull($urls->target($after->relative('never-was.jpg')));
    }

    /** Where disks know no capitals, pages name files in any case; what is there is nobody's former name. */
    public function testANameInAnotherCaseLeadsToTheFileToo(): void
    {
        $id = $this->addPicture('Photo.jpg');
        $before = Attachment::load($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $urls = new OldUrls($this->plugin->redirects());
        $medium = strtoupper($before->relative($before->names()['medium']));
        self::assertSame(wp_get_attachment_image_url($id, 'medium'), $urls->target($medium));
        $other = $this->addPicture('photo.jpg', 400, 300, 2);
        self::assertNull($urls->target(Attachment::load($other)->file), 'an image of its own');
        $this->plugin->redirects()->countHit($medium);
        self::assertSame(1, $this->plugin->redirects()->hits($id));
    }

    /** Where disks know capitals, these were two files. */
    public function testANameThatTwoImagesHadInOtherCasesIsNeithers(): void
    {
        $this->plugin->redirects()->add('2026/05/Photo.jpg', $one = $this->addPlainImage('one.png'), 'full');
        $this->plugin->redirects()->add('2026/05/photo.jpg', $other = $this->addPlainImage('other.png'), 'full');
        $urls = new OldUrls($this->plugin->redirects());
        self::assertNull($urls->target('2026/05/PHOTO.jpg'));
        self::assertSame(wp_get_attachment_url($one), $urls->target('2026/05/Photo.jpg'));
        self::assertSame(wp_get_attachment_url($other), $urls->target('2026/05/photo.jpg'));
    }

    public function testMetadataThatAnObjectCacheKeptFromBeforeLeadsOnAllTheSame(): void
    {
        $id = $this->addPicture();
        $before = Attachment::load($id);
        $stale = wp_cache_get($id, 'post_meta');
        self::assertIsArray($stale);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $medium = $before->relative($before->names()['medium']);
        array_map(wp_delete_file(...), array_map($before->absolute(...), array_values($before->names())));
        wp_cache_set($id, $stale, 'post_meta');
        self::assertStringEndsWith('/red-bike-300x200.webp', (string) (new OldUrls($this->plugin->redirects()))->target($medium));
        self::assertStringEndsWith('/red-bike.webp', $this->url($id), 'and pages name the file of today again');
    }

    /**
     * Browsers send the path encoded, and WordPress has its folder as somebody wrote it into a setting.
     *
     * @testWith ["https://bikes.example/mes médias/été 50%"]
     *           ["https://bikes.example/mes%20m%C3%A9dias/%C3%A9t%C3%A9%2050%25"]
     */
    public function testAFolderWithSignsOfItsOwnIsFound(string $address): void
    {
        add_filter('upload_dir', static fn (array $dir): array => ['baseurl' => $address] + $dir);
        $urls = new OldUrls($this->plugin->redirects());
        $requested = '/mes%20m%C3%A9dias//%C3%A9t%C3%A9%2050%25/2026/05/ma%20photo.jpg';
        self::assertSame([1, '2026/05/ma photo.jpg'], $urls->locate($requested));
        self::assertNull($urls->locate('/mes%20m%C3%A9dias/2026/05/photo.jpg'));
        $this->plugin->redirects()->add('2026/05/photo.jpg', $id = $this->addPlainImage('today.png'), 'full');
        $file = implode('/', array_map(rawurlencode(...), explode('/', 'mes médias/été 50%/' . Attachment::load($id)->file)));
        $rules = (new ServerRules($this->plugin->redirects()))->nginx();
        self::assertStringContainsString("location = \"/mes médias/été 50%/2026/05/photo.jpg\"", $rules);
        self::assertStringContainsString("return 301 \"/{$file}\"", $rules);
    }

    public function testAnImageIsFoundByItsFormerAddresses(): void
    {
        $id = $this->addPicture();
        [$full, $medium] = [$this->url($id), $this->url($id, 'medium')];
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $ids = array_map(attachment_url_to_postid(...), [$full, $medium, $this->url($id), str_replace('photo', 'never', $full),
            str_replace('://', '://other.', $full), '']);
        self::assertSame([$id, $id, $id, 0, 0, 0], $ids);
        foreach ([7, 'x', new \WP_Error()] as $found) {
            self::assertSame($found, apply_filters('attachment_url_to_postid', $found, $full), 'somebody else knows');
        }
        self::assertNull(apply_filters('attachment_url_to_postid', null, ['no', 'address']));
    }

    public function testThereAreNoChainsAndAfterARevertTheWayIsBack(): void
    {
        $id = $this->addPicture();
        $folder = Attachment::load($id)->folder();
        $urls = new OldUrls($this->plugin->redirects());
        $this->applied($this->change($id, 'webp', 'First'));
        $this->applied($this->change($id, 'webp', 'Second'));
        self::assertStringEndsWith('/second.webp', (string) $urls->target("{$folder}/photo.jpg"));
        self::assertStringEndsWith('/second.webp', (string) $urls->target("{$folder}/first.webp"));
        $this->reverted($id);
        self::assertNull($urls->target("{$folder}/photo.jpg"));
        self::assertStringEndsWith('/photo.jpg', (string) $urls->target("{$folder}/first.webp"));
        self::assertStringEndsWith('/photo.jpg', (string) $urls->target("{$folder}/second.webp"));
        self::assertStringEndsWith('/photo-300x200.jpg', (string) $urls->target("{$folder}/second-300x200.webp"));
    }

    /** Plugins that hide WordPress' folders show uploads as "/storage/2026/05/photo.jpg", which only the server's rules know. */
    public function testAFormerNameBelowAnotherPathLeadsToTodaysBelowThatPath(): void
    {
        $id = $this->addPicture();
        $file = Attachment::load($id)->file;
        $this->applied($this->change($id, 'webp', 'Réd bike'));
        $today = dirname($file) . '/' . rawurlencode(basename(Attachment::load($id)->file));
        $urls = new OldUrls($this->plugin->redirects());
        foreach (['storage', 'a/b/c', 'my files'] as $folder) {
            $expected = '/' . implode('/', array_map(rawurlencode(...), explode('/', $folder))) . "/{$today}";
            self::assertSame([$file => $expected], $urls->targetBelow("/{$folder}/{$file}"));
        }
        $others = ["/{$file}", '/storage/' . basename($file), "/storage/{$file}.html", '/storage/' . Attachment::load($id)->file, '/',
            '/storage/2020/01/never.jpg', "/1/2/3/4/5/6/{$file}"];
        foreach ($others as $other) {
            self::assertSame([], $urls->targetBelow($other), $other);
        }
    }

    public function testOnlyWhatIsNothingElseIsLedOnBelowAnotherPath(): void
    {
        $id = $this->addPicture();
        $old = Attachment::load($id)->relative(Attachment::load($id)->names()['medium']);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        remove_all_actions('template_redirect');
        (new OldUrls($this->plugin->redirects()))->register();
        $_SERVER['REQUEST_URI'] = "/storage/{$old}";
        // Nothing is sent: it would end the tests. A hit is counted first.
        add_filter('query', static fn (string $sql): string => str_contains($sql, 'hits = hits + 1') ? throw new \DomainException() : $sql);
        do_action('template_redirect');
        $GLOBALS['wp_query']->is_404 = true;
        $this->expectException(\DomainException::class);
        try {
            do_action('template_redirect');
        } finally {
            $GLOBALS['wp_query']->is_404 = false;
            $_SERVER['REQUEST_URI'] = '/';
        }
    }
}
