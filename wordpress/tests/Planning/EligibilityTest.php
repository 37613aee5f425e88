<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Planning\Decision;
use PictureOptimizer\Planning\Eligibility;
use PictureOptimizer\Planning\SharedFile;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\TestCase;

/** Why an image is left alone, before anybody is asked for a price. */
final class EligibilityTest extends TestCase
{
    /** An attachment whose file holds so many bytes; no image is needed to decide. */
    private function attachment(string $name = 'photo.jpg', string $type = 'image/jpeg', int $bytes = 100, string $date = ''): int
    {
        $upload = wp_upload_bits($name, null, str_repeat('x', $bytes));
        self::assertFalse($upload['error'], (string) $upload['error']);
        return (int) wp_insert_attachment(['post_mime_type' => $type, 'post_title' => 'x', 'post_date' => $date], $upload['file']);
    }

    private function obstacle(int $id): ?Decision
    {
        return (new Eligibility($this->plugin->settings(), $this->plugin->acceptedTypes()))->obstacle($id);
    }

    /** @return iterable<string, array{string, bool}> */
    public static function types(): iterable
    {
        foreach (AcceptedTypes::ALWAYS as $type) {
            yield $type => [$type, true];
        }
        foreach (['image/svg+xml', 'image/x-icon', 'application/pdf', 'video/mp4', '', 'IMAGE/JPEG'] as $type) {
            yield $type ?: 'none' => [$type, false];
        }
    }

    /** @dataProvider types */
    public function testTypesThatTheServiceReads(string $type, bool $is): void
    {
        $decision = $this->obstacle($this->attachment('photo.jpg', $type));
        self::assertSame($is ? null : 'unsupported_media', $decision?->why?->code);
        $is || self::assertStringContainsString($type, (string) $decision?->why);
    }

    public function testHeicIsLeftWithASentenceForPeople(): void
    {
        foreach (['image/heic', 'image/heif'] as $type) {
            $decision = $this->obstacle($this->attachment('photo.heic', $type));
            self::assertSame('unsupported_media', $decision?->why?->code);
            self::assertStringContainsString('save it as a JPEG', (string) $decision?->why);
        }
    }

    public function testHeicIsWorkedOnWhereTheServiceTakesIt(): void
    {
        $this->plugin->acceptedTypes()->remember(['image/jpeg', 'image/heic']);
        self::assertNull($this->obstacle($this->attachment('photo.heic', 'image/heic')));
        self::assertNull($this->obstacle($this->attachment('photo.heic', 'image/heif')));
        $moving = $this->obstacle($this->attachment('photo.heic', 'image/heic-sequence'));
        self::assertStringContainsString('save it as a JPEG', (string) $moving?->why);
    }

