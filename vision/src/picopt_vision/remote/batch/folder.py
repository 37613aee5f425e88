"""Many images through the batch lane, until each has its text or its reason."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from picopt_vision.analyse import analyse
from picopt_vision.context import Context
from picopt_vision.errors import VisionError
from picopt_vision.port import VisionModel
from picopt_vision.remote.batch.delivery import Delivery
from picopt_vision.result import Result
from picopt_vision.settings import Settings

# Batches take minutes at best.
PAUSE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Described:
    """An image with its text, or with why it has none."""

    path: Path
    result: Result | None = None
    error: VisionError | None = None


def describe_all(  # noqa: PLR0913 -- the lane's two ends, what goes in, and the pause between rounds
    model: VisionModel,
    delivery: Delivery,
    paths: Sequence[Path],
    settings: Settings,
    *,
    wait: bool = True,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Described]:
    """Each image as it is done. `wait`: false for one round, after which the others are left to the next call.

    Raises VisionError where the account or the endpoint is at fault; what was asked stands in the ledger.
    """
    left = list(paths)
    while True:
        waiting = []
        for path in left:
            described = _describe(model, path, settings)
            if described:
                yield described
            else:
                waiting.append(path)
        left = waiting
        report = delivery.run() if left else None
        if report is None or not (wait or report.answered or report.failed):
            return
        if wait and not (report.answered or report.failed):
            sleep(PAUSE)


def _describe(model: VisionModel, path: Path, settings: Settings) -> Described | None:
    """None while it waits."""
    try:
        return Described(path, result=analyse(model, path, Context(file_name=path.name), settings))
    except VisionError as error:
        return None if error.code == "model_waiting" else Described(path, error=error)
