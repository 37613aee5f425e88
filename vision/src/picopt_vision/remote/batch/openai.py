"""OpenAI's Batch API: a file of requests, a batch of the file, files of results and of errors ("Batch API", 2025)."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.batch.http import Http
from picopt_vision.remote.batch.protocol import BatchRefused, Outcome
from picopt_vision.remote.failures import Failure, read_failure

_PATH: Final = "/v1/chat/completions"
_DONE: Final = frozenset({"completed", "expired", "cancelled", "failed"})
_MARK: Final = "picture_optimizer"


class OpenAIBatches:
    """Batches at OpenAI's address, or at one that speaks its protocol."""

    most_requests = 50_000
    most_bytes = 200_000_000

    def __init__(self, config: ModelConfig) -> None:
        base = config.base_url or "https://api.openai.com/v1"
        self._model = config.model
        self._http = Http(base, {"Authorization": f"Bearer {config.key}"})

    def create(self, requests: Mapping[str, Mapping[str, Any]], token: str) -> str:
        """Upload the requests as lines, and start a batch of them that has a day."""
        lines = "\n".join(
            json.dumps({"custom_id": key, "method": "POST", "url": _PATH, "body": {"model": self._model, **request}})
            for key, request in requests.items()
        )
        upload = {"file": ("requests.jsonl", lines.encode(), "application/jsonl")}
        file = self._http.call("POST", "files", needs="id", data={"purpose": "batch"}, files=upload)
        order = {
            "input_file_id": file["id"],
            "endpoint": _PATH,
            "completion_window": "24h",
            "metadata": {_MARK: token},
        }
        return str(self._http.call("POST", "batches", needs="id", json=order)["id"])

    def find(self, token: str, count: int, is_known: Callable[[str], bool]) -> str | None:  # noqa: ARG002 -- the mark tells
        """By our mark, among the last hundred."""
        listed = self._http.call("GET", "batches", needs="data", params={"limit": 100})["data"]
        return next((str(one["id"]) for one in listed if (one.get("metadata") or {}).get(_MARK) == token), None)

    def is_done(self, batch: str) -> bool:
        """By its status. Raises BatchRefused for a batch whose requests were not accepted as a whole."""
        found = self._http.call("GET", f"batches/{batch}", needs="status")
        if found["status"] == "failed":
            errors = (found.get("errors") or {}).get("data") or [{}]
            raise BatchRefused(read_failure(400, {}, json.dumps({"error": errors[0]})))
        return found["status"] in _DONE

    def outcomes(self, batch: str) -> Iterator[Outcome]:
        """Both files, where there are any; a batch that has expired has some of each."""
        found = self._http.call("GET", f"batches/{batch}", needs="status")
        for file in filter(None, (found.get("output_file_id"), found.get("error_file_id"))):
            yield from self._http.outcomes(f"files/{file}/content", _read)

    def cancel(self, batch: str) -> None:
        """It takes up to ten minutes."""
        self._http.call("POST", f"batches/{batch}/cancel", needs="status")

    def discard(self, batch: str) -> None:
        """The files; the batch itself stays listed, without content."""
        found = self._http.call("GET", f"batches/{batch}", needs="status")
        for name in ("input_file_id", "output_file_id", "error_file_id"):
            if found.get(name):
                self._http.text("DELETE", f"files/{found[name]}")


def _read(line: Mapping[str, Any]) -> Outcome:
    key, error, response = str(line["custom_id"]), line.get("error"), line.get("response")
    if error and error.get("code") in {"batch_expired", "batch_cancelled"}:
        return Outcome(key, expired=True)
    if error or not response:
        return Outcome(key, failure=Failure("again", "it brought no answer"))
    body, status = json.dumps(response.get("body")), int(response.get("status_code", 200))
    return Outcome(key, completion=body) if status < 400 else Outcome(key, failure=read_failure(status, {}, body))
