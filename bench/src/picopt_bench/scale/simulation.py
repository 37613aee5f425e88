"""A queue and its workers, event by event: entries come in bursts, an engine hands them out, workers take their time.

The engine is a server with a number of cores, for which each entry is so much work; whatever else the database does for
an image takes its share of the same cores. What is asked is how long entries wait, and when the engine falls behind.
"""

import heapq
import random
from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import Final

_SEED: Final = 11


@dataclass(frozen=True, kw_only=True)
class House:
    """What is simulated. Times in seconds, of one image; an image is one entry."""

    images_per_s: float
    engine_s: float
    engine_cores: int
    worker_s: float
    workers: int
    an_order: int = 20


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it: seconds from the order to the worker's hand-out, and how busy both were."""

    median_wait_s: float
    worst_hundredth_wait_s: float
    engine_busy: float
    workers_busy: float
    left: int
    """Entries that still waited when the time was over: many, when something falls behind."""

    @property
    def keeps_up(self) -> bool:
        """Whether a hundredth waits a minute at the most."""
        return self.worst_hundredth_wait_s <= 60  # the alert of docs/operations.md


def simulate(house: House, *, seconds: float) -> Outcome:
    """Orders come by chance (Poisson), so many images a second in the mean; work takes its time around its mean."""
    chance = random.Random(_SEED)
    number = count()
    events: list[tuple[float, int, str, float]] = []
    at_engine, waiting, waits = deque[float](), deque[float](), list[float]()
    free_cores, free_workers, engine_s, worker_s = house.engine_cores, house.workers, 0.0, 0.0

    def plan(after: float, kind: str, ordered: float) -> None:
        heapq.heappush(events, (now + after, next(number), kind, ordered))

    now = 0.0
    plan(chance.expovariate(house.images_per_s / house.an_order), "order", 0)
    while events and now < seconds:
        now, _, kind, ordered = heapq.heappop(events)
        if kind == "order":
            at_engine.extend([now] * house.an_order)
            plan(chance.expovariate(house.images_per_s / house.an_order), "order", 0)
        elif kind == "handed":
            free_cores += 1
            waiting.append(ordered)
        else:
            free_workers += 1
        while free_cores and at_engine:
            taken = chance.expovariate(1 / house.engine_s)
            engine_s, free_cores = engine_s + taken, free_cores - 1
            plan(taken, "handed", at_engine.popleft())
        while free_workers and waiting:
            taken = chance.expovariate(1 / house.worker_s)
            worker_s, free_workers = worker_s + taken, free_workers - 1
            begun = waiting.popleft()
            waits.append(now - begun)
            plan(taken, "done", begun)
    late = sorted([*waits, *(now - ordered for ordered in (*at_engine, *waiting))]) or [0.0]
    return Outcome(
        median_wait_s=round(late[len(late) // 2], 3),
        worst_hundredth_wait_s=round(late[min(len(late) - 1, int(len(late) * 0.99))], 3),
        engine_busy=round(min(1.0, engine_s / (now * house.engine_cores)), 3),
        workers_busy=round(min(1.0, worker_s / (now * house.workers)), 3),
        left=len(at_engine) + len(waiting),
    )
