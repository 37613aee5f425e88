"""How an endpoint wants to be asked: learnt from its exact refusals only, and forgotten, for endpoints are updated."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from picopt_vision.remote.failures import Trait

# Seconds after which an endpoint is asked in full once more.
REMEMBERED: Final = 3600.0


class Dialect:
    """What one endpoint's model does not take. Safe to share by threads: the worst is to learn the same twice."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[Trait, float] = {}

    def learn(self, trait: Trait) -> bool:
        """Note a refusal; False where it was known already, so that asking again would change nothing."""
        if self.refuses(trait):
            return False
        self._until[trait] = self._clock() + REMEMBERED
        return True

    def forget(self, trait: Trait) -> None:
        """It was no matter of the dialect's."""
        self._until.pop(trait, None)

    def refuses(self, trait: Trait) -> bool:
        """Whether this part of a request is to be left out, or said in other words."""
        return self._clock() < self._until.get(trait, 0.0)

    def phrase(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The request in this endpoint's words."""
        said = dict(request)
        if self.refuses("max_tokens"):
            # OpenAI's reasoning models refuse the old name; every other server knows only that one.
            said["max_completion_tokens"] = said.pop("max_tokens")
        if self.refuses("response_format"):
            said.pop("response_format", None)
        elif self.refuses("json_schema"):
            said["response_format"] = {"type": "json_object"}
        for option in ("temperature", "reasoning_effort"):
            if self.refuses(option):
                said.pop(option, None)
        if self.refuses("detail"):
            said["messages"] = [_without_detail(message) for message in said["messages"]]
        if self.refuses("cache_control"):
            said["messages"] = [_without_cache_mark(message) for message in said["messages"]]
        if self.refuses("system"):
            said["messages"] = _without_system(said["messages"])
        return said


def _without_detail(message: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(message["content"], list):
        return message
    parts = [
        {**part, "image_url": {"url": part["image_url"]["url"]}} if part["type"] == "image_url" else part
        for part in message["content"]
    ]
    return {**message, "content": parts}


def _without_cache_mark(message: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(message["content"], list):
        return message
    unmarked = [{name: value for name, value in part.items() if name != "cache_control"} for part in message["content"]]
    return {**message, "content": unmarked}


def _without_system(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The system prompt at the head of the first user message, for chat templates that know two roles only."""
    system, user, *rest = messages
    if system["role"] != "system":
        return messages
    told = system["content"] if isinstance(system["content"], list) else [{"type": "text", "text": system["content"]}]
    return [{**user, "content": [*told, *user["content"]]}, *rest]
