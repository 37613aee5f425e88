<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\References\Audience;
use PictureOptimizer\References\MailPlaces;
use PictureOptimizer\References\Place;
use PictureOptimizer\Replace\Leftover;

/** What a site sends by mail goes on naming files that mail programs show. */
final class MailTest extends ReplaceTestCase
{
    private const TABLE = 'trial_mailpoet_newsletters';

    protected function setUp(): void
    {
        parent::setUp();
        global $wpdb;
        $wpdb->query("CREATE TABLE {$wpdb->prefix}" . self::TABLE . ' (id BIGINT PRIMARY KEY, body LONGTEXT)');
    }

    protected function tearDown(): void
    {
        global $wpdb;
        parent::tearDown();
        $wpdb->query("DROP TABLE {$wpdb->prefix}" . self::TABLE);
    }

    /** @return iterable<string, array{callable(string): (callable(): string)}> writes a text with an image's URL, gives its reader */
    public static function places(): iterable
    {
        yield 'a newsletter of MailPoet' => [static function (string $url): callable {
            global $wpdb;
            $body = (string) json_encode(['content' => ['blocks' => [['type' => 'image', 'src' => $url]]]]);
            $wpdb->insert($wpdb->prefix . self::TABLE, ['id' => 1, 'body' => $body]);
            return static fn (): string => (string) $wpdb->get_var("SELECT body FROM {$wpdb->prefix}" . self::TABLE);
        }];
        yield 'a block email of WooCommerce' => [static function (string $url): callable {
            $id = wp_insert_post(wp_slash(['post_type' => 'woo_email', 'post_status' => 'publish', 'post_title' => 'A mail',
                'post_content' => "<!-- wp:image --><img src=\"{$url}\"><!-- /wp:image -->"]));
            return static fn (): string => get_post($id)->post_content;
        }];
        yield 'the header image of WooCommerce' => [static function (string $url): callable {
            update_option('woocommerce_email_header_image', "{$url}?ver=2");
            return static fn (): string => get_option('woocommerce_email_header_image');
        }];
        yield 'what a form of Contact Form 7 sends' => [static function (string $url): callable {
            $id = wp_insert_post(['post_type' => 'wpcf7_contact_form', 'post_status' => 'publish', 'post_title' => 'A form']);
            add_post_meta($id, '_mail', ['use_html' => true, 'body' => "<p><img src=\"{$url}\"></p>"]);
            return static fn (): string => get_post_meta($id, '_mail', true)['body'];
        }];
    }

    /** @dataProvider places */
    public function testAMailKeepsTheFileWhoseFormatItsReadersCanShow(callable $write): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $url = $this->url($id, 'medium');
        $read = $write($url);
        $before = $read();
        $page = $this->post("<img src=\"{$url}\">");
        $state = $this->stateOfSite();
        $medium = Attachment::load($id)->absolute(basename($url));
        foreach (['webp' => 'Red bike', 'avif' => 'Blue bike'] as $format => $name) {
            $outcome = $this->applied($this->change($id, $format, $name));
            self::assertSame($before, $read());
            self::assertSame("<img src=\"{$this->url($id, 'medium')}\">", get_post($page)->post_content);
            self::assertFileExists($medium);
            self::assertSame('good', $this->plugin->checks()->slow()['leftovers']()->status, 'it is right so');
        }
        self::assertFileDoesNotExist(Attachment::load($id)->absolute('photo.jpg'), 'which no mail names');
        $this->reverted($id);
        self::assertSame($before, $read());
        self::assertSame($state, $this->stateOfSite());
    }

    /** @dataProvider places */
    public function testAnImageThatKeepsItsFormatIsFollowed(callable $write): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $read = $write($this->url($id));
        $before = $read();
        $this->applied($this->change($id, 'jpg', 'Red bike'));
        self::assertSame(str_replace('photo', 'red-bike', $before), $read());
        $this->reverted($id);
        self::assertSame($before, $read());
    }

    public function testItIsToldWhichMailKeepsWhat(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->post("<img src=\"{$this->url($id)}\">", ['post_type' => 'mailpoet_email']);
        $notes = implode("\n", $this->applied($this->change($id, 'webp', 'Red bike'))->notes);
        self::assertStringContainsString('keeps using photo.jpg, because some email programs', $notes);
        [$place] = $this->plugin->originals()->leftovers($id);
        self::assertSame(Place::MAIL, $place->reason);
        self::assertTrue(Leftover::fromArray($id, $place->toArray())->isWanted());
    }

    public function testAMailThatIsSavedAgainKeepsItsFile(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $html = "<img src=\"{$this->url($id)}\">";
        $mail = $this->post($html, ['post_type' => 'woo_email']);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        wp_update_post(wp_slash(['ID' => $mail, 'post_content' => "<p>Hello</p>{$html}"]));
        self::assertSame("<p>Hello</p>{$html}", get_post($mail)->post_content);
        update_option('woocommerce_email_footer_text', $html);
        self::assertSame($html, get_option('woocommerce_email_footer_text'));
        update_option('a_footer_of_pages', $html);
        self::assertStringContainsString('red-bike', get_option('a_footer_of_pages'));
    }

    /** @return iterable<string, array{string, string, bool}> old name, new one, whether mail programs show the new one as they did the old */
    public static function formats(): iterable
    {
        yield 'WebP for a JPEG' => ['a.jpg', 'b.webp', false];
        yield 'AVIF for a PNG' => ['a.PNG', 'b.avif', false];
        yield 'AVIF for a WebP' => ['a.webp', 'b.avif', false];
        yield 'a JPEG for a JPEG' => ['a.jpg', 'b.jpg', true];
        yield 'WebP for WebP' => ['a.WEBP', 'b.webp', true];
        yield 'a JPEG for a WebP' => ['a.webp', 'b.jpg', true];
    }

    /** @dataProvider formats */
    public function testWhatAMailCanFollow(string $old, string $new, bool $can): void
    {
        self::assertSame($can, Audience::Mail->canFollow($old, $new));
    }

    public function testTablesOfFormsAreNoMails(): void
    {
        self::assertTrue(MailPlaces::isTable('wp_2_newsletter_emails'));
        self::assertFalse(MailPlaces::isTable('wp_mailpoet_forms'));
        self::assertFalse(MailPlaces::isTable('wp_newsletter_emails_stats'));
    }
}
