"""A real third-party server: `transformers serve`, with a vision model of random weights that is built on the spot.

It takes images and ignores schemas, and its model writes nothing that makes sense: what we say of it has to be true all
the same. It lives in an environment of its own (`var/transformers-server`, 1.2 GB), from wherever pip is told to look.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from waiting import wait_until

from picopt_runtime.breaker import Breaker
from picopt_vision import Context, ModelConfig, Settings, VisionError, VisionModel, analyse
from picopt_vision.cli import main
from picopt_vision.failover import FailoverModel
from picopt_vision.picture import look
from picopt_vision.remote import RemoteModel
from picopt_vision.remote.client import Client
from picopt_vision.remote.failures import Trait
from picopt_vision.remote.probe import probe
from picopt_vision.remote.providers import provider_of
from picopt_vision.remote.request import build_request

pytestmark = pytest.mark.deep
HERE = Path(__file__).parent
TOP = HERE.parents[3]
PACKAGES = ("torch==2.13.0", "transformers[serving]==5.24.0", "pillow>=12")
MISSING = (
    f"pip cannot install {', '.join(PACKAGES)}: about 250 MB where its settings name an index or a folder with PyTorch "
    "built for CPUs, and several times that with the builds for CUDA. It said: {}"
)
# Tokens that 16 patches of the image take in the prompt (`build_tiny_llava.py`).
IMAGE_TOKENS = 16
ALT = Settings(fields=("alt",))


@dataclass(frozen=True)
class Server:
    """One that runs."""

    model: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        line = next((line for line in self.log.read_text().splitlines() if "running on http" in line), "")
        return line.partition("running on ")[2].split(" ")[0]

    @property
    def requests(self) -> int:
        return self.log.read_text().count("[Request received]")

    def config(self, **more: Any) -> ModelConfig:
        settings = {"model": str(self.model), "timeout_seconds": 120, "budget_seconds": 300, "max_output_tokens": 400}
        return ModelConfig(kind="openai", base_url=f"{self.url}/v1", **{**settings, **more})

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return bool(self.url) and httpx2.get(f"{self.url}/health", timeout=60).json() == {"status": "ok"}


@pytest.fixture(scope="module")
def python() -> Path:
    folder = TOP / "var" / "transformers-server"
    python = folder / "bin" / "python"
    # By pip, for its settings say where this machine finds PyTorch built for CPUs.
    commands = [[python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", *PACKAGES]]
    if not python.exists():
        uv = TOP / "tools" / "uv"
        commands.insert(0, [uv, "venv", "--quiet", "--seed", "--python", sys.executable, folder])
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(MISSING.format(done.stderr.strip().rpartition("\n")[2]))
    return python


@pytest.fixture(scope="module")
def model(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("llava")
    subprocess.run([python, HERE / "build_tiny_llava.py", folder], check=True)
    return folder


@pytest.fixture(scope="module")
def start(python: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable:
    """Starts a server of one's own, for the time of a `with`."""

    @contextmanager
    def start_() -> Iterator[Server]:
        folder = tmp_path_factory.mktemp("server")
        command = [python.with_name("transformers"), "serve", model, "--host", "127.0.0.1", "--port", "0"]
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder), "OMP_NUM_THREADS": "1"}
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(
                [*command, "--device", "cpu"], env=environment, stdout=log, stderr=subprocess.STDOUT
            ) as process,
        ):
            server = Server(model, folder / "log", process)
            try:
                wait_until(server.is_up, server.log.read_text, every=0.1)
                yield server
            finally:
                process.kill()

    return start_


@pytest.fixture(scope="module")
def server(start: Callable[[], AbstractContextManager[Server]]) -> Iterator[Server]:
    with start() as server:
        yield server


def _request(config: ModelConfig, picture: Path) -> dict[str, Any]:
    return build_request(look(picture), Context(), ALT, (), config=config, provider=provider_of(config))


@contextmanager
def _guarded(config: ModelConfig) -> Iterator[tuple[VisionModel, Breaker]]:
    """The model behind a circuit that one failure opens."""
    breaker = Breaker(failures=1)
    with Client(config) as client:
        yield FailoverModel([RemoteModel(config, client)], breaker=lambda: breaker), breaker


