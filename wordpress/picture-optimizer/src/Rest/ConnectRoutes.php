<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Access;
use PictureOptimizer\Connect\DeviceFlow;
use PictureOptimizer\Connect\Progress;

/** Connecting this site from its screens: for those who may configure it. */
final class ConnectRoutes
{
    public function __construct(private readonly Router $router, private readonly DeviceFlow $flow)
    {
    }

    public function register(): void
    {
        $mayConfigure = static fn (): bool => Access::mayConfigure();
        $this->router->add('POST', '/connection', $this->begin(...), [
            'service_url' => ['type' => 'string', 'default' => ''],
        ], $mayConfigure);
        $this->router->add('GET', '/connection', fn (): Progress => $this->flow->progress(), [], $mayConfigure);
        $this->router->add('DELETE', '/connection', $this->cancel(...), [], $mayConfigure);
    }

    private function begin(\WP_REST_Request $request): Progress
    {
        $service = (string) $request['service_url'];
        // As the screen sends it past firewalls.
        return $this->flow->begin(str_starts_with($service, '//') ? "https:{$service}" : $service);
    }

    private function cancel(): Progress
    {
        $this->flow->cancel();
        return Progress::of(null);
    }
}
