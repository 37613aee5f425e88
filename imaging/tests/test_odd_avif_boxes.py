"""C12: AVIFs whose boxes are as the standard allows and few programs write them are relabelled like any other."""

import io
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from imaging_kit import SAMPLES, exiftool

from picopt_imaging import ImagingError, Metadata, Plan, embed, inspect, optimize, score
from picopt_imaging.metadata.containers import isobmff
from picopt_imaging.metadata.containers.isobmff import box, full_box

_WIDE_ID = 0x00012345
Boxes = list[tuple[bytes, bytes]]


def photo() -> bytes:
    file = io.BytesIO()
    small = PIL.Image.open(SAMPLES / "coffee.png").convert("RGB").resize((96, 64))
    small.save(file, format="AVIF", quality=70, speed=8)
    return file.getvalue()


def payloads(data: bytes) -> Boxes:
    return [(name, octets[8:]) for name, octets in isobmff.boxes(data)]


def long_box(name: bytes, payload: bytes) -> bytes:
    """With a length of 64 bits (ISO 14496-12, 4.2)."""
    return (1).to_bytes(4, "big") + name + (len(payload) + 16).to_bytes(8, "big") + payload


def location(item: bytes, start: int, length: int, version: int) -> bytes:
    """`iloc` of one item, offsets of 64 bits."""
    count = (1).to_bytes(4 if version == 2 else 2, "big")
    row = item + bytes(4) + (1).to_bytes(2, "big") + start.to_bytes(8, "big") + length.to_bytes(4, "big")
    return full_box(b"iloc", b"\x84\x00" + count + row, version=version)


def rebuilt(data: bytes, *, long: frozenset[bytes] = frozenset(), wide: bool = False) -> bytes:
    """The one item of a file in boxes of these kinds, numbered by 32 bits where that is asked for."""
    top = dict(payloads(data))
    inner, coded = dict(payloads(top[b"meta"][4:])), isobmff.read(data).items[0].octets
    number = _WIDE_ID.to_bytes(4, "big") if wide else b"\x00\x01"

    def put(name: bytes, payload: bytes) -> bytes:
        return long_box(name, payload) if name in long else box(name, payload)

    def whole(start: int) -> bytes:
        info = full_box(b"infe", number + bytes(2) + b"av01\x00", version=3 if wide else 2)
        properties = dict(payloads(inner[b"iprp"]))
        # As many associations as there are: the first item's, behind version, flags, count and number.
        associated = full_box(b"ipma", (1).to_bytes(4, "big") + number + properties[b"ipma"][10:], version=int(wide))
        parts = [
            put(b"hdlr", inner[b"hdlr"]),
            full_box(b"pitm", number, version=int(wide)),
            location(number, start, len(coded), 2 if wide else 1),
            put(b"iinf", bytes(4) + b"\x00\x01" + info),
            put(b"iprp", box(b"ipco", properties[b"ipco"]) + associated),
        ]
        return box(b"ftyp", top[b"ftyp"]) + put(b"meta", bytes(4) + b"".join(parts)) + put(b"mdat", coded)

    return whole(len(whole(0)) - len(coded))


def pixels(data: bytes) -> np.ndarray:
    with PIL.Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.acceptance("C12")
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("long", [b"", b"meta", b"mdat", b"iinf", b"iprp", b"hdlr"])
def test_long_boxes_and_wide_numbers_are_relabelled(long: bytes, tmp_path: Path, *, wide: bool) -> None:
    plain = photo()
    path, out = tmp_path / "odd.avif", tmp_path / "labelled.avif"
    path.write_bytes(rebuilt(plain, long=frozenset({long}), wide=wide))
    assert (pixels(path.read_bytes()) == pixels(plain)).all()
    embed(path, Metadata(title="Kaffee", copyright="© Ana"), out)
    assert (pixels(out.read_bytes()) == pixels(plain)).all()
    found = exiftool(out)
    assert (found["XMP-dc:Title"], found["XMP-dc:Rights"], found["IFD0:Copyright"]) == ("Kaffee", "© Ana", "© Ana")


