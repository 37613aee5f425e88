<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\Wire\AttachmentText;
use PictureOptimizer\Api\Wire\ItemContext;
use PictureOptimizer\Planning\Payload;
use PictureOptimizer\Replace\Source;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Tags;
use PictureOptimizer\Tests\TestCase;

/** What the service is told of an image itself: the words that stand in the Media Library, and the files that a result must beat. */
final class PayloadTest extends TestCase
{
    private function item(int $attachment): Item
    {
        return Item::fromRow(['id' => '5', 'job_id' => '3', 'attachment_id' => (string) $attachment, 'pipeline' => 'export']
            + array_fill_keys(['state', 'reason_code', 'reason', 'attempts', 'not_before', 'lease_token', 'lease_until',
                'source_sha256', 'quoted', 'order_key', 'remote_job', 'remote_item', 'result', 'reviewed', 'bytes_before',
                'bytes_after', 'credits', 'updated_at'], ''));
    }

    private function text(int $attachment): AttachmentText
    {
        $source = new Source('/nowhere/photo.jpg', 'aa', 10, 'image/jpeg', 900, 600);
        return Payload::of($this->item($attachment), Pipeline::Analyze, $source)->text;
    }

    public function testEveryFieldIsToldAsPlainText(): void
    {
        $id = $this->addPlainImage();
        wp_update_post(wp_slash(['ID' => $id, 'post_title' => 'A &amp; B', 'post_excerpt' => '<b>Caption</b>',
            'post_content' => "Two\nlines"]));
        update_post_meta($id, '_wp_attachment_image_alt', 'An <i>alt</i>');
        $meta = ['image_meta' => ['copyright' => '© Ann', 'credit' => 'Ann', 'camera' => 'X']] + (array) wp_get_attachment_metadata($id);
        wp_update_attachment_metadata($id, $meta);
        wp_set_object_terms($id, ['red', 'bike'], Tags::TAXONOMY);
        $text = $this->text($id);
        self::assertSame(['An alt', 'A & B', 'Caption', 'Two lines', '© Ann', 'Ann'], [$text->alt, $text->title, $text->caption,
            $text->description, $text->copyright, $text->credit]);
        self::assertEqualsCanonicalizing(['red', 'bike'], $text->tags);
    }

    public function testWhatIsNotThereIsEmpty(): void
    {
        $text = $this->text($this->addPlainImage('plain.png'));
        self::assertSame(['', 'plain', '', '', '', '', []], [$text->alt, $text->title, $text->caption, $text->description,
            $text->copyright, $text->credit, $text->tags]);
        self::assertSame('', $this->text(9_999_999)->title, 'an image that was deleted in the meantime');
    }

    public function testFiftyTagsAreToldAtMost(): void
    {
        $id = $this->addPlainImage();
        wp_set_object_terms($id, array_map(static fn (int $n): string => "tag {$n}", range(1, 51)), Tags::TAXONOMY);
        self::assertCount(50, $this->text($id)->tags);
    }

    public function testTheFileIsToldAsItIs(): void
    {
        $source = new Source('/nowhere/photo.jpg', 'aa', 1234, 'image/jpeg', 900, 600, true);
        $context = new ItemContext(fileName: 'photo.jpg');
        $payload = Payload::of($this->item($this->addPlainImage()), Pipeline::Analyze, $source, $context);
        self::assertSame(['aa', 1234, 'image/jpeg', 600, 900, []], [$payload->sha256, $payload->bytes, $payload->mediaType,
            $payload->width, $payload->height, $payload->sizes]);
        self::assertSame($context, $payload->context);
        self::assertSame($this->item(7)->reference(), Payload::of($this->item(7), Pipeline::Analyze, $source)->reference);
    }

    /**
     * Sides as WordPress knows them, of the source, and whether its sizes are told as files that a result must beat.
     *
     * @return iterable<string, array{array<string, mixed>, int, int, bool}>
     */
    public static function lies(): iterable
    {
        yield 'both upright' => [['width' => 300, 'height' => 200], 300, 200, true];
        yield 'both standing' => [['width' => 200, 'height' => 300], 200, 300, true];
        yield 'one lies on its side' => [['width' => 200, 'height' => 300], 300, 200, false];
        yield 'a square beside a wide one' => [['width' => 200, 'height' => 200], 300, 200, false];
        yield 'of unknown sides' => [[], 300, 200, false];
        yield 'with a width only, wide' => [['width' => 1], 300, 200, true];
        yield 'with a height only, standing' => [['height' => 1], 200, 300, true];
    }

    /**
     * @dataProvider lies
     * @param array<string, int> $known
     */
    public function testSizesThatLieOnTheirSideAreNoMeasure(array $known, int $width, int $height, bool $told): void
    {
        $id = $this->addPlainImage('photo.png', 300, 200);
        $path = (string) get_attached_file($id);
        $small = pathinfo($path, PATHINFO_FILENAME) . '-small.png';
        file_put_contents(dirname($path) . "/{$small}", 'a small one');
        $wanted = ['small' => ['width' => 30, 'height' => 30, 'crop' => true]];
        add_filter('intermediate_image_sizes_advanced', static fn (): array => $wanted);
        update_post_meta($id, '_wp_attachment_metadata', $known + ['sizes' => ['small' => ['file' => $small]]]);
        $source = new Source($path, 'aa', 10, 'image/png', $width, $height);
        $sizes = Payload::of($this->item($id), Pipeline::Export, $source)->sizes;
        self::assertSame(['small', $told ? strlen('a small one') : null], [$sizes[0]->name, $sizes[0]->replacesBytes]);
    }

    public function testOfAScaledUploadTheUploadIsTheSource(): void
    {
        $id = $this->addPlainImage('photo-scaled.png', 300, 200);
        $full = (string) get_attached_file($id);
        $original = dirname($full) . '/photo-' . uniqid() . '.png';
        copy($full, $original);
        file_put_contents(dirname($full) . '/photo-small.png', 'a small one');
        $wanted = ['small' => ['width' => 30, 'height' => 30, 'crop' => true]];
        add_filter('intermediate_image_sizes_advanced', static fn (): array => $wanted);
        update_post_meta($id, '_wp_attachment_metadata', ['width' => 300, 'height' => 200, 'original_image' => basename($original),
            'sizes' => ['small' => ['file' => 'photo-small.png']]]);
        $bytes = fn (string $path): ?int
            => Payload::of($this->item($id), Pipeline::Export, new Source($path, 'aa', 10, 'image/png', 300, 200))->sizes[0]->replacesBytes;
        self::assertSame([strlen('a small one'), null], [$bytes($original), $bytes($full)]);
        update_post_meta($id, '_wp_attachment_backup_sizes', ['full-orig' => ['file' => 'before-it-was-edited.png']]);
        self::assertSame([null, strlen('a small one')], [$bytes($original), $bytes($full)], 'edited, it is another image');
        delete_post_meta($id, '_wp_attachment_backup_sizes');
        unlink($original);
        self::assertSame(strlen('a small one'), $bytes($full), 'where it is gone, the full size is');
    }
}
