"""Octets where they lie, and where they have to be computed first."""

import ctypes

import pytest

from picopt_imaging import in_memory
from picopt_imaging.in_memory import is_in_memory, octets_of, to_srgb8
from picopt_imaging.vips import Image, VipsError


def ramp() -> Image:
    """7 × 5 pixels, each octet another one."""
    return Image.new_from_memory(bytes(range(7 * 5 * 3)), 7, 5, 3, "uchar").copy(interpretation="srgb")


def read(image: Image) -> bytes:
    with octets_of(image) as address:
        return ctypes.string_at(address, image.width * image.height * image.bands)


def test_what_is_in_memory_is_not_moved() -> None:
    image = ramp().copy_memory()
    assert is_in_memory(image)
    with octets_of(image) as first, octets_of(image) as second:
        assert first == second
    assert read(image) == bytes(range(7 * 5 * 3))


def test_what_is_computed_is_in_memory_afterwards() -> None:
    image = ramp().copy_memory().fliphor()
    assert not is_in_memory(image)
    assert read(image) == bytes(image.write_to_memory())
    assert is_in_memory(image)


def test_pixels_that_cannot_be_computed_are_an_error(tmp_path) -> None:
    path = tmp_path / "cut.jpg"
    path.write_bytes(bytes(Image.gaussnoise(300, 300).cast("uchar").jpegsave_buffer())[:9000])
    broken = Image.new_from_file(str(path), fail_on="truncated")
    with pytest.raises(VipsError), octets_of(broken):
        pass


def test_a_pyvips_that_is_not_linked_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    image = ramp().copy_memory()
    monkeypatch.setattr(in_memory, "_library", lambda: None)
    assert not is_in_memory(image)
    assert read(image) == bytes(range(7 * 5 * 3))


def test_what_is_in_srgb_already_is_left_alone() -> None:
    image = ramp().copy_memory()
    assert to_srgb8(image) is image


@pytest.mark.parametrize("space", ["b-w", "rgb16", "lab"])
def test_other_spaces_become_srgb(space: str) -> None:
    made = to_srgb8(ramp().colourspace(space))
    assert (made.interpretation, made.format, made.bands) == ("srgb", "uchar", 3)
