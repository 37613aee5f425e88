"""G3: clients that others generate from `openapi.json` download a result file from the running service."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from picopt_client import PictureOptimizer
from picopt_contract.jobs import JobRequest
from picopt_contract.quotes import QuoteRequest
from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import Pipeline
from picopt_standalone.paths import PROJECT, SAMPLES, VAR
from picopt_standalone.stack import Stack

pytestmark = [pytest.mark.deep, pytest.mark.acceptance("G3")]

CLIENTS = Path(__file__).with_name("generated_clients")
PYTHON_GENERATOR = "openapi-python-client==0.29.1"
STRICT = ("--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext")


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the generators are, with our programs beside what they generate."""
    place = VAR / "generated-clients"
    shutil.copytree(CLIENTS, place, dirs_exist_ok=True)
    shutil.copy(PROJECT / "contract" / "openapi.json", place)
    return place


@pytest.fixture(scope="module")
def node(folder: Path) -> Path:
    """The folder, with the JavaScript generators installed."""
    run("npm", "install", "--no-audit", "--no-fund", folder=folder)
    return folder


@pytest.fixture(scope="module")
def file() -> Iterator[dict[str, str]]:
    """A result file of the running service: what a client must be told, and its SHA-256."""
    with Stack("generated-clients", fresh=True, credits=10) as stack:
        client = PictureOptimizer(stack.url, stack.account.api_key)
        original = SAMPLES / "chelsea.png"
        data = original.read_bytes()
        item = PictureItem(
            reference="1:1",
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            width=451,
            height=300,
            media_type="image/png",
        )
        settings = JobSettings()
        quote = client.quote(QuoteRequest(pipeline=Pipeline.EXPORT, items=[item], settings=settings))
        client.upload(original)
        job = client.create_job(
            JobRequest(quote_id=quote.id, pipeline=Pipeline.EXPORT, items=[item], settings=settings)
        )
        (ended,) = client.wait(job.id, seconds=120).items
        assert ended.export is not None
        made = ended.export.files[0]
        yield {
            "PICOPT_URL": stack.url,
            "PICOPT_API_KEY": stack.account.api_key,
            "FILE_ID": made.id,
            "sha256": made.sha256,
        }


def test_openapi_typescript_knows_the_file(node: Path, file: dict[str, str]) -> None:
    run("npx", "openapi-typescript", "openapi.json", "-o", "schema.d.ts", folder=node)
    assert download_by_node(node, "openapi_typescript", file) == file["sha256"]


def test_hey_api_knows_the_file(node: Path, file: dict[str, str]) -> None:
    run("npx", "openapi-ts", "-i", "openapi.json", "-o", "hey", folder=node)
    assert download_by_node(node, "hey_api", file) == file["sha256"]


def test_openapi_python_client_knows_the_file(folder: Path, file: dict[str, str]) -> None:
    uv = PROJECT / "tools" / "uv"
    run(uv, "venv", "--clear", "environment", folder=folder)
    python = folder / "environment" / "bin" / "python"
    run(uv, "pip", "install", "--python", python, PYTHON_GENERATOR, folder=folder)
    generate = ("generate", "--path", "openapi.json", "--output-path", "python", "--overwrite")
    run(python.with_name("openapi-python-client"), *generate, folder=folder)
    run(uv, "pip", "install", "--python", python, folder / "python", folder=folder)
    assert run(python, "python_client.py", folder=folder, settings=file) == file["sha256"]


def download_by_node(folder: Path, name: str, file: dict[str, str]) -> str:
    """Check the program's types, bundle it and run it; what it prints."""
    run("npx", "tsc", *STRICT, "--moduleResolution", "bundler", f"{name}.ts", folder=folder)
    bundle = ("--bundle", "--platform=node", "--format=esm", f"--outfile={name}.mjs")
    run("npx", "esbuild", f"{name}.ts", *bundle, folder=folder)
    return run("node", f"{name}.mjs", folder=folder, settings=file)


def run(*words: str | Path, folder: Path, settings: dict[str, str] | None = None) -> str:
    """Run a program in the folder; what it printed."""
    done = subprocess.run(
        [*map(str, words)],
        cwd=folder,
        env={**os.environ, **(settings or {})},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()
