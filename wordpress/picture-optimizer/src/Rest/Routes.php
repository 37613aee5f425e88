<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Access;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Media\Selection;
use PictureOptimizer\Queue\Budget;
use PictureOptimizer\Queue\Control;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Queue\Pipeline;
use PictureOptimizer\Queue\Planner;
use PictureOptimizer\Queue\Report;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Settings\Connection;

/**
 * The routes below /wp-json/picture-optimizer/v1. WordPress checks the nonce of a logged-in browser; each
 * route checks the capability, and for pictures whether this user may edit them.
 */
final class Routes
{
    private const PREFIX = 'picture-optimizer/v1';

    /** Items in one answer. */
    private const PAGE = 200;

    /** @param \Closure(): \PictureOptimizer\Wizard\Previews $previews made only when one is asked for */
    public function __construct(
        private readonly Planner $planner,
        private readonly Report $report,
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
        $job = ['id' => ['type' => 'integer', 'minimum' => 1, 'required' => true]];
        $ids = ['ids' => ['type' => 'array', 'items' => ['type' => 'integer', 'minimum' => 1], 'required' => true,
            'minItems' => 1]];
        $this->route('POST', '/plans', $this->createPlan(...), [
            'ids' => ['required' => false, 'minItems' => 0, 'default' => []] + $ids['ids'],
            'select' => ['type' => 'string', 'enum' => Selection::CHOICES],
            'pipeline' => ['type' => 'string', 'enum' => array_column(Pipeline::cases(), 'value'), 'required' => true],
            'settings' => ['type' => 'object', 'default' => []],
        ]);
        $this->route('POST', '/plans/(?P<id>\d+)/advance', $this->advancePlan(...), $job);
        $this->route('POST', '/plans/(?P<id>\d+)/confirm', $this->confirmPlan(...), $job + [
            'quote_id' => ['type' => 'string', 'required' => true],
        ]);
        $this->route('GET', '/jobs/(?P<id>\d+)', fn (\WP_REST_Request $r): array
            => $this->report->progress((int) $r['id']), $job);
        $this->route('GET', '/jobs/(?P<id>\d+)/items', fn (\WP_REST_Request $r): array
            => $this->report->results((int) $r['id'], self::PAGE, (int) $r['after']), $job + [
                'after' => ['type' => 'integer', 'default' => 0],
            ]);
        $this->route('POST', '/jobs/(?P<id>\d+)/(?P<action>pause|resume|stop)', $this->controlJob(...), $job);
        $this->route('POST', '/tick', $this->tick(...), ['id' => ['type' => 'integer', 'default' => 0]]);
        $this->route('POST', '/revert', $this->revert(...), $ids);
        $this->route('POST', '/previews', fn (\WP_REST_Request $r): array
            => ($this->previews)()->make((int) $r['ids'][0], (array) $r['settings']), $ids + [
                'settings' => ['type' => 'object', 'default' => []],
            ]);
        $this->route('GET', '/account', fn (): array => $this->client->account(), []);
    }

    /**
     * @param callable(\WP_REST_Request): array<mixed> $callback
     * @param array<string, mixed> $args
     */
    private function route(string $method, string $path, callable $callback, array $args): void
    {
        register_rest_route(self::PREFIX, $path, [
            'methods' => $method,
            'callback' => static fn (\WP_REST_Request $request): array|\WP_Error => self::answer($callback, $request),
            'permission_callback' => $this->allowed(...),
            'args' => $args,
        ]);
    }

    private function allowed(\WP_REST_Request $request): bool|\WP_Error
    {
        if (!Access::mayUse()) {
            return new \WP_Error('forbidden', __('You may not use Picture Optimizer.', 'picture-optimizer'), [
                'status' => rest_authorization_required_code(),
            ]);
        }
        foreach ((array) $request->get_param('ids') as $id) {
            if (!Access::mayChange((int) $id)) {
                return new \WP_Error('forbidden', sprintf(
                    /* translators: %d: number of a picture */
                    __('You may not change the picture %d.', 'picture-optimizer'),
                    (int) $id
                ), ['status' => 403]);
            }
        }
        return true;
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
        $job = $this->planner->create($ids, Pipeline::from($request['pipeline']), (array) $request['settings'], 'wizard');
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
            'state' => $outcome->state,
            'reason' => $outcome->reason,
        ], $outcomes))];
    }

    /**
     * @param callable(\WP_REST_Request): array<mixed> $callback
     * @return array<mixed>|\WP_Error
     */
    private static function answer(callable $callback, \WP_REST_Request $request): array|\WP_Error
    {
        try {
            return $callback($request);
        } catch (\OutOfBoundsException $missing) {
            return new \WP_Error('not_found', $missing->getMessage(), ['status' => 404]);
        } catch (\DomainException $refused) {
            return new \WP_Error('refused', $refused->getMessage(), ['status' => 409]);
        } catch (ApiError $error) {
            return new \WP_Error($error->reasonCode(), $error->getMessage(), ['status' => 502]);
        }
    }
}
