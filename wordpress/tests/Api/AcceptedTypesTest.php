<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Tests\ServiceTestCase;

/** What can be sent, as the connected service has said it. */
final class AcceptedTypesTest extends ServiceTestCase
{
    private function accepted(): AcceptedTypes
    {
        return new AcceptedTypes($this->plugin->connection());
    }

    public function testWhatEveryServiceReadsIsTakenBeforeAnybodyAsked(): void
    {
        self::assertSame(AcceptedTypes::ALWAYS, $this->accepted()->all());
        self::assertTrue($this->accepted()->include('image/jpeg'));
        self::assertFalse($this->accepted()->include('image/heic'));
        $all = "'image/jpeg','image/png','image/webp','image/avif','image/gif','image/tiff','image/bmp'";
        self::assertSame($all, $this->accepted()->forSql());
        self::assertSame([], self::$service->requests(), 'nobody was asked');
    }

    public function testHeicIsTakenOnceTheServiceHasSaidSo(): void
    {
        self::$service->set('takes_heic', true);
        $this->plugin->client()->capabilities();
        self::assertSame([...AcceptedTypes::ALWAYS, 'image/heic', 'image/heif'], $this->accepted()->all());
        self::assertTrue($this->accepted()->include('image/heif'));
        self::assertFalse($this->accepted()->include('image/heic-sequence'), 'moving images are none');
        self::assertStringEndsWith(",'image/heic','image/heif'", $this->accepted()->forSql());
        self::assertCount(1, self::$service->requests(), 'and is not asked again');
        self::$service->set('takes_heic', false);
        $this->plugin->client()->capabilities();
        self::assertSame(AcceptedTypes::ALWAYS, $this->accepted()->all(), 'its operator has changed their mind');
    }

    public function testAnotherServiceHasNotSaidIt(): void
    {
        $this->accepted()->remember(['image/jpeg', 'image/heic']);
        self::assertTrue($this->accepted()->include('image/heic'));
        $this->plugin->connection()->save('https://other.example', '');
        self::assertFalse($this->accepted()->include('image/heic'));
        $this->accepted()->remember(['image/heif']);
        self::assertTrue($this->accepted()->include('image/heic'), 'one name of the two is enough');
    }

    public function testTypesThatWordPressHasNotAreNoneOfOurs(): void
    {
        $this->accepted()->remember(["image/x'); DROP TABLE wp_posts; --", 'image/jxl']);
        self::assertSame(AcceptedTypes::ALWAYS, $this->accepted()->all());
    }

    public function testNonsenseInTheDatabaseCountsAsNotSaid(): void
    {
        foreach (['heic', 1, ['heic' => true], ['service' => self::$service->url, 'heic' => 'yes']] as $nonsense) {
            update_option('picture_optimizer_accepted_types', $nonsense);
            self::assertSame(AcceptedTypes::ALWAYS, $this->accepted()->all());
        }
    }
}
