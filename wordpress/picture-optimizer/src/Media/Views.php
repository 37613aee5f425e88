<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

/** Filters that a person keeps under a name. */
final class Views
{
    public const META = 'picopt_views';
    private const MOST = 20;

    /** @return list<array{name: string, filter: Filter}> of the present user */
    public function all(): array
    {
        return self::clean(get_user_meta(get_current_user_id(), self::META, true));
    }

    /**
     * @param mixed $views all of them, as they are to be
     * @return list<array{name: string, filter: Filter}> as they are kept
     */
    public function keep(mixed $views): array
    {
        $clean = self::clean($views);
        $plain = json_decode((string) wp_json_encode($clean), true);
        update_user_meta(get_current_user_id(), self::META, wp_slash($plain));
        return $clean;
    }

    /** @return list<array{name: string, filter: Filter}> */
    private static function clean(mixed $views): array
    {
        $clean = [];
        foreach (is_array($views) ? $views : [] as $view) {
            $sent = is_array($view) ? $view['name'] ?? '' : '';
            $name = mb_substr(sanitize_text_field(is_scalar($sent) ? (string) $sent : ''), 0, 60);
            if ($name !== '') {
                $clean[$name] = ['name' => $name, 'filter' => Filter::from($view['filter'] ?? [])];
            }
        }
        return array_slice(array_values($clean), 0, self::MOST);
    }
}
