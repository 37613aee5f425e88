<?php

declare(strict_types=1);

namespace PictureOptimizer\Agents;

use PictureOptimizer\Access;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Settings\Settings;

/** Registers the abilities where WordPress has them (6.9 and later), each with its own permission. */
final class Abilities
{
    /** @param \Closure(): Tools $tools made when one is used */
    public function __construct(
        private readonly Settings $settings,
        private readonly Report $report,
        private readonly \Closure $tools,
    ) {
    }

    public function register(): void
    {
        // An older WordPress never calls these.
        add_action('wp_abilities_api_categories_init', static fn () => wp_register_ability_category(Ability::CATEGORY, [
            'label' => __('Picture Optimizer', 'picture-optimizer'),
            'description' => __('Smaller images and alt text: look, plan, and, after a person’s approval, apply.', 'picture-optimizer'),
        ]));
        add_action('wp_abilities_api_init', function (): void {
            array_map($this->add(...), Ability::cases());
        });
    }

    private function add(Ability $ability): void
    {
        wp_register_ability($ability->value, [
            'label' => $ability->label(),
            'description' => $ability->description(),
            'category' => Ability::CATEGORY,
            'input_schema' => Schemas::input($ability),
            'output_schema' => Schemas::output($ability),
            'permission_callback' => fn (mixed $input = []): bool|\WP_Error
                => $this->mayRun($ability, is_array($input) ? $input : []),
            'execute_callback' => fn (mixed $input = []): array|\WP_Error => $this->run($ability, is_array($input) ? $input : []),
            // `mcp` is what the MCP adapter asks for; `public` seeds the same in later versions of WordPress.
            'meta' => ['annotations' => $ability->annotations(), 'public' => true, 'show_in_rest' => true,
                'mcp' => ['public' => true, 'type' => 'tool']],
        ]);
    }

    /** @param array<string, mixed> $input */
    private function mayRun(Ability $ability, array $input): bool|\WP_Error
    {
        /**
         * Filters the capability that an ability needs, besides those of Picture Optimizer and of each image.
         *
         * @param string $capability
         * @param string $ability such as `picture-optimizer/apply`
         */
        $capability = (string) apply_filters('picture_optimizer_ability_capability', 'upload_files', $ability->value);
        if (!Access::mayUse() || !current_user_can($capability)) {
            return self::refused(__('You may not use Picture Optimizer.', 'picture-optimizer'));
        }
        $switch = $ability->switch();
        if ($switch !== null && !$this->settings->get($switch)) {
            return self::refused(
                __('An administrator has not turned this on for agents (Settings → Picture Optimizer).', 'picture-optimizer')
            );
        }
        foreach (self::images($input) as $id) {
            if (Access::isGone($id)) {
                /* translators: %d: number of an image */
                return self::refused(sprintf(__('There is no image %d in the Media Library.', 'picture-optimizer'), $id));
            }
            if (!Access::mayChange($id)) {
                /* translators: %d: number of an image */
                return self::refused(sprintf(__('You may not change the image %d.', 'picture-optimizer'), $id));
            }
        }
        $job = (int) ($input['plan'] ?? $input['job'] ?? 0);
        return $job === 0 || $this->mayUse($job, $ability)
            ? true : self::refused(__('This job belongs to someone else.', 'picture-optimizer'));
    }

    /**
     * @param array<string, mixed> $input
     * @return array<int> Ids of the images that are named.
     */
    private static function images(array $input): array
    {
        return array_map(intval(...), array_filter([...(array) ($input['ids'] ?? []), $input['id'] ?? null], is_numeric(...)));
    }

    private function mayUse(int $job, Ability $ability): bool
    {
        return $this->report->mayUse($job) && ($ability !== Ability::Apply || $this->report->mayChangeAll($job));
    }

    /**
     * @param array<string, mixed> $input
     * @return array<string, mixed>|\WP_Error
     */
    private function run(Ability $ability, array $input): array|\WP_Error
    {
        try {
            return ($this->tools)()->run($ability, $input);
        } catch (\OutOfBoundsException $missing) {
            return new \WP_Error('not_found', $missing->getMessage(), ['status' => 404]);
        } catch (\DomainException | ChangeError $refused) {
            return new \WP_Error('refused', $refused->getMessage(), ['status' => 409]);
        } catch (ApiError $error) {
            return new \WP_Error($error->reasonCode(), $error->getMessage(), ['status' => 502, 'request_id' => $error->requestId()]);
        }
    }

    private static function refused(string $sentence): \WP_Error
    {
        return new \WP_Error('forbidden', $sentence, ['status' => rest_authorization_required_code()]);
    }
}
