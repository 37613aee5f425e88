<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

/** A test that uses the plugin's REST routes as a logged-in browser does. */
abstract class RestTestCase extends ServiceTestCase
{
    protected const PREFIX = '/picture-optimizer/v1';

    protected function setUp(): void
    {
        parent::setUp();
        $GLOBALS['wp_rest_server'] = null;
        rest_get_server();
    }

    /** @param array<string, mixed> $parameters */
    protected function call(string $method, string $path, array $parameters = []): \WP_REST_Response
    {
        $path = str_starts_with($path, self::PREFIX) ? $path : self::PREFIX . $path;
        $request = new \WP_REST_Request($method, $path);
        $method === 'GET' ? $request->set_query_params($parameters) : $request->set_body_params($parameters);
        return rest_do_request($request);
    }

    protected function user(string $role): int
    {
        $name = "{$role}-" . wp_generate_password(8, false);
        $id = wp_insert_user(['user_login' => $name, 'user_pass' => 'x', 'user_email' => "{$name}@example.test",
            'role' => $role]);
        self::assertIsInt($id);
        return $id;
    }
}
