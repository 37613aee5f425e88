<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Culprit;
use PictureOptimizer\Discretion;

/**
 * What other plugins' errors say goes to editors' screens and, as the reason of a returned image, to the service.
 *
 * @group acceptance-G1
 */
final class DiscretionTest extends TestCase
{
    /** @return iterable<string, array{string, string}> */
    public static function messages(): iterable
    {
        yield 'a path' => ['Cannot open /home/jane/public_html/wp-content/uploads/x.jpg for writing', 'Cannot open x.jpg for writing'];
        yield 'in quotes, of Windows' => ["fopen('C:\\inetpub\\wwwroot\\a b\\x.jpg'): failed", "fopen('a b\\x.jpg'): failed"];
        yield 'a query' => ["WordPress database error Table 'x' doesn't exist for query SELECT option_value\nFROM wp_options WHERE 1",
            "WordPress database error Table 'x' doesn't exist for query …"];
        yield 'a query in small letters' => ['Failed: select id from wp_users where 1', 'Failed: …'];
        yield 'a change in small letters' => ['Failed: update `x` set a = 1', 'Failed: …'];
        yield 'what sounds like one' => ['Please select an image from the list, or update plugins set to off.',
            'Please select an image from the list, or update plugins set to off.'];
        yield 'an account' => ["Access denied for user 'shop_db'@'localhost' (using password: YES)",
            'Access denied for user … (using password: …)'];
        yield 'an address with a password' => ['GET https://jane:s3cret@api.example.com/v1/sync?token=abc#x failed',
            'GET https://api.example.com/v1/sync failed'];
        yield 'a header' => ['Authorization: Bearer sk_live_51Hx8 refused', 'Authorization: Bearer … refused'];
        yield 'a key by its name' => ['{"api_key":"AKIAX","bucket":"b"}', '{"api_key":…,"bucket":"b"}'];
        yield 'a key by its looks' => ['No bucket for wJalrXUtnFEMI7K7MDENG8bPxRfiCYEXAMPLEKEY', 'No bucket for …'];
        yield 'markup' => ['<b>Fatal</b> &amp; <script>x()</script> over', 'Fatal &amp; over'];
        yield 'nothing of that' => ['Call to a member function get_id() on null and/or 12/25', 'Call to a member function get_id() on null'
            . ' and/or 12/25'];
    }

    /** @dataProvider messages */
    public function testWhatIsNobodysBusinessIsLeftOut(string $message, string $said): void
    {
        self::assertSame($said, Discretion::of($message));
        self::assertStringContainsString($said, (string) Culprit::of(new \RuntimeException($message)));
    }

    public function testItIsShortAndHasAllLettersWhole(): void
    {
        self::assertSame(str_repeat('ü', 300), Discretion::of(str_repeat('ü', 1000)));
        self::assertSame('', Discretion::of(''));
        self::assertSame('a', Discretion::of('a' . str_repeat('<b></b>', 5_000) . 'SELECT'), 'the rest costs no time');
    }
}
