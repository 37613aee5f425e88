<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Connect\ServiceCheck;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\Field;
use PictureOptimizer\Settings\Fields;
use PictureOptimizer\Settings\Page;
use PictureOptimizer\Settings\Tab;
use PictureOptimizer\Tests\Service\FakeService;
use PictureOptimizer\Tests\ServiceTestCase;

/** The settings page: what it shows, what its forms send, and who may send them. */
final class PageTest extends ServiceTestCase
{
    protected function tearDown(): void
    {
        $_GET = $_POST = $_REQUEST = [];
        parent::tearDown();
    }

    private function page(): Page
    {
        $plugin = $this->plugin;
        return new Page(
            $plugin->settings(),
            $plugin->connection(),
            $plugin->client(),
            $plugin->deviceFlow(),
            new ServiceCheck($plugin->client()),
        );
    }

    private function html(Tab $tab = Tab::General): string
    {
        $_GET['tab'] = $tab->value;
        ob_start();
        try {
            $this->page()->show();
        } finally {
            $html = (string) ob_get_clean();
        }
        return $html;
    }

    private static function document(string $html): \DOMXPath
    {
        $document = new \DOMDocument();
        libxml_use_internal_errors(true);
        $document->loadHTML('<?xml encoding="utf-8"?>' . $html);
        libxml_clear_errors();
        return new \DOMXPath($document);
    }

    /** @return array<string, string|list<string>> what a browser sends when the form with the settings is saved unchanged */
    private static function sent(string $html): array
    {
        $xpath = self::document($html);
        $sent = [];
        foreach ($xpath->query('//form[.//*[@name="tab"]]//*[@name][not(self::button)]') ?: [] as $field) {
            assert($field instanceof \DOMElement);
            $isOff = in_array($field->getAttribute('type'), ['checkbox', 'radio'], true) && !$field->hasAttribute('checked');
            $value = match ($field->nodeName) {
                'select' => $xpath->evaluate('string(./option[@selected]/@value)', $field),
                'textarea' => $field->textContent,
                default => $field->getAttribute('value'),
            };
            $name = $field->getAttribute('name');
            if (!$isOff && str_ends_with($name, '[]')) {
                $sent[substr($name, 0, -2)][] = $value;
            } elseif (!$isOff) {
                $sent[$name] = $value;
            }
        }
        return $sent;
    }

    /**
     * A form is sent; WordPress would lead the browser on.
     *
     * @param array<string, mixed> $fields
     * @return array{string, string} what the page says afterwards, and the sentence of a refusal
     */
    private function send(string $method, array $fields, string $action): array
    {
        $_POST = wp_slash($fields);
        $_REQUEST = ['_wpnonce' => wp_create_nonce($action)];
        add_filter('wp_redirect', static fn (string $to): never => throw new \LogicException($to));
        try {
            $this->page()->{$method}();
            self::fail('nobody is led on');
        } catch (\LogicException $led) {
            self::assertSame(Page::url(Tab::asked($fields['tab'] ?? '')), $led->getMessage());
        }
        return array_slice(get_transient('picture_optimizer_notice_' . get_current_user_id()), 0, 2);
    }

    /**
     * @param array<string, mixed> $fields
     * @return array{string, string}
     */
    private function save(array $fields): array
    {
        return $this->send('save', $fields, 'picture_optimizer_save');
    }

    /** @return iterable<string, array{array<string, mixed>}> settings that differ from their defaults */
    public static function settings(): iterable
    {
        yield 'as they come' => [[]];
        yield 'switches' => [['force_format' => true, 'drop_gps' => false, 'rename' => false, 'send_links' => false,
            'auto_process' => true]];
        yield 'choices and numbers' => [['format' => 'avif', 'target' => 31, 'auto_pipeline' => 'export', 'breakpoints' => [480, 1440]]];
        yield 'quotes and tags' => [['tone' => 'dry "& short\'', 'brand' => '5 > 3 & 2', 'keywords' => ['Tom & Jerry', '"q"', "it's"]]];
        yield 'backslashes' => [['brand' => 'a\\b\\\\c', 'keywords' => ['C:\\x', '\\"']]];
        yield 'several lines' => [['custom_instruction' => "One.\n\nTwo & three.", 'glossary' => ['TinyPilot, one word', 'b']]];
        yield 'other scripts' => [['brand' => '写真館', 'keywords' => ['café', 'Ελλάδα', '🏔️']]];
    }

