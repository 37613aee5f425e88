"""A small platform for the gateway's own tests: a real HTTP server that speaks the internal side of the contract.

It checks the signature, records what it got and answers with the contract's examples. What the real platform does is
tested in `real/`.
"""

import hashlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
import pytest
import urllib3
from flask import Flask, Response, request
from flask.testing import FlaskClient
from waiting import wait_until
from werkzeug.serving import make_server

from picopt_contract.internal import AUDIENCE, Claims
from picopt_gateway.app import create_app
from picopt_gateway.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "contract" / "examples"
SECRET = "a secret that both sides know, 32 bytes"
LIVE_KEY = "po_live_" + "a" * 43
READ_KEY = "po_live_" + "r" * 43
OFF_KEY = "po_live_" + "o" * 43
TEST_KEY = "po_test_" + "t" * 43


def load_example(name: str) -> dict[str, Any]:
    return json.loads((EXAMPLES / f"{name}.json").read_bytes())


def resolved(**changes: object) -> dict[str, Any]:
    return load_example("ResolvedKey.active") | {"requests_per_minute": 100_000} | changes


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    claims: Claims


@dataclass
class Platform:
    """What the tests set and what they ask."""

    live_key = LIVE_KEY
    read_key = READ_KEY
    test_key = TEST_KEY
    secret = SECRET
    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[tuple[str, str], Response] = field(default_factory=dict)
    """An answer of the test's own, by method and path."""

    def reset(self) -> None:
        for memory in (self.seen, self.begun, self.keys, self.answers):
            memory.clear()
        self.set_key(LIVE_KEY)
        self.set_key(READ_KEY, key_id="key_r", scopes=["read"])
        self.set_key(OFF_KEY, key_id="key_o", active=False)
        self.set_key(TEST_KEY, key_id="key_t", test=True)

    def set_key(self, key: str, **changes: object) -> None:
        self.keys[hashlib.sha256(key.encode()).hexdigest()] = resolved(**changes)

    def on(self, method: str, path: str, status: int, body: object, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body)
        self.answers[method, path] = Response(data, status, headers, content_type="application/json")

    def asked_about(self, name: str) -> bool:
        """Whether a request with `name` in its address has begun to arrive."""
        return any(name in address for address in self.begun)

    def calls(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]


@pytest.fixture(scope="session")
def running_platform() -> Iterator[Platform]:
    with running() as started:
        yield started


@pytest.fixture
def platform(running_platform: Platform) -> Platform:
    running_platform.reset()
    return running_platform


@pytest.fixture
def settings(platform: Platform) -> Settings:
    return Settings(PICOPT_SAAS_URL=platform.url, PICOPT_INTERNAL_SECRET=SECRET)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


@pytest.fixture(scope="session")
def served(running_platform: Platform) -> Iterator[str]:
    """The gateway as it is deployed, in its own process."""
    with serving(running_platform.url) as url:
        yield url


@pytest.fixture(scope="session")
def impatient(running_platform: Platform) -> Iterator[str]:
    """The same, with one second for 16 kB."""
    quick = {"PICOPT_GATEWAY_SLOW_SECONDS": "1", "PICOPT_GATEWAY_SLOW_BYTES_PER_SECOND": "16000"}
    with serving(running_platform.url, **quick) as url:
        yield url


@pytest.fixture
def start_gateway(platform: Platform) -> Iterator[Callable[..., str]]:
    """Starts one more gateway process with settings of its own; its address."""
    with ExitStack() as stack:
        yield lambda **environment: stack.enter_context(serving(platform.url, **environment))


@pytest.fixture(scope="module")
def start_lasting_gateway(running_platform: Platform) -> Iterator[Callable[..., str]]:
    """The same, and it goes on until the module's tests are through."""
    with ExitStack() as stack:
        yield lambda **environment: stack.enter_context(serving(running_platform.url, **environment))


@pytest.fixture
def auth() -> dict[str, str]:
    return {"Authorization": f"Bearer {LIVE_KEY}"}


@pytest.fixture(scope="session")
def example():
    return load_example


@contextmanager
def serving(saas_url: str, **environment: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PICOPT_SAAS_URL": saas_url,
        "PICOPT_INTERNAL_SECRET": SECRET,
        "PICOPT_GATEWAY_PORT": str(port),
        **environment,
    }
    process = subprocess.Popen([sys.executable, "-m", "picopt_gateway"], env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_live(f"{url}/health/live", process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_until_live(address: str, process: subprocess.Popen[bytes]) -> None:
    def live() -> bool:
        assert process.poll() is None, "the gateway ended"
        with suppress(urllib3.exceptions.HTTPError):
            urllib3.request("GET", address, retries=False, timeout=1)
            return True
        return False

    wait_until(live, address)


@contextmanager
def running() -> Iterator[Platform]:
    platform = Platform()
    server = make_server("127.0.0.1", 0, _app(platform), threaded=True)
    platform.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _app(platform: Platform) -> Flask:
    app = Flask("platform")

    @app.before_request
    def record() -> Response | None:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, SECRET, ["HS256"], audience=AUDIENCE, options={"require": ["exp", "iat", "aud"]})
        for name in ("aud", "iat", "exp"):
            del claims[name]
        platform.begun.append(request.path)
        body = request.get_data()
        platform.seen.append(
            Seen(request.method, request.full_path.rstrip("?"), dict(request.headers), body, Claims(**claims))
        )
        return platform.answers.get((request.method, request.path))

    @app.post("/internal/keys/resolve")
    def resolve() -> Response | tuple[dict[str, str], int]:
        known = platform.keys.get(request.get_json()["key_sha256"])
        return Response(json.dumps(known)) if known else ({"detail": "unknown"}, 404)

    @app.get("/health/ready")
    def ready() -> dict[str, str]:
        return {"status": "ok"}

    return app
