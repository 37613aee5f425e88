<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Budget;
use PictureOptimizer\Files\ImageType;
use PictureOptimizer\Hooks;
use PictureOptimizer\Media\Filter;
use PictureOptimizer\Media\FilterChoices;
use PictureOptimizer\Media\Library;
use PictureOptimizer\Media\Selection;
use PictureOptimizer\Planning\Exclusions;
use PictureOptimizer\Planning\ExclusionCount;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * A photo as iPhones store it, on a server whose WordPress cannot read it: no measures and no sub-sizes. Where the service takes it,
 * it is treated like any other.
 *
 * @group acceptance-A12
 */
final class HeicTest extends ServiceTestCase
{
    private const PHOTO = __DIR__ . '/../../../imaging/tests/data/coffee.heic';

    /** @param array<string, mixed>|null $metadata as WordPress leaves it; null for none */
    private function upload(?array $metadata = null, string $type = 'image/heic', string $name = 'IMG_0815.heic'): int
    {
        $upload = wp_upload_bits($name, null, (string) file_get_contents(self::PHOTO));
        self::assertFalse($upload['error'], (string) $upload['error']);
        $id = (int) wp_insert_attachment(['post_mime_type' => $type, 'post_title' => 'x', 'post_status' => 'inherit'], $upload['file']);
        $metadata === null || wp_update_attachment_metadata($id, $metadata);
        return $id;
    }

    private function letTheServiceTakeIt(): void
    {
        self::$service->set('takes_heic', true);
        $this->plugin->client()->capabilities();
    }

    private function selection(): Selection
    {
        return new Selection($this->plugin->db(), $this->plugin->pictures(), $this->plugin->acceptedTypes());
    }

    /** @return array{array<mixed>, list<array<mixed>>} the row and its meta, as they lie in the database */
    private function rows(int $id): array
    {
        $db = $this->plugin->db();
        return [
            $db->get_row("SELECT post_mime_type, guid, post_name FROM {$db->posts} WHERE ID = {$id}", ARRAY_A),
            $db->get_results("SELECT meta_key, meta_value FROM {$db->postmeta} WHERE post_id = {$id} ORDER BY meta_key", ARRAY_A),
        ];
    }

    /** @return iterable<string, array{array<string, mixed>|null, string}> */
    public static function attachments(): iterable
    {
        yield 'no metadata' => [null, 'image/heic'];
        yield 'only its bytes' => [['filesize' => 16959], 'image/heic'];
        yield 'by its other name' => [[], 'image/heif'];
    }

    /**
     * @dataProvider attachments
     * @param array<string, mixed>|null $metadata
     */
    public function testAPhotoIsReplacedWithAllItsSizesAndComesBackExactly(?array $metadata, string $type): void
    {
        $this->letTheServiceTakeIt();
        $id = $this->upload($metadata, $type);
        $file = (string) get_attached_file($id);
        $url = (string) wp_get_attachment_url($id);
        $words = "<p><a href=\"{$url}\">x</a></p>";
        $page = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish', 'post_content' => $words]);
        $before = $this->rows($id);

        [$item] = $this->process([$id], Pipeline::Export);
        self::assertSame([State::Done, ''], [$item->state, $item->reason]);
        [$sent] = self::$service->get('quotes')[0]['items'];
        self::assertSame(['image/heic', 300, 200], [$sent['media_type'], $sent['width'], $sent['height']]);
        self::assertSame(['image/webp', 'webp'], [get_post_mime_type($id), pathinfo((string) get_attached_file($id), PATHINFO_EXTENSION)]);
        $made = wp_get_attachment_metadata($id);
        self::assertSame([300, 200], [$made['width'], $made['height']]);
        self::assertSame(['thumbnail'], array_keys($made['sizes']), 'all that WordPress would make of an image this small');
        self::assertFileExists(dirname((string) get_attached_file($id)) . '/' . $made['sizes']['thumbnail']['file']);
        self::assertStringContainsString((string) wp_get_attachment_url($id), (string) get_post($page)?->post_content);
        self::assertStringNotContainsString('.heic', (string) get_post($page)?->post_content);

        $this->plugin->control()->revert($id);
        clean_post_cache($id);
        self::assertFileEquals(self::PHOTO, $file);
        self::assertSame($before, $this->rows($id));
        self::assertSame($words, get_post($page)?->post_content);
    }

    public function testWhereTheServiceDoesNotTakeItNothingIsSent(): void
    {
        $this->plugin->client()->capabilities();
        $counted = $this->counted();
        $id = $this->upload();
        [$item] = $this->plugin->items()->ofJob($this->plan([$id])->id);
        self::assertSame([State::Skipped, 'unsupported_media'], [$item->state, $item->reasonCode]);
        self::assertStringContainsString('save it as a JPEG', $item->reason);
        self::assertSame([], self::$service->get('quotes'));
        self::assertSame([false, false], $this->isFound($id));
        self::assertSame($counted, $this->counted());
    }

