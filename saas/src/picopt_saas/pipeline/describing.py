"""Text from the vision library, in child processes that end with their parent."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from picopt_contract.reasons import ReasonCode
from picopt_runtime.children import ChildEndedError, ChildPool
from picopt_saas.pipeline.config import pipeline_config
from picopt_saas.pipeline.errors import ItemFailed, TryAgain
from picopt_saas.vision_config import VisionConfig, VisionProvider, vision_config
from picopt_vision import Context, ModelConfig, Result, Settings, VisionError, VisionModel, analyse, build_model
from picopt_vision.remote.batch.apart import Question, question_of

T = TypeVar("T")
_RECYCLE_AFTER: Final = 500  # texts a child
_AROUND_REMOTE: Final = 60.0  # seconds beside a remote model's own: to start the child, to read the image

_NO_ANSWERS: Final[Mapping[str, str]] = MappingProxyType({})

# One for each child.
_model: VisionModel | None = None
_config: ModelConfig | None = None
_answers: dict[str, str] = {}


class TextPool:
    """Writes text in `workers` children. Safe to share by threads."""

    def __init__(self, workers: int) -> None:
        self._seconds = longest_text_seconds()
        self._pool = ChildPool(
            "text-pool",
            workers=workers,
            tasks_each=_RECYCLE_AFTER,
            prepare=_prepare,
            prepare_with=(model_config(vision_config()),),
        )

    def describe(
        self, picture: Path, context: Context, settings: Settings, *, answers: Mapping[str, str] = _NO_ANSWERS
    ) -> Result:
        """The text for a picture. `answers`: what a batch brought, by its questions' keys.

        Raises `ItemFailed`, or `TryAgain` where another try may help.
        """
        return self._run(_describe, picture, context, settings, dict(answers))

    def question(self, picture: Path, context: Context, settings: Settings) -> Question:
        """What the model would be asked about a picture, to go into a batch. Raises as `describe` does."""
        return self._run(_question, picture, context, settings)

    def _run(self, work: Callable[..., T], *arguments: Any) -> T:
        try:
            return self._pool.run(work, *arguments, seconds=self._seconds)
        except VisionError as error:
            raise outcome_of(error) from None
        except TimeoutError:
            raise TryAgain(ReasonCode.TIME_OUT) from None
        except ChildEndedError:
            raise TryAgain(ReasonCode.CRASHED) from None

    @property
    def active(self) -> bool:
        """Whether it still takes work."""
        return self._pool.active

    def close(self) -> None:
        """End all children, working or not."""
        self._pool.close()


def longest_text_seconds() -> float:
    """After that a child is ended. A remote model that was given more time than that takes it."""
    return max(pipeline_config().text_seconds, vision_config().remote_seconds + _AROUND_REMOTE)


def model_config(vision: VisionConfig) -> ModelConfig:
    """The settings as the library wants them."""
    if vision.provider is VisionProvider.EMBEDDED:
        return ModelConfig(kind="embedded")
    return ModelConfig(
        kind="openai",
        model=vision.model,
        base_url=vision.base_url,
        api_key=vision.api_key.get_secret_value(),
        # A machine that needs minutes for an answer is asked once, and not broken off to be asked again.
        timeout_seconds=vision.timeout_seconds,
        budget_seconds=vision.timeout_seconds,
        price_per_million_input=vision.price_per_million_input,
        price_per_million_cached_input=vision.price_per_million_cached_input,
        price_per_million_output=vision.price_per_million_output,
        temperature=vision.temperature,
        reasoning_effort=vision.reasoning_effort,
        image_detail=vision.image_detail,
        max_image_tokens=vision.max_image_tokens,
        max_output_tokens=vision.max_output_tokens,
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
                timeout_seconds=vision.timeout_seconds,
                budget_seconds=vision.timeout_seconds,
            )


def outcome_of(error: VisionError) -> ItemFailed:
    """What the library's failure means for an item."""
    kind = TryAgain if error.retryable else ItemFailed
    return kind(ReasonCode(error.code), error.message)


def _prepare(config: ModelConfig) -> None:
    """In the child: load the model once."""
    global _model, _config  # noqa: PLW0603 -- a child process has one model, and no other place to keep it
    _config = config
    _model = build_model(config, _answers if config.kind == "openai" else None)


def _describe(picture: Path, context: Context, settings: Settings, answers: Mapping[str, str]) -> Result:
    assert _model is not None  # noqa: S101 -- `_prepare` has run
    _answers.clear()
    _answers.update(answers)
    return analyse(_model, picture, context, settings)


def _question(picture: Path, context: Context, settings: Settings) -> Question:
    assert _config is not None  # noqa: S101 -- as above
    return question_of(_config, picture, context, settings)
