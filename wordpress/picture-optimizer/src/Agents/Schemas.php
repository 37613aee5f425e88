<?php

declare(strict_types=1);

namespace PictureOptimizer\Agents;

use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Store\Pipeline;

/**
 * What each ability takes and gives, as JSON Schema; WordPress checks both.
 *
 * @phpstan-type Schema array<string, mixed>
 */
final class Schemas
{
    /** Images in one call: what can be answered within a request. */
    public const MOST_IMAGES = 500;

    /** A revert is done within the request. */
    public const MOST_REVERTS = 20;

    /** @return Schema */
    public static function input(Ability $ability): array
    {
        $plan = ['plan' => self::id(__('ID of a plan.', 'picture-optimizer'))];
        return match ($ability) {
            Ability::Audit => self::object([
                'kind' => ['type' => 'string', 'enum' => array_column(Kind::cases(), 'value'), 'default' => Kind::MissingAlt->value],
                'page' => ['type' => 'integer', 'minimum' => 1, 'default' => 1],
            ]),
            Ability::Plan => self::object([
                'ids' => self::ids(self::MOST_IMAGES),
                'pipeline' => ['type' => 'string', 'enum' => array_column(Pipeline::cases(), 'value')],
                'format' => ['type' => 'string', 'enum' => Defaults::CHOICES['format']],
                'preset' => ['type' => 'string', 'enum' => Defaults::CHOICES['preset']],
                'review' => ['type' => 'boolean', 'default' => true,
                    'description' => __('Whether a person reads the text before it is published.', 'picture-optimizer')],
            ], ['ids', 'pipeline']),
            Ability::Quote => self::object($plan, ['plan']),
            Ability::Apply => self::object($plan + [
                'quote_id' => ['type' => 'string', 'minLength' => 1],
                'confirmation' => ['type' => 'string', 'minLength' => 1,
                    'description' => __('The code that a person got on approving this plan in wp-admin.', 'picture-optimizer')],
            ], ['plan', 'quote_id', 'confirmation']),
            Ability::Status => self::object([
                'job' => self::id(__('ID of a job; a started plan keeps its ID.', 'picture-optimizer')),
            ], ['job']),
            Ability::Review => self::object([
                'job' => self::id(__('ID of a job.', 'picture-optimizer')),
                'after' => ['type' => 'integer', 'minimum' => 0, 'default' => 0,
                    'description' => __('ID of the last item of the page before.', 'picture-optimizer')],
            ], ['job']),
            Ability::Revert => self::object(['ids' => self::ids(self::MOST_REVERTS)], ['ids']),
            Ability::References => self::object(['id' => self::id(__('ID of an image.', 'picture-optimizer'))], ['id']),
        };
    }

    /** @return Schema */
    public static function output(Ability $ability): array
    {
        $number = ['type' => 'integer'];
        $text = ['type' => 'string'];
        $rows = ['type' => 'array', 'items' => ['type' => 'object']];
        return match ($ability) {
            Ability::Audit => self::told(['counts' => ['type' => 'object', 'additionalProperties' => $number], 'looked_at' => $number,
                'total' => $number, 'images' => $rows]),
            Ability::Plan, Ability::Quote => self::told(['plan' => $number, 'complete' => ['type' => 'boolean'], 'process' => $number,
                'credits' => $number, 'available' => $number, 'quote_id' => $text, 'quote_expires' => $number,
                'skipped' => $rows, 'failed' => $rows, 'approve_at' => $text]),
            Ability::Apply, Ability::Status => self::told(['job' => $number, 'state' => $text, 'total' => $number, 'open' => $number,
                'in_review' => $number, 'credits_used' => $number, 'reasons' => $rows]),
            Ability::Review => self::told(['texts' => $rows, 'working' => $number, 'review_at' => $text]),
            Ability::Revert => self::told(['images' => $rows]),
            Ability::References => self::told(['places' => $rows]),
        };
    }

    /**
     * @param array<string, Schema> $properties
     * @param list<string> $required
     * @return Schema
     */
    private static function object(array $properties, array $required = []): array
    {
        return ['type' => 'object', 'properties' => $properties, 'additionalProperties' => false]
            + ($required === [] ? ['default' => []] : ['required' => $required]);
    }

    /**
     * @param array<string, Schema> $properties
     * @return Schema
     */
    private static function told(array $properties): array
    {
        return ['type' => 'object', 'properties' => $properties, 'required' => array_keys($properties)];
    }

    /** @return Schema */
    private static function id(string $description): array
    {
        return ['type' => 'integer', 'minimum' => 1, 'description' => $description];
    }

    /** @return Schema */
    private static function ids(int $most): array
    {
        return ['type' => 'array', 'items' => ['type' => 'integer', 'minimum' => 1], 'minItems' => 1, 'maxItems' => $most,
            'description' => __('IDs of images in the Media Library.', 'picture-optimizer')];
    }
}