    public function testWhatIsNoImageOfTheLibraryIsGone(): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x']);
        $codes = array_map(fn (int $id): ?string => $this->obstacle($id)?->why?->code, [0, 9_999_999, $post]);
        self::assertSame(['gone', 'gone', 'gone'], $codes);
    }

    public function testWhatIsInTheTrashIsNotProcessed(): void
    {
        $id = $this->attachment();
        self::assertNull($this->obstacle($id));
        wp_update_post(['ID' => $id, 'post_status' => 'trash']);
        self::assertSame('gone', $this->obstacle($id)?->why?->code);
    }

    public function testAFileElsewhereIsNotProcessed(): void
    {
        $id = $this->attachment();
        unlink((string) get_attached_file($id));
        self::assertSame('not_local', $this->obstacle($id)?->why?->code);
        add_filter('get_attached_file', static fn (): string => 's3://bucket/photo.jpg');
        self::assertSame('not_local', $this->obstacle($this->attachment())?->why?->code);
        remove_all_filters('get_attached_file');
        add_filter('get_attached_file', static fn (): bool => false);
        self::assertSame('not_local', $this->obstacle($this->attachment())?->why?->code);
    }

    /** @return iterable<string, array{mixed}> what plugins for images of other sites, and broken importers, leave in the place of a file */
    public static function noFiles(): iterable
    {
        yield 'the address of an image elsewhere' => ['https://images.example/2026/05/photo.jpg'];
        yield 'one that looks like ours' => ['https://images.example/wp-content/uploads/2026/05/photo.jpg'];
        yield 'one without its scheme' => ['//images.example/photo.jpg'];
        yield 'behind a sign' => [';https://images.example/photo.jpg'];
        yield 'a list' => [['2026/05/photo.jpg']];
        yield 'nothing' => [''];
    }

    /** @dataProvider noFiles */
    public function testAnImageOfAnotherSiteIsLeftAloneWithTheReason(mixed $file): void
    {
        $id = $this->attachment();
        update_post_meta($id, Described::FILE, $file);
        $decision = $this->obstacle($id);
        self::assertSame('not_local', $decision?->why?->code);
        self::assertStringContainsString('not on this server', (string) $decision->why);
        self::assertNull($this->plugin->pictures()->liveSha256($id));
        self::assertSame([], $this->plugin->replacement()->replacer->revert($id)[$id]->notes);
        $this->expectException(ChangeError::class);
        $this->plugin->originals()->sourceFor($id);
    }

    /** @return iterable<string, array{array<string, mixed>, string, int, bool}> settings, file name, bytes, whether it is left alone */
    public static function exclusions(): iterable
    {
        yield 'nothing is excluded' => [[], 'photo.jpg', 0, false];
        yield 'a name' => [['exclude_names' => ['photo.jpg']], 'photo.jpg', 100, true];
        yield 'a name in another case' => [['exclude_names' => ['PHOTO.*']], 'photo.jpg', 100, true];
        yield 'a pattern' => [['exclude_names' => ['logo*', '*-icon.png']], 'my-icon.png', 100, true];
        yield 'a pattern that does not fit' => [['exclude_names' => ['logo*']], 'my-logo.jpg', 100, false];
        yield 'one sign' => [['exclude_names' => ['photo?.jpg']], 'photo1.jpg', 100, true];
        yield 'one sign is not none' => [['exclude_names' => ['photo?.jpg']], 'photo.jpg', 100, false];
        yield 'smaller than the limit' => [['exclude_below_bytes' => 101], 'photo.jpg', 100, true];
        yield 'as large as the limit' => [['exclude_below_bytes' => 100], 'photo.jpg', 100, false];
    }

    /**
     * @dataProvider exclusions
     * @param array<string, mixed> $settings
     */
    public function testWhatTheSettingsLeaveAlone(array $settings, string $name, int $bytes, bool $excluded): void
    {
        $this->plugin->settings()->save($settings);
        $decision = $this->obstacle($this->attachment($name, 'image/jpeg', $bytes));
        self::assertSame($excluded ? 'excluded' : null, $decision?->why?->code);
        $excluded && self::assertStringStartsWith('Excluded: ', (string) $decision?->why);
    }

    /** @return iterable<string, array{string, bool}> folder in the settings, whether it holds the image of 2026/05 */
    public static function folders(): iterable
    {
        yield 'its own' => ['2026/05', true];
        yield 'with slashes' => ['/2026/05/', true];
        yield 'the one above' => ['2026', true];
        yield 'another' => ['2026/06', false];
        yield 'one that begins alike' => ['2026/0', false];
        yield 'an empty one' => ['/', false];
    }

    /** @dataProvider folders */
    public function testFoldersAreExcludedWithWhatIsBelow(string $folder, bool $excluded): void
    {
        $this->plugin->settings()->save(['exclude_folders' => [$folder]]);
        $id = $this->attachment();
        update_post_meta($id, '_wp_attached_file', '2026/05/photo.jpg');
        add_filter('get_attached_file', static fn (): string => __FILE__);
        self::assertSame($excluded ? 'excluded' : null, $this->obstacle($id)?->why?->code);
    }

    /** @return iterable<string, array{string, string, bool}> date in the settings, date of the upload, whether it is left alone */
    public static function dates(): iterable
    {
        yield 'the day before' => ['2026-05-02', '2026-05-01 23:59:59', true];
        yield 'the day itself' => ['2026-05-02', '2026-05-02 00:00:00', false];
        yield 'later' => ['2026-05-02', '2026-11-01 00:00:00', false];
        yield 'no date' => ['', '2000-01-01 00:00:00', false];
    }

    /** @dataProvider dates */
    public function testOldUploadsAreLeftAlone(string $before, string $date, bool $excluded): void
    {
        $this->plugin->settings()->save(['exclude_before' => $before]);
        self::assertSame($excluded ? 'excluded' : null, $this->obstacle($this->attachment(date: $date))?->why?->code);
    }

    public function testAFilterHasTheLastWord(): void
    {
        $id = $this->attachment();
        $heard = [];
        add_filter('picture_optimizer_exclude', static function (?string $rule, int $of) use (&$heard): string {
            $heard[] = [$rule, $of];
            return 'It belongs to the museum.';
        }, 10, 2);
        self::assertSame('It belongs to the museum.', (string) $this->obstacle($id)?->why);
        $this->plugin->settings()->save(['exclude_names' => ['*']]);
        self::assertSame('It belongs to the museum.', (string) $this->obstacle($id)?->why, 'also where a rule excludes it');
        self::assertSame([null, $id], array_shift($heard));
        self::assertStringContainsString('*', (string) $heard[0][0]);
        remove_all_filters('picture_optimizer_exclude');
        add_filter('picture_optimizer_exclude', '__return_null');
        self::assertNull($this->obstacle($id), 'and can allow what the settings exclude');
        self::assertCount(1, $heard);
        remove_all_filters('picture_optimizer_exclude');
        add_filter('picture_optimizer_exclude', '__return_false');
        self::assertNull($this->obstacle($id), 'no is no sentence either');
    }

    // One file of two attachments.

    public function testTheOldestAttachmentOwnsAFile(): void
    {
        $first = $this->attachment('one.jpg');
        $second = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], (string) get_attached_file($first));
        $other = $this->attachment('two.jpg');
        $none = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x']);
        $owners = SharedFile::owners($this->plugin->db(), [$second, $other, $none]);
        self::assertSame([$second => $first, $other => $other], $owners);
        self::assertSame([], SharedFile::owners($this->plugin->db(), [$none]));
        wp_update_post(['ID' => $first, 'post_status' => 'trash']);
        self::assertSame($second, SharedFile::owners($this->plugin->db(), [$second])[$second], 'not in the trash');
        $decision = SharedFile::obstacle($second, $first, Pipeline::Export);
        self::assertSame('same_file', $decision?->why?->code);
        self::assertStringContainsString("image {$first}", (string) $decision?->why);
        self::assertNull(SharedFile::obstacle($second, $first, Pipeline::Analyze), 'text is each one’s own');
        self::assertNull(SharedFile::obstacle($first, $first, Pipeline::Export));
        self::assertNull(SharedFile::obstacle($first, 0, Pipeline::AnalyzeExport));
    }

    public function testTwoFilesAreTwoWhateverTheDatabaseThinksOfCase(): void
    {
        [$upper, $lower] = [$this->attachment('Photo.jpg'), $this->attachment('photo.jpg')];
        self::assertNotSame(get_attached_file($upper), get_attached_file($lower));
        self::assertSame([$upper => $upper, $lower => $lower], SharedFile::owners($this->plugin->db(), [$upper, $lower]));
    }

    public function testAFileOfTheTrashAloneIsNobodys(): void
    {
        $id = $this->attachment('photo.jpg');
        wp_update_post(['ID' => $id, 'post_status' => 'trash']);
        self::assertSame([$id => 0], SharedFile::owners($this->plugin->db(), [$id]));
    }

    public function testWhatIsLeftOfADeletedImageOwnsNothing(): void
    {
        $id = $this->attachment('photo.jpg');
        $GLOBALS['wpdb']->insert($GLOBALS['wpdb']->postmeta, ['post_id' => 0, 'meta_key' => '_wp_attached_file',
            'meta_value' => get_post_meta($id, '_wp_attached_file', true)]);
        self::assertSame([$id => $id], SharedFile::owners($this->plugin->db(), [$id]));
    }
}
