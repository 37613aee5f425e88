"""Several models behind the one port: the next answers while the first cannot be reached."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from picopt_vision.errors import VisionError
from picopt_vision.picture import View
from picopt_vision.port import VisionModel
from picopt_vision.result import Draft
from picopt_vision.settings import Context, Settings

# What says that a model is down. A refusal or a broken answer is about one picture and opens no circuit.
_DOWN: Final = frozenset({"model_unavailable", "time_out"})


@dataclass
class Breaker:
    """A circuit breaker: after `failures` in a row nobody is sent for `seconds`; then one is, to try.

    Nygard, "Release It!", chapter 5. Safe to share by threads.
    """

    failures: int = 3
    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    _failed: int = field(default=0, init=False)
    _until: float = field(default=0.0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def lets_through(self) -> bool:
        """True when a request may be sent. While open, one caller at a time is let through to try."""
        with self._lock:
            if self._failed < self.failures:
                return True
            if self.clock() < self._until:
                return False
            self._until = self.clock() + self.seconds
            return True

    def succeeded(self) -> None:
        """Close the circuit."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Count a failure, and open the circuit when there were enough."""
        with self._lock:
            self._failed += 1
            if self._failed >= self.failures:
                self._until = self.clock() + self.seconds


class FailoverModel:
    """Asks the first model whose circuit is closed; the result names the one that answered."""

    def __init__(self, models: Sequence[VisionModel], *, breaker: Callable[[], Breaker] = Breaker) -> None:
        self._models = [(model, breaker()) for model in models]
        first = models[0]
        self.name = first.name
        self.is_draft = first.is_draft
        self.languages = first.languages

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:
        """The first answer. Raises what the last reachable model raised, or model_unavailable."""
        down = VisionError("model_unavailable", "No vision model can be reached just now.", retryable=True)
        for model, breaker in self._models:
            if not _writes(model, settings.language) or not breaker.lets_through():
                continue
            try:
                draft = model.describe(view, context, settings)
            except VisionError as error:
                if error.code not in _DOWN:
                    breaker.succeeded()  # it answered, if only to say no
                    raise
                breaker.failed()
                down = error
                continue
            breaker.succeeded()
            return draft
        raise down


def _writes(model: VisionModel, language: str) -> bool:
    return not model.languages or language.split("-", maxsplit=1)[0].lower() in model.languages
