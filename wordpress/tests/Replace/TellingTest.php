<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

/** What was left somewhere is told once, at the image that it is about, with the reason that helps. */
final class TellingTest extends ReplaceTestCase
{
    protected function tearDown(): void
    {
        global $wpdb;
        $wpdb->query('DROP TEMPORARY TABLE IF EXISTS picopt_narrow');
        parent::tearDown();
    }

    public function testAValueThatItsColumnCannotHoldIsToldAtItsImageAlone(): void
    {
        global $wpdb;
        [$bike, $boat] = [$this->addPicture('bike.jpg', 300, 200), $this->addPicture('boat.jpg', 300, 200, 2)];
        $url = $this->url($bike);
        $room = strlen($url) + 40;
        $wpdb->query("CREATE TEMPORARY TABLE picopt_narrow (id int PRIMARY KEY, picture varchar({$room})) ENGINE=InnoDB CHARSET utf8mb4");
        add_filter('picture_optimizer_reference_tables', static fn (): array => [
            ['table' => 'picopt_narrow', 'key' => 'id', 'columns' => ['picture']],
        ]);
        $full = str_pad("{$url}?", $room, 'v');
        $wpdb->insert('picopt_narrow', ['id' => 1, 'picture' => $full]);
        $wpdb->insert('picopt_narrow', ['id' => 2, 'picture' => $this->url($boat)]);

        $outcomes = $this->replacer->apply(
            $this->change($bike, 'webp', 'Red bike that somebody leans on'),
            $this->change($boat, 'webp', 'Sails')
        );

        self::assertCount(1, $outcomes[$bike]->notes);
        self::assertStringStartsWith('picopt_narrow.picture 1 still uses bike.jpg (', $outcomes[$bike]->notes[0]);
        self::assertSame([], $outcomes[$boat]->notes);
        $values = $wpdb->get_col('SELECT picture FROM picopt_narrow ORDER BY id');
        self::assertSame([$full, $this->url($boat)], $values);
        self::assertStringEndsWith('/sails.webp', $values[1]);
    }

    /** @return iterable<string, array{callable(string): mixed}> */
    public static function namesAlone(): iterable
    {
        $fields = static fn (string $name): array => ['imageSrc' => 'wp-5d3f.jpg', 'imageFileName' => $name];
        yield 'JSON' => [static fn (string $name): string => (string) wp_json_encode($fields($name))];
        yield 'serialized' => [static fn (string $name): array => [$fields($name)]];
        yield 'JSON in Base64 in serialized data, as Brizy keeps a page' => [
            static fn (string $name): array => ['data' => base64_encode((string) wp_json_encode([$fields($name)]))],
        ];
    }

    /**
     * @dataProvider namesAlone
     * @param callable(string): mixed $make
     */
    public function testANameWithoutItsFolderIsToldAsThat(callable $make): void
    {
        $id = $this->addPicture('unmistakable.jpg', 300, 200);
        $post = $this->post('x');
        add_post_meta($post, 'a_builders_data', $value = $make('unmistakable.jpg'));
        [$note] = $this->applied($this->change($id, 'webp', 'Red bike'))->notes;
        self::assertStringContainsString('still uses unmistakable.jpg (without its folder, so it could be another image’s name)', $note);
        self::assertSame($value, get_post_meta($post, 'a_builders_data', true));
    }
}
