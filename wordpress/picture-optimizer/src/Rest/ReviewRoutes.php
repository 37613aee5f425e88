<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Budget;
use PictureOptimizer\Queue\Kick;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Review\Desk;
use PictureOptimizer\Review\History;
use PictureOptimizer\Review\Places;
use PictureOptimizer\Store\DecidedText;
use PictureOptimizer\Text\Decisions;
use PictureOptimizer\Text\SentText;

/** The routes of the review desk, where an image is used, and the way back for single texts. */
final class ReviewRoutes
{
    /** Texts in one answer. */
    private const PAGE = 50;

    public function __construct(
        private readonly Router $router,
        private readonly Desk $desk,
        private readonly History $history,
        private readonly Places $places,
        private readonly Report $report,
        private readonly Kick $kick,
    ) {
    }

    public function register(): void
    {
        $text = Router::ID + ['decisions' => ['type' => 'object', 'default' => []]];
        $mayEdit = fn (\WP_REST_Request $r): bool => Router::mayChange($this->desk->attachment((int) $r['id']));
        $mayUse = fn (\WP_REST_Request $r): bool => $this->report->mayUse((int) $r['id']);
        $mayChange = static fn (\WP_REST_Request $r): bool => Router::mayChange((int) $r['id']);
        $this->router->add('GET', '/jobs/(?P<id>\d+)/review', fn (\WP_REST_Request $r): array
            => $this->desk->waiting((int) $r['id'], (int) $r['after'], self::PAGE, (int) $r['since']), Router::ID + Router::AFTER + [
                'since' => ['type' => 'integer', 'minimum' => 0, 'default' => 0],
            ], $mayUse);
        $this->router->add('POST', '/jobs/(?P<id>\d+)/accept', $this->acceptAll(...), Router::ID + [
            'texts' => ['type' => 'array', 'required' => true, 'minItems' => 1, 'maxItems' => self::PAGE, 'items' => [
                'type' => 'object',
                'properties' => [
                    'id' => ['type' => 'integer', 'required' => true],
                    'decisions' => ['type' => 'object', 'required' => true],
                ],
            ]],
        ], $mayUse, forPeople: true);
        $this->router->add('POST', '/items/(?P<id>\d+)/decisions', $this->keep(...), $text + [
            'desk' => ['type' => 'string', 'maxLength' => 40, 'default' => ''],
            'turn' => ['type' => 'integer', 'minimum' => 0, 'default' => 0],
        ], $mayEdit);
        $this->router->add('POST', '/items/(?P<id>\d+)/accept', $this->accept(...), $text, $mayEdit, forPeople: true);
        $this->router->add('POST', '/items/(?P<id>\d+)/regenerate', $this->regenerate(...), Router::ID + [
            'wish' => ['type' => 'string', 'default' => ''],
        ], $mayEdit, forPeople: true);
        $this->router->add('POST', '/pictures/(?P<id>\d+)/texts/revert', fn (\WP_REST_Request $r): array
            => ['text' => $this->history->putBack((int) $r['id'], (string) $r['field'])], Router::ID + [
                'field' => ['type' => 'string', 'enum' => Decisions::FIELDS, 'required' => true],
            ], $mayChange);
        $this->router->add('GET', '/pictures/(?P<id>\d+)/places', fn (\WP_REST_Request $r): array
            => $this->places->of((int) $r['id']), Router::ID, $mayChange);
    }

    /** @return array{kept: DecidedText} */
    private function keep(\WP_REST_Request $request): array
    {
        $sent = new SentText($request['decisions']);
        return ['kept' => $this->desk->keep((int) $request['id'], $sent, $request['desk'], $request['turn'])->decided];
    }

    /** @return array<string, mixed> */
    private function accept(\WP_REST_Request $request): array
    {
        $this->desk->accept((int) $request['id'], new SentText($request['decisions']));
        $this->kick->start();
        return ['accepted' => true];
    }

    /** @return array{accepted: list<int>} */
    private function acceptAll(\WP_REST_Request $request): array
    {
        $decided = array_column($request['texts'], 'decisions', 'id');
        $texts = array_map(static fn (array $decisions): SentText => new SentText($decisions), $decided);
        $accepted = $this->desk->acceptAll((int) $request['id'], $texts, Budget::ofWebRequest());
        $this->kick->start();
        return ['accepted' => $accepted];
    }

    /** @return array<string, mixed> */
    private function regenerate(\WP_REST_Request $request): array
    {
        $this->desk->regenerate((int) $request['id'], (string) $request['wish']);
        $this->kick->start();
        return ['asked' => true];
    }
}
