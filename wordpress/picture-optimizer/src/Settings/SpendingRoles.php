<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** The roles whose people may optimize images, and so spend credits. Administrators always may. */
final class SpendingRoles
{
    public function __construct(private readonly Settings $settings)
    {
    }

    /** @return array<string, string> name by role, of those who may upload; administrators aside */
    public static function choices(): array
    {
        return array_map(static fn (array $role): string => translate_user_role($role['name']), self::uploaders());
    }

    /**
     * @param list<string> $saved the setting; nothing in it means: who may edit others' posts
     * @return list<string>
     */
    public static function chosen(array $saved): array
    {
        return $saved === [] ? self::usual() : $saved;
    }

    /**
     * @param list<string> $ticked
     * @return list<string> the setting: nothing for what is usual, so that roles of plugins to come are among them
     */
    public static function toKeep(array $ticked): array
    {
        $roles = array_values(array_intersect(array_keys(self::uploaders()), $ticked));
        return $roles === self::usual() ? [] : ['administrator', ...$roles];
    }

    /** @return list<string> */
    private static function usual(): array
    {
        return array_keys(array_filter(self::uploaders(), static fn (array $role): bool
            => !empty($role['capabilities']['edit_others_posts'])));
    }

    /** @return array<string, array{name: string, capabilities: array<string, bool>}> by role */
    private static function uploaders(): array
    {
        return array_filter(wp_roles()->roles, static fn (array $role): bool
            => !empty($role['capabilities']['upload_files']) && empty($role['capabilities']['manage_options']));
    }

    /** What the present user needs to have: something that those who were chosen have, and others don't. */
    public function capability(string $usual): string
    {
        $saved = $this->settings->get('spending_roles');
        if ($saved === []) {
            return $usual;
        }
        return array_intersect(wp_get_current_user()->roles, $saved) === [] ? 'manage_options' : 'upload_files';
    }
}
