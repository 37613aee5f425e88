<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Wire\AnalysisCapabilities;
use PictureOptimizer\Api\Wire\EstimateModel;
use PictureOptimizer\Budget;
use PictureOptimizer\Media\Filter;
use PictureOptimizer\Media\Selection;
use PictureOptimizer\Planning\Planner;
use PictureOptimizer\Queue\Control;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Reporting\Plan;
use PictureOptimizer\Reporting\Progress;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Reporting\Results;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Wizard\PlanUsage;

/** The routes of the wizard and of the bulk page: plans, jobs, previews, reverts. */
final class Routes
{
    /** Items in one answer. */
    private const PAGE = 200;

    /** @param \Closure(): \PictureOptimizer\Wizard\Previews $previews made only when one is asked for */
    public function __construct(
        private readonly Router $router,
        private readonly Planner $planner,
        private readonly Report $report,
        private readonly PlanUsage $usage,
        private readonly Control $control,
        private readonly Kick $kick,
        private readonly Connection $connection,
        private readonly Client $client,
        private readonly Selection $selection,
        private readonly \Closure $previews,
    ) {
    }

    public function register(): void
    {
        $job = Router::ID;
        $this->router->add('POST', '/plans', $this->createPlan(...), [
            'ids' => ['required' => false, 'minItems' => 0, 'default' => []] + Router::IDS['ids'],
            'select' => ['type' => 'string', 'enum' => Selection::CHOICES],
            'filter' => ['type' => 'object'],
            'pipeline' => ['type' => 'string', 'enum' => array_column(Pipeline::cases(), 'value'), 'required' => true],
            'settings' => ['type' => 'object', 'default' => []],
            'replaces' => ['type' => 'integer', 'minimum' => 0, 'default' => 0],
        ]);
        $this->forJob('POST', '/plans/(?P<id>\d+)/advance', $this->advancePlan(...), $job);
        $this->forJob('GET', '/plans/(?P<id>\d+)/usage', fn (\WP_REST_Request $r): array
            => $this->usage->ofPlan((int) $r['id'], (int) $r['after']), $job + Router::AFTER);
        $this->router->add('POST', '/plans/(?P<id>\d+)/confirm', $this->confirmPlan(...), $job + [
            'quote_id' => ['type' => 'string', 'required' => true],
        ], fn (\WP_REST_Request $r): bool => $this->report->mayUse((int) $r['id'])
            && $this->report->mayChangeAll((int) $r['id']), forPeople: true);
        $this->forJob('GET', '/jobs/(?P<id>\d+)', fn (\WP_REST_Request $r): Progress
            => $this->report->progress((int) $r['id']), $job);
        $this->forJob('GET', '/jobs/(?P<id>\d+)/items', fn (\WP_REST_Request $r): Results
            => $this->report->results((int) $r['id'], self::PAGE, (int) $r['after']), $job + Router::AFTER);
        $this->forJob('POST', '/jobs/(?P<id>\d+)/(?P<action>pause|resume|stop)', $this->controlJob(...), $job);
        $this->forJob('POST', '/tick', $this->tick(...), ['id' => ['type' => 'integer', 'default' => 0]]);
        $this->router->add('POST', '/revert', $this->revert(...), Router::IDS, forPeople: true);
        $this->router->add('POST', '/previews', fn (\WP_REST_Request $r): array
            => ($this->previews)()->make((int) $r['ids'][0], Chosen::fromBrowser($r['settings'])), Router::IDS + [
                'settings' => ['type' => 'object', 'default' => []],
            ]);
        $this->router->add('GET', '/account', $this->account(...), []);
        $this->router->add('GET', '/capabilities', $this->capabilities(...), []);
    }

    /**
     * @param callable(\WP_REST_Request): (array<mixed>|\JsonSerializable) $callback
     * @param array<string, mixed> $args
     */
    private function forJob(string $method, string $path, callable $callback, array $args): void
    {
        $mayUse = fn (\WP_REST_Request $r): bool => !$r['id'] || $this->report->mayUse((int) $r['id']);
        $this->router->add($method, $path, $callback, $args, $mayUse);
    }

    private function createPlan(\WP_REST_Request $request): Plan
    {
        if ($this->connection->obstacle() !== null) {
            throw new \DomainException($this->connection->obstacle());
        }
        $ids = match (true) {
            isset($request['select']) => $this->selection->ids($request['select']),
            isset($request['filter']) => $this->selection->matching(Filter::from($request['filter'])),
            default => array_map(intval(...), $request['ids']),
        };
        if ($ids === []) {
            throw new \DomainException(__('No image was selected.', 'picture-optimizer'));
        }
        // Whoever changes a setting gets another plan; the one before is of no use any more.
        $this->planner->discard((int) $request['replaces']);
        $chosen = Chosen::fromBrowser($request['settings']);
        $job = $this->planner->create($ids, Pipeline::from($request['pipeline']), $chosen, JobSource::Wizard);
        try {
            $this->planner->advance($job->id, Budget::ofWebRequest());
        } catch (ApiError $error) {
            // The browser never learns of this plan, and asks for another one until the service answers.
            $this->planner->discard($job->id);
            throw $error;
        }
        return $this->report->plan($job->id);
    }

    private function advancePlan(\WP_REST_Request $request): Plan
    {
        $this->planner->advance((int) $request['id'], Budget::ofWebRequest());
        return $this->report->plan((int) $request['id']);
    }

    private function confirmPlan(\WP_REST_Request $request): Progress
    {
        $job = $this->planner->confirm((int) $request['id'], (string) $request['quote_id']);
        $this->kick->start();
        return $this->report->progress($job->id);
    }

    private function controlJob(\WP_REST_Request $request): Progress
    {
        $id = (int) $request['id'];
        match ($request['action']) {
            'pause' => $this->control->pause($id),
            'resume' => $this->control->resume($id),
            'stop' => $this->control->stop($id),
        };
        $this->kick->start();
        return $this->report->progress($id);
    }

    /**
     * A moment of work, sent by an open tab: on a host that blocks everything else this is what finishes the queue.
     *
     * @return Progress|array{}
     */
    private function tick(\WP_REST_Request $request): Progress|array
    {
        $this->kick->tick();
        return $request['id'] ? $this->report->progress((int) $request['id']) : [];
    }

    /** @return array<string, mixed> as the service says it, but no address that a browser would run as a script */
    private function account(): array
    {
        $account = $this->client->account()->jsonSerialize();
        return array_map(
            static fn (string $url): string => esc_url_raw($url, ['http', 'https']),
            array_filter($account, static fn (mixed $value, string $name): bool
                => is_string($value) && str_ends_with($name, '_url'), ARRAY_FILTER_USE_BOTH)
        ) + $account;
    }

    /** @return array{analysis: AnalysisCapabilities, estimates: EstimateModel, prices: array<string, int>} */
    private function capabilities(): array
    {
        $service = $this->client->capabilities();
        return ['analysis' => $service->analysis, 'estimates' => $service->estimates, 'prices' => $service->prices];
    }

    /** @return array{items: list<array{attachment_id: int, file: string, state: string, reason: string}>} */
    private function revert(\WP_REST_Request $request): array
    {
        $outcomes = $this->control->revert(...array_map(intval(...), $request['ids']));
        return ['items' => array_values(array_map(static fn (Outcome $outcome): array => [
            'attachment_id' => $outcome->attachmentId,
            'file' => Report::fileName($outcome->attachmentId),
            'state' => $outcome->state->value,
            'reason' => $outcome->reason,
        ], $outcomes))];
    }
}
