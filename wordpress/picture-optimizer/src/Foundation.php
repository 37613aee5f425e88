<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** What everything else stands on: the database, what is kept in it, and what this site has chosen. Built when first asked for. */
abstract class Foundation
{
    /** @var array<class-string, object> */
    private array $made = [];

    public function schema(): Database\Schema
    {
        return $this->once(Database\Schema::class, fn () => new Database\Schema($this->db(), static fn (): array => [
            Store\Schema::tables(),
            Replace\Schema::tables(),
            Delivery\Schema::tables(),
            Audit\Schema::tables(),
        ], static fn (): array => [Settings\Settings::OPTION, Api\Connection::OPTION, Api\AcceptedTypes::OPTION]));
    }

    public function settings(): Settings\Settings
    {
        return $this->once(Settings\Settings::class, fn () => new Settings\Settings());
    }

    public function connection(): Api\Connection
    {
        return $this->once(Api\Connection::class, fn () => new Api\Connection());
    }

    public function acceptedTypes(): Api\AcceptedTypes
    {
        return $this->once(Api\AcceptedTypes::class, fn () => new Api\AcceptedTypes($this->connection()));
    }

    public function jobs(): Store\JobStore
    {
        return $this->once(Store\JobStore::class, fn () => new Store\JobStore($this->db()));
    }

    public function items(): Store\ItemStore
    {
        return $this->once(Store\ItemStore::class, fn () => new Store\ItemStore($this->db(), $this->jobs()));
    }

    public function tally(): Store\Tally
    {
        return $this->once(Store\Tally::class, fn () => new Store\Tally($this->db(), $this->items(), $this->jobs()));
    }

    public function tags(): Store\Tags
    {
        return $this->once(Store\Tags::class, fn () => new Store\Tags());
    }

    public function pictures(): Store\PictureStore
    {
        return $this->once(Store\PictureStore::class, fn () => new Store\PictureStore($this->db()));
    }

    public function events(): Store\EventStore
    {
        return $this->once(Store\EventStore::class, fn () => new Store\EventStore($this->db()));
    }

    public function lessons(): Store\LessonStore
    {
        return $this->once(Store\LessonStore::class, fn () => new Store\LessonStore($this->db()));
    }

    public function db(): \wpdb
    {
        return $GLOBALS['wpdb'];
    }

    /**
     * @template T of object
     * @param class-string<T> $class
     * @param callable(): T $make
     * @return T
     */
    final protected function once(string $class, callable $make): object
    {
        return $this->made[$class] ??= $make();
    }
}
