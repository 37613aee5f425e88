<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Access;
use PictureOptimizer\Media\Chronicle;
use PictureOptimizer\Media\ImageFacts;
use PictureOptimizer\Replace\Leftover;
use PictureOptimizer\Replace\Originals;

/** What an image's page shows. */
final class ImageRoutes
{
    public function __construct(
        private readonly Router $router,
        private readonly ImageFacts $facts,
        private readonly Originals $originals,
        private readonly Chronicle $chronicle,
    ) {
    }

    public function register(): void
    {
        $mayChange = static fn (\WP_REST_Request $r): bool => Router::mayChange((int) $r['id']);
        $this->router->add('GET', '/pictures/(?P<id>\d+)/facts', fn (\WP_REST_Request $r): array
            => get_object_vars($this->facts->of((int) $r['id'])), Router::ID, $mayChange);
        $this->router->add('GET', '/pictures/(?P<id>\d+)/original', fn (\WP_REST_Request $r): array
            => ['image' => $this->facts->original((int) $r['id'])], Router::ID, $mayChange);
        $this->router->add('POST', '/pictures/(?P<id>\d+)/events/(?P<event>\d+)/undo', function (\WP_REST_Request $r): array {
            $this->chronicle->undo((int) $r['id'], (int) $r['event']);
            return [];
        }, Router::ID + ['event' => ['type' => 'integer', 'minimum' => 1, 'required' => true]], $mayChange);
        $this->router->add('GET', '/leftovers', fn (): array => [
            'places' => array_map(static fn (Leftover $place): array => ['attachment_id' => $place->attachmentId]
                + $place->toArray(), $this->originals->leftovers()),
        ], [], Access::mayConfigure(...));
    }
}
