<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Media\Filter;
use PictureOptimizer\Media\Selection;
use PictureOptimizer\Media\Views;

/** How many images a filter means, and the filters that a person keeps. */
final class SelectionRoutes
{
    public function __construct(
        private readonly Router $router,
        private readonly Selection $selection,
        private readonly Views $views,
    ) {
    }

    public function register(): void
    {
        $this->router->add('POST', '/selection', fn (\WP_REST_Request $r): array
            => $this->selection->summary(Filter::from($r['filter'])), ['filter' => ['type' => 'object', 'default' => []]]);
        $this->router->add('POST', '/views', fn (\WP_REST_Request $r): array
            => ['views' => $this->views->keep($r['views'])], ['views' => ['type' => 'array', 'default' => [],
                'items' => ['type' => 'object']]]);
    }
}
