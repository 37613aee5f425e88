<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** Sites in several languages. WPML and Polylang cannot be had here; what they give us is given by their hooks. */
final class TranslationsTest extends ServiceTestCase
{
    /** @group acceptance-E3 */
    public function testEachPictureIsDescribedInItsOwnLanguageAndChargedOnce(): void
    {
        $german = $this->addPicture('de.jpg', 400, 300, 1);
        $brazilian = $this->addPicture('pt.jpg', 400, 300, 2);
        $plain = $this->addPicture('xx.jpg', 400, 300, 3);
        $locales = [$german => 'de_DE_formal', $brazilian => 'pt_BR'];
        add_filter('wpml_post_language_details', static fn (mixed $none, int $id): ?array
            => isset($locales[$id]) ? ['locale' => $locales[$id]] : null, 10, 2);

        $items = $this->process([$german, $brazilian, $plain], Pipeline::Analyze);

        self::assertSame([State::Done, State::Done, State::Done], array_column($items, 'state'));
        self::assertSame(3, self::$service->get('charged'));
        $languages = [];
        foreach (self::$service->get('jobs') as $job) {
            foreach ($job['items'] as $item) {
                $languages[$item['reference']] = $job['language'];
            }
        }
        self::assertSame(
            ["1:{$german}" => 'de-DE-formal', "1:{$brazilian}" => 'pt-BR', "1:{$plain}" => 'en-US'],
            array_replace(array_flip(["1:{$german}", "1:{$brazilian}", "1:{$plain}"]), $languages)
        );
        [$again] = $this->process([$german], Pipeline::Analyze);
        self::assertSame(State::Skipped, $again->state);
    }

    /** @group acceptance-E3 */
    public function testALanguageInTheSettingsWins(): void
    {
        $id = $this->addPicture('de.jpg', 400, 300);
        add_filter('wpml_post_language_details', static fn (): array => ['locale' => 'de_DE']);
        $this->plan([$id], Pipeline::Analyze, ['language' => 'fr']);
        self::assertSame('fr', self::$service->get('quotes')[0]['settings']['analysis']['language']);
    }

    /** @group acceptance-F2 */
    public function testTwoAttachmentsOfOneFileAreProcessedOnceAndBothFollow(): void
    {
        $first = $this->addPicture('photo.jpg', 900, 600);
        $second = $this->translationOf($first);

        [$one, $two] = $this->process([$first, $second]);

        self::assertSame(State::Done, $one->state, $one->reason);
        self::assertSame(State::Skipped, $two->state);
        self::assertSame('same_file', $two->reasonCode);
        self::assertSame(2, self::$service->get('charged'));
        self::assertSame(get_attached_file($first), get_attached_file($second));
        self::assertFileExists((string) get_attached_file($second));
        self::assertSame('image/webp', get_post_mime_type($second));
        self::assertSame(
            wp_get_attachment_metadata($first)['sizes'],
            wp_get_attachment_metadata($second)['sizes']
        );

        $this->plugin->control()->revert($first);
        self::assertSame(get_attached_file($first), get_attached_file($second));
        self::assertFileExists((string) get_attached_file($second));
        self::assertSame('image/jpeg', get_post_mime_type($second));
    }

    public function testWhoseFilesWereReplacedKeepsThatPartWhenAnOlderOneComesBackFromTheTrash(): void
    {
        [$older, $younger] = $this->twins();
        self::assertSame(State::Done, $this->process([$younger], Pipeline::Export)[0]->state);
        self::trash($older, false);
        [$one, $two] = $this->process([$older, $younger], Pipeline::Export);
        self::assertSame([[State::Skipped, 'same_file'], [State::Skipped, 'already_done']], [[$one->state, $one->reasonCode],
            [$two->state, $two->reasonCode]]);
        self::assertSame(1, self::$service->get('charged'));
        $outcome = $this->plugin->control()->revert($younger)[$younger];
        self::assertTrue($outcome->ok(), $outcome->reason);
        self::assertSame(['image/jpeg', 'image/jpeg'], [get_post_mime_type($older), get_post_mime_type($younger)]);
    }

    /** As former versions of the plugin left it. */
    public function testWhatWasDoneForTheOlderOneOverTheYoungerOnesGoesBackBeforeThat(): void
    {
        [$older, $younger] = $this->twins();
        $before = (string) file_get_contents((string) get_attached_file($younger));
        $this->process([$younger], Pipeline::AnalyzeExport);
        self::trash($older, false);
        self::trash($younger, true);
        $this->plugin->db()->query("UPDATE {$this->plugin->db()->prefix}picopt_replacements SET state = 'reverted'");
        $this->process([$older], Pipeline::AnalyzeExport, ['reprocess' => true]);
        $this->plugin->db()->query("UPDATE {$this->plugin->db()->prefix}picopt_replacements SET state = 'applied'");
        self::trash($younger, false);
        self::assertSame(get_attached_file($older), get_attached_file($younger));
        $outcome = $this->plugin->control()->revert($younger)[$younger];
        self::assertTrue($outcome->ok(), $outcome->reason);
        self::assertSame($before, file_get_contents((string) get_attached_file($younger)));
        self::assertSame(get_attached_file($older), get_attached_file($younger));
        self::assertFalse($this->plugin->replacer()->canRevert($older));
    }

    /** @return array{int, int} Two attachments of one file, of which the older one lies in the trash. */
    private function twins(): array
    {
        $older = $this->addPicture('photo.jpg', 900, 600);
        $younger = $this->translationOf($older);
        self::trash($older, true);
        return [$older, $younger];
    }

    private static function trash(int $id, bool $isIn): void
    {
        $GLOBALS['wpdb']->update($GLOBALS['wpdb']->posts, ['post_status' => $isIn ? 'trash' : 'inherit'], ['ID' => $id]);
        clean_post_cache($id);
    }

    private function translationOf(int $picture): int
    {
        $id = (int) wp_insert_attachment([
            'post_title' => 'Übersetzung',
            'post_mime_type' => 'image/jpeg',
            'post_status' => 'inherit',
        ], (string) get_attached_file($picture));
        wp_update_attachment_metadata($id, wp_get_attachment_metadata($picture));
        return $id;
    }
}
