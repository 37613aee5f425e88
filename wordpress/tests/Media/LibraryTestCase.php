<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Tests\Store\StoreTestCase;

/** Images of every status, and people who look at them. */
abstract class LibraryTestCase extends StoreTestCase
{
    protected function image(string $type = 'image/jpeg', string $title = 'photo', int $author = 1): int
    {
        return (int) wp_insert_attachment(['post_mime_type' => $type, 'post_title' => $title, 'post_status' => 'inherit',
            'post_author' => $author], "{$title}.jpg");
    }

    protected function as(string $role): int
    {
        $id = wp_insert_user(['user_login' => "{$role}-" . wp_generate_password(6, false), 'user_pass' => 'x', 'role' => $role]);
        self::assertIsInt($id);
        wp_set_current_user($id);
        return $id;
    }

    /** @return array<string, int> ids by name */
    protected function library(): array
    {
        $ids = [];
        foreach (['never' => '', 'seen' => 'seen', 'done' => 'processed', 'broken' => 'failed', 'back' => 'reverted'] as $name => $status) {
            $ids[$name] = $this->image(title: $name);
            $status === '' || $this->plugin->pictures()->save($ids[$name], ['status' => $status]);
        }
        update_post_meta($ids['done'], '_wp_attachment_image_alt', 'A bike');
        update_post_meta($ids['broken'], '_wp_attachment_image_alt', '');
        $this->image('image/svg+xml');
        $this->image('application/pdf');
        wp_update_post(['ID' => $this->image(), 'post_status' => 'trash']);
        return $ids;
    }
}
