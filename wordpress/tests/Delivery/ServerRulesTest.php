<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\ServerRules;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;
use PictureOptimizer\Tests\WebServer;

/**
 * The exported rules, judged by the servers themselves: their own test of the configuration, and then real requests.
 *
 * @group acceptance-B6
 */
final class ServerRulesTest extends ReplaceTestCase
{
    private const STRANGE = ['with space.jpg', 'ünïcode-日本.jpg', 'quote"and\'apostrophe.jpg', 'percent%20sign.jpg', 'plus+and@2x.jpg',
        'back\\slash.jpg', 'semi;colon#hash.jpg', 'IMG (1)[2].jpg'];

    /** @var array<string, string> New URL path by old path relative to uploads. */
    private array $expected = [];
    private WebServer $server;

    protected function setUp(): void
    {
        parent::setUp();
        $this->server = new WebServer();
        $id = $this->addPicture();
        $before = Attachment::load($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $after = Attachment::load($id);
        $uploads = (string) wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH);
        foreach ($before->names() as $size => $name) {
            $this->expected[$before->relative($name)] = "{$uploads}/{$after->relative($after->names()[$size])}";
        }
        foreach (self::STRANGE as $name) {
            $this->plugin->redirects()->add("{$before->folder()}/{$name}", $id, 'full');
            $this->expected["{$before->folder()}/{$name}"] = "{$uploads}/{$after->file}";
        }
    }

    protected function tearDown(): void
    {
        $this->server->stop();
        parent::tearDown();
    }

    /** @group deep */
    public function testApache(): void
    {
        $this->server->apache($this->rules()->apache());
        $this->assertEveryOldNameIsRedirected();
    }

    /** @group deep */
    public function testNginx(): void
    {
        $this->server->nginx($this->rules()->nginx());
        $this->assertEveryOldNameIsRedirected();
    }

    public function testRulesNameEveryOldFileOnceAndNothingElse(): void
    {
        $rules = $this->rules();
        self::assertSame(count($this->expected), substr_count($rules->apache(), "\nRedirect 301 "));
        self::assertSame(count($this->expected), substr_count($rules->nginx(), "\nlocation = "));
        $this->plugin->redirects()->add("2026/05/evil\n}\nserver { }.jpg", 1, 'full');
        self::assertStringNotContainsString('evil', $rules->apache() . $rules->nginx());
    }

    private function rules(): ServerRules
    {
        return new ServerRules($this->plugin->redirects());
    }

    private function assertEveryOldNameIsRedirected(): void
    {
        $uploads = (string) wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH);
        foreach ($this->expected as $old => $new) {
            $path = implode('/', array_map('rawurlencode', explode('/', $old)));
            $answer = wp_remote_get("http://127.0.0.1:{$this->server->port}{$uploads}/{$path}", ['redirection' => 0]);
            self::assertSame(301, wp_remote_retrieve_response_code($answer), $old);
            self::assertSame($new, wp_parse_url((string) wp_remote_retrieve_header($answer, 'location'), PHP_URL_PATH), $old);
            self::assertSame('max-age=3600', wp_remote_retrieve_header($answer, 'cache-control'), $old);
        }
        $target = wp_remote_get("http://127.0.0.1:{$this->server->port}" . array_values($this->expected)[0]);
        self::assertSame(200, wp_remote_retrieve_response_code($target), 'the new file itself is served');
    }
}
