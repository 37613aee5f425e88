<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\PartSize;
use PHPUnit\Framework\TestCase;

final class PartSizeTest extends TestCase
{
    public function testAQuickLineGetsLargerPartsUpToTheLimit(): void
    {
        $size = new PartSize();
        self::assertSame(MB_IN_BYTES, $size->bytes());
        for ($part = 0; $part < 9; $part++) {
            $size->took(0.1);
        }
        self::assertSame(8 * MB_IN_BYTES, $size->bytes());
    }

    public function testASlowLineGetsSmallerPartsDownToALimit(): void
    {
        $size = new PartSize();
        $size->took(3.0);
        self::assertSame(MB_IN_BYTES, $size->bytes(), 'neither quick nor slow');
        for ($part = 0; $part < 9; $part++) {
            $size->took(30.0);
        }
        self::assertSame(256 * KB_IN_BYTES, $size->bytes());
    }
}
