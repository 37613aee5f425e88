<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

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
    private const PAGE = 20;

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
        $mayChange = static fn (\WP_REST_Request $r): bool => Router::mayChange((int) $r['id']);
        $this->router->add('GET', '/jobs/(?P<id>\d+)/review', fn (\WP_REST_Request $r): array
            => $this->desk->waiting((int) $r['id'], (int) $r['after'], self::PAGE), Router::ID + Router::AFTER, fn (
                \WP_REST_Request $r
            ): bool => $this->report->mayUse((int) $r['id']));
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

    /** @return array<string, mixed> */
    private function regenerate(\WP_REST_Request $request): array
    {
        $this->desk->regenerate((int) $request['id'], (string) $request['wish']);
        $this->kick->start();
        return ['asked' => true];
    }
}
