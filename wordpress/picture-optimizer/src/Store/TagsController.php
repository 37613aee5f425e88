<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/**
 * WordPress' routes for our tags, for those who work with images: what a model sees in an image that is on no page yet is nothing for
 * visitors, to whom WordPress would list the terms of any taxonomy that has routes.
 */
final class TagsController extends \WP_REST_Terms_Controller
{
    /** @param \WP_REST_Request<array<string, mixed>> $request */
    public function get_items_permissions_check($request): bool|\WP_Error // phpcs:ignore -- WordPress' name
    {
        return $this->mayRead() ? parent::get_items_permissions_check($request) : self::refusal();
    }

    /** @param \WP_REST_Request<array<string, mixed>> $request */
    public function get_item_permissions_check($request): bool|\WP_Error // phpcs:ignore -- WordPress' name
    {
        return $this->mayRead() ? parent::get_item_permissions_check($request) : self::refusal();
    }

    private function mayRead(): bool
    {
        return current_user_can('upload_files');
    }

    private static function refusal(): \WP_Error
    {
        $sentence = __('You may not see the tags of images.', 'picture-optimizer');
        return new \WP_Error('rest_forbidden', $sentence, ['status' => rest_authorization_required_code()]);
    }
}
