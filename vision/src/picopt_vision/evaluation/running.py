"""Runs a model over labelled images in a child process, so that CPU time and memory are the model's alone."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image

from picopt_vision.analyse import analyse
from picopt_vision.build import build_model
from picopt_vision.errors import VisionError
from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.labels import Label
from picopt_vision.model_config import ModelConfig
from picopt_vision.port import VisionModel
from picopt_vision.settings import Settings

# CIELAB's chroma is overkill here: without color, the three channels differ by compression noise only.
_COLORLESS_SPREAD: Final = 14.0
_model: VisionModel | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """All verdicts, and what the model took."""

    name: str
    verdicts: list[Verdict]
    peak_memory_mb: float
    """Resident set of the child at its highest, MiB."""

    @property
    def cpu_seconds_per_image(self) -> float:
        """Mean, the loading of the model left out."""
        return sum(verdict.cpu_seconds for verdict in self.verdicts) / max(1, len(self.verdicts))


def run(
    config: ModelConfig, labels: Sequence[Label], settings: Settings, *, progress: Callable[[Verdict], None]
) -> Run:
    """Judge the model over `labels`, one image after the other; `progress` sees each verdict as it falls."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_load, initargs=(config,)) as child:
        verdicts = []
        for verdict in _verdicts(child, labels, settings):
            progress(verdict)
            verdicts.append(verdict)
        name, memory = child.submit(_about).result()
    return Run(name, verdicts, memory)


def _verdicts(child: ProcessPoolExecutor, labels: Sequence[Label], settings: Settings) -> Iterator[Verdict]:
    for label in labels:
        # What is measured for the judge is not the model's to pay for.
        yield replace(child.submit(_judge, label, settings).result(), colorless=_is_colorless(label))


def _load(config: ModelConfig) -> None:
    global _model  # noqa: PLW0603 -- a child process has one model, and no other place to keep it
    _model = build_model(config)


def _judge(label: Label, settings: Settings) -> Verdict:
    assert _model is not None  # noqa: S101 -- the initializer has run
    started, cpu = time.monotonic(), time.process_time()
    try:
        result, code = analyse(_model, label.path, label.context, settings), ""
    except VisionError as error:
        result, code = None, error.code
    return Verdict(
        label=label,
        result=result,
        code=code,
        cpu_seconds=time.process_time() - cpu,
        seconds=time.monotonic() - started,
    )


def _is_colorless(label: Label) -> bool:
    with Image.open(label.path) as image:
        pixels = np.asarray(image.convert("RGB").resize((64, 64)), np.float32)
    return bool(np.quantile(pixels.max(axis=2) - pixels.min(axis=2), 0.98) < _COLORLESS_SPREAD)


def _about() -> tuple[str, float]:
    assert _model is not None  # noqa: S101 -- as above
    return _model.name, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
