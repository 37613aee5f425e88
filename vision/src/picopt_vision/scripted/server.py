"""A real HTTP server that speaks OpenAI's chat protocol from a list of answers. For tests; never for production.

An answer is a dictionary: `content` (the assistant's text), or `body` (raw text sent instead of the protocol's JSON);
`status`, `headers`, `finish_reason`, `refusal`, `delay_seconds`, `drip_seconds` (pause between single bytes),
`cut_after` (bytes after which the connection is closed), `usage` (tokens). The last answer is repeated.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

Answer = dict[str, Any]


@dataclass
class Script:
    """What the server answers, and what it was asked."""

    answers: list[Answer]
    url: str = ""
    """Base URL to be configured, `/v1` included."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    """Path, key and JSON body of each request, in order."""

    def next(self) -> Answer:
        """The answer to the latest request."""
        return self.answers[min(len(self.requests), len(self.answers)) - 1]


def read_script(name: str) -> list[Answer]:
    """The answers in `scripts/NAME.json`."""
    answers: list[Answer] = json.loads(files(__package__).joinpath("scripts", f"{name}.json").read_text("utf-8"))
    return answers


@contextmanager
def serve(answers: list[Answer]) -> Iterator[Script]:
    """Serves on a free loopback port for the time of the `with` block."""
    script = Script(answers)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(script))
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the base class wants this name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = json.loads(body)
            script.requests.append({"path": self.path, "key": self.headers["Authorization"], "body": asked})
            answer = script.next()
            if self.path != "/v1/chat/completions":
                answer = {"status": 404, "body": "{}"}
            time.sleep(answer.get("delay_seconds", 0))
            self._send(answer, _encode(answer, asked))

        def _send(self, answer: Answer, data: bytes) -> None:
            self.send_response(answer.get("status", 200))
            headers = {"Content-Type": "application/json", "Content-Length": str(len(data)), "Connection": "close"}
            for name, value in {**headers, **answer.get("headers", {})}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # the client gave up, as slow scripts want it to
                self._write(answer, data[: answer.get("cut_after", len(data))])
            self.close_connection = True

        def _write(self, answer: Answer, data: bytes) -> None:
            pause = answer.get("drip_seconds", 0)
            if not pause:
                self.wfile.write(data)
                return
            for position in range(len(data)):
                self.wfile.write(data[position : position + 1])
                self.wfile.flush()
                time.sleep(pause)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


def _encode(answer: Answer, asked: dict[str, Any]) -> bytes:
    if "body" in answer:
        return str(answer["body"]).encode()
    content = answer.get("content", "")
    if not isinstance(content, str):
        content = json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": content, "refusal": answer.get("refusal")}
    choice = {"index": 0, "message": message, "finish_reason": answer.get("finish_reason", "stop"), "logprobs": None}
    usage = {"prompt_tokens": 900, "completion_tokens": 120, "total_tokens": 1020, **answer.get("usage", {})}
    completion = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": asked["model"],
        "choices": [choice],
        "usage": usage,
    }
    return json.dumps(completion, ensure_ascii=False).encode()
