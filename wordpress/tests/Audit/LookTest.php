<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Audit;

use PictureOptimizer\Audit\DecorativeUses;
use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Audit\Look;
use PictureOptimizer\Budget;
use PictureOptimizer\Media\Layout;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\Store\StoreTestCase;
use PictureOptimizer\Text\AltFaults;

/** What the audit finds wrong with an image, image by image and without one on the disk. */
final class LookTest extends StoreTestCase
{
    /** @param array<string, mixed> $meta */
    private function image(string $alt = '', string $title = 'Some title', string $caption = '', array $meta = ['filesize' => 5]): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => $title, 'post_excerpt' => $caption,
            'post_status' => 'inherit'], 'photo.jpg');
        update_post_meta($id, '_wp_attachment_image_alt', $alt);
        update_post_meta($id, '_wp_attachment_metadata', $meta);
        return $id;
    }

    private function look(): Look
    {
        return new Look($this->plugin->pictures(), new DecorativeUses($this->plugin->db()));
    }

    /** @return iterable<string, array{string, string, string, string}> alt, title, caption, fault */
    public static function alts(): iterable
    {
        yield 'good' => ['A red barn beside a pond', 'Barn', '', ''];
        yield 'none' => ['', 'Barn', '', 'missing'];
        yield 'blanks' => ['   ', 'Barn', '', 'missing'];
        yield 'a lead-in' => ['Image of a red barn', 'Barn', '', 'no_lead_in'];
        yield 'a file name' => ['IMG_1234.jpg', 'Barn', '', 'not_a_name'];
        yield 'too long' => ['A red barn ' . str_repeat('beside a quiet pond ', 8), 'Barn', '', 'alt_too_long'];
        yield 'the title' => ['A red barn', 'A red barn!', '', 'not_a_repeat'];
        yield 'the caption' => ['A red barn', 'Barn', 'a red  barn', 'not_a_repeat'];
        yield 'keywords' => ['barn, red barn, old barn, barn house, barns', 'x', '', 'no_stuffing'];
        yield 'markup' => ['A <b>red</b> barn', 'Barn', '', 'one_plain_line'];
    }

    /** @dataProvider alts */
    public function testTheFaultOfAnAlt(string $alt, string $title, string $caption, string $fault): void
    {
        [[$id, $bytes, $mime, $found]] = $this->look()->at([$this->image($alt, $title, $caption)]);
        self::assertSame([5, 'image/jpeg', $fault], [$bytes, $mime, $found]);
        self::assertGreaterThan(0, $id);
        self::assertSame($fault, AltFaults::of($alt, $title, $caption, false));
        self::assertSame($fault === '', AltFaults::sentence($fault) === '');
    }

    public function testOurOwnTextMaySayWhatTheFileIsCalled(): void
    {
        $id = $this->image('Coffee', 'coffee');
        update_post_meta($id, '_wp_attached_file', 'coffee.jpg');
        $fault = fn (): string => $this->look()->at([$id])[0][3];
        self::assertSame('not_a_repeat', $fault(), 'a program has filled it in');
        $hash = static fn (string $text): array => ['written' => (string) wp_json_encode(['alt' => md5($text)])];
        $this->plugin->pictures()->save($id, $hash('Coffee'));
        self::assertSame('', $fault());
        wp_update_post(['ID' => $id, 'post_title' => 'Our coffee']);
        update_post_meta($id, '_wp_attachment_image_alt', 'Our coffee');
        $this->plugin->pictures()->save($id, $hash('Our coffee'));
        self::assertSame('not_a_repeat', $fault(), 'somebody has written this title');
    }

    public function testSentencesDifferAndAnUnknownRuleHasOne(): void
    {
        $faults = ['missing', 'no_lead_in', 'alt_too_long', 'not_a_name', 'not_a_repeat', 'no_stuffing', 'one_plain_line', 'brand_new'];
        self::assertCount(count($faults), array_unique(array_map(AltFaults::sentence(...), $faults)));
    }

    /** @return iterable<string, array{string, bool}> status of an image without text, whether its text is missing */
    public static function pasts(): iterable
    {
        foreach (
            ['analysed' => false, 'processed' => false, 'exported' => true, 'failed' => true, 'reverted' => true,
            'seen' => true] as $status => $is
        ) {
            yield $status => [$status, $is];
        }
    }

    /** @dataProvider pasts */
    public function testWhatWasLookedAtAndLeftWithoutTextIsDecorative(string $status, bool $missing): void
    {
        $id = $this->image();
        $this->plugin->pictures()->save($id, ['status' => $status]);
        self::assertSame($missing ? 'missing' : '', $this->look()->at([$id])[0][3]);
    }

    /** @return iterable<string, array{list<string>, bool}> posts that show the image ({id}), whether it is decorative everywhere */
    public static function uses(): iterable
    {
        $image = '<img class="wp-image-{id}" alt="" src="x.jpg">';
        $hidden = '<img class="wp-image-{id}" alt="" role="presentation">';
        yield 'hidden' => [[$hidden], true];
        yield 'hidden twice' => [[$hidden . $hidden], true];
        yield 'hidden in two posts' => [[$hidden, $hidden], true];
        yield 'hidden once, open once' => [[$hidden . $image], false];
        yield 'hidden once, with words once' => [[$hidden . '<img class="wp-image-{id}" alt="A barn">'], true];
        yield 'open only' => [[$image], false];
        yield 'nowhere' => [[], false];
        yield 'another image is hidden' => [['<img class="wp-image-{id}9" alt="" role="none">'], false];
        yield 'a block says so' => [['<!-- wp:image {"id":{id},"isDecorative":true} -->' . $image . '<!-- /wp:image -->'], true];
    }

    /**
     * @dataProvider uses
     * @param list<string> $posts
     */
    public function testAnImageIsDecorativeIfEveryUseIs(array $posts, bool $decorative): void
    {
        $id = $this->image();
        foreach ($posts as $content) {
            $content = wp_slash(str_replace('{id}', (string) $id, $content));
            wp_insert_post(['post_title' => 'x', 'post_status' => 'publish', 'post_content' => $content]);
        }
        $uses = new DecorativeUses($this->plugin->db());
        self::assertSame($decorative ? [$id] : [], $uses->among([$id]));
        self::assertSame([], $uses->among([]));
    }

    public function testPostsAreReadSomeAtATimeAndAllOfThem(): void
    {
        $id = $this->image();
        $hidden = "<img class=\"wp-image-{$id}\" alt=\"\" role=\"none\">";
        global $wpdb;
        $row = $wpdb->prepare("('publish', 'post', %s, '', '', '', '')", $hidden);
        $columns = 'post_status, post_type, post_content, post_excerpt, to_ping, pinged, post_content_filtered';
        $wpdb->query("INSERT INTO {$wpdb->posts} ({$columns}) VALUES " . implode(', ', array_fill(0, 205, $row)));
        $read = 0;
        add_filter('query', static function (string $query) use (&$read): string {
            $read += str_contains($query, 'SELECT ID, post_content') ? 1 : 0;
            return $query;
        });
        self::assertSame([$id], (new DecorativeUses($this->plugin->db()))->among([$id]));
        self::assertSame(3, $read);
        wp_insert_post(['post_title' => 'x', 'post_status' => 'publish', 'post_content' => "<img class=\"wp-image-{$id}\" alt=\"\">"
            . '<span aria-hidden="true"></span>']);
        self::assertSame([], (new DecorativeUses($this->plugin->db()))->among([$id]), 'the last one counts');
    }

    public function testDraftsCountAndTheTrashDoesNot(): void
    {
        $ids = [$this->image(), $this->image(), $this->image()];
        foreach (['draft', 'trash', 'private'] as $number => $status) {
            wp_insert_post(['post_title' => 'x', 'post_status' => $status,
                'post_content' => "<img class=\"wp-image-{$ids[$number]}\" alt=\"\" aria-hidden=\"true\">"]);
        }
        self::assertSame([$ids[0], $ids[2]], (new DecorativeUses($this->plugin->db()))->among($ids));
    }

    /** @return iterable<string, array{array<string, mixed>, int}> metadata, bytes */
    public static function sizes(): iterable
    {
        yield 'WordPress wrote it down' => [['filesize' => 12345], 12345];
        yield 'as a text' => [['filesize' => '12345'], 12345];
        yield 'nobody knows, and there is no file' => [[], 0];
    }

    /**
     * @dataProvider sizes
     * @param array<string, mixed> $meta
     */
    public function testBytesOfAFile(array $meta, int $bytes): void
    {
        self::assertSame($bytes, $this->look()->at([$this->image('A barn', meta: $meta)])[0][1]);
    }

    /** @return iterable<string, array{Kind, Pipeline}> */
    public static function kinds(): iterable
    {
        yield 'missing alt' => [Kind::MissingAlt, Pipeline::Analyze];
        yield 'bad alt' => [Kind::BadAlt, Pipeline::Analyze];
        yield 'heavy' => [Kind::Heavy, Pipeline::Export];
        yield 'old format' => [Kind::OldFormat, Pipeline::Export];
        yield 'oversized' => [Kind::Oversized, Pipeline::Export];
        yield 'duplicates' => [Kind::Duplicates, Pipeline::Export];
    }

    /** @dataProvider kinds */
    public function testWhatHelpsAgainstEachKind(Kind $kind, Pipeline $pipeline): void
    {
        self::assertSame($pipeline, $kind->pipeline());
        self::assertNotSame('', $kind->label());
        self::assertGreaterThan(strlen($kind->label()), strlen($kind->explained()));
    }

    public function testRowsAreFoundByTheirKindInTheirOrder(): void
    {
        $index = $this->plugin->audit();
        $db = $this->plugin->db();
        $db->query("DELETE FROM {$index->table()}");
        $heavy = Kind::HEAVY_BYTES;
        $rows = [[1, $heavy, 'image/webp', '', 'aa'], [2, $heavy + 1, 'image/jpeg', 'missing', 'bb'], [3, $heavy + 9, 'image/avif',
            'no_lead_in', 'aa'],
            [4, 10, 'image/png', 'alt_too_long', ''], [5, 10, 'image/gif', 'missing', '']];
        foreach ($rows as [$id, $bytes, $mime, $fault, $hash]) {
            $db->insert($index->table(), ['attachment_id' => $id, 'bytes' => $bytes, 'mime' => $mime, 'alt_fault' => $fault,
                'sha256' => $hash, 'width' => Layout::widestNeeded() + ($id === 4 ? 1 : 0)]);
        }
        $found = static fn (Kind $kind): array => array_map(intval(...), array_column($index->page($kind, 1, 10), 'attachment_id'));
        self::assertSame([5, 2], $found(Kind::MissingAlt));
        self::assertSame([4, 3], $found(Kind::BadAlt));
        self::assertSame([3, 2], $found(Kind::Heavy), 'more than the limit');
        self::assertSame([2, 4], $found(Kind::OldFormat));
        self::assertSame([3, 1], $found(Kind::Duplicates), 'files without a hash are like no other');
        self::assertSame(['missing_alt' => 2, 'bad_alt' => 2, 'same_alt' => 0, 'heavy' => 2, 'old_format' => 2, 'oversized' => 1,
            'duplicates' => 2], $index->counts());
        self::assertSame([4], $found(Kind::Oversized), 'wider than twice the layout');
        self::assertSame([], $index->page(Kind::Heavy, 2, 10));
        self::assertCount(1, $index->page(Kind::Heavy, 0, 1), 'a page below the first is the first');
        $index->forget(3);
        self::assertSame([2], $found(Kind::Heavy));
    }

    public function testFilesThatCannotBeReadAreLikeNoOther(): void
    {
        $index = $this->plugin->audit();
        $first = $this->image('A barn', meta: ['filesize' => 777]);
        $second = $this->image('A barn', meta: ['filesize' => 777]);
        self::assertTrue($index->advance(Budget::unlimited()));
        $hashes = $this->plugin->db()->get_col("SELECT sha256 FROM {$index->table()} WHERE attachment_id IN ({$first}, {$second})");
        self::assertEqualsCanonicalizing(["none-{$first}", "none-{$second}"], $hashes);
        self::assertSame(0, $index->counts()['duplicates']);
        self::assertSame($index->progress()['total'], $index->progress()['looked_at']);
    }
}
