<?php

declare(strict_types=1);

namespace PictureOptimizer\Agents;

use PictureOptimizer\Audit\Index;
use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Budget;
use PictureOptimizer\Planning\Planner;
use PictureOptimizer\Queue\Control;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\References\Finder;
use PictureOptimizer\References\Place;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Review\Desk;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Text\AltFaults;

/**
 * The abilities at work. Input has been checked against its schema; what cannot be done throws a sentence.
 *
 * @phpstan-type Answer array<string, mixed>
 */
final class Tools
{
    /** Rows in one answer. */
    private const PAGE = 50;

    public function __construct(
        private readonly Planner $planner,
        private readonly Report $report,
        private readonly JobStore $jobs,
        private readonly Control $control,
        private readonly Kick $kick,
        private readonly Desk $desk,
        private readonly Index $audit,
        private readonly Finder $finder,
        private readonly Settings $settings,
        private readonly Consent $consent,
    ) {
    }

    /**
     * @param array<string, mixed> $input as in Schemas::input()
     * @return Answer as in Schemas::output()
     * @throws \DomainException|\OutOfBoundsException|\PictureOptimizer\Api\ApiError
     */
    public function run(Ability $ability, array $input): array
    {
        return match ($ability) {
            Ability::Audit => $this->audit(Kind::from($input['kind'] ?? Kind::MissingAlt->value), (int) ($input['page'] ?? 1)),
            Ability::Plan => $this->plan($input),
            Ability::Quote => $this->quote((int) $input['plan']),
            Ability::Apply => $this->apply((int) $input['plan'], (string) $input['quote_id'], (string) $input['confirmation']),
            Ability::Status => self::plain($this->report->progress((int) $input['job'])),
            Ability::Review => $this->review((int) $input['job'], (int) ($input['after'] ?? 0)),
            Ability::Revert => ['images' => $this->revert(array_map(intval(...), $input['ids']))],
            Ability::References => ['places' => $this->references((int) $input['id'])],
        };
    }

    /** @return Answer */
    private function audit(Kind $kind, int $page): array
    {
        $this->audit->advance(Budget::ofSeconds(3));
        $rows = $this->audit->page($kind, $page, self::PAGE);
        return ['counts' => $this->audit->counts(), 'images' => array_map(static fn (array $row): array => [
            'id' => (int) $row['attachment_id'],
            'file' => Report::fileName((int) $row['attachment_id']),
            'bytes' => (int) $row['bytes'],
            'type' => $row['mime'],
            'alt_fault' => AltFaults::sentence($row['alt_fault']),
        ], $rows)] + $this->audit->progress();
    }

    /**
     * @param array<string, mixed> $input
     * @return Answer
     */
    private function plan(array $input): array
    {
        $chosen = Chosen::from(array_intersect_key($input, array_flip(['format', 'preset'])) + ['review' => $input['review'] ?? true]);
        $ids = array_map(intval(...), $input['ids']);
        $job = $this->planner->create($ids, Pipeline::from($input['pipeline']), $chosen, JobSource::Agent);
        return $this->quote($job->id);
    }

    /** @return Answer */
    private function quote(int $planId): array
    {
        $this->agents($planId);
        $this->planner->advance($planId, Budget::ofWebRequest());
        $plan = self::plain($this->report->plan($planId));
        return ['plan' => $planId, 'approve_at' => ConsentPage::url($planId)] + array_intersect_key($plan, array_flip(['complete',
            'process', 'credits', 'available', 'quote_id', 'quote_expires', 'skipped', 'failed']));
    }

    /** @return Answer */
    private function apply(int $planId, string $quoteId, string $code): array
    {
        $job = $this->agents($planId);
        $most = (int) $this->settings->get('agent_daily_credits');
        if ($this->jobs->creditsStartedToday(JobSource::Agent) + $job->creditsQuoted > $most) {
            /* translators: %d: number of credits */
            $sentence = _n(
                'Agents may spend %d credit a day on this site, and this plan would exceed that. Nothing was charged.',
                'Agents may spend %d credits a day on this site, and this plan would exceed that. Nothing was charged.',
                $most,
                'picture-optimizer'
            );
            throw new \DomainException(sprintf($sentence, $most));
        }
        $this->consent->demand($job, $code);
        $this->planner->confirm($planId, $quoteId);
        $this->kick->start();
        return self::plain($this->report->progress($planId));
    }

    /** @return Answer */
    private function review(int $jobId, int $after): array
    {
        $waiting = $this->desk->waiting($jobId, $after, self::PAGE);
        $rows = array_map(static fn (array $row): array => array_intersect_key($row, array_flip(['id', 'attachment_id', 'file',
            'present', 'proposed', 'draft', 'decorative', 'confidence'])), $waiting['items']);
        return ['texts' => $rows, 'working' => $waiting['working'], 'review_at' => admin_url('upload.php')];
    }

    /**
     * @param list<int> $ids
     * @return list<array{attachment_id: int, state: string, reason: string}>
     */
    private function revert(array $ids): array
    {
        return array_values(array_map(static fn (Outcome $outcome): array => ['attachment_id' => $outcome->attachmentId,
            'state' => $outcome->state->value, 'reason' => $outcome->reason], $this->control->revert(...$ids)));
    }

    /** @return list<array{table: string, key: string, column: string, kind: string, post: int}> */
    private function references(int $id): array
    {
        return array_map(static fn (Place $place): array => ['table' => $place->table, 'key' => (string) $place->key,
            'column' => $place->column, 'kind' => $place->kind, 'post' => (int) $place->postId], iterator_to_array(
                $this->finder->find($id),
                false
            ));
    }

    /** Plans of people are theirs. */
    private function agents(int $planId): Job
    {
        $job = $this->jobs->get($planId);
        return $job->source === JobSource::Agent ? $job : throw new \DomainException(
            __('This is not a plan that an agent made.', 'picture-optimizer')
        );
    }

    /** @return Answer as JSON shows it */
    private static function plain(\JsonSerializable $facts): array
    {
        return json_decode((string) wp_json_encode($facts), true);
    }
}
