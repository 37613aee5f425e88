<?php

declare(strict_types=1);

// phpcs:disable Generic.Files.LineLength -- fixtures stand here as sites store them, in one line.

namespace PictureOptimizer\Tests\References;

/**
 * What cannot be rewritten without breaking it: reported, and left as it is to the byte.
 *
 * @group acceptance-B1
 * @group acceptance-B9
 * @group acceptance-B10
 */
final class UnmendableTest extends RewriterTestCase
{
    public function testAnObjectOfAnUnknownClassIsReportedAndUntouched(): void
    {
        $url = self::OLD . '.jpg';
        $object = 'O:10:"Acme\Image":1:{s:3:"url";s:' . strlen($url) . ':"' . $url . '";}';
        $cell = 'a:2:{s:6:"before";s:' . strlen($url) . ':"' . $url . '";s:5:"image";' . $object . '}';
        $rewrite = $this->rewriter()->rewrite($cell);
        self::assertSame(['unknown class Acme\Image'], $rewrite->problems);
        $new = $rewrite->edits->apply($cell);
        self::assertStringContainsString($object, $new);
        self::assertStringContainsString('red-bike.webp', $new);
        self::assertIsArray(unserialize($new, ['allowed_classes' => false]));
    }

    /** @return iterable<string, array{string}> */
    public static function sealed(): iterable
    {
        $data = serialize(['u' => self::OLD . '.jpg']);
        yield 'entities' => ['<p data-x="' . htmlspecialchars($data) . '">'];
        yield 'URL-encoded' => ['x=' . rawurlencode($data)];
        yield 'slashed twice' => ["x = '" . addslashes(addslashes($data)) . "'"];
        yield 'damaged, in JSON' => [(string) json_encode(['x' => str_replace('s:5', 's:6', serialize(['u' => self::OLD . '.jpg']))])];
        yield 'wrong length' => ["<p data-x='a:1:{i:0;s:99:\"" . self::OLD . '.jpg";}\'>'];
    }

    /** @dataProvider sealed */
    public function testSerializedDataThatCannotBeMendedIsReportedAndUntouched(string $text): void
    {
        $text = "{$text} and more";
        $rewrite = $this->rewriter()->rewrite($text);
        $new = $rewrite->edits->apply($text);
        if ($new === $text) {
            self::assertNotSame([], $rewrite->problems, 'what stays is reported');
        }
        self::assertSame($text, $new);
    }

    public function testDamagedSerializedDataIsReportedAndUntouched(): void
    {
        $rewrite = $this->rewriter()->rewrite('a:1:{i:0;s:3:"' . self::OLD . '.jpg";}');
        self::assertTrue($rewrite->edits->isEmpty());
        self::assertCount(1, $rewrite->problems);
    }
}
