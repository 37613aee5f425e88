import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from upload_kit import BYTES, SHA
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from picopt_client import PictureOptimizer
from picopt_contract.errors import ERRORS, ErrorCode

EXAMPLES = Path(__file__).parents[2] / "contract" / "examples"


class Service:
    """A real HTTP server whose answers a test scripts, one after the other, the last one for ever."""

    def __init__(self) -> None:
        self.script: list[Callable[[Request], Response] | Response] = []
        self.seen: list[Request] = []
        self.url = ""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        request.get_data()
        self.seen.append(request)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return (step(request) if callable(step) and not isinstance(step, Response) else step)(environ, start_response)


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    """Starts a server for an application and gives its host and port; all of them end with the test."""
    servers = []

    def _serve(application: Any) -> str:
        server = make_server("127.0.0.1", 0, application, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"127.0.0.1:{server.server_port}"

    yield _serve
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def service(serve: Callable[[Any], str]) -> Service:
    service = Service()
    service.url = f"http://{serve(service)}"
    return service


@pytest.fixture
def client(service: Service, monkeypatch: pytest.MonkeyPatch) -> PictureOptimizer:
    client = PictureOptimizer(service.url, "po_live_" + "a" * 43)
    monkeypatch.setattr(client._transport, "_sleep", lambda _seconds: None)
    client.__dict__["_bucket"] = None  # as a service without one says; see test_direct.py for the other kind
    return client


@pytest.fixture(scope="session")
def example():
    return lambda name: json.loads((EXAMPLES / f"{name}.json").read_bytes())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(BYTES)
    return path


@pytest.fixture
def known(example):
    """What the service says of `source` once it has it."""
    return example("Image.whole") | {"sha256": SHA, "bytes": len(BYTES)}


@pytest.fixture(scope="session")
def reply(example):
    def reply(body: object, status: int = 200, **headers: str) -> Response:
        data = json.dumps(example(body) if isinstance(body, str) else body)
        return Response(data, status, headers, content_type="application/json")

    return reply


@pytest.fixture(scope="session")
def refusal(example):
    def refusal(code: ErrorCode, **members: object) -> Response:
        spec = ERRORS[code]
        body = example("Problem.busy") | {"code": code, "status": spec.status, "title": spec.title} | members
        return Response(json.dumps(body), spec.status, content_type="application/problem+json")

    return refusal
