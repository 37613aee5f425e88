<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\Selection;
use PictureOptimizer\Media\StatusFilter;

/** How images of the library are chosen and filtered. */
final class ChoosingTest extends LibraryTestCase
{
    /** @return iterable<string, array{string, list<string>}> choice, names */
    public static function choices(): iterable
    {
        yield 'all' => ['all', ['back', 'broken', 'done', 'seen', 'never']];
        yield 'not processed' => ['unprocessed', ['seen', 'never']];
        yield 'failed' => ['failed', ['broken']];
        yield 'without alt' => ['no_alt', ['back', 'broken', 'seen', 'never']];
    }

    /**
     * @dataProvider choices
     * @param list<string> $names
     */
    public function testImagesOfTheWholeLibraryAreChosenNewestFirst(string $choice, array $names): void
    {
        $ids = $this->library();
        $selection = new Selection($this->plugin->db(), $this->plugin->pictures(), $this->plugin->acceptedTypes());
        self::assertSame(array_map(static fn (string $name): int => $ids[$name], $names), $selection->ids($choice));
        self::assertSame(count($names), $selection->counts()[$choice]);
        self::assertSame(Selection::CHOICES, array_keys($selection->counts()));
    }

    public function testAnAuthorChoosesAmongTheirOwn(): void
    {
        $this->image(title: 'foreign');
        $author = $this->as('author');
        $own = $this->image(title: 'own', author: $author);
        $selection = new Selection($this->plugin->db(), $this->plugin->pictures(), $this->plugin->acceptedTypes());
        self::assertSame([$own], $selection->ids('all'));
        $this->as('editor');
        self::assertCount(2, $selection->ids('all'));
        $this->as('subscriber');
        self::assertSame([], $selection->ids('all'));
    }

    /** @return iterable<string, array{string, list<string>}> value of the filter, names */
    public static function filters(): iterable
    {
        yield 'processed' => ['processed', ['done']];
        yield 'reverted' => ['reverted', ['back']];
        yield 'failed' => ['failed', ['broken']];
        yield 'unprocessed' => ['unprocessed', ['never', 'seen']];
        yield 'without alt' => ['no_alt', ['back', 'broken', 'never', 'seen']];
    }

    /**
     * @dataProvider filters
     * @param list<string> $names
     */
    public function testTheLibraryIsFilteredByStatus(string $chosen, array $names): void
    {
        $ids = $this->library();
        $wanted = array_map(static fn (string $name): int => $ids[$name], $names);
        $clauses = StatusFilter::apply(['where' => '', 'join' => 'kept'], $chosen, $this->plugin->pictures()->table());
        self::assertSame('kept', $clauses['join']);
        $posts = $this->plugin->db()->posts;
        $found = array_map(intval(...), $this->plugin->db()->get_col(
            "SELECT ID FROM {$posts} WHERE post_type = 'attachment' AND ID IN (" . implode(',', $ids) . "){$clauses['where']}"
        ));
        self::assertEqualsCanonicalizing($wanted, $found);
        self::assertArrayHasKey($chosen, StatusFilter::labels());
    }

    public function testAnUnknownFilterChangesNothing(): void
    {
        foreach (['', 'seen', "x' OR '1'='1", 'PROCESSED'] as $chosen) {
            self::assertSame(['where' => ''], StatusFilter::apply(['where' => ''], $chosen, 'x'), $chosen);
        }
    }
}
