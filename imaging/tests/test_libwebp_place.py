"""The one libwebp that is used, and everything that is refused in its place."""

import math
from functools import partial
from pathlib import Path

import pytest
from PIL import _webp, features

from picopt_imaging import degradations
from picopt_imaging.encode import libwebp, libwebp_place
from picopt_imaging.encode.libwebp import Settings
from picopt_imaging.vips import Image


class Module:
    """Stands in for Pillow's module: a file to open, and the version that it says it was built with."""

    def __init__(self, file: str, version: str) -> None:
        self.__file__, self.webpdecoder_version = file, version


def linked(monkeypatch: pytest.MonkeyPatch, module: object) -> None:
    monkeypatch.setattr(libwebp_place, "import_module", lambda _name: module)


def test_it_is_the_library_that_pillow_was_built_with() -> None:
    assert libwebp.why_not() == ""
    library = libwebp_place.open_library()
    number = library.WebPGetEncoderVersion()
    assert features.version("webp") == f"{number >> 16}.{number >> 8 & 255}.{number & 255}"


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("1.4.0", "1.4.0, but version"),
        ("2.0.0", "2.0.0, but version"),
        ("new", "brings no libwebp"),
        ("1.6", "no libwebp"),
    ],
)
def test_a_library_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch, version: str, says: str) -> None:
    linked(monkeypatch, Module(_webp.__file__, version))
    with pytest.raises(libwebp_place.Refused, match=says):
        libwebp_place.open_library()


@pytest.mark.parametrize("file", ["", "/nowhere/_webp.so"])
def test_a_module_without_the_library_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str) -> None:
    broken = tmp_path / "_webp.so"
    broken.write_bytes(b"this is no library")
    linked(monkeypatch, Module(file or str(broken), "1.6.0"))
    with pytest.raises(libwebp_place.Refused, match="Pillow brings no libwebp"):
        libwebp_place.open_library()


def test_a_module_that_brings_its_own_copy_out_of_reach_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    linked(monkeypatch, Module(math.__file__, "1.6.0"))
    with pytest.raises(libwebp_place.Refused, match="WebPGetEncoderVersion"):
        libwebp_place.open_library()


@pytest.mark.parametrize("measured", [((1, 0, 0), (1, 4, 9)), ((1, 99, 0), (2, 0, 0))])
def test_a_version_that_was_not_measured_is_refused(
    monkeypatch: pytest.MonkeyPatch, measured: tuple[tuple[int, int, int], ...]
) -> None:
    monkeypatch.setattr(libwebp_place, "MEASURED", measured)
    with pytest.raises(libwebp_place.Refused, match="has not been measured, only 1"):
        libwebp_place.open_library()


def test_layouts_of_another_age_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libwebp_place, "ABI", 0x0110)
    with pytest.raises(libwebp_place.Refused, match="ABI 0x0110"):
        libwebp_place.open_library()


@pytest.mark.parametrize(
    "change", [{"quality": 61}, {"method": 4}, {"noise_shaping": 20}, {"filter_sharpness": 0}, {"alpha_quality": 20}]
)
def test_a_setting_that_does_not_arrive_is_noticed(change: dict[str, int]) -> None:
    known = {"quality": 60, "method": 3, "noise_shaping": 70, "filter_sharpness": 5, "alpha_quality": 80}

    def encode_with(settings: dict[str, int], octets: bytes, width: int, height: int) -> bytes:
        pixels = Image.new_from_memory(octets, width, height, 4, "uchar").copy(interpretation="srgb")
        return libwebp.encode(pixels, Settings(**settings, partition_limit=10))

    libwebp_place.prove(partial(encode_with, known))
    with pytest.raises(libwebp_place.Refused, match="known image"):
        libwebp_place.prove(partial(encode_with, known | change))


def test_why_it_was_refused_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libwebp, "_open", lambda: (None, "libwebp 9.9.9 has not been measured"))
    (found,) = degradations()
    assert found.name == "own_libwebp"
    assert found.says.endswith("(libwebp 9.9.9 has not been measured)")
