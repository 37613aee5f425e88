<?php

declare(strict_types=1);

namespace PictureOptimizer\Rest;

use PictureOptimizer\Access;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Connect\Refusal;
use PictureOptimizer\Database\StatementFailed;

/**
 * The door of all routes below /wp-json/picture-optimizer/v1. WordPress checks the nonce of a logged-in browser; here the
 * capability is checked, for pictures whether this user may edit them, and every error becomes a sentence with a status.
 */
final class Router
{
    private const PREFIX = 'picture-optimizer/v1';

    public const ID = ['id' => ['type' => 'integer', 'minimum' => 1, 'required' => true]];
    public const IDS = ['ids' => ['type' => 'array', 'items' => ['type' => 'integer', 'minimum' => 1],
        'required' => true, 'minItems' => 1]];
    public const AFTER = ['after' => ['type' => 'integer', 'default' => 0]];

    /**
     * @param callable(\WP_REST_Request): (array<mixed>|\JsonSerializable) $callback
     * @param array<string, mixed> $args
     * @param (callable(\WP_REST_Request): bool)|null $more a further condition for this user
     * @param bool $forPeople spends, approves or takes back: a program has abilities for that, and their rules (see Agents\Consent)
     */
    public function add(
        string $method,
        string $path,
        callable $callback,
        array $args,
        ?callable $more = null,
        bool $forPeople = false
    ): void {
        register_rest_route(self::PREFIX, $path, [
            'methods' => $method,
            'callback' => static fn (\WP_REST_Request $request): array|\WP_Error => self::answer($callback, $request),
            'permission_callback' => static fn (\WP_REST_Request $request): bool|\WP_Error
                => $forPeople && Access::isProgram() ? self::forbiddenToPrograms() : self::allowed($request, $more),
            'args' => $args,
        ]);
    }

    private static function allowed(\WP_REST_Request $request, ?callable $more): bool|\WP_Error
    {
        if (!Access::mayUse()) {
            return self::forbidden(
                __('You may not use Picture Optimizer.', 'picture-optimizer'),
                rest_authorization_required_code()
            );
        }
        foreach ((array) $request->get_param('ids') as $id) {
            if (!Access::isGone((int) $id) && !Access::mayChange((int) $id)) {
                /* translators: %d: number of a picture */
                $sentence = __('You may not change the image %d.', 'picture-optimizer');
                return self::forbidden(sprintf($sentence, (int) $id), 403);
            }
        }
        try {
            return $more === null || $more($request)
                ? true : self::forbidden(
                    __('You may not do this: it belongs to someone else, or only an administrator may.', 'picture-optimizer'),
                    403
                );
        } catch (\OutOfBoundsException $missing) {
            return self::missing($missing);
        }
    }

    /**
     * For routes about one image.
     *
     * @throws \OutOfBoundsException When somebody has deleted it.
     */
    public static function mayChange(int $attachmentId): bool
    {
        return !Access::isGone($attachmentId) ? Access::mayChange($attachmentId)
            : throw new \OutOfBoundsException(__('This image is no longer in the Media Library.', 'picture-optimizer'));
    }

    private static function forbiddenToPrograms(): \WP_Error
    {
        return self::forbidden(__(
            'Only a person can do this, in wp-admin. A program with an application password uses the plugin’s abilities instead.',
            'picture-optimizer'
        ), 403);
    }

    private static function forbidden(string $sentence, int $status): \WP_Error
    {
        return new \WP_Error('forbidden', $sentence, ['status' => $status]);
    }

    private static function missing(\OutOfBoundsException $missing): \WP_Error
    {
        return new \WP_Error('not_found', $missing->getMessage(), ['status' => 404]);
    }

    /**
     * @param callable(\WP_REST_Request): (array<mixed>|\JsonSerializable) $callback
     * @return array<mixed>|\WP_Error
     */
    private static function answer(callable $callback, \WP_REST_Request $request): array|\WP_Error
    {
        try {
            // As a browser gets it: objects say themselves what they are in JSON.
            return json_decode((string) wp_json_encode($callback($request)), true);
        } catch (\OutOfBoundsException $missing) {
            return self::missing($missing);
        } catch (\DomainException $refused) {
            $detail = $refused instanceof Refusal ? $refused->detail : '';
            return new \WP_Error('refused', $refused->getMessage(), ['status' => 409, 'detail' => $detail]);
        } catch (StatementFailed $refused) {
            $detail = Access::mayConfigure() ? $refused->getMessage() : '';
            return new \WP_Error('database', StatementFailed::sentence(), ['status' => 503, 'detail' => $detail]);
        } catch (ChangeError $hindered) {
            return new \WP_Error('hindered', $hindered->getMessage(), ['status' => 409]);
        } catch (Problem $problem) {
            // Whether there is money is the person's affair; everything else the service's.
            $status = $problem->status() === 402 ? 402 : 502;
            return new \WP_Error($problem->reasonCode(), $problem->getMessage(), ['status' => $status,
                'needed' => $problem->needed(), 'available' => $problem->available(),
                'request_id' => $problem->requestId(), 'retryable' => $problem->isRetryable()]);
        } catch (ApiError $error) {
            return new \WP_Error($error->reasonCode(), $error->getMessage(), ['status' => 502,
                'request_id' => $error->requestId(), 'detail' => $error->detail(), 'retryable' => $error->isRetryable()]);
        }
    }
}
