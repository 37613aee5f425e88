"""Tries every behavior of the corpus against a real server, and what it does to the next image."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

import httpx2
import openai
from PIL import Image

from picopt_vision.analyse import analyse
from picopt_vision.context import Context
from picopt_vision.errors import VisionError
from picopt_vision.failover import FailoverModel
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.client import Client
from picopt_vision.remote.dialect import Dialect
from picopt_vision.remote.failures import Trait
from picopt_vision.remote.model import RemoteModel
from picopt_vision.scripted.behaviors import Behavior
from picopt_vision.scripted.server import Script, read_script, serve
from picopt_vision.settings import Settings

_BUDGET: Final = 1.5
_PROVIDER: Final = "openrouter"  # the one whose requests hold every option that a server may refuse


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a behavior."""

    behavior: Behavior
    outcome: str
    """`text`, the code of the VisionError, or the name of an exception that nobody expected."""
    kind: str
    learnt: tuple[str, ...]
    without_timeout: int
    """Requests that might wait for ever."""
    next_is_served: bool
    """The next image, for which the server behaves well, got its text at the first try, with everything asked for that
    the endpoint has not refused by name."""

    @property
    def handled(self) -> bool:
        """As the corpus demands."""
        wanted = (self.behavior.expect, self.behavior.kind, sorted(self.behavior.learns))
        return (self.outcome, self.kind, sorted(self.learnt)) == wanted

    @property
    def innocent_harmed(self) -> bool:
        """A failure that was one image's matter hurt the next one."""
        return not self.next_is_served and self.kind in ("", "image")

    @property
    def charged_unusable(self) -> bool:
        """A text came where none is usable; what comes as a text is charged."""
        return self.outcome == "text" and self.behavior.expect != "text"


class _Timeouts:
    """Looks at every request as it leaves."""

    def __init__(self) -> None:
        self.missing = 0

    def look(self, request: httpx2.Request) -> None:
        """Count it when any of its waits has no end."""
        waits = request.extensions.get("timeout") or {}
        self.missing += not (waits and all(waits.get(name) for name in ("connect", "read", "write", "pool")))


def try_behaviors(behaviors: list[Behavior]) -> Iterator[Trial]:
    """Each with a model and a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "one.png"
        Image.effect_noise((64, 48), 40).convert("RGB").save(image)
        for behavior in behaviors:
            with serve(behavior.answers) as script:
                yield _try(behavior, script, image)


def _try(behavior: Behavior, script: Script, image: Path) -> Trial:
    config = ModelConfig(
        kind="openai",
        model="scripted",
        base_url=script.url,
        provider=_PROVIDER,
        timeout_seconds=_BUDGET,
        budget_seconds=_BUDGET,
    )
    dialect, timeouts = Dialect(), _Timeouts()
    http = openai.DefaultHttpxClient(event_hooks={"request": [timeouts.look]})
    client = Client(config, dialect=dialect, sleep=lambda _seconds: None, http=http)
    # Behind a breaker, as in production.
    model = FailoverModel([RemoteModel(config, client)])
    outcome, kind = "text", ""
    try:
        analyse(model, image, Context(), Settings())
    except VisionError as error:
        outcome, kind = error.code, error.kind
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is what is looked for here
        outcome = type(error).__name__
    learnt = tuple(trait for trait in get_args(Trait) if dialect.refuses(trait))
    served = _next_is_served(model, script, image, learnt)
    return Trial(behavior, outcome, kind, learnt, timeouts.missing, served)


def _next_is_served(model: FailoverModel, script: Script, image: Path, learnt: tuple[str, ...]) -> bool:
    before = len(script.requests)
    script.answers = read_script("good")
    try:
        analyse(model, image, Context(), Settings())
    except VisionError:
        return False
    asked = script.requests[-1]["body"]
    in_full = "response_format" in learnt or asked.get("response_format", {}).get("type") == (
        "json_object" if "json_schema" in learnt else "json_schema"
    )
    return in_full and len(script.requests) == before + 1
