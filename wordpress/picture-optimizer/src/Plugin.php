<?php

declare(strict_types=1);

namespace PictureOptimizer;

/**
 * The one place where everything is built. A part gets its collaborators in the constructor and adds its
 * hooks in `register()`. Parts are made when they are first asked for, so that a visitor's page loads next to nothing.
 */
final class Plugin
{
    public const VERSION = '0.1.0';

    /** @var array<class-string, object> */
    private array $made = [];

    public function __construct(public readonly string $file)
    {
    }

    public function register(): void
    {
        register_activation_hook($this->file, $this->lifecycle()->activate(...));
        register_deactivation_hook($this->file, $this->lifecycle()->deactivate(...));
        $this->schema()->register();
    }

    public function schema(): Schema
    {
        return $this->once(Schema::class, fn () => new Schema($this->db()));
    }

    public function lifecycle(): Lifecycle
    {
        return $this->once(Lifecycle::class, fn () => new Lifecycle($this->schema()));
    }

    public function uninstaller(): Uninstaller
    {
        return $this->once(Uninstaller::class, fn () => new Uninstaller($this->schema()));
    }

    private function db(): \wpdb
    {
        return $GLOBALS['wpdb'];
    }

    /**
     * @template T of object
     * @param class-string<T> $class
     * @param callable(): T $make
     * @return T
     */
    private function once(string $class, callable $make): object
    {
        return $this->made[$class] ??= $make();
    }
}