    /**
     * @dataProvider settings
     * @param array<string, mixed> $settings
     */
    public function testSavingThePageUnchangedChangesNothing(array $settings): void
    {
        $this->plugin->settings()->save($settings);
        $before = $this->plugin->settings()->all();
        self::assertEquals($settings, array_intersect_key($before, $settings), 'the settings are kept as given');
        foreach (Tab::cases() as $tab) {
            $sent = self::sent($this->html($tab));
            self::assertSame($tab->value, $sent['tab']);
            self::assertSame(['saved', ''], $this->save($sent));
            self::assertEquals($before, $this->plugin->settings()->all(), $tab->value);
        }
        self::assertSame(FakeService::KEY, $this->plugin->connection()->apiKey(), 'the key is not part of that form');
    }

    public function testEverySettingStandsOnOneTabOrIsNamedHere(): void
    {
        $elsewhere = ['use_location']; // not asked of people: a place is never told to a model unless a job says so
        $shown = array_merge(...array_map(Fields::of(...), Tab::cases()));
        $names = array_map(static fn (Field $field): string => $field->name, $shown);
        self::assertSame($names, array_unique($names));
        self::assertEqualsCanonicalizing(array_keys(Defaults::ALL), [...$names, ...$elsewhere]);
    }

    public function testATabChangesItsOwnSettingsOnlyAndIsResetAlone(): void
    {
        $this->plugin->settings()->save(['format' => 'avif', 'target' => 88, 'brand' => 'Us']);
        self::assertSame(['saved', ''], $this->save(['tab' => 'images', 'target' => '77', 'format' => 'png', 'brand' => 'Mallory']));
        self::assertSame([77, 'avif', 'Us'], array_map($this->plugin->settings()->get(...), ['target', 'format', 'brand']));
        self::assertSame(['reset', ''], $this->save(['tab' => 'images', 'reset' => '1', 'target' => '55']));
        self::assertSame([70, 'avif', 'Us'], array_map($this->plugin->settings()->get(...), ['target', 'format', 'brand']));
        self::assertStringContainsString('back to their defaults', $this->html(Tab::Images));
    }

    public function testTheOpenTabIsMarkedAndAnUnknownOneIsTheFirst(): void
    {
        $current = fn (): string => trim(self::document($this->html(Tab::asked($_GET['tab'])))->evaluate('string(//nav/a[@aria-current])'));
        foreach (['exclusions' => 'Exclusions', 'general' => 'General', '../x' => 'General'] as $asked => $label) {
            $_GET['tab'] = $asked;
            self::assertSame($label, $current());
        }
        self::assertSame(Tab::General, Tab::asked(['images']));
    }

    public function testTheConnectionIsTriedByAButton(): void
    {
        $test = fn (): array => $this->send('test', [], 'picture_optimizer_test');
        [$result, $said] = $test();
        self::assertSame('tested', $result);
        self::assertMatchesRegularExpression('/^The service answers \([\d,]+ ms\) and accepts this site’s key/', $said);
        set_transient('picture_optimizer_notice_1', ['tested', $said]);
        self::assertStringContainsString('accepts this site’s key', $this->html());
        self::$service->reply('GET /v1/account', '{"detail":"The key was revoked.","code":"unauthorized"}', 401);
        [$result, $said] = $test();
        self::assertSame('refused', $result);
        self::assertStringContainsString('HTTP 401', $said);
        $this->plugin->connection()->save('http://127.0.0.1:9', FakeService::KEY);
        self::assertSame('refused', $test()[0]);
        $xpath = self::document($this->html());
        self::assertStringNotContainsString('cURL', $xpath->evaluate('string(//div[@role="alert"]/p)'));
        self::assertStringContainsString('cURL error 7', $xpath->evaluate('string(//div[@role="alert"]/details)'));
    }

