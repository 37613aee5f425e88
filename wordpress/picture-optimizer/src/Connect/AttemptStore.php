<?php

declare(strict_types=1);

namespace PictureOptimizer\Connect;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Secret;

/**
 * Keeps the attempt of this site, encrypted as the key is: whoever confirms it may close every tab and come back. Two tabs
 * never ask at the same time: a change is written only over what was read.
 */
final class AttemptStore
{
    private const OPTION = 'picture_optimizer_connecting';

    public function __construct(private readonly \wpdb $db)
    {
    }

    public function get(): ?Attempt
    {
        $plain = Secret::open((string) get_option(self::OPTION, ''), Connection::home());
        $kept = $plain === null ? null : json_decode($plain, true);
        try {
            return is_array($kept) ? new Attempt(...$kept) : null;
        } catch (\Error) {
            return null; // Another version of the plugin kept it, with other fields.
        }
    }

    public function put(Attempt $attempt): void
    {
        update_option(self::OPTION, self::sealed($attempt), false);
    }

    /** @return bool whether nobody else has written since this request read the attempt */
    public function replace(Attempt $attempt): bool
    {
        $read = (string) get_option(self::OPTION, '');
        $written = $this->db->update(
            $this->db->options,
            ['option_value' => self::sealed($attempt)],
            ['option_name' => self::OPTION, 'option_value' => $read]
        );
        wp_cache_delete(self::OPTION, 'options');
        return $written === 1;
    }

    public function remove(): void
    {
        delete_option(self::OPTION);
    }

    private static function sealed(Attempt $attempt): string
    {
        return Secret::seal((string) wp_json_encode(get_object_vars($attempt)), Connection::home());
    }
}
