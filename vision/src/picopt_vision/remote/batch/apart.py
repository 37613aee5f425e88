"""For those whose asking and answering lie hours and processes apart: what would be asked, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picopt_vision.analyse import analyse
from picopt_vision.context import Context
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.batch.client import key_of, read_answer
from picopt_vision.remote.client import Asks
from picopt_vision.remote.model import RemoteModel
from picopt_vision.remote.reply import AskFailed, Reply, error_of, is_too_long
from picopt_vision.settings import Settings


@dataclass(frozen=True, slots=True)
class Question:
    """A request for a batch. `key` is the same for the same question to the same model."""

    key: str
    request: dict[str, Any]


class _Asked(Exception):  # noqa: N818 -- the way out of the model, no error
    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question


class _Listener:
    """Takes the place of a client; nobody is asked."""

    def __init__(self, model: str) -> None:
        self._model = model

    def ask(self, request: Mapping[str, Any], deadline: float) -> Reply:  # noqa: ARG002 -- the port of `Client`
        raise _Asked(Question(key_of(self._model, request), dict(request)))


def question_of(config: ModelConfig, picture: Path, context: Context, settings: Settings) -> Question:
    """What the model would be asked about the picture. Raises VisionError where it cannot be read."""
    try:
        analyse(RemoteModel(config, _Listener(config.model)), picture, context, settings)
    except _Asked as asked:
        return asked.question
    raise RuntimeError("The model was not asked.")


class AnsweredClient:
    """Knows what a batch answered, at its price; whatever else there is to ask, a repair for one, is asked at once."""

    def __init__(self, config: ModelConfig, answers: Mapping[str, str], client: Asks) -> None:
        self._config = config
        self._answers = answers
        self._client = client

    def ask(self, request: Mapping[str, Any], deadline: float) -> Reply:
        """As `Client.ask`. A failure is no answer, nor is what cannot be read; but what was too long still is."""
        answer = self._answers.get(key_of(self._config.model, request))
        if answer is not None:
            try:
                return read_answer(answer, self._config, sent=1)
            except AskFailed as failed:
                if is_too_long(failed.failure):
                    raise error_of(failed.failure) from failed
        return self._client.ask(request, deadline)