    /** @return iterable<string, array{Tab}> */
    public static function tabs(): iterable
    {
        foreach (Tab::cases() as $tab) {
            yield $tab->value => [$tab];
        }
    }

    /** @dataProvider tabs */
    public function testEveryFieldHasALabelAndAnIdOfItsOwn(Tab $tab): void
    {
        $xpath = self::document($this->html($tab));
        $ids = [];
        foreach ($xpath->query('//input[@type!="hidden"]|//select|//textarea') ?: [] as $field) {
            assert($field instanceof \DOMElement);
            if ($field->getAttribute('type') === 'file' || $field->getAttribute('type') === 'submit') {
                continue;
            }
            $id = $field->getAttribute('id');
            self::assertNotSame('', $id, $field->getAttribute('name'));
            self::assertNotContains($id, $ids);
            $ids[] = $id;
            $words = trim((string) $xpath->evaluate("string(//label[@for='{$id}'])"));
            self::assertNotSame('', $words, "{$id} has no label");
        }
    }

    public function testWhatComesFromElsewhereIsWrittenAsText(): void
    {
        update_option('picture_optimizer_settings', ['brand' => '"><script>alert(1)</script>', 'keywords' => ['</textarea><script>x']]);
        set_transient('picture_optimizer_notice_1', ['refused', '<script>alert(2)</script>']);
        self::$service->reply('GET /v1/account', '{"detail":"<script>alert(3)</script>","code":"busy"}', 503);
        self::assertSame(0, self::document($this->html())->query('//script[contains(., "alert")]')->length);
        $xpath = self::document($this->html(Tab::Metadata));
        self::assertSame(0, $xpath->query('//script[contains(., "alert")]|//textarea/following-sibling::script')->length);
        self::assertSame('"><script>alert(1)</script>', $xpath->evaluate('string(//input[@name="brand"]/@value)'));
    }

    /** @return iterable<string, array{string, string, string}> what happened, how it is shown, words of it */
    public static function notices(): iterable
    {
        yield 'saved' => ['saved', 'status', 'Saved.'];
        yield 'connected' => ['connected', 'status', 'This site is connected.'];
        yield 'disconnected' => ['disconnected', 'status', 'The key was removed from this site.'];
        yield 'refused' => ['refused', 'alert', 'Because of that.'];
    }

    /** @dataProvider notices */
    public function testWhatHappenedIsSaidOnce(string $result, string $role, string $words): void
    {
        set_transient('picture_optimizer_notice_1', [$result, 'Because of that.']);
        $query = "string(//div[@role='{$role}'])";
        self::assertStringContainsString($words, self::document($this->html())->evaluate($query));
        self::assertStringNotContainsString($words, self::document($this->html())->evaluate($query));
    }

    public function testWithoutAKeyThePageLeadsToConnecting(): void
    {
        self::assertStringContainsString('Reconnect', $this->html());
        $this->plugin->connection()->forget();
        $html = $this->html();
        self::assertStringContainsString('Connect this site to your account', $html);
        self::assertStringNotContainsString('Reconnect', $html);
        self::assertStringNotContainsString('name="disconnect"', $html);
        self::assertStringNotContainsString('role="alert"', $html);
    }

    public function testTheKeyIsNeverInThePage(): void
    {
        self::assertStringNotContainsString(FakeService::KEY, $this->html());
        $this->save(['service_url' => self::$service->url, 'api_key' => 'not a key']);
        self::assertStringNotContainsString(FakeService::KEY, $this->html());
    }

