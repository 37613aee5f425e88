<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Access;
use PictureOptimizer\Planning\ExclusionCount;
use PictureOptimizer\Planning\Exclusions;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\Settings;

/** How many images exclusions mean, for the settings page. */
final class ExclusionRoutes
{
    public function __construct(private readonly Router $router, private readonly ExclusionCount $count)
    {
    }

    public function register(): void
    {
        $this->router->add('POST', '/exclusions', fn (\WP_REST_Request $r): array
            => $this->count->of(new Exclusions(Settings::clean((array) $r['rules']) + Defaults::ALL)), [
                'rules' => ['type' => 'object', 'default' => []],
            ], static fn (): bool => Access::mayConfigure());
    }
}