    /** As WordPress leaves it where it can read HEIC: pages show a JPEG, the upload lies beside it, and the type stays. */
    public function testTheJpegThatWordPressMadeOfItIsSentWhereTheServiceTakesNoHeic(): void
    {
        $this->plugin->client()->capabilities();
        $counted = $this->counted();
        $id = $this->uploadConverted();
        $jpeg = (string) get_attached_file($id);
        $page = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish', 'post_content' => "<img src=\""
            . wp_get_attachment_url($id) . '">']);
        $before = $this->rows($id);
        self::assertContains($id, $this->selection()->ids('all'));
        self::assertSame($counted + 1, $this->counted());

        [$item] = $this->process([$id], Pipeline::Export);
        self::assertSame([State::Done, ''], [$item->state, $item->reason]);
        self::assertSame('image/jpeg', self::$service->get('quotes')[0]['items'][0]['media_type']);
        self::assertSame('image/webp', get_post_mime_type($id));
        self::assertSame('IMG_0815.heic', wp_get_attachment_metadata($id)['original_image']);
        self::assertFileEquals(self::PHOTO, dirname($jpeg) . '/IMG_0815.heic');
        self::assertStringContainsString((string) wp_get_attachment_url($id), (string) get_post($page)?->post_content);

        $this->plugin->control()->revert($id);
        clean_post_cache($id);
        self::assertSame($before, $this->rows($id));
        self::assertFileExists($jpeg);
        self::assertFileEquals(self::PHOTO, dirname($jpeg) . '/IMG_0815.heic');
    }

    public function testWhereTheServiceTakesHeicTheUploadItselfIsSent(): void
    {
        $this->letTheServiceTakeIt();
        [$item] = $this->process([$this->uploadConverted()], Pipeline::Export);
        self::assertSame([State::Done, ''], [$item->state, $item->reason]);
        self::assertSame('image/heic', self::$service->get('quotes')[0]['items'][0]['media_type']);
    }

    private function uploadConverted(): int
    {
        $id = $this->upload();
        $heic = (string) get_attached_file($id);
        $jpeg = substr($heic, 0, -5) . '-heic.jpg';
        rename($this->makeJpeg(300, 200), $jpeg);
        update_post_meta($id, '_wp_attached_file', _wp_relative_upload_path($jpeg));
        wp_update_attachment_metadata($id, ['width' => 300, 'height' => 200, 'file' => _wp_relative_upload_path($jpeg), 'sizes' => [],
            'original_image' => basename($heic)]);
        return $id;
    }

    public function testItIsFoundInTheLibraryWhereTheServiceTakesIt(): void
    {
        $this->letTheServiceTakeIt();
        $counted = $this->counted();
        $id = $this->upload();
        self::assertSame([true, true], $this->isFound($id));
        self::assertSame($counted + 1, $this->counted());
        $offered = (new FilterChoices($this->plugin->db(), $this->plugin->acceptedTypes()))->all()['type'];
        self::assertContains(['value' => 'image/heic', 'label' => 'HEIC'], $offered);
        self::assertNotContains($id, $this->selection()->matching(Filter::from(['type' => 'image/heif'])));
        self::assertTrue($this->plugin->audit()->advance(Budget::unlimited()));
        $table = $this->plugin->audit()->table();
        $audited = $this->plugin->db()->get_row("SELECT mime, bytes FROM {$table} WHERE attachment_id = {$id}", ARRAY_A);
        self::assertSame(['mime' => 'image/heic', 'bytes' => (string) filesize(self::PHOTO)], $audited);
        $library = new Library($this->plugin->pictures(), $this->freshStatuses(), $this->plugin->acceptedTypes());
        self::assertArrayHasKey('picopt', $library->addToGrid([], get_post($id)));
    }

    public function testAnUploadIsOrderedByItself(): void
    {
        $this->letTheServiceTakeIt();
        $this->plugin->settings()->save(['auto_process' => true, 'auto_daily_credits' => 10]);
        $auto = $this->plugin->autoProcessing();
        $auto->notice(['filesize' => 16959], $id = $this->upload());
        self::assertTrue($auto->enqueue());
        $auto->advance(Budget::unlimited());
        $this->work();
        self::assertSame('image/webp', get_post_mime_type($id));
    }

    /** @return array{bool, bool} by the bulk page's choice, and by its filter */
    private function isFound(int $id): array
    {
        return array_map(static fn (array $found): bool => in_array($id, $found, true), [
            $this->selection()->ids('all'),
            $this->selection()->matching(Filter::from(['type' => 'image/heic'])),
        ]);
    }

    /** Images that the settings' rules could exclude. */
    private function counted(): int
    {
        $counting = new ExclusionCount($this->plugin->db(), $this->plugin->acceptedTypes());
        return $counting->of(new Exclusions(Defaults::ALL))['total'];
    }

    public function testTheServiceIsAskedOnceADay(): void
    {
        self::$service->set('takes_heic', true);
        do_action(Hooks::DAILY);
        self::assertTrue($this->plugin->acceptedTypes()->include('image/heic'));
        self::$service->fail('GET /v1/capabilities', 'html 500');
        do_action(Hooks::DAILY);
        self::assertTrue($this->plugin->acceptedTypes()->include('image/heic'), 'what was known stays');
    }

    public function testItsTypeIsReadFromItsBrandsWhereWordPressKnowsNoHeic(): void
    {
        $file = wp_tempnam();
        $heads = ['heic' => true, 'heix' => true, "mif1\0\0\0\0mif1heic" => true, 'isom' => false, "isom\0\0\0\0mp42heim" => true];
        foreach ($heads as $brands => $isHeic) {
            file_put_contents($file, "\0\0\0\x1cftyp{$brands}");
            self::assertSame($isHeic, ImageType::isHeic(ImageType::of($file)), $brands);
        }
        file_put_contents($file, "\0\0\0\x1cmoovheic");
        self::assertSame('', ImageType::of($file), 'no brands');
        file_put_contents($file, '');
        self::assertSame('', ImageType::of($file));
        unlink($file);
        self::assertSame('', ImageType::of($file));
    }
}
