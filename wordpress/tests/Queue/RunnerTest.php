<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Planning\Payload;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** The whole way through queue, client, and replacement, with a service that does as it should. */
final class RunnerTest extends ServiceTestCase
{
    public function testAnalyzeAndExportReplacesFileSizesAndText(): void
    {
        $id = $this->addPicture('IMG_2042.jpg', 900, 600);
        [$item] = $this->process([$id]);

        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertSame(2, $item->credits);
        self::assertSame('image/webp', get_post_mime_type($id));
        self::assertStringEndsWith('red-bicycle.webp', (string) get_attached_file($id));
        self::assertSame('image/webp', wp_get_image_mime((string) get_attached_file($id)));
        self::assertSame('Red bicycle', get_the_title($id));
        self::assertSame(
            'A red bicycle leaning against a white wall',
            get_post_meta($id, '_wp_attachment_image_alt', true)
        );
        $sizes = wp_get_attachment_metadata($id)['sizes'];
        self::assertEqualsCanonicalizing(['thumbnail', 'medium', 'medium_large'], array_keys($sizes));
        foreach ($sizes as $size) {
            self::assertSame('image/webp', $size['mime-type']);
            self::assertFileExists(dirname((string) get_attached_file($id)) . '/' . $size['file']);
        }
        self::assertSame(PictureStatus::Processed, $this->plugin->pictures()->get($id)?->status);
    }

    public function testTheServiceHearsWhatLiesOnTheDisk(): void
    {
        $id = $this->addPicture();
        $this->process([$id], Pipeline::Export);
        [$receipt] = self::$service->get('receipts');
        self::assertSame('applied', $receipt['outcome']);
        $full = array_column($receipt['files'], 'sha256', 'name')['full'];
        self::assertSame(hash_file('sha256', (string) get_attached_file($id)), $full);
    }

    public function testOrdersOfOneJobNameItAndASecondJobHasANameOfItsOwn(): void
    {
        foreach ([1, 2] as $number) {
            $this->process([$this->addPicture(), $this->addPicture()], Pipeline::Export);
        }
        $orders = self::$service->get('jobs');
        self::assertCount(2, array_unique(array_column($orders, 'batch')));
        foreach ($orders as $order) {
            self::assertMatchesRegularExpression('/^\d+-\d{10}$/', $order['batch']);
            self::assertFalse($order['automatic']);
        }
    }

    public function testTextAloneSaysNothingOfBytes(): void
    {
        $this->process([$this->addPicture()], Pipeline::Analyze);
        [$receipt] = self::$service->get('receipts');
        self::assertSame([null, null], [$receipt['bytes_before'], $receipt['bytes_after']]);
    }

    public function testAnalyzeOnlyNeverTouchesTheFile(): void
    {
        $id = $this->addPicture();
        $before = hash_file('sha256', (string) get_attached_file($id));
        [$item] = $this->process([$id], Pipeline::Analyze);
        self::assertSame(State::Done, $item->state);
        self::assertSame(1, $item->credits);
        self::assertSame($before, hash_file('sha256', (string) get_attached_file($id)));
        self::assertSame('red-bicycle', $this->plugin->pictures()->get($id)?->suggestedName);
        self::assertSame([], self::$service->requests('GET /v1/files/*'));
    }

    public function testExportOnlyKeepsNameAndText(): void
    {
        $id = $this->addPicture('holiday.jpg');
        [$item] = $this->process([$id], Pipeline::Export);
        self::assertSame(1, $item->credits);
        self::assertStringEndsWith('holiday.webp', (string) get_attached_file($id));
        self::assertSame('', get_post_meta($id, '_wp_attachment_image_alt', true));
    }

    public function testSubSizesAreAskedForInWordPressOwnNumbers(): void
    {
        add_image_size('crop-left', 200, 200, ['left', 'top']);
        $only = static fn (array $sizes): array => array_intersect_key($sizes, ['crop-left' => 1, 'medium' => 1]);
        add_filter('intermediate_image_sizes_advanced', $only);
        $id = $this->addPicture('photo.jpg', 900, 600);
        $this->plan([$id], Pipeline::Export);
        remove_image_size('crop-left');

        $asked = array_column(self::$service->get('quotes')[0]['items'][0]['sizes'], null, 'name');
        self::assertEqualsCanonicalizing(['crop-left', 'medium'], array_keys($asked));
        self::assertSame(
            ['name' => 'crop-left', 'src_x' => 0, 'src_y' => 0, 'src_w' => 600, 'src_h' => 600, 'dst_w' => 200,
                'dst_h' => 200, 'replaces_bytes' => $this->bytesInUse($id, 'crop-left')],
            $asked['crop-left']
        );
        self::assertSame([300, 200], [$asked['medium']['dst_w'], $asked['medium']['dst_h']]);
        self::assertSame($this->bytesInUse($id, 'medium'), $asked['medium']['replaces_bytes'], 'no larger one is to be made');
    }

