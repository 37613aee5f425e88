<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Reporting;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Reporting\Advice;
use PictureOptimizer\Store\Words;

final class AdviceTest extends TestCase
{
    /** The service has tried it three times by then. */
    public function testAnImageThatCrashesTheServiceIsNotSentAgainAsItIs(): void
    {
        self::assertStringContainsString('Save it again in an image editor', Advice::for('crashed')['text']);
        self::assertStringNotContainsString('image editor', Advice::for('time_out')['text']);
    }

    public function testWhatTheReasonTellsPeopleToDoIsNotToldOtherwiseBesideIt(): void
    {
        foreach (['truncated', 'too_many_pixels', 'too_many_frames', 'profile_too_large'] as $code) {
            self::assertMatchesRegularExpression('/(Upload|Save) /', Words::of($code, []));
            self::assertSame('', Advice::for($code)['text'], $code);
        }
    }
}
