<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\Item as Answer;
use PictureOptimizer\Api\Wire\PictureItem;
use PictureOptimizer\Store\DecidedText;
use PictureOptimizer\Store\KeptAnswer;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Reviewed;
use PictureOptimizer\Store\SentOrder;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** What lies in the columns of an item is read as it was written, by this version and by earlier ones. */
final class KeptTest extends ServiceTestCase
{
    private const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

    /** @return array<string, mixed> */
    private static function example(): array
    {
        $file = __DIR__ . '/../../../contract/examples/Item.ready.json';
        return json_decode((string) file_get_contents($file), true);
    }

    public function testAnAnswerAndWhatWasMadeOfItComeBack(): void
    {
        $answer = Answer::read(new Reader(self::example()));
        $again = KeptAnswer::fromJson((new KeptAnswer($answer, ['full' => self::SHA256]))->toJson(), self::SHA256);
        self::assertEquals($answer, $again?->answer);
        self::assertSame(['full' => self::SHA256], $again->applied);
    }

    public function testRowsOfTheFirstVersionAreUnderstood(): void
    {
        $raw = (string) wp_json_encode(self::example());
        self::assertSame([], KeptAnswer::fromJson($raw, self::SHA256)?->applied);

        $applied = (string) wp_json_encode(['sha256' => ['full' => 'aa', 'medium' => 'bb']] + self::example());
        $kept = KeptAnswer::fromJson($applied, self::SHA256);
        self::assertSame(['full' => 'aa', 'medium' => 'bb'], $kept?->applied);
        self::assertSame(self::SHA256, $kept->answer->sha256);
    }

    public function testAnythingElseIsNoAnswer(): void
    {
        $order = new SentOrder(new PictureItem('1:2', self::SHA256, 10, 4, 3, 'image/jpeg'), 2560, 'en');
        foreach (['', '[]', 'null', '{"id": 7}', '{"id": "itm_1"}', $order->toJson()] as $text) {
            self::assertNull(KeptAnswer::fromJson($text, self::SHA256), $text);
        }
        self::assertEquals($order, SentOrder::fromJson($order->toJson()));
        $planned = new SentOrder($order->payload, null, 'de', 'quo_7');
        self::assertEquals($planned, SentOrder::fromJson($planned->toJson()));
        self::assertNull(SentOrder::fromJson((string) wp_json_encode(self::example())));
    }

    public function testWhatAPersonDecidedComesBack(): void
    {
        $text = new DecidedText(['alt' => ['text' => 'A bike', 'write' => true]], ['text' => ['red'], 'write' => false], 'a-bike');
        $reviewed = (new Reviewed(regenerated: 2))->with($text)->approvedBy(7, 1700000000);
        self::assertSame([$reviewed->toJson(), $reviewed->toJson()], [Reviewed::fromJson($reviewed->toJson())->toJson(),
            Reviewed::fromJson($reviewed->toJson())->kept]);
        self::assertEquals(new Reviewed(), Reviewed::fromJson(''));
        // As the first version wrote it.
        $first = '{"accepted":true,"fields":{"alt":{"text":"A bike","write":true}},'
            . '"tags":{"text":["red"],"write":false},"file_name":"a-bike"}';
        self::assertSame((new Reviewed($text, true))->toJson(), Reviewed::fromJson($first)->toJson());
    }

    public function testAnItemWhoseResultCannotBeReadEndsWithAReasonAndChangesNothing(): void
    {
        global $wpdb;
        $id = $this->addPicture('photo.jpg', 400, 300);
        $before = hash_file('sha256', (string) get_attached_file($id));
        $job = $this->start([$id], Pipeline::Export);
        $wpdb->update($this->plugin->items()->table(), ['state' => 'ready', 'result' => '{"id": "itm_1"}'], ['job_id' => $job->id]);
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame([State::Failed, 'result_expired'], [$item->state, $item->reasonCode]);
        self::assertSame($before, hash_file('sha256', (string) get_attached_file($id)));
    }
}