@pytest.mark.acceptance("C12")
def test_references_of_wide_numbers_go_with_what_they_refer_to(tmp_path: Path) -> None:
    """Twice: the metadata that the first pass put in is replaced by the second, not joined by it."""
    path, once, twice = (tmp_path / f"{name}.avif" for name in ("odd", "once", "twice"))
    path.write_bytes(rebuilt(photo(), wide=True))
    embed(path, Metadata(title="First"), once)
    embed(once, Metadata(title="Second"), twice)
    picture = isobmff.read(twice.read_bytes())
    assert [item.kind for item in picture.items] == [b"av01", b"Exif", b"mime"]
    assert {ref.targets for ref in picture.references} == {(_WIDE_ID,)}
    assert exiftool(twice)["XMP-dc:Title"] == "Second"


@pytest.mark.acceptance("C12")
def test_an_image_in_pieces_inside_of_meta_is_put_together(tmp_path: Path) -> None:
    """As libavif lays out what loads step by step; two extents in `idat` (ISO 14496-12, 8.11.11)."""
    plain = photo()
    top = dict(payloads(plain))
    inner, coded = dict(payloads(top[b"meta"][4:])), isobmff.read(plain).items[0].octets
    middle, gap = len(coded) // 3, b"not the image"
    extents = [(0, middle), (middle + len(gap), len(coded) - middle)]
    row = b"\x00\x01" + b"\x00\x01" + bytes(2) + len(extents).to_bytes(2, "big")
    row += b"".join(start.to_bytes(4, "big") + length.to_bytes(4, "big") for start, length in extents)
    parts = [
        *(box(name, inner[name]) for name in (b"hdlr", b"pitm")),
        full_box(b"iloc", b"\x44\x00\x00\x01" + row, version=1),
        *(box(name, inner[name]) for name in (b"iinf", b"iprp")),
        box(b"idat", coded[:middle] + gap + coded[middle:]),
    ]
    path, out = tmp_path / "pieces.avif", tmp_path / "labelled.avif"
    path.write_bytes(box(b"ftyp", top[b"ftyp"]) + full_box(b"meta", b"".join(parts)))
    assert (pixels(path.read_bytes()) == pixels(plain)).all()
    embed(path, Metadata(title="Kaffee"), out)
    assert (pixels(out.read_bytes()) == pixels(plain)).all()
    assert exiftool(out)["XMP-dc:Title"] == "Kaffee"


@pytest.mark.parametrize("octets", [bytes(8), bytes(15)])
def test_a_long_box_that_is_shorter_than_its_header_is_damage(octets: bytes) -> None:
    with pytest.raises(ImagingError):
        list(isobmff.boxes((1).to_bytes(4, "big") + b"mdat" + octets))


FOREIGN = {
    "a line's end": b"\r\n",
    "text": b"Downloaded from somewhere. " * 40,
    "octets": bytes(range(255, 0, -1)) * 9,
    "an image": SAMPLES.joinpath("IMG_2020.jpg").read_bytes(),
    "a part of a box": (999).to_bytes(4, "big") + b"free" + bytes(20),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_lies_behind_the_end_is_passed_over(name: str, tmp_path: Path) -> None:
    plain, longer, out = tmp_path / "plain.avif", tmp_path / "longer.avif", tmp_path / "out"
    plain.write_bytes(photo())
    longer.write_bytes(photo() + FOREIGN[name])
    out.mkdir()
    assert inspect(longer).width == 96
    assert score(plain, longer) == 100.0
    assert optimize(longer, Plan(format="webp", force_format=True), out).outcome == "optimized"
    made = embed(longer, Metadata(title="Cup"), tmp_path / "made.avif")
    assert made.path.read_bytes() == embed(plain, Metadata(title="Cup"), tmp_path / "same.avif").path.read_bytes()


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("missing", [1, 30, 500])
def test_an_image_that_is_cut_off_is_so_with_anything_behind_it(name: str, missing: int, tmp_path: Path) -> None:
    """Unless the octets fill the gap, which nobody can tell."""
    cut = tmp_path / "cut.avif"
    cut.write_bytes(photo()[:-missing] + FOREIGN[name][: missing - 1])
    for work in (inspect, lambda path: embed(path, Metadata(), tmp_path / "made.avif")):
        with pytest.raises(ImagingError) as refused:
            work(cut)
        assert refused.value.code == "truncated"
