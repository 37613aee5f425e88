<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Budget;
use PictureOptimizer\Media\Selection;
use PictureOptimizer\Planning\Planner;
use PictureOptimizer\Queue\Control;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Reporting\Report;
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
            && $this->report->mayChangeAll((int) $r['id']));
        $this->forJob('GET', '/jobs/(?P<id>\d+)', fn (\WP_REST_Request $r): array
            => $this->report->progress((int) $r['id']), $job);
        $this->forJob('GET', '/jobs/(?P<id>\d+)/items', fn (\WP_REST_Request $r): array
            => $this->report->results((int) $r['id'], self::PAGE, (int) $r['after']), $job + Router::AFTER);
        $this->forJob('POST', '/jobs/(?P<id>\d+)/(?P<action>pause|resume|stop)', $this->controlJob(...), $job);
        $this->forJob('POST', '/tick', $this->tick(...), ['id' => ['type' => 'integer', 'default' => 0]]);
        $this->router->add('POST', '/revert', $this->revert(...), Router::IDS);
        $this->router->add('POST', '/previews', fn (\WP_REST_Request $r): array
            => ($this->previews)()->make((int) $r['ids'][0], (array) $r['settings']), Router::IDS + [
                'settings' => ['type' => 'object', 'default' => []],
            ]);
        $this->router->add('GET', '/account', fn (): array => $this->client->account(), []);
        $this->router->add('GET', '/capabilities', fn (): array
            => array_intersect_key($this->client->capabilities(), array_flip(['analysis', 'estimates', 'prices'])), []);
    }

    /**
     * @param callable(\WP_REST_Request): array<mixed> $callback
     * @param array<string, mixed> $args
     */
    private function forJob(string $method, string $path, callable $callback, array $args): void
    {
        $mayUse = fn (\WP_REST_Request $r): bool => !$r['id'] || $this->report->mayUse((int) $r['id']);
        $this->router->add($method, $path, $callback, $args, $mayUse);
    }

    /** @return array<string, mixed> */
    private function createPlan(\WP_REST_Request $request): array
    {
        if ($this->connection->obstacle() !== null) {
            throw new \DomainException($this->connection->obstacle());
        }
        $ids = isset($request['select']) ? $this->selection->ids($request['select'])
            : array_map(intval(...), $request['ids']);
        if ($ids === []) {
            throw new \DomainException(__('No picture was chosen.', 'picture-optimizer'));
        }
        // Whoever changes a setting gets another plan; the one before is of no use any more.
        $this->planner->discard((int) $request['replaces']);
        $job = $this->planner->create($ids, Pipeline::from($request['pipeline']), (array) $request['settings'], JobSource::Wizard);
        $this->planner->advance($job->id, Budget::ofWebRequest());
        return $this->report->plan($job->id);
    }

    /** @return array<string, mixed> */
    private function advancePlan(\WP_REST_Request $request): array
    {
        $this->planner->advance((int) $request['id'], Budget::ofWebRequest());
        return $this->report->plan((int) $request['id']);
    }

    /** @return array<string, mixed> */
    private function confirmPlan(\WP_REST_Request $request): array
    {
        $job = $this->planner->confirm((int) $request['id'], (string) $request['quote_id']);
        $this->kick->start();
        return $this->report->progress($job->id);
    }

    /** @return array<string, mixed> */
    private function controlJob(\WP_REST_Request $request): array
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
     * @return array<string, mixed>
     */
    private function tick(\WP_REST_Request $request): array
    {
        $this->kick->tick();
        return $request['id'] ? $this->report->progress((int) $request['id']) : [];
    }

    /** @return array{items: list<array<string, mixed>>} */
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