    public function testAPastedKeyIsKeptAndAWrongOneChangesNothing(): void
    {
        $key = str_replace(substr(FakeService::KEY, -4), 'zzzz', FakeService::KEY);
        [$result, $message] = $this->save(['service_url' => 'ftp://x', 'api_key' => $key]);
        self::assertSame('refused', $result);
        self::assertNotSame('', $message);
        self::assertSame(FakeService::KEY, $this->plugin->connection()->apiKey());
        self::assertSame(['saved', ''], $this->save(['service_url' => self::$service->url, 'api_key' => " {$key} "]));
        self::assertSame($key, (new Connection())->apiKey());
    }

    public function testConnectingBeginsIsCancelledAndDisconnects(): void
    {
        $connect = fn (array $fields): array => $this->send('connect', $fields, Page::CONNECT);
        self::assertSame('refused', $connect(['service_url' => 'nonsense'])[0]);
        self::assertSame(['', ''], $connect(['service_url' => self::$service->url]));
        self::assertStringContainsString('name="cancel"', $this->html());
        self::assertSame(['', ''], $connect(['cancel' => '1']));
        self::assertStringNotContainsString('name="cancel"', $this->html());
        self::assertSame('disconnected', $connect(['disconnect' => '1'])[0]);
        self::assertFalse($this->plugin->connection()->isReady());
    }

    public function testWhoSaysThatTheSiteHasMovedHearsWhetherItsKeyCameAlong(): void
    {
        add_filter('allowed_redirect_hosts', static fn (): array => ['127.0.0.1']);
        add_filter('option_home', static fn (): string => 'https://new.example', 20);
        self::assertNotNull($this->plugin->connection()->movedFrom());
        add_filter('salt', static fn (string $salt): string => "other {$salt}");
        [$result, $message] = $this->save(['moved' => 'keep']);
        self::assertSame('refused', $result);
        self::assertStringContainsString('enter the key again', $message);
        self::assertStringNotContainsString('name="moved"', $this->html(), 'the question is answered');
    }

    /** @return iterable<string, array{string, string}> a form's method and its action */
    public static function forms(): iterable
    {
        yield 'settings' => ['save', 'picture_optimizer_save'];
        yield 'connecting' => ['connect', Page::CONNECT];
        yield 'testing' => ['test', 'picture_optimizer_test'];
    }

    /** @dataProvider forms */
    public function testAFormCountsOnlyFromAnAdministratorAndThisPage(string $method, string $action): void
    {
        $before = $this->plugin->settings()->all();
        $_POST = ['brand' => 'Mallory', 'disconnect' => '1', 'moved' => 'forget'];
        $die = static fn (mixed $message): never => throw new \LogicException(wp_strip_all_tags((string) $message));
        add_filter('wp_die_handler', static fn (): \Closure => $die);
        $editor = wp_insert_user(['user_login' => 'page-editor', 'user_pass' => 'x', 'role' => 'editor']);
        $asked = [[$editor, wp_create_nonce($action), 'You may not change these settings.'], [1, 'wrong', 'link you followed has expired'],
            [1, wp_create_nonce('another'), 'link you followed has expired']];
        foreach ($asked as [$user, $nonce, $words]) {
            wp_set_current_user((int) $user);
            $_REQUEST = ['_wpnonce' => $nonce];
            try {
                $this->page()->{$method}();
                self::fail('accepted');
            } catch (\LogicException $refused) {
                self::assertStringContainsString($words, $refused->getMessage());
            }
        }
        self::assertSame($before, $this->plugin->settings()->all());
        self::assertTrue($this->plugin->connection()->isReady());
    }

    /**
     * @runInSeparateProcess
     * @preserveGlobalState disabled
     */
    public function testWithAKeyInTheConfigurationNobodyIsToldToConnectByACode(): void
    {
        define('PICTURE_OPTIMIZER_API_KEY', FakeService::KEY);
        $this->plugin->connection()->settle();
        add_filter('option_home', static fn (): string => 'https://copy.example.com', 20);
        $html = $this->html();
        self::assertStringContainsString('This is a copy: do not use the key here', $html);
        self::assertStringContainsString('The key is set in wp-config.php.', $html);
        self::assertStringNotContainsString('select Connect', $html, 'no form of this page has it');
    }
}
