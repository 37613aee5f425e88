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
        $wpdb->query("CREATE TABLE {$wpdb->prefix}trial_emails (id BIGINT PRIMARY KEY, content LONGTEXT)");
        $wpdb->query("CREATE TABLE {$wpdb->prefix}trial_formmeta (id BIGINT PRIMARY KEY, meta_key VARCHAR(255), meta_value LONGTEXT)");
        $wpdb->query("CREATE TABLE {$wpdb->prefix}trial_forms (id BIGINT PRIMARY KEY, display LONGTEXT, notifications LONGTEXT)");
        $wpdb->query("CREATE TABLE {$wpdb->prefix}trial_notifications (id BIGINT PRIMARY KEY, content LONGTEXT)");
    }

    protected function tearDown(): void
    {
        global $wpdb;
        parent::tearDown();
        $wpdb->query("DROP TABLE {$wpdb->prefix}" . self::TABLE . ", {$wpdb->prefix}trial_emails, {$wpdb->prefix}trial_formmeta,"
            . " {$wpdb->prefix}trial_forms, {$wpdb->prefix}trial_notifications");
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
        yield 'mails of plugins among their settings' => [static function (string $url): callable {
            update_option('shop_settings', ['email_logo' => $url, 'donation-receipt_email_message' => "<p><img src=\"{$url}\"></p>",
                'mails' => ['emailHeaderImage' => ['url' => $url]]]);
            return static fn (): string => (string) wp_json_encode(get_option('shop_settings'));
        }];
        yield 'mails of a form builder as JSON' => [static function (string $url): callable {
            $id = wp_insert_post(['post_type' => 'give_forms', 'post_status' => 'publish', 'post_title' => 'A form']);
            $message = "<p class=\"a\"><img src=\"{$url}\"></p>";
            $settings = ['heading' => 'Give', 'emailLogo' => $url, 'options' => ['email_message' => $message]];
            add_post_meta($id, 'formBuilderSettings', wp_slash((string) wp_json_encode($settings)));
            return static fn (): string => get_post_meta($id, 'formBuilderSettings', true);
        }];
        yield 'an option of its own' => [static function (string $url): callable {
            update_option('courses_email_header_image', $url);
            return static fn (): string => get_option('courses_email_header_image');
        }];
        yield 'an email of BuddyPress' => [static function (string $url): callable {
            $id = wp_insert_post(['post_type' => 'bp-email', 'post_status' => 'publish', 'post_title' => 'A mail',
                'post_content' => "<img src=\"{$url}\">"]);
            return static fn (): string => get_post($id)->post_content;
        }];
        yield 'a table of emails' => [static function (string $url): callable {
            global $wpdb;
            $wpdb->insert("{$wpdb->prefix}trial_emails", ['id' => 1, 'content' => "<img src=\"{$url}\">"]);
            return static fn (): string => (string) $wpdb->get_var("SELECT content FROM {$wpdb->prefix}trial_emails");
        }];
        yield 'meta in a table of a plugin' => [static function (string $url): callable {
            global $wpdb;
            $wpdb->insert("{$wpdb->prefix}trial_formmeta", ['id' => 1, 'meta_key' => '_new-donation_email_message',
                'meta_value' => "<img src=\"{$url}\">"]);
            return static fn (): string => (string) $wpdb->get_var("SELECT meta_value FROM {$wpdb->prefix}trial_formmeta");
        }];
        yield 'what a form of Contact Form 7 sends' => [static function (string $url): callable {
            $id = wp_insert_post(['post_type' => 'wpcf7_contact_form', 'post_status' => 'publish', 'post_title' => 'A form']);
            add_post_meta($id, '_mail', ['use_html' => true, 'body' => "<p><img src=\"{$url}\"></p>"]);
            return static fn (): string => get_post_meta($id, '_mail', true)['body'];
        }];
    }

    /** @return iterable<string, array{callable(string): (callable(): string)}> the same of what is called by no name of mail */
    public static function notifications(): iterable
    {
        yield 'a column of notifications (Gravity Forms)' => [static function (string $url): callable {
            global $wpdb;
            $notification = ['5f1' => ['to' => '{admin_email}', 'message' => "<p><img src=\"{$url}\"></p>"]];
            $wpdb->insert("{$wpdb->prefix}trial_forms", ['id' => 1, 'notifications' => wp_json_encode($notification)]);
            return static fn (): string => (string) $wpdb->get_var("SELECT notifications FROM {$wpdb->prefix}trial_forms");
        }];
        yield 'notifications among the settings of a form as JSON (WPForms)' => [static function (string $url): callable {
            $message = ['email' => '{admin_email}', 'smart' => [1], 'message' => "<p>Thanks</p>\r\n<img src=\"{$url}\">"];
            $form = ['fields' => [], 'settings' => ['title' => 'x', 'notifications' => ['1' => ['a' => ['b' => 1]], '2' => $message]]];
            $id = wp_insert_post(wp_slash(['post_type' => 'wpforms', 'post_title' => 'A form', 'post_content' => wp_json_encode($form)]));
            return static fn (): string => get_post($id)->post_content;
        }];
        yield 'an image from the Media Library in the same' => [static function (string $url): callable {
            $message = "<p>x <img class=\"wp-image-7 size-medium\" src=\"{$url}\" alt=\"\"></p>";
            $form = ['settings' => ['form_desc' => '<p class="a">x</p>', 'notifications' => ['1' => ['message' => $message]],
                'email_message' => $message], 'meta' => []];
            $id = wp_insert_post(wp_slash(['post_type' => 'wpforms', 'post_title' => 'A form', 'post_content' => wp_json_encode($form)]));
            return static fn (): string => get_post($id)->post_content;
        }];
        yield 'a mail in Base64 in JSON' => [static function (string $url): callable {
            update_option('shop_settings', (string) wp_json_encode(['email_body' => base64_encode("<p><img src=\"{$url}\"></p>")]));
            return static fn (): string => (string) base64_decode(json_decode(get_option('shop_settings'))->email_body);
        }];
        yield 'notifications as meta (Fluent Forms)' => [static function (string $url): callable {
            global $wpdb;
            $wpdb->insert("{$wpdb->prefix}trial_formmeta", ['id' => 1, 'meta_key' => 'notifications',
                'meta_value' => wp_json_encode(['name' => 'To us', 'message' => "<img src=\"{$url}\">"])]);
            return static fn (): string => (string) $wpdb->get_var("SELECT meta_value FROM {$wpdb->prefix}trial_formmeta");
        }];
        yield 'a table of notifications (Bookly)' => [static function (string $url): callable {
            global $wpdb;
            $wpdb->insert("{$wpdb->prefix}trial_notifications", ['id' => 1, 'content' => "<img src=\"{$url}\">"]);
            return static fn (): string => (string) $wpdb->get_var("SELECT content FROM {$wpdb->prefix}trial_notifications");
        }];
        yield 'what a form sends, as JSON' => [static function (string $url): callable {
            $actions = [['id' => 1, 'type' => 'send_email', 'settings' => ['send_email' => ['content' => "<img src=\"{$url}\">"]]]];
            update_option('shop_settings', wp_json_encode($actions));
            return static fn (): string => json_decode(get_option('shop_settings'))[0]->settings->send_email->content;
        }];
        yield 'an option that is an email' => [static function (string $url): callable {
            update_option('shop_reset_password_email', "<p>Hello</p><img src=\"{$url}\">");
            return static fn (): string => get_option('shop_reset_password_email');
        }];
        yield 'an email among settings' => [static function (string $url): callable {
            update_option('shop_settings', ['email' => ['purchase_editor' => "<p>Thanks</p><img src=\"{$url}\">"]]);
            return static fn (): string => get_option('shop_settings')['email']['purchase_editor'];
        }];
        yield 'emails of a membership' => [static function (string $url): callable {
            update_option('shop_settings', ['emails' => ['WelcomeEmail' => ['enabled' => 1, 'body' => "<img src=\"{$url}\">"]],
                'active_email' => "<p>Welcome</p><img src=\"{$url}\">"]);
            return static fn (): string => (string) wp_json_encode(get_option('shop_settings'));
        }];
        yield 'a newsletter of Newspack' => [static function (string $url): callable {
            $id = wp_insert_post(['post_type' => 'newspack_nl_cpt', 'post_status' => 'publish', 'post_title' => 'A newsletter',
                'post_content' => "<!-- wp:image --><img src=\"{$url}\"><!-- /wp:image -->"]);
            return static fn (): string => get_post($id)->post_content;
        }];
    }

    /**
     * @dataProvider places
     * @dataProvider notifications
     */
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

    public function testWhatStandsBesideAMailIsForVisitors(): void
    {
        global $wpdb;
        $id = $this->addPicture('photo.jpg', 700, 500);
        $html = "<p><img src=\"{$this->url($id)}\"></p>";
        $wpdb->insert("{$wpdb->prefix}trial_forms", ['id' => 1, 'display' => $html, 'notifications' => $html]);
        $beside = ['confirmation' => $html, 'notifications' => ['1' => ['message' => 'No image.']], 'after' => $html];
        $form = $this->post((string) wp_json_encode($beside), ['post_type' => 'wpforms']);
        update_option('shop_settings', ['emails' => ['x' => 1], 'contact_email' => 'a@example.org', 'header' => $html]);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $now = [$wpdb->get_var("SELECT display FROM {$wpdb->prefix}trial_forms"), get_post($form)->post_content,
            get_option('shop_settings')['header']];
        self::assertStringNotContainsString('photo.jpg', implode($now));
        self::assertSame(4, substr_count(implode($now), 'red-bike.webp'));
        self::assertSame($html, $wpdb->get_var("SELECT notifications FROM {$wpdb->prefix}trial_forms"));
    }

    /**
     * @dataProvider places
     * @dataProvider notifications
     */
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

    /** @return iterable<string, array{string, bool}> name of a setting, whether it goes into mails */
    public static function settings(): iterable
    {
        $mails = ['email_logo', '_give_email_logo', 'emailLogo', 'adminEmailBody', 'mail_text', 'donation-receipt_email_message',
            'Emails_Header'];
        yield from array_combine($mails, array_map(static fn (string $name): array => [$name, true], $mails));
        $pages = ['logo', 'thumbnail_image', 'email', 'user_email', 'mailchimp_image', 'email_popup_image', 'emailFormImage',
            'email_signup_text'];
        yield from array_combine($pages, array_map(static fn (string $name): array => [$name, false], $pages));
    }

    /** @dataProvider settings */
    public function testASettingOfMailsIsToldByItsNameAlsoByTheDatabase(string $name, bool $isMail): void
    {
        global $wpdb;
        self::assertSame($isMail, MailPlaces::settings()->include($name));
        update_option($name, 'x');
        $condition = MailPlaces::settings()->condition('option_name');
        self::assertSame((int) $isMail, (int) $wpdb->get_var(
            $wpdb->prepare("SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name = %s AND {$condition}", $name)
        ), $wpdb->last_error);
        delete_option($name);
    }

    public function testTablesOfFormsAreNoMails(): void
    {
        self::assertTrue(MailPlaces::isTable('newsletter_emails'));
        self::assertTrue(MailPlaces::isTable('mailerpress_campaigns_revisions'));
        self::assertTrue(MailPlaces::isTable('mint_campaign_email_builder'));
        self::assertFalse(MailPlaces::isTable('mint_email_popup_forms'));
        self::assertTrue(MailPlaces::isTable('bookly_notifications'));
        self::assertFalse(MailPlaces::isTable('give_campaigns'));
        self::assertFalse(MailPlaces::isTable('mailpoet_forms'));
        self::assertFalse(MailPlaces::isTable('newsletter_emails_stats'));
    }
}