@pytest.mark.acceptance("E9")
def test_the_check_says_what_this_server_does(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["models", "--check", "--model", str(server.model), "--base-url", f"{server.url}/v1"]
    assert main([*arguments, "--timeout", "300"]) == 1
    said = capsys.readouterr().out
    assert "ok  reaches the model" in said
    assert "NO  sees images: shown a red triangle, it answered: " in said
    assert "NO  keeps a schema: accepts a schema and ignores it" in said
    assert "ok  tells its cost" in said
    assert "NO  has room to answer: cut off by the token limit" in said


@pytest.mark.acceptance("E9")
def test_an_image_reaches_the_model_as_we_send_it(server: Server, picture: Callable[[str], Path]) -> None:
    config = server.config(max_output_tokens=1)
    request = _request(config, picture("lighthouse"))
    system, user = request["messages"]
    blind = {**request, "messages": [system, {**user, "content": user["content"][:1]}]}
    with Client(config) as client:
        until = time.monotonic() + 300
        seen, unseen = client.ask(request, until), client.ask(blind, until)
    assert seen.usage.input_tokens - unseen.usage.input_tokens == IMAGE_TOKENS
    assert seen.usage.output_tokens == request["max_tokens"]
    assert (seen.usage.requests, seen.cut_off) == (1, True)
    assert not client.dialect.refuses("response_format")


@pytest.mark.parametrize(
    "trait", ["max_tokens", "json_schema", "response_format", "temperature", "detail", "cache_control", "system"]
)
def test_whatever_wording_was_learnt_is_taken_too(server: Server, picture: Callable[[str], Path], trait: Trait) -> None:
    config = server.config(max_output_tokens=1, provider="openrouter", image_detail="low")
    request = _request(config, picture("lighthouse"))
    with Client(config) as client:
        client.dialect.learn(trait)
        reply = client.ask(request, time.monotonic() + 300)
    assert (reply.usage.requests, reply.usage.output_tokens) == (1, request["max_tokens"])


@pytest.mark.acceptance("E9")
def test_random_words_are_unusable_and_harm_no_other_image(server: Server, picture: Callable[[str], Path]) -> None:
    """Each image is asked about twice at most, and none for nothing: its fault closes no door to the next."""
    with _guarded(server.config()) as (model, breaker):
        for name in ("lighthouse", "cat", "coffee"):
            before = server.requests
            with pytest.raises(VisionError) as caught:
                analyse(model, picture(name), Context(), ALT)
            assert (caught.value.code, caught.value.kind) == ("model_broken_answer", "image")
            assert "could not be used" in caught.value.message
            assert server.requests - before == 2
            assert not breaker.is_open


@pytest.mark.acceptance("E9")
def test_another_model_than_it_was_started_with_is_a_matter_of_the_settings(
    server: Server, picture: Callable[[str], Path]
) -> None:
    config = server.config(model="another")
    with _guarded(config) as (model, _), pytest.raises(VisionError) as caught:
        analyse(model, picture("lighthouse"), Context(), ALT)
    assert (caught.value.code, caught.value.kind) == ("model_unsuitable", "model")
    assert [finding.name for finding in probe(config)] == ["model trouble"]


@pytest.mark.acceptance("E9")
def test_a_server_that_stands_still_is_given_up_in_time(start: Callable, picture: Callable[[str], Path]) -> None:
    with start() as server, _guarded(server.config(timeout_seconds=0.5, budget_seconds=3)) as (model, breaker):
        server.process.send_signal(signal.SIGSTOP)
        with pytest.raises(VisionError) as caught:
            analyse(model, picture("lighthouse"), Context(), ALT)
    assert (caught.value.code, caught.value.retryable) == ("model_unavailable", True)
    assert breaker.is_open


@pytest.mark.acceptance("E9")
def test_a_server_that_dies_while_it_answers_is_an_outage(start: Callable, picture: Callable[[str], Path]) -> None:
    with (
        start() as server,
        _guarded(server.config(max_output_tokens=50_000, budget_seconds=20)) as (model, breaker),
        ThreadPoolExecutor(1) as pool,
    ):
        asked = pool.submit(analyse, model, picture("lighthouse"), Context(), ALT)
        wait_until(lambda: server.requests or asked.done(), server.log.read_text)
        assert not asked.done()
        server.process.kill()
        with pytest.raises(VisionError) as caught:
            asked.result()
    assert (caught.value.code, caught.value.retryable) == ("model_unavailable", True)
    assert breaker.is_open
