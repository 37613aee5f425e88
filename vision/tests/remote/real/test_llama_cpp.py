"""A real third-party server: llama.cpp's, with a text model of random weights that is built on the spot.

It lives in an environment of its own (`var/real-servers`), for neither package is one of ours.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from picopt_vision import Context, ModelConfig, Settings, VisionError, analyse
from picopt_vision.remote import RemoteModel
from picopt_vision.remote.client import Client
from picopt_vision.remote.probe import probe
from picopt_vision.remote.schema import output_tokens, response_format
from picopt_vision.settings import FIELDS

pytestmark = pytest.mark.deep
HERE = Path(__file__).parent
TOP = HERE.parents[3]
PACKAGES = ("xllamacpp==2026.10.11549", "gguf==0.19.0", "numpy>=2")


@pytest.fixture(scope="module")
def python() -> Path:
    folder = TOP / "var" / "real-servers"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([TOP / "tools" / "uv", "venv", "--quiet", "--python", sys.executable, folder], check=True)
    subprocess.run([TOP / "tools" / "uv", "pip", "install", "--quiet", "--python", python, *PACKAGES], check=True)
    return python


@pytest.fixture(scope="module")
def model(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("llama") / "tiny.gguf"
    subprocess.run([python, HERE / "build_tiny_gguf.py", path], check=True)
    return path


@pytest.fixture
def served(python: Path, model: Path) -> Callable:
    """Starts the server with a context of so many tokens; gives the configuration that reaches it."""

    @contextmanager
    def served_(context: int = 8192, **config) -> Iterator[ModelConfig]:
        command = [python, HERE / "serve_llama_cpp.py", model, str(context)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout
            address = next(line for line in process.stdout if line.startswith("serving ")).split()[1]
            settings = {"timeout_seconds": 60, "budget_seconds": 120, "max_output_tokens": 900, **config}
            try:
                yield ModelConfig(kind="openai", model="tiny", base_url=f"{address}/v1", **settings)
            finally:
                process.kill()

    return served_


def _text_request(**more):
    messages = [{"role": "system", "content": "You answer."}, {"role": "user", "content": "Describe the sea."}]
    return {"messages": messages, "max_tokens": 400, **more}


@pytest.mark.acceptance("E9")
def test_a_text_model_is_known_as_one_and_not_as_an_outage(served: Callable, picture: Callable[[str], Path]) -> None:
    with served() as config:
        with Client(config) as client, pytest.raises(VisionError) as caught:
            analyse(RemoteModel(config, client), picture("lighthouse"), Context(), Settings())
        assert (caught.value.code, caught.value.kind) == ("model_unsuitable", "model")
        assert [finding.name for finding in probe(config)] == ["model trouble"]


@pytest.mark.acceptance("E9")
def test_a_schema_is_kept_by_the_server_s_grammar(served: Callable) -> None:
    """Random weights write random words; that they stand in the wanted shape is the server's doing."""
    with served() as config:
        wanted = response_format(("tags",), with_places=False)
        wanted["json_schema"]["schema"]["properties"] = {"role": {"type": "string", "enum": ["text", "complex"]}}
        wanted["json_schema"]["schema"]["required"] = ["role"]
        with Client(config) as client:
            reply = client.ask(_text_request(response_format=wanted), time.monotonic() + 120)
        assert json.loads(reply.content)["role"] in ("text", "complex")
        assert reply.usage.output_tokens > 0


@pytest.mark.acceptance("E9")
def test_an_answer_that_takes_too_long_is_given_up_in_time(served: Callable) -> None:
    with served(timeout_seconds=0.5, budget_seconds=2) as config:
        started = time.monotonic()
        with Client(config) as client, pytest.raises(VisionError) as caught:
            client.ask({**_text_request(), "max_tokens": 8000}, started + 2)
        assert (caught.value.code, caught.value.retryable) == ("model_unavailable", True)


@pytest.mark.acceptance("E9")
def test_a_request_that_does_not_fit_is_this_image_s_matter(served: Callable) -> None:
    with served(context=256) as config:
        long = _text_request()
        long["messages"][1]["content"] = "sea " * 2000
        with Client(config) as client, pytest.raises(VisionError) as caught:
            client.ask(long, time.monotonic() + 60)
        assert (caught.value.code, caught.value.kind) == ("model_refused", "image")


@pytest.mark.acceptance("E9")
def test_our_whole_schema_is_taken_and_an_answer_that_does_not_end_is_this_image_s_matter(served: Callable) -> None:
    """Random weights never close a string. The server answers 500 to what its grammar could not finish."""
    with served() as config:
        request = _text_request(response_format=response_format(FIELDS, with_places=True))
        request["max_tokens"] = output_tokens(FIELDS, places=2, most=900)
        with Client(config) as client, pytest.raises(VisionError) as caught:
            client.ask(request, time.monotonic() + 120)
        assert (caught.value.code, caught.value.kind) == ("model_broken_answer", "image")
        assert not client.dialect.refuses("response_format")
