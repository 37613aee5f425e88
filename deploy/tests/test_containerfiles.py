"""H1: what the Containerfiles say, done step by step in a bare Debian root, and the result started."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from containerfile import Image, build, chrooted, instructions
from debian import connected

from picopt_standalone.processes import free_port

DEPLOY = Path(__file__).parents[1]
FILES = sorted(DEPLOY.glob("Containerfile.*"))
SECRET = "a secret that both sides know, 32 bytes"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.suffix[1:])
def test_the_files_follow_the_rules(file):
    hadolint = shutil.which("hadolint", path=Path(sys.executable).parent)
    subprocess.run([hadolint, "--config", DEPLOY / ".hadolint.yaml", file], check=True)
    steps = instructions(file.read_text())
    assert [name for name, _ in steps].count("FROM") == 2
    final = steps[[name for name, _ in steps].index("FROM", 1) :]
    names = [name for name, _ in final]
    assert ("USER", "10001") in final
    assert "HEALTHCHECK" in names
    assert "gcc" not in " ".join(rest for _, rest in final)


@contextmanager
def read_only(image: Image):
    """The image's root without a writable place but /tmp, as a container gets it."""
    steps = [["mount", "--bind", image.root, image.root], ["mount", "-o", "remount,bind,ro", image.root]]
    places = [("tmpfs", "tmp"), ("proc", "proc")]
    for step in steps:
        subprocess.run(step, check=True)
    for kind, place in places:
        subprocess.run(["mount", "-t", kind, kind, image.root / place], check=True)
    try:
        yield
    finally:
        for place in [*(image.root / place for _, place in reversed(places)), image.root]:
            subprocess.run(["umount", "-l", place], check=True)


def start_and_ask(image: Image, port: int, settings: dict[str, str]) -> None:
    """Start the image's command and wait until its own health check is content."""
    environment = image.environment | settings
    health = [word.replace("8080", str(port)).replace("8000", str(port)) for word in image.health]
    with read_only(image):
        process = subprocess.Popen(chrooted(image, image.command), env=environment)
        try:
            until = time.monotonic() + 60
            while subprocess.run(chrooted(image, health), env=environment, check=False).returncode:
                assert process.poll() is None, "it ended"
                assert time.monotonic() < until, "never healthy"
            written = subprocess.run(
                chrooted(image, ["sh", "-c", "touch /opt/picopt/x"]), env=environment, check=False, capture_output=True
            )
            assert written.returncode, "the root is writable"
        finally:
            process.terminate()
            process.wait(timeout=60)


@pytest.mark.deep
@pytest.mark.acceptance("H1")
@pytest.mark.parametrize("part", ["gateway", "platform"])
def test_an_image_is_built_and_serves(part, debian, sources, tmp_path):
    image = build(DEPLOY / f"Containerfile.{part}", sources, debian, tmp_path, connected)
    port = free_port()
    settings = {
        "gateway": {
            "PICOPT_GATEWAY_HOST": "127.0.0.1",
            "PICOPT_GATEWAY_PORT": str(port),
            "PICOPT_SAAS_URL": "http://127.0.0.1:9",
            "PICOPT_INTERNAL_SECRET": SECRET,
        },
        "platform": {"PLATFORM_HOST": "127.0.0.1", "PLATFORM_PORT": str(port)},
    }[part]
    assert os.path.lexists(image.root / "opt/picopt/bin/python")
    assert not (image.root / "src").exists()
    start_and_ask(image, port, settings)
    if part == "platform":
        meter = "from picopt_imaging.ssimulacra2 import native; print(native.__file__)"
        subprocess.run(chrooted(image, ["python", "-c", meter]), env=image.environment, check=True)
