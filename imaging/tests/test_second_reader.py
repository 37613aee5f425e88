"""C9: a TIFF with odd tags is read, one with a strip that nobody can decode is not."""

from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import SAMPLES

from picopt_imaging import ImagingError, Plan, optimize
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.second_reader import reads_the_same
from picopt_imaging.source import read_source
from picopt_imaging.vips import Image, VipsError

_PLACE = 34737
"""A GeoTIFF's texts, which many programs write without the null that should end them."""
_TEXT = b"a map's projection without its end|"


def geotiff(folder: Path, mode: str = "RGB", **settings: object) -> Path:
    path = folder / "map.tif"
    picture = PIL.Image.open(SAMPLES / "china.jpg").resize((160, 120)).convert(mode)
    picture.save(path, tiffinfo={_PLACE: _TEXT.decode()}, **settings)  # type: ignore[arg-type] # for Pillow
    data = path.read_bytes()
    assert data.count(_TEXT + b"\0") == 1
    path.write_bytes(data.replace(_TEXT + b"\0", _TEXT + b"!"))
    return path


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate"])
def test_odd_tags_do_not_make_a_tiff_damaged(mode: str, compression: str, tmp_path: Path) -> None:
    path = geotiff(tmp_path, mode, compression=compression)
    with pytest.raises(VipsError):
        Image.new_from_file(str(path), fail_on="warning").copy_memory()
    source = read_source(path)
    made = decode(path, source, Base(source.width, source.height)).colourspace("srgb")
    with PIL.Image.open(path) as picture:
        assert bytes(made.cast("uchar").write_to_memory()) == picture.convert("RGB").tobytes()


@pytest.mark.acceptance("C9")
def test_a_tag_of_a_type_that_nobody_knows_is_no_damage(tmp_path: Path) -> None:
    """libtiff calls it an error, not a warning."""
    path = geotiff(tmp_path, compression="tiff_lzw")
    entry = _PLACE.to_bytes(2, "little") + (2).to_bytes(2, "little")
    data = path.read_bytes()
    assert data.count(entry) == 1
    path.write_bytes(data.replace(entry, entry[:2] + (30_000).to_bytes(2, "little")))
    with pytest.raises(VipsError):
        Image.new_from_file(str(path), fail_on="error").copy_memory()
    source = read_source(path)
    made = decode(path, source, Base(source.width, source.height))
    with PIL.Image.open(path) as picture:
        assert bytes(made.write_to_memory()) == picture.convert("RGB").tobytes()


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("order", ["little", "big"])
def test_a_directory_that_lies_where_no_file_has_a_place_is_refused(order: str, tmp_path: Path) -> None:
    path = tmp_path / "far.tif"
    mark, big, width = (b"II" if order == "little" else b"MM"), 43, 8
    head = mark + b"".join(n.to_bytes(2, order) for n in (big, width, 0))  # type: ignore[arg-type] # one of the two
    path.write_bytes(head + b"\xff" * 8 + bytes(100))
    with pytest.raises(ImagingError) as refused:
        read_source(path)
    assert refused.value.code == "unreadable_image"


@pytest.mark.acceptance("C9")
def test_without_loss_it_is_read_as_well(tmp_path: Path) -> None:
    path = geotiff(tmp_path)
    made = optimize(path, Plan(format="png", preset="maximum", force_format=True), tmp_path).files[0].path
    with PIL.Image.open(path) as before, PIL.Image.open(made) as after:
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate"])
def test_a_strip_that_cannot_be_decoded_refuses_it(compression: str, tmp_path: Path) -> None:
    path = geotiff(tmp_path, compression=compression)
    data = bytearray(path.read_bytes())
    data[900:1400] = b"\xff" * 500
    path.write_bytes(data)
    with pytest.raises(ImagingError) as refused:
        optimize(path, Plan(force_format=True), tmp_path)
    assert refused.value.code in ("unreadable_image", "truncated")


def test_what_the_second_decoder_sees_otherwise_is_not_believed(tmp_path: Path) -> None:
    path = geotiff(tmp_path)
    image = Image.new_from_file(str(path)).copy_memory()
    assert reads_the_same(path, image)
    assert not reads_the_same(path, image.linear(1, [9, 0, 0]).cast("uchar"))
    assert not reads_the_same(path, image.crop(0, 0, image.width, 60).embed(0, 0, image.width, image.height))
    assert not reads_the_same(path, image.cast("ushort"))


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize(
    ("orientation", "turn"),
    [(1, None), (2, PIL.Image.Transpose.FLIP_LEFT_RIGHT), (6, PIL.Image.Transpose.ROTATE_270)],
)
def test_a_fourth_channel_that_no_tag_explains_is_transparency(
    orientation: int, turn: PIL.Image.Transpose | None, tmp_path: Path
) -> None:
    """As many programs write it; libtiff warns of it, decoders and viewers take it for that."""
    path = tmp_path / "pierced.tif"
    picture = PIL.Image.open(SAMPLES / "china.jpg").resize((160, 120)).convert("RGBA")
    picture.putalpha(PIL.Image.linear_gradient("L").resize(picture.size))
    picture.save(path, tiffinfo={274: orientation})
    extra_samples = (338).to_bytes(2, "little") + (3).to_bytes(2, "little")
    data = path.read_bytes()
    assert data.count(extra_samples) == 1
    path.write_bytes(data.replace(extra_samples, (60_000).to_bytes(2, "little") + extra_samples[2:]))
    source = read_source(path)
    made = decode(path, source, Base(source.width, source.height))
    upright = picture if turn is None else picture.transpose(turn)
    assert (made.width, made.height) == upright.size
    assert bytes(made.write_to_memory()) == upright.tobytes()


@pytest.mark.acceptance("C9")
def test_a_fourth_channel_of_16_bits_is_transparency_as_well(tmp_path: Path) -> None:
    path = tmp_path / "pierced.tif"
    samples = Image.new_from_file(str(SAMPLES / "china.jpg")).thumbnail_image(160).colourspace("rgb16")
    deep = samples.bandjoin(Image.xyz(160, samples.height)[0].linear(400, 9).cast("ushort"))
    deep.tiffsave(str(path))
    data = path.read_bytes()
    extra_samples = (338).to_bytes(2, "little") + (3).to_bytes(2, "little")
    path.write_bytes(data.replace(extra_samples, (60_000).to_bytes(2, "little") + extra_samples[2:]))
    source = read_source(path)
    made = decode(path, source, Base(source.width, source.height))
    assert (source.bits, made.bands) == (16, 4)
    assert [made(x, 9)[3] for x in (0, 80, 159)] == pytest.approx([0, 125, 248], abs=1)


@pytest.mark.parametrize("mode", ["CMYK", "LA"])
def test_of_other_kinds_of_colour_nothing_is_concluded(mode: str, tmp_path: Path) -> None:
    path = geotiff(tmp_path, mode)
    assert not reads_the_same(path, Image.new_from_file(str(path)).copy_memory())


def test_what_is_no_tiff_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "odd.tif"
    path.write_bytes(b"II*\0" + bytes(40))
    assert not reads_the_same(path, Image.black(8, 8, bands=3))
