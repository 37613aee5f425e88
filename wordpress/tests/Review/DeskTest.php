<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Review;

use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Text\SentText;

/** A person reads the text before it is written. */
final class DeskTest extends DeskTestCase
{
    public function testNothingIsWrittenBeforeThePersonHasSaidSo(): void
    {
        $before = get_post($this->id);
        $job = $this->inReview();
        self::assertTrue($this->item($job)->isInReview());
        self::assertSame('', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertEquals($before, get_post($this->id));
        self::assertSame(1, $this->call('GET', "/jobs/{$job->id}")->get_data()['in_review']);
        $this->passTime();
        $this->work();
        self::assertTrue($this->item($job)->isInReview(), 'it waits for as long as the person likes');
    }

    /** Requests of a tab that is closed arrive in any order. */
    public function testWordsThatArriveAfterLaterOnesOfTheirTabAreNotKept(): void
    {
        $job = $this->inReview();
        $keep = function (string $title, string $desk = '', int $turn = 0) use ($job): string {
            $decisions = ['title' => ['text' => $title, 'write' => true]];
            $answer = $this->call('POST', "/items/{$this->item($job)->id}/decisions", compact('decisions', 'desk', 'turn'));
            self::assertSame(200, $answer->get_status());
            self::assertSame($answer->get_data()['kept']['fields']['title'], $this->shown($job)['decisions']['fields']['title']);
            return $answer->get_data()['kept']['fields']['title']['text'];
        };
        self::assertSame('Second', $keep('Second', 'tab', 2));
        self::assertSame('Second', $keep('First', 'tab', 1));
        self::assertSame('Second', $keep('Twice', 'tab', 2));
        self::assertSame('Third', $keep('Third', 'tab', 3));
        self::assertSame('Other', $keep('Other', 'another tab', 1));
        self::assertSame('Old tab', $keep('Old tab'), 'one that was opened before an update');
        self::assertSame('Old tab', $keep('Late', 'another tab', 1));
        self::assertSame('Fourth', $keep('Fourth', 'tab', 4));
        self::assertSame(200, $this->call('POST', "/items/{$this->item($job)->id}/regenerate", ['wish' => 'Shorter.'])->get_status());
        $this->passTime();
        $this->work();
        self::assertSame($this->shown($job)['proposed']['title'], $keep('Late', 'tab', 4), 'of the text before');
    }

    public function testTwoThatKeepAtOnceLoseNothingOfTheLaterOne(): void
    {
        $job = $this->inReview();
        $later = false;
        // Another request comes in between as this one has read the row.
        add_filter('query', function (string $query) use (&$later, $job): string {
            if (!$later && preg_match('/^UPDATE \S+picopt_items SET reviewed/', $query)) {
                $later = true;
                $this->plugin->desk()->keep($this->item($job)->id, new SentText(['title' => ['text' => 'Last']]), 'tab', 8);
            }
            return $query;
        });
        $this->plugin->desk()->keep($this->item($job)->id, new SentText(['title' => ['text' => 'Overtaken']]), 'tab', 7);
        self::assertTrue($later);
        self::assertSame('Last', $this->shown($job)['decisions']['fields']['title']['text']);
    }

    public function testAQueueThatOnlyWaitsForAPersonIsNotAskedAgainAtOnce(): void
    {
        $this->inReview();
        self::assertFalse($this->plugin->runner()->isDueSoon());
        $asked = count(self::$service->requests('GET /v1/jobs/*'));
        $this->work();
        self::assertCount($asked, self::$service->requests('GET /v1/jobs/*'));
    }

    public function testEditedTextIsWrittenAndGoesIntoTheFiles(): void
    {
        $job = $this->inReview();
        $item = $this->shown($job);
        $answer = $this->call('POST', "/items/{$item['id']}/accept", ['decisions' => [
            'alt' => ['text' => 'My <b>own</b> words', 'write' => true],
            'caption' => ['write' => false],
            'tags' => ['text' => ['one', 'two'], 'write' => true],
            'file_name' => 'My Own Name',
        ]]);
        self::assertSame(200, $answer->get_status());
        $this->passTime();
        $this->work();
        self::assertSame(State::Done, $this->item($job)->state);
        self::assertSame('My own words', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertSame('', get_post($this->id)->post_excerpt);
        self::assertStringContainsString('my-own-name', (string) get_attached_file($this->id));
        $sent = self::$service->get('accepted')["1:{$this->id}"];
        self::assertSame('My own words', $sent['alt']);
        self::assertSame('', $sent['caption'], 'the file gets what stands on the site');
        self::assertSame(['one', 'two'], $sent['tags']);
    }

    public function testTellsATitleThatWordPressTookFromTheFilesName(): void
    {
        wp_update_post(['ID' => $this->id, 'post_title' => pathinfo((string) get_attached_file($this->id), PATHINFO_FILENAME)]);
        $job = $this->inReview();
        self::assertTrue($this->shown($job)['title_is_file_name']);
        wp_update_post(['ID' => $this->id, 'post_title' => 'Words of our own']);
        self::assertFalse($this->shown($job)['title_is_file_name']);
    }

    public function testWhereTheModelHasNothingToSayAPersonWritesTheText(): void
    {
        self::$service->set('silent', ['code' => 'no_confident_text', 'message' => 'Not sure enough.']);
        $job = $this->inReview();
        $item = $this->shown($job);
        self::assertTrue($item['silent']);
        self::assertSame('Not sure enough.', $item['note']);
        self::assertSame(['alt' => '', 'title' => '', 'caption' => '', 'description' => ''], $item['proposed']);
        self::assertSame([false], array_values(array_unique(array_column($item['decisions']['fields'], 'write'))));
        $this->call('POST', "/items/{$item['id']}/accept", ['decisions' => ['alt' => ['text' => 'A red barn', 'write' => true]]]);
        $this->passTime();
        $this->work();
        self::assertSame(State::Done, $this->item($job)->state);
        self::assertSame('A red barn', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertSame('A red barn', self::$service->get('accepted')["1:{$this->id}"]['alt']);
        self::assertSame(PictureStatus::Processed, $this->plugin->pictures()->get($this->id)?->status);
        self::assertSame('photo.webp', basename((string) get_attached_file($this->id)), 'no name was suggested');
    }

    public function testAnImageMayGoOnWithoutAText(): void
    {
        self::$service->set('silent', ['code' => 'no_confident_text', 'message' => 'Not sure enough.']);
        $job = $this->inReview();
        $this->call('POST', "/items/{$this->item($job)->id}/accept");
        $this->passTime();
        $this->work();
        self::assertSame(State::Done, $this->item($job)->state);
        self::assertSame('photo', get_post($this->id)->post_title);
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($this->id)?->status);
    }

    public function testWhereOnlyTextWasOrderedItIsHeldBackHere(): void
    {
        $job = $this->inReview(Pipeline::Analyze);
        self::assertTrue($this->item($job)->isInReview());
        $item = $this->shown($job);
        self::assertFalse($item['exports']);
        $this->call('POST', "/items/{$item['id']}/accept");
        $this->work();
        self::assertSame(State::Done, $this->item($job)->state);
        self::assertSame($item['proposed']['alt'], get_post_meta($this->id, '_wp_attachment_image_alt', true));
    }

    public function testWithoutCreditsItStaysInReviewWithWhatWasTyped(): void
    {
        $job = $this->inReview();
        self::$service->set('credits', 0);
        $item = $this->shown($job);
        $answer = $this->call('POST', "/items/{$item['id']}/accept", ['decisions' => ['alt' => ['text' => 'Typed']]]);
        self::assertSame(402, $answer->get_status());
        self::assertSame('insufficient_credits', $answer->get_data()['code']);
        self::assertSame('Typed', $this->shown($job)['decisions']['fields']['alt']['text']);
        self::$service->set('credits', 5);
        $again = $this->call("POST", "/items/{$item['id']}/accept");
        self::assertSame(200, $again->get_status(), (string) wp_json_encode($again->get_data()));
        $this->passTime();
        $this->work();
        self::assertSame('Typed', get_post_meta($this->id, '_wp_attachment_image_alt', true));
    }

    public function testAClosedTabLosesNothingThatWasTyped(): void
    {
        $job = $this->inReview();
        $item = $this->shown($job);
        $this->call('POST', "/items/{$item['id']}/decisions", ['decisions' => ['title' => ['text' => 'Half a ti']]]);
        self::assertSame('Half a ti', $this->shown($job)['decisions']['fields']['title']['text']);
        self::assertSame([], self::$service->get('accepted'));
    }

    public function testTheDeskIsToldWhatMakesAnImageDoubtful(): void
    {
        $item = $this->shown($this->inReview());
        self::assertGreaterThan(0, $item['confidence']);
        self::assertLessThanOrEqual(1, $item['confidence']);
        self::assertSame(125, $item['max_alt_length']);
        self::assertStringContainsString('photo', $item['full']);
    }

    public function testATitleForACamerasNumberIsProposed(): void
    {
        $this->id = $this->addPicture('DSC_0419.jpg', 500, 300, 2);
        $example = json_decode((string) file_get_contents(__DIR__ . '/../../../contract/examples/Item.ready.json'), true)['analysis'];
        self::$service->set('outcomes', ["1:{$this->id}" => ['state' => 'ready', 'reason' => null, 'export' => null,
            'charges' => [['line' => 'analysis', 'state' => 'captured', 'credits' => 1]],
            'analysis' => ['alt' => 'A red bicycle', 'title' => '', 'filename' => 'red-bicycle'] + $example]]);
        $shown = json_decode((string) wp_json_encode($this->shown($this->inReview(Pipeline::Analyze))), true);
        self::assertSame('Red bicycle', $shown['proposed']['title']);
        self::assertSame(['text' => 'Red bicycle', 'write' => true], $shown['decisions']['fields']['title']);
    }

    public function testWhoApprovedIsWrittenDown(): void
    {
        $ann = $this->user('editor');
        wp_update_user(['ID' => $ann, 'display_name' => 'Ann']);
        $job = $this->inReview();
        wp_set_current_user($ann);
        $begun = time();
        $this->call('POST', "/items/{$this->shown($job)['id']}/accept");
        $this->passTime();
        $this->work();
        $reviewed = $this->item($job)->reviewed;
        self::assertSame($ann, $reviewed->approvedBy);
        self::assertMoment($begun, $reviewed->approvedAt);
        $results = json_decode((string) wp_json_encode($this->call('GET', "/jobs/{$job->id}/items")->get_data()), true);
        self::assertSame('Ann', $results['items'][0]['approved_by']);
    }

    public function testWhereAnImageIsUsedIsShownWithTheWordsAroundIt(): void
    {
        $url = wp_get_attachment_url($this->id);
        $image = "<!-- wp:image {\"id\":{$this->id}} --><img class=\"wp-image-{$this->id}\" src=\"{$url}\"><!-- /wp:image -->";
        $post = wp_insert_post(['post_title' => 'Harbor', 'post_status' => 'publish',
            'post_content' => "<p>We &amp; the <b>boats</b></p>{$image}<p>at low tide</p>"]);
        $places = $this->call('GET', "/pictures/{$this->id}/places")->get_data();
        self::assertSame([$post], array_column($places['posts'], 'id'));
        self::assertSame('We & the boats … at low tide', $places['posts'][0]['words']);
        self::assertSame(0, $places['elsewhere']);
    }

    public function testAnotherTextTakesThePlaceOfTheFirst(): void
    {
        $job = $this->inReview();
        $item = $this->shown($job);
        self::assertSame(0, $item['regenerated']);
        $answer = $this->call('POST', "/items/{$item['id']}/regenerate", ['wish' => 'shorter']);
        self::assertSame(200, $answer->get_status());
        self::assertSame(1, $this->call('GET', "/jobs/{$job->id}/review")->get_data()['working']);
        self::assertSame(409, $this->call('POST', "/items/{$item['id']}/regenerate", ['wish' => 'shorter'])->get_status());
        $this->passTime();
        $this->work();
        $again = $this->shown($job);
        self::assertSame('Another text shorter', $again['decisions']['fields']['alt']['text']);
        self::assertSame(1, $again['regenerated'], 'the next one has its price');
        self::assertCount(1, self::$service->get('regenerated'));
    }

    public function testManyAreAcceptedAtOnceAndWhatCannotBeIsLeft(): void
    {
        $other = $this->addPicture('other.jpg', 400, 300);
        $job = $this->start([$this->id, $other], Pipeline::AnalyzeExport, ['review' => true]);
        $this->work();
        [$one, $two] = $this->plugin->items()->ofJob($job->id);
        $mine = ['fields' => [], 'alt' => ['text' => 'In my words', 'write' => true]];
        $texts = [['id' => 999_999, 'decisions' => []], ['id' => $one->id, 'decisions' => $mine], ['id' => $two->id, 'decisions' => []]];
        $answer = $this->call('POST', "/jobs/{$job->id}/accept", ['texts' => $texts]);
        self::assertSame([200, [$one->id, $two->id]], [$answer->get_status(), $answer->get_data()['accepted'] ?? null]);
        self::assertSame([], $this->call('POST', "/jobs/{$job->id}/accept", ['texts' => $texts])->get_data()['accepted'], 'once');
        $this->passTime();
        $this->work();
        self::assertSame('In my words', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertNotSame('', get_post_meta($other, '_wp_attachment_image_alt', true));
    }

    public function testStopEndsAReview(): void
    {
        $job = $this->inReview();
        $item = $this->item($job);
        $this->plugin->control()->stop($job->id);
        self::assertSame(State::Cancelled, $this->item($job)->state);
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state);
        self::assertSame(409, $this->call('POST', "/items/{$item->id}/accept")->get_status());
        self::assertSame('', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        wp_delete_attachment($this->id, true);
        $answer = $this->call('POST', "/items/{$item->id}/accept");
        self::assertSame([404, 'This image is no longer in the Media Library.'], [$answer->get_status(), $answer->get_data()['message']]);
    }

    /** @group acceptance-G1 */
    public function testNobodyReviewsPicturesOfOthers(): void
    {
        $job = $this->inReview();
        $item = $this->item($job);
        add_filter('picture_optimizer_capability', static fn (): string => 'upload_files');
        wp_set_current_user($this->user('author'));
        foreach (['accept', 'regenerate', 'decisions'] as $action) {
            self::assertSame(403, $this->call('POST', "/items/{$item->id}/{$action}")->get_status(), $action);
        }
        $texts = [['id' => $item->id, 'decisions' => []]];
        self::assertSame(403, $this->call('POST', "/jobs/{$job->id}/accept", ['texts' => $texts])->get_status());
        foreach (["/jobs/{$job->id}/review", "/jobs/{$job->id}/items", "/jobs/{$job->id}"] as $path) {
            self::assertSame(403, $this->call('GET', $path)->get_status(), $path);
        }
        self::assertSame(403, $this->call('POST', "/jobs/{$job->id}/stop")->get_status());
        self::assertTrue($this->item($job)->isInReview());
    }
}
