<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Audit\Index;
use PictureOptimizer\Budget;

/** Looks at more pictures for the audit, while its page is open. */
final class AuditRoutes
{
    public function __construct(private readonly Router $router, private readonly Index $index)
    {
    }

    public function register(): void
    {
        $this->router->add('POST', '/audit/advance', fn (): array
            => ['complete' => $this->index->advance(Budget::ofSeconds(3))] + $this->index->progress(), []);
    }
}
