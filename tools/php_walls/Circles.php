<?php

declare(strict_types=1);

namespace PicoptTools\Walls;

/** Finds rooms that use each other in a circle: the strongly connected components with more than one room. */
final class Circles
{
    /** @param array<string, array<string, true>> $uses which rooms a room uses */
    public function __construct(private readonly array $uses)
    {
    }

    /** @return list<list<string>> each circle's rooms, by name */
    public function find(): array
    {
        $circles = [];
        foreach (array_keys($this->uses) as $room) {
            $reached = $this->reachedFrom($room);
            $circle = array_values(array_filter(
                $reached,
                fn (string $other): bool => in_array($room, $this->reachedFrom($other), true)
            ));
            sort($circle);
            if ($circle !== [] && !in_array($circle, $circles, true)) {
                $circles[] = $circle;
            }
        }
        return $circles;
    }

    /** @return list<string> rooms that a room uses, or that those use, and so on */
    private function reachedFrom(string $room): array
    {
        $reached = [];
        $next = array_keys($this->uses[$room] ?? []);
        while ($next !== []) {
            $one = array_pop($next);
            if (!isset($reached[$one])) {
                $reached[$one] = true;
                array_push($next, ...array_keys($this->uses[$one] ?? []));
            }
        }
        return array_keys($reached);
    }
}
