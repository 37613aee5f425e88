"""A real HTTP server with OpenAI's and Anthropic's batch protocols, whose batches end when a test says so."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

Fate = str | int
"""What becomes of a request: the text of its answer, the status of its refusal, or `expired`."""

_REFUSALS: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
}


@dataclass
class Batch:
    """One batch, with its requests by their keys."""

    requests: dict[str, dict[str, Any]]
    metadata: dict[str, str] = field(default_factory=dict)
    file: str = ""
    status: str = "in_progress"
    fates: dict[str, Fate] = field(default_factory=dict)
    is_deleted: bool = False
    """At Anthropic, where requests and results are part of it."""


@dataclass
class BatchServer:
    """The provider's side. It outlives any number of clients."""

    url: str = ""
    batches: dict[str, Batch] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    """Method and path of each call, in order."""
    refuse: tuple[int, dict[str, Any]] | None = None
    """Answer to every call, while it is set."""
    at_once: Callable[[dict[str, Any]], Fate] | None = None
    """What becomes of a request that goes into no batch, by its body; without it there is no such address."""
    asked_at_once: list[dict[str, Any]] = field(default_factory=list)
    hang_up: bool = False
    """Do what is asked, and close the connection before answering, once."""

    def finish(self, fate: Callable[[str, dict[str, Any]], Fate], *, status: str = "completed") -> None:
        """End every batch that is under way; `fate` of each request by its key and body."""
        for batch in self.batches.values():
            if batch.status == "in_progress":
                batch.status = status
                batch.fates = {key: fate(key, body) for key, body in batch.requests.items()}
            elif batch.status == "cancelling":
                batch.status = "cancelled"
                batch.fates = dict.fromkeys(batch.requests, "cancelled")

    def answer(self, method: str, path: str, headers: Message, body: bytes) -> tuple[int, str]:
        """What the real ones answer."""
        path = path.split("?", maxsplit=1)[0].removeprefix("/v1/")
        self.calls.append(f"{method} {path}")
        if self.refuse:
            return self.refuse[0], json.dumps(self.refuse[1])
        if (method, path) == ("POST", "chat/completions") and self.at_once:
            return self._answer_at_once(json.loads(body))
        route = _ANTHROPIC if headers.get("x-api-key") else _OPENAI
        return route(self, method, path, body, headers)

    def _answer_at_once(self, body: dict[str, Any]) -> tuple[int, str]:
        assert self.at_once  # noqa: S101 -- asked before
        self.asked_at_once.append(body)
        told = _openai_line("-", self.at_once(body))["response"]
        return told["status_code"], json.dumps(told["body"])

    def cancel(self, name: str) -> None:
        """What is done stays done; what is not is given up, a while later."""
        if self.batches[name].status == "in_progress":
            self.batches[name].status = "cancelling"

    def add(self, batch: Batch) -> str:
        """A new batch's id."""
        name = f"batch_{len(self.batches) + 1}"
        self.batches[name] = batch
        return name


def _openai(server: BatchServer, method: str, path: str, body: bytes, headers: Message) -> tuple[int, str]:
    if (method, path) == ("POST", "files"):
        name = f"file-{server.calls.count('POST files')}"
        server.files[name] = _uploaded(body, headers)
        return 200, json.dumps({"id": name, "object": "file", "purpose": "batch"})
    if (method, path) == ("POST", "batches"):
        order = json.loads(body)
        lines = [json.loads(line) for line in server.files[order["input_file_id"]].splitlines()]
        requests = {line["custom_id"]: line["body"] for line in lines if line["url"] == order["endpoint"]}
        name = server.add(Batch(requests, order.get("metadata", {}), order["input_file_id"]))
        return 200, json.dumps(_openai_batch(server, name))
    if path == "batches":
        listed = [_openai_batch(server, name) for name in reversed(server.batches)]
        return 200, json.dumps({"object": "list", "data": listed, "has_more": False})
    kind, name, *verb = [*path.split("/"), ""][:3]
    if kind == "batches":
        if verb == ["cancel"]:
            server.cancel(name)
        return 200, json.dumps(_openai_batch(server, name))
    if kind == "files" and name in server.files:
        return 200, server.files.pop(name) if method == "DELETE" else server.files[name]
    return 404, "{}"


def _openai_batch(server: BatchServer, name: str) -> dict[str, Any]:
    batch = server.batches[name]
    told: dict[str, Any] = {"id": name, "object": "batch", "status": batch.status, "metadata": batch.metadata}
    told["input_file_id"] = batch.file
    if batch.status == "failed":
        error = {"code": "token_limit_exceeded", "message": "Enqueued token limit reached.", "line": None}
        return {**told, "errors": {"object": "list", "data": [error]}}
    lines = [_openai_line(key, fate) for key, fate in batch.fates.items()]
    for kind, wanted in (("output", True), ("error", False)):
        part = [line for line in lines if _is_answer(line) is wanted]
        if part:
            file = f"{name}-{kind}"
            server.files[file] = "\n".join(map(json.dumps, reversed(part))) + "\n"  # in no order that one could rely on
            told[f"{kind}_file_id"] = file
    return told


