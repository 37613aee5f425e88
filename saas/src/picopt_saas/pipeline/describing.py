"""Text from the vision library, in child processes that end with their parent."""

import ctypes
import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as PastDeadline
from pathlib import Path
from typing import Any, Final

from pebble import ProcessExpired, ProcessPool

from picopt_contract.reasons import ReasonCode
from picopt_saas.pipeline.config import pipeline_config
from picopt_saas.pipeline.errors import ItemFailed, TryAgain
from picopt_saas.vision_config import VisionConfig, VisionProvider, vision_config
from picopt_vision import Context, ModelConfig, Result, Settings, VisionError, VisionModel, analyse, build_model

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_RECYCLE_AFTER: Final = 500  # texts a child

_model: VisionModel | None = None  # one for each child


class TextPool:
    """Writes text in `workers` children. Safe to share by threads."""

    def __init__(self, workers: int) -> None:
        self._seconds = pipeline_config().text_seconds
        # Children die with the THREAD that started them (prctl(2)), so one that lives as long as the pool does it.
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="text-pool")
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=_RECYCLE_AFTER,
            initializer=_prepare,
            initargs=(model_config(vision_config()), os.getpid()),
            context=multiprocessing.get_context("spawn"),
        )

    def describe(self, picture: Path, context: Context, settings: Settings) -> Result:
        """The text for a picture. Raises `ItemFailed`, or `TryAgain` where another try may help."""
        arguments = [picture, context, settings]
        future = self._keeper.submit(self._pool.schedule, _describe, args=arguments, timeout=self._seconds).result()
        try:
            answer: Result | _Failure = future.result()
        except PastDeadline:
            raise TryAgain(ReasonCode.TIME_OUT) from None
        except ProcessExpired:
            raise TryAgain(ReasonCode.CRASHED) from None
        if isinstance(answer, _Failure):
            raise answer.as_error()
        return answer

    @property
    def active(self) -> bool:
        """Whether it still takes work; a pool that has broken never does again."""
        try:
            # Asking starts the pool, so the keeper asks.
            return bool(self._keeper.submit(lambda: self._pool.active).result())
        except RuntimeError:  # closed
            return False

    def close(self) -> None:
        """End all children, working or not."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._keeper.shutdown()


def model_config(vision: VisionConfig) -> ModelConfig:
    """The settings as the library wants them."""
    if vision.provider is VisionProvider.EMBEDDED:
        return ModelConfig(kind="embedded")
    return ModelConfig(
        kind="openai",
        model=vision.model,
        base_url=vision.base_url,
        api_key=vision.api_key.get_secret_value(),
        budget_seconds=vision.timeout_seconds,
        price_per_million_input=vision.price_per_million_input,
        price_per_million_output=vision.price_per_million_output,
        fallback=_fallback(vision),
    )


def _fallback(vision: VisionConfig) -> ModelConfig | None:
    match vision.fallback_provider:
        case None:
            return None
        case VisionProvider.EMBEDDED:
            return ModelConfig(kind="embedded")
        case VisionProvider.OPENAI:
            return ModelConfig(
                kind="openai",
                model=vision.fallback_model,
                base_url=vision.fallback_base_url,
                api_key=vision.fallback_api_key.get_secret_value(),
                budget_seconds=vision.timeout_seconds,
            )


class _Failure:
    """A `VisionError` on its way out of a child; the exception itself does not survive pickling."""

    def __init__(self, error: VisionError) -> None:
        self.code = error.code
        self.message = error.message
        self.retryable = error.retryable

    def as_error(self) -> ItemFailed:
        kind = TryAgain if self.retryable else ItemFailed
        return kind(ReasonCode(self.code), self.message)


def _prepare(config: ModelConfig, parent: int) -> None:
    """In the child: die with the parent, leave its signals alone, load the model once."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _model  # noqa: PLW0603 -- a child process has one model, and no other place to keep it
    _model = build_model(config)


def _describe(picture: Path, context: Context, settings: Settings) -> Any:
    assert _model is not None  # noqa: S101 -- the initializer has run
    try:
        return analyse(_model, picture, context, settings)
    except VisionError as error:
        return _Failure(error)
