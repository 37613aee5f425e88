<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Settings;

use PictureOptimizer\Access;
use PictureOptimizer\Settings\SpendingRoles;
use PictureOptimizer\Tests\TestCase;

/** Who may optimize: the roles that were chosen, administrators always, and what is usual where nobody chose. */
final class SpendingRolesTest extends TestCase
{
    private function may(string $role): bool
    {
        $name = 'spender-' . $role . wp_generate_password(6, false);
        wp_set_current_user((int) wp_insert_user(['user_login' => $name, 'user_pass' => 'x', 'role' => $role]));
        return Access::mayUse();
    }

    /** @return iterable<string, array{list<string>, array<string, bool>}> the setting, and who may */
    public static function choices(): iterable
    {
        yield 'nobody chose' => [[], ['administrator' => true, 'editor' => true, 'author' => false, 'subscriber' => false]];
        yield 'authors' => [['administrator', 'author'],
            ['administrator' => true, 'editor' => false, 'author' => true, 'contributor' => false]];
        yield 'administrators alone' => [['administrator'], ['administrator' => true, 'editor' => false, 'author' => false]];
        yield 'who may not upload' => [['administrator', 'subscriber'], ['subscriber' => false]];
    }

    /**
     * @dataProvider choices
     * @group acceptance-G1
     * @param list<string> $roles
     * @param array<string, bool> $expected
     */
    public function testTheChosenMay(array $roles, array $expected): void
    {
        $this->plugin->settings()->save(['spending_roles' => $roles]);
        foreach ($expected as $role => $may) {
            self::assertSame($may, $this->may($role), $role);
        }
    }

    public function testAProgramHasTheLastWord(): void
    {
        $this->plugin->settings()->save(['spending_roles' => ['administrator', 'author']]);
        add_filter('picture_optimizer_capability', static fn (): string => 'manage_options');
        self::assertFalse($this->may('author'));
    }

    public function testWhatIsTickedIsKeptAndTheUsualIsNoChoice(): void
    {
        self::assertSame(['editor', 'author'], array_keys(array_intersect_key(SpendingRoles::choices(), ['editor' => 1, 'author' => 1])));
        self::assertArrayNotHasKey('administrator', SpendingRoles::choices());
        self::assertArrayNotHasKey('subscriber', SpendingRoles::choices());
        self::assertSame([], SpendingRoles::toKeep(SpendingRoles::chosen([])));
        self::assertSame(['administrator', 'author'], SpendingRoles::toKeep(['', 'author', 'no-role', 'subscriber']));
        self::assertSame(['administrator'], SpendingRoles::toKeep(['']), 'nobody but administrators');
        self::assertSame(['administrator'], SpendingRoles::chosen(['administrator']));
    }
}
