<?php

declare(strict_types=1);

namespace PictureOptimizer;

/**
 * Names that are known outside of the plugin, and what its hooks have to bear. Where WordPress promises an array or a text, somebody
 * before us may hand on null, false or a WP_Error (WordPress itself does, for images without metadata): that is not ours to mend. And
 * plugins fire WordPress' hooks by hand, with less than WordPress tells; meta can have no key.
 */
final class Hooks
{
    /** WP-Cron: work on the queue for a moment. */
    public const TICK = 'picture_optimizer_tick';

    /** WP-Cron: once a day, clean up. */
    public const DAILY = 'picture_optimizer_daily';

    /** WP-Cron: look at images for the audit, until all are known. */
    public const LOOK = 'picture_optimizer_look';

    /** WP-Cron: have page caches thrown away once more, after several changes in a short time. */
    public const PURGE = 'picture_optimizer_purge_pages';

    /** WP-Cron: bring back files that pages name and that a backup still has. */
    public const HEAL = 'picture_optimizer_heal';

    public const SCHEDULED = [self::TICK, self::DAILY, self::LOOK, self::PURGE, self::HEAL];

    /** Work of the night, of another event of WP-Cron, or behind what a request was for. */
    public static function onEvent(string $event, callable $work, int $priority = 10): void
    {
        add_action($event, static fn () => self::safely($work), $priority);
    }

    /** What fails in the background keeps nothing else from being done: no other work of ours, and no event of another plugin. */
    public static function safely(callable $work): void
    {
        try {
            $work();
        } catch (\Throwable $error) {
            // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- WordPress' own function is silent where WP_DEBUG is off
            function_exists('error_log') && error_log(sprintf(
                /* translators: 1: message of the error, 2: file and line */
                __('A background task of Picture Optimizer failed and will be retried: %1$s (%2$s).', 'picture-optimizer'),
                $error->getMessage(),
                "{$error->getFile()}:{$error->getLine()}"
            ));
        }
    }

    /** @return \Closure the filter for arrays; anything else passes through as it is */
    public static function onArrays(callable $filter): \Closure
    {
        return static fn (mixed ...$told): mixed => is_array($told[0] ?? null) ? self::filtered($filter, $told) : $told[0] ?? null;
    }

    /** @return \Closure the filter for texts; anything else passes through as it is */
    public static function onTexts(callable $filter): \Closure
    {
        return static fn (mixed ...$told): mixed => is_string($told[0] ?? null) ? self::filtered($filter, $told) : $told[0] ?? null;
    }

    /** @return \Closure the filter; where what else is told is less or other than it takes, the value passes through as it is */
    public static function onValues(callable $filter): \Closure
    {
        return static fn (mixed ...$told): mixed => self::filtered($filter, $told);
    }

    /** @return \Closure the action; where less or other than it takes is told, nothing is done */
    public static function on(callable $action): \Closure
    {
        return static function (mixed ...$told) use ($action): void {
            $fitting = self::fitting($action, $told);
            $fitting === null || $action(...$fitting);
        };
    }

    /** @param array<mixed> $told */
    private static function filtered(callable $filter, array $told): mixed
    {
        $fitting = self::fitting($filter, $told);
        return $fitting === null ? $told[0] ?? null : $filter(...$fitting);
    }

    /**
     * @param array<mixed> $told
     * @return list<mixed>|null what a function takes of it, as PHP itself converts it; null when it is too little, or something else
     */
    private static function fitting(callable $function, array $told): ?array
    {
        $fitting = [];
        foreach ((new \ReflectionFunction($function(...)))->getParameters() as $number => $parameter) {
            if ($parameter->isVariadic() || !array_key_exists($number, $told)) {
                return $parameter->isOptional() ? [...$fitting, ...array_slice($told, $number, $parameter->isVariadic() ? null : 0)] : null;
            }
            $type = $parameter->getType();
            $value = $told[$number];
            $name = $type instanceof \ReflectionNamedType && !($value === null && $type->allowsNull()) ? $type->getName() : 'mixed';
            $fits = match ($name) {
                'mixed' => true,
                'int' => is_numeric($value),
                'string' => is_scalar($value),
                'array' => is_array($value),
                default => $value instanceof $name,
            };
            if (!$fits) {
                return null;
            }
            $fitting[] = match ($name) {
                'int' => (int) $value,
                'string' => (string) $value,
                default => $value,
            };
        }
        return $fitting;
    }
}
