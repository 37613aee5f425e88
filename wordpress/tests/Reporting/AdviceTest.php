<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Reporting;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Reporting\Advice;

final class AdviceTest extends TestCase
{
    /** The service has tried it three times by then. */
    public function testAnImageThatCrashesTheServiceIsNotSentAgainAsItIs(): void
    {
        self::assertStringContainsString('Save it again in an image editor', Advice::for('crashed')['text']);
        self::assertStringNotContainsString('image editor', Advice::for('time_out')['text']);
    }
}
