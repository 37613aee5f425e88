"""Fixtures of the imaging tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from imaging_kit import SAMPLES, read

from picopt_imaging.vips import Image

# How long an example takes says how busy the machine is, not what the code does.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def photo() -> Path:
    """600 × 400, a photograph without metadata."""
    return SAMPLES / "coffee.png"


@pytest.fixture(scope="session")
def photo_jpeg(photo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a fine JPEG, so that there is something to gain."""
    path = tmp_path_factory.mktemp("photo") / "photo.jpg"
    path.write_bytes(read(photo).jpegsave_buffer(Q=95))
    return path


@pytest.fixture(scope="session")
def screenshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """900 × 600: text on flat colour."""
    path = tmp_path_factory.mktemp("drawn") / "screenshot.png"
    lines = "\n".join(
        f"Line {number}: the quick brown fox jumps over the lazy dog, {number * 7919}" for number in range(30)
    )
    text = Image.text(lines, dpi=96, font="DejaVu Sans 10")
    ink = text.embed(20, 20, 900, 600).bandjoin([text.embed(20, 20, 900, 600)] * 2)
    page = (ink * -1 + 255).cast("uchar").copy(interpretation="srgb")
    page.draw_rect([30, 90, 200], 0, 560, 900, 40, fill=True).write_to_file(str(path))
    return path


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Write an image under a name, its format told by the name."""

    def write(image: Image, name: str, **settings: Any) -> Path:
        path = tmp_path / name
        image.write_to_file(str(path), **settings)
        return path

    return write


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder
