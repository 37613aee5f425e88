<?php

declare(strict_types=1);

namespace PictureOptimizer\Review;

use PictureOptimizer\Access;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Wire\Analysis;
use PictureOptimizer\Api\Wire\ItemState;
use PictureOptimizer\Api\Wire\PlacementText;
use PictureOptimizer\Budget;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Settings\TypedText;
use PictureOptimizer\Store\DecidedText;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\LeaseLost;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Reviewed;
use PictureOptimizer\Store\Reviews;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Tally;
use PictureOptimizer\Store\Why;
use PictureOptimizer\Text\CopiedName;
use PictureOptimizer\Text\Decisions;
use PictureOptimizer\Text\NameTitle;
use PictureOptimizer\Text\SentText;
use PictureOptimizer\Text\TextPolicy;

/**
 * Where a person reads the proposed texts before anything is written: edits, accepts, keeps their own, asks for another.
 *
 * @phpstan-type Row array{id: int, attachment_id: int, file: string, thumbnail: string, large: string, full: string,
 *     present: array<string, string>, seen: array<string, string>, by_person: list<string>, proposed: array<string, string>,
 *     decisions: DecidedText,
 *     placements: list<PlacementText>, renames: bool, max_alt_length: int, draft: bool, decorative: bool,
 *     confidence: float, silent: bool, note: string, exports: bool, regenerated: int, regenerable: bool, title_is_file_name: bool}
 */
final class Desk
{
    /** How often words are kept anew over what somebody else has kept meanwhile. */
    private const TRIES = 5;

    public function __construct(
        private readonly ItemStore $items,
        private readonly Reviews $reviews,
        private readonly Tally $tally,
        private readonly JobStore $jobs,
        private readonly PictureStore $pictures,
        private readonly Client $client,
        private readonly Learning $learning,
    ) {
    }

    /**
     * @param int $since only texts that have come since: `now` of an earlier answer
     * @return array{items: list<Row>, waiting: int, working: int, now: int} texts that wait, how many those of all pages are, how many
     *     pictures are not as far yet, and the time
     */
    public function waiting(int $jobId, int $after, int $limit, int $since = 0): array
    {
        $this->jobs->get($jobId);
        $now = time();
        // A page at a time: the answers of a large job do not fit into memory together.
        $page = $this->items->inReview($jobId, $after, $limit, $since);
        _prime_post_caches(array_column($page, 'attachmentId'), false, true);
        $counts = array_intersect_key($this->tally->counts($jobId), array_flip([State::Waiting->value, State::Uploaded->value,
            State::Ordered->value]));
        $waiting = $this->tally->inReview($jobId);
        return ['items' => array_map($this->show(...), $page), 'waiting' => $waiting, 'working' => array_sum($counts) - $waiting,
            'now' => $now];
    }

    /**
     * The picture that an item is about.
     *
     * @throws \OutOfBoundsException
     */
    public function attachment(int $itemId): int
    {
        return $this->item($itemId)->attachmentId;
    }

    private function item(int $itemId): Item
    {
        return $this->items->get($itemId)
            ?? throw new \OutOfBoundsException(__('This image is not part of any job.', 'picture-optimizer'));
    }

    /**
     * Keeps what was typed so far.
     *
     * @param string $desk the tab in which it was typed, by a name of its own
     * @param int $turn grows with what the tab sends: words that arrive after later ones are not kept
     */
    public function keep(int $itemId, SentText $sent, string $desk = '', int $turn = 0): Decisions
    {
        for ($try = 0; $try < self::TRIES; $try++) {
            $item = $this->inReview($itemId);
            $decisions = $this->decisions($item);
            if ($item->reviewed->isPast($desk, $turn)) {
                return $decisions;
            }
            $decisions = $decisions->changed($sent);
            if ($this->reviews->swap($item, $item->reviewed->with($decisions->decided, $desk, $turn))) {
                return $decisions;
            }
        }
        throw self::busy();
    }

    /**
     * The text is as it should be: the picture goes on. Where files are made, their credit is held only now; when there is
     * none, the picture stays here, with what was decided.
     *
     * @throws ApiError
     */
    public function accept(int $itemId, SentText $sent): void
    {
        $decisions = $this->keep($itemId, $sent);
        $item = $this->inReview($itemId);
        $isHeld = self::isHeldAtService($item);
        if ($isHeld) {
            $this->tellService($item, $decisions);
        }
        $approved = $item->reviewed->approvedBy(get_current_user_id(), time());
        $this->write($item, $isHeld ? State::Ordered : State::Ready, $approved);
        $this->learning->keep($item->attachmentId, self::proposed($item), $decisions->decided);
    }

    /**
     * Many at once, for as long as the budget lasts and the service is there. Of those that are left, whoever asks for one alone is told
     * what is in its way.
     *
     * @param array<int, SentText> $texts by item, of this job
     * @return list<int> items that were accepted
     */
    public function acceptAll(int $jobId, array $texts, Budget $budget): array
    {
        $accepted = [];
        foreach ($texts as $itemId => $sent) {
            if (!$budget->isLeft()) {
                break;
            }
            $item = $this->items->get($itemId);
            if ($item?->jobId !== $jobId || !Access::mayChange($item->attachmentId)) {
                continue;
            }
            try {
                $this->accept($itemId, $sent);
                $accepted[] = $itemId;
            } catch (\DomainException | \OutOfBoundsException) {
                continue; // nothing that stands in the way of the others
            } catch (ApiError) {
                break;
            }
        }
        return $accepted;
    }

    /** @throws ApiError */
    private function tellService(Item $item, Decisions $decisions): void
    {
        try {
            $this->client->acceptText($item->remoteItem, $decisions->forService($this->pictures->get($item->attachmentId)));
        } catch (Problem $problem) {
            if (!$problem->is('state_conflict')) {
                throw $problem;
            }
            // An earlier click got through and its answer was lost: the queue asks for the state.
        }
    }

    /** The service waits with the files; else they are in place already, or there are none. */
    private static function isHeldAtService(Item $item): bool
    {
        return $item->answer()?->state === ItemState::Review;
    }

    /** The service writes another text as long as this one is in no file. */
    private static function isRegenerable(Item $item): bool
    {
        return self::isHeldAtService($item) || $item->pipeline === Pipeline::Analyze;
    }

    /** @throws ApiError */
    public function regenerate(int $itemId, string $wish): void
    {
        $item = $this->inReview($itemId);
        if (!self::isRegenerable($item)) {
            throw new \DomainException(__(
                'The files of this image are in place already. Edit the metadata here, or optimize the image again.',
                'picture-optimizer'
            ));
        }
        $times = $item->reviewed->regenerated;
        $wish = mb_substr(TypedText::lines($wish), 0, 500);
        // A second click on the same text sends the same key and is the same request.
        $key = "regenerate:{$item->remoteItem}:{$times}:" . md5($wish);
        $this->client->regenerate($item->remoteItem, $wish, $key);
        $this->write($item, State::Ordered, $item->reviewed->anew());
    }

    /** @throws \DomainException */
    private function inReview(int $itemId): Item
    {
        $item = $this->item($itemId);
        return $item->isInReview() ? $item : throw new \DomainException(
            __('This text is no longer waiting for review.', 'picture-optimizer')
        );
    }

    private function write(Item $item, State $next, Reviewed $reviewed): void
    {
        try {
            $this->items->advance($item, $next, ['reviewed' => $reviewed->toJson()]);
        } catch (LeaseLost) {
            throw self::busy();
        }
    }

    private static function busy(): \DomainException
    {
        return new \DomainException(__('The queue is working on this image right now. Please try again.', 'picture-optimizer'));
    }

    private function decisions(Item $item): Decisions
    {
        $overwrite = $this->jobs->get($item->jobId)->settings->is('overwrite_text');
        $known = $this->pictures->get($item->attachmentId);
        return Decisions::of($item)
            ?? Decisions::propose($item->attachmentId, self::proposed($item), $known, $overwrite);
    }

    private static function proposed(Item $item): Analysis
    {
        if (self::isSilent($item)) {
            return new Analysis(language: '', decorative: false, draft: false, confidence: 0, model: '', promptVersion: '');
        }
        $analysis = $item->answer()?->analysis ?? throw new \DomainException(
            __('The text of this image can no longer be read. Start again with this image.', 'picture-optimizer')
        );
        return NameTitle::completed($analysis, TextPolicy::present($item->attachmentId)['title']);
    }

    /** The model had nothing to say, and told why: the text is the person's. */
    private static function isSilent(Item $item): bool
    {
        $answer = $item->answer();
        return $answer !== null && $answer->analysis === null && $answer->reason !== null;
    }

    /** @return Row */
    private function show(Item $item): array
    {
        $known = $this->pictures->get($item->attachmentId);
        $present = TextPolicy::present($item->attachmentId);
        $analysis = self::proposed($item);
        $settings = $this->jobs->get($item->jobId)->settings;
        $byPerson = array_filter(
            $present,
            static fn (string $text, string $field): bool
                => !TextPolicy::isFree($item->attachmentId, $field, $text, $known),
            ARRAY_FILTER_USE_BOTH
        );
        return [
            'id' => $item->id,
            'attachment_id' => $item->attachmentId,
            'file' => Report::fileName($item->attachmentId),
            'thumbnail' => Described::url($item->attachmentId),
            'large' => Described::url($item->attachmentId, 'large'),
            'full' => (string) wp_get_attachment_url($item->attachmentId),
            'present' => $present,
            'by_person' => array_keys($byPerson),
            'title_is_file_name' => CopiedName::isTitle($item->attachmentId, $present['title']),
            'proposed' => array_intersect_key($analysis->jsonSerialize(), array_flip(Decisions::FIELDS)),
            'decisions' => $this->decisions($item)->decided,
            'seen' => Decisions::seen($item->attachmentId),
            'placements' => $analysis->placements,
            'renames' => $item->pipeline->exports() && $settings->is('rename'),
            'max_alt_length' => (int) $settings->text('max_alt_length'),
            'draft' => $analysis->draft,
            'decorative' => $analysis->decorative,
            'confidence' => $analysis->confidence,
            'silent' => self::isSilent($item),
            'note' => (string) Why::ofService($item->answer()?->reason),
            'exports' => $item->pipeline->exports(),
            'regenerated' => $item->reviewed->regenerated,
            'regenerable' => self::isRegenerable($item),
        ];
    }
}