    /**
     * WordPress turns JPEG alone: sub-sizes of others lie on their side, and stay for no saving of bytes.
     *
     * @group acceptance-A12
     */
    public function testSizesThatLieOnTheirSideAreMadeAnewWhateverTheyWeigh(): void
    {
        $exif = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"; // orientation 6
        $source = $this->makeJpeg(900, 600);
        ob_start();
        imagepng(imagecreatefromjpeg($source));
        $png = (string) ob_get_clean();
        $chunk = pack('N', strlen($exif)) . "eXIf{$exif}" . pack('N', crc32("eXIf{$exif}"));
        file_put_contents($source, substr_replace($png, $chunk, 33, 0)); // behind the header
        $id = $this->addAttachment('phone.png', $source);
        self::assertSame([900, 600], [wp_get_attachment_metadata($id)['width'], wp_get_attachment_metadata($id)['height']]);
        $this->plan([$id], Pipeline::Export);
        [$item] = self::$service->get('quotes')[0]['items'];
        self::assertSame([600, 900], [$item['width'], $item['height']]);
        $asked = array_column($item['sizes'], null, 'name');
        self::assertSame([200, 300], [$asked['medium']['dst_w'], $asked['medium']['dst_h']]);
        self::assertSame([], array_filter(array_column($asked, 'replaces_bytes')));
    }

    private function bytesInUse(int $id, string $size): int
    {
        $name = wp_get_attachment_metadata($id)['sizes'][$size]['file'];
        return (int) filesize(dirname((string) get_attached_file($id)) . "/{$name}");
    }

    public function testFilesOfOursMayBeReplacedByLargerOnes(): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        [$item] = $this->process([$id], Pipeline::Export);
        self::assertSame('image/webp', get_post_mime_type($id));
        $again = Payload::of($item, Pipeline::Export, $this->plugin->originals()->sourceFor($id));
        self::assertEqualsCanonicalizing(['medium', 'medium_large', 'thumbnail'], array_column($again->sizes, 'name'));
        self::assertSame([null, null, null], array_column($again->sizes, 'replacesBytes'));
    }

    public function testALargePictureIsLimitedAsWordPressWouldDo(): void
    {
        add_filter('big_image_size_threshold', static fn (): int => 500);
        $id = $this->addPicture('photo.jpg', 900, 600);
        $this->process([$id], Pipeline::Export);
        self::assertSame([500, 333], array_slice((array) wp_getimagesize((string) get_attached_file($id)), 0, 2));
        self::assertSame(900, self::$service->get('quotes')[0]['items'][0]['width'], 'not made from the original');
    }

    /** @group acceptance-D8 */
    public function testASecondRunDoesNothingAndCostsNothing(): void
    {
        $id = $this->addPicture();
        $this->process([$id]);
        $requests = count(self::$service->requests());
        [$again] = $this->process([$id]);
        self::assertSame(State::Skipped, $again->state);
        self::assertSame('already_done', $again->reasonCode);
        self::assertSame(2, self::$service->get('charged'));
        self::assertCount($requests, self::$service->requests(), 'the service was asked for nothing');
    }

    /** @group acceptance-D8 */
    public function testAFileThatChangedOnDiskIsNoticed(): void
    {
        $id = $this->addPicture();
        $this->process([$id]);
        $path = (string) get_attached_file($id);
        imagewebp(imagecreatetruecolor(800, 600), $path);
        [$again] = $this->process([$id]);
        self::assertSame(State::Done, $again->state, $again->reason);
        self::assertSame(4, self::$service->get('charged'));
    }

    /** @group acceptance-D8 */
    public function testOnlyWhatIsMissingIsDone(): void
    {
        $analysed = $this->addPicture('a.jpg', 800, 600, 1);
        $exported = $this->addPicture('b.jpg', 800, 600, 2);
        $this->process([$analysed], Pipeline::Analyze);
        $this->process([$exported], Pipeline::Export);
        self::assertSame(2, self::$service->get('charged'));

        [$first, $second] = $this->process([$analysed, $exported]);
        self::assertSame([State::Done, State::Done], [$first->state, $second->state]);
        self::assertSame([1, 1], [$first->credits, $second->credits]);
        self::assertSame(4, self::$service->get('charged'));
        self::assertStringContainsString('red-bicycle', (string) get_attached_file($analysed));
    }

    public function testRevertBringsTheOriginalBackAndTheNextRunIsFree(): void
    {
        $id = $this->addPicture('photo.jpg');
        $before = hash_file('sha256', (string) get_attached_file($id));
        $this->process([$id]);
        $this->plugin->control()->revert($id);
        self::assertSame($before, hash_file('sha256', (string) get_attached_file($id)));
        self::assertSame(PictureStatus::Reverted, $this->plugin->pictures()->get($id)?->status);
        [$again] = $this->process([$id]);
        self::assertSame(State::Done, $again->state, $again->reason);
        self::assertSame(0, $again->credits);
    }

    public function testNoGainKeepsTheOriginalAndIsNotTriedAgain(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $before = hash_file('sha256', (string) get_attached_file($id));
        self::$service->set('outcomes', ["1:{$id}" => ['state' => 'no_gain', 'charges' => [],
            'reason' => ['code' => 'not_smaller', 'message' => 'The result would not be smaller.']]]);
        [$item] = $this->process([$id], Pipeline::Export);
        self::assertSame(State::NoGain, $item->state);
        self::assertSame(0, $item->credits);
        self::assertSame($before, hash_file('sha256', (string) get_attached_file($id)));
        [$again] = $this->process([$id], Pipeline::Export);
        self::assertSame(State::Skipped, $again->state);
    }

    /** @group acceptance-D7 */
    public function testNoAddressOfTheSiteIsEverSent(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->process([$id]);
        $said = (string) wp_json_encode([self::$service->get('quotes'), array_column(self::$service->get('jobs'), 'request')]);
        self::assertStringNotContainsString('http:', $said);
        self::assertStringNotContainsString(ABSPATH, $said);
    }
}
