"""Anthropic's Message Batches: requests and results in its own shape ("Message Batches API", version 2023-06-01)."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.batch.http import Http
from picopt_vision.remote.batch.protocol import Outcome
from picopt_vision.remote.failures import Failure, read_failure

_STATUSES: Final = {
    "authentication_error": 401,
    "permission_error": 403,
    "not_found_error": 404,
    "rate_limit_error": 429,
}
_STOPS: Final = {"max_tokens": "length", "model_context_window_exceeded": "length", "refusal": "content_filter"}
_DATA: Final = re.compile(r"data:(?P<kind>[a-z/]+);base64,(?P<data>.*)", re.DOTALL)


class AnthropicBatches:
    """Batches at Anthropic's address."""

    most_requests = 100_000
    most_bytes = 256_000_000

    def __init__(self, config: ModelConfig) -> None:
        base = config.base_url or "https://api.anthropic.com/v1"
        self._model = config.model
        self._http = Http(base, {"x-api-key": config.key, "anthropic-version": "2023-06-01"})

    def create(self, requests: Mapping[str, Mapping[str, Any]], token: str) -> str:  # noqa: ARG002 -- no place for it
        """All requests in one call."""
        entries = [{"custom_id": key, "params": self._params(request)} for key, request in requests.items()]
        return str(self._http.call("POST", "messages/batches", needs="id", json={"requests": entries})["id"])

    def find(self, token: str, count: int, is_known: Callable[[str], bool]) -> str | None:  # noqa: ARG002 -- as above
        """The newest batch of as many requests that nobody has noted. They bear no marks; results are taken by key.

        Should it be another program's, no result has a key of ours, and the requests are sent again a day later.
        """
        listed = self._http.call("GET", "messages/batches", needs="data", params={"limit": 100})["data"]
        fitting = (one for one in listed if sum(one["request_counts"].values()) == count)
        return next((str(one["id"]) for one in fitting if not is_known(str(one["id"]))), None)

    def is_done(self, batch: str) -> bool:
        """When processing has ended, results stand for every request."""
        return bool(
            self._http.call("GET", f"messages/batches/{batch}", needs="processing_status")["processing_status"]
            == "ended"
        )

    def outcomes(self, batch: str) -> Iterator[Outcome]:
        """One line for each request."""
        yield from self._http.outcomes(f"messages/batches/{batch}/results", _read)

    def cancel(self, batch: str) -> None:
        """It ends as soon as what is being worked on is done."""
        self._http.call("POST", f"messages/batches/{batch}/cancel", needs="processing_status")

    def discard(self, batch: str) -> None:
        """The batch with its requests and results."""
        self._http.text("DELETE", f"messages/batches/{batch}")

    def _params(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """A chat request in Anthropic's words. The wanted shape stands in the prompt; it has no parameter here."""
        system, *messages = request["messages"]
        return {
            "model": self._model,
            "system": system["content"],
            "max_tokens": request.get("max_tokens") or request["max_completion_tokens"],
            "messages": [{**message, "content": _content(message["content"])} for message in messages],
            **{name: request[name] for name in ("temperature",) if name in request},
        }


def _content(content: str | list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    return content if isinstance(content, str) else [_part(part) for part in content]


def _part(part: dict[str, Any]) -> dict[str, Any]:
    image = _DATA.fullmatch(part["image_url"]["url"]) if part["type"] == "image_url" else None
    if not image:
        return part
    return {"type": "image", "source": {"type": "base64", "media_type": image["kind"], "data": image["data"]}}


def _read(line: Mapping[str, Any]) -> Outcome:
    key, result = str(line["custom_id"]), line["result"]
    if result["type"] in {"expired", "canceled"}:
        return Outcome(key, expired=True)
    if result["type"] == "succeeded":
        return Outcome(key, completion=json.dumps(_completion(result["message"])))
    error = result.get("error", {})
    told = error.get("error", error)
    status = _STATUSES.get(str(told.get("type")), 400 if told.get("type") == "invalid_request_error" else 500)
    return Outcome(key, failure=_failure(status, told))


def _failure(status: int, told: Mapping[str, Any]) -> Failure:
    return read_failure(status, {}, json.dumps({"error": dict(told)}))


def _completion(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message as the chat completion that the lane's other half reads."""
    text = "".join(part.get("text", "") for part in message["content"] if part["type"] == "text")
    stop = _STOPS.get(str(message.get("stop_reason")), "stop")
    usage = message.get("usage") or {}
    cached = int(usage.get("cache_read_input_tokens") or 0)
    read = int(usage.get("input_tokens") or 0) + cached + int(usage.get("cache_creation_input_tokens") or 0)
    wrote = int(usage.get("output_tokens") or 0)
    return {
        "choices": [{"finish_reason": stop, "message": {"content": text}}],
        "usage": {
            "prompt_tokens": read,
            "completion_tokens": wrote,
            "prompt_tokens_details": {"cached_tokens": cached},
        },
    }
