"""Several models behind the one port: the next answers while the first cannot be reached."""

from collections.abc import Callable, Sequence

from picopt_runtime.breaker import Breaker
from picopt_vision.context import Context
from picopt_vision.errors import VisionError
from picopt_vision.picture import View
from picopt_vision.port import VisionModel
from picopt_vision.result import Draft
from picopt_vision.settings import Settings


class FailoverModel:
    """Asks the first model whose circuit is closed; the result names the one that answered.

    An outage, an empty account and a model that cannot do the work all open the circuit: asking again right away would
    tell nothing new. Refusals and broken images never do.
    """

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
                if error.kind == "image":
                    breaker.succeeded()  # it answered, if only to say no; this image's matter opens no circuit
                    raise
                breaker.failed()
                down = error
                continue
            breaker.succeeded()
            return draft
        raise down


def _writes(model: VisionModel, language: str) -> bool:
    return not model.languages or language.split("-", maxsplit=1)[0].lower() in model.languages