def _is_answer(line: dict[str, Any]) -> bool:
    return bool(line["response"] and line["response"]["status_code"] == 200)


def _openai_line(key: str, fate: Fate) -> dict[str, Any]:
    line: dict[str, Any] = {"id": f"batch_req_{key[:8]}", "custom_id": key, "response": None, "error": None}
    if fate in {"expired", "cancelled"}:
        line["error"] = {"code": f"batch_{fate}", "message": "This request was not executed."}
    elif isinstance(fate, int):
        error = {"message": f"Something about this: {_REFUSALS[fate]}", "type": _REFUSALS[fate], "code": None}
        line["response"] = {"status_code": fate, "request_id": "r", "body": {"error": error}}
    else:
        message = {"role": "assistant", "content": fate, "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        usage = {"prompt_tokens": 900, "completion_tokens": 120, "total_tokens": 1020}
        completion = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        line["response"] = {"status_code": 200, "request_id": "r", "body": {**completion, "usage": usage}}
    return line


def _anthropic(server: BatchServer, method: str, path: str, body: bytes, headers: Message) -> tuple[int, str]:
    assert headers["anthropic-version"]  # noqa: S101 -- the real one refuses without
    if (method, path) == ("POST", "messages/batches"):
        entries = json.loads(body)["requests"]
        name = server.add(Batch({entry["custom_id"]: entry["params"] for entry in entries}))
        return 200, json.dumps(_anthropic_batch(server, name))
    if path == "messages/batches":
        there = [name for name, batch in server.batches.items() if not batch.is_deleted]
        listed = [_anthropic_batch(server, name) for name in reversed(there)]
        return 200, json.dumps({"data": listed, "has_more": False})
    name = path.split("/")[2]
    if server.batches[name].is_deleted:
        return 404, json.dumps({"type": "error", "error": {"type": "not_found_error", "message": "Not found"}})
    if method == "DELETE":
        server.batches[name].is_deleted = True
        return 200, json.dumps({"id": name, "type": "message_batch_deleted"})
    if path.endswith("/cancel"):
        server.cancel(name)
    if path.endswith("/results"):
        lines = [_anthropic_line(key, fate) for key, fate in server.batches[name].fates.items()]
        return 200, "\n".join(map(json.dumps, reversed(lines))) + "\n"
    return 200, json.dumps(_anthropic_batch(server, name))


def _anthropic_batch(server: BatchServer, name: str) -> dict[str, Any]:
    batch = server.batches[name]
    is_done = batch.status not in {"in_progress", "cancelling"}
    counts = dict.fromkeys(("processing", "succeeded", "errored", "canceled", "expired"), 0)
    counts["succeeded" if is_done else "processing"] = len(batch.requests)
    status = "ended" if is_done else batch.status.replace("cancelling", "canceling")
    return {"id": name, "type": "message_batch", "processing_status": status, "request_counts": counts}


def _anthropic_line(key: str, fate: Fate) -> dict[str, Any]:
    result: dict[str, Any]
    if fate in {"expired", "cancelled"}:
        result = {"type": "expired" if fate == "expired" else "canceled"}
    elif isinstance(fate, int):
        error = {"type": _REFUSALS[fate], "message": f"Something about this: {_REFUSALS[fate]}"}
        result = {"type": "errored", "error": {"type": "error", "error": error}}
    else:
        usage = {"input_tokens": 800, "cache_read_input_tokens": 100, "output_tokens": 120}
        content = [{"type": "text", "text": fate}]
        told = {"id": "msg", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn"}
        result = {"type": "succeeded", "message": {**told, "content": content, "usage": usage}}
    return {"custom_id": key, "result": result}


_OPENAI: Final = _openai
_ANTHROPIC: Final = _anthropic


def _uploaded(body: bytes, headers: Message) -> str:
    """The file in a form of several parts (RFC 7578)."""
    boundary = headers["Content-Type"].split("boundary=")[1].strip('"').encode()
    part = next(part for part in body.split(b"--" + boundary) if b'name="file"' in part)
    return part.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n", 1)[0].decode()


@contextmanager
def serve_batches() -> Iterator[BatchServer]:
    """Serves on a free loopback port for the time of the `with` block."""
    world = BatchServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(world))
    world.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(world: BatchServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the base class wants this name
            self._serve("GET")

        def do_POST(self) -> None:  # as above
            self._serve("POST")

        def do_DELETE(self) -> None:  # as above
            self._serve("DELETE")

        def _serve(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, text = world.answer(method, self.path, self.headers, body)
            self.close_connection = True
            if world.hang_up and "batches" in self.path and method == "POST":
                world.hang_up = False
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler
