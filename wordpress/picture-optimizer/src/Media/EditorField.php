<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;

/** An image's status among its facts in WordPress' own media route, which the block editor asks anyway. */
final class EditorField
{
    public function __construct(private readonly Statuses $statuses)
    {
    }

    public function register(): void
    {
        register_rest_field('attachment', 'picopt', [
            'get_callback' => fn (array $media): ?array => $this->status((int) ($media['id'] ?? 0)),
            'schema' => [
                'description' => __('What Picture Optimizer did to this image.', 'picture-optimizer'),
                'type' => ['object', 'null'],
                'context' => ['view', 'edit'],
                'readonly' => true,
                'properties' => [
                    'name' => ['type' => 'string'],
                    'label' => ['type' => 'string'],
                    'detail' => ['type' => 'string'],
                    'canRevert' => ['type' => 'boolean'],
                ],
            ],
        ]);
    }

    /** @return array{name: string, label: string, detail: string, canRevert: bool}|null null for whom it is no business of */
    private function status(int $id): ?array
    {
        return Access::mayUse() && Access::mayChange($id)
            ? $this->statuses->of($id)->toArray() : null;
    }
}
