"""The heavy tools of a worker process, made once: children for pictures, children for text."""

import threading
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from picopt_imaging import ImagingPool, Plan, Report
from picopt_runtime.degradation import Degradation
from picopt_saas.pipeline.config import pipeline_config
from picopt_saas.pipeline.describing import TextPool
from picopt_saas.vision_config import vision_config
from picopt_vision.capabilities import degradations as vision_degradations


@dataclass(frozen=True)
class Tools:
    """Both pools run in child processes: a native crash costs one item, and the heartbeat never waits for a decoder."""

    imaging: ImagingPool
    text: TextPool
    large: threading.Semaphore
    """The children that large images may have; there is one more."""

    def optimize(self, source: Path, plan: Plan, out: Path, *, large: bool) -> Report:
        """As `ImagingPool.optimize`, where however many are large, one child is for others.

        They share the processors then. Without work for it that child sleeps.
        """
        with self.large if large else nullcontext():
            return self.imaging.optimize(source, plan, out)

    @property
    def usable(self) -> bool:
        """Whether both still take work."""
        return self.imaging.active and self.text.active

    def degradations(self) -> list[Degradation]:
        """What this machine lacks and goes on without."""
        return [*self.imaging.degradations(), *text_degradations()]

    def close(self) -> None:
        """End the children."""
        self.imaging.close()
        self.text.close()


def text_degradations() -> list[Degradation]:
    """What is missing for text, with the models that are configured."""
    return list(vision_degradations(embedded=vision_config().uses_embedded))


def build_tools() -> Tools:
    """Pools of the configured size. Children start with their first picture."""
    config = pipeline_config()
    texts = config.text_processes or (1 if vision_config().is_draft else 4)
    return Tools(
        imaging=ImagingPool(workers=config.processes + 1),
        text=TextPool(workers=texts),
        large=threading.Semaphore(config.processes),
    )
