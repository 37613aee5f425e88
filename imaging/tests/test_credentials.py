"""Content credentials (C2PA) cannot outlive a change: their loss is said. What says that AI made a picture stays."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from imaging_kit import exiftool, labelled, read

from picopt_imaging import Field, Metadata, Plan, embed, optimize
from picopt_imaging.metadata.containers.isobmff import box
from picopt_imaging.metadata.fields import Fields
from picopt_imaging.metadata.xmp import build_xmp

MADE_BY_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_TYPE = bytes.fromhex("63327061 0011 0010 8000 00AA00389B71")
MANIFEST = box(b"jumb", box(b"jumd", _TYPE + b"\x03c2pa\0") + box(b"jumb", b"urn:uuid:1234 c2pa.claim" + bytes(400)))
"""A manifest store as it begins; nobody here checks its signature."""


def in_jpeg(data: bytes) -> bytes:
    """APP11 behind SOI (C2PA 2.1, A.3.1; ISO 19566-5)."""
    payload = b"JP" + struct.pack(">HI", 1, 1) + MANIFEST
    return data[:2] + b"\xff\xeb" + struct.pack(">H", len(payload) + 2) + payload + data[2:]


def in_png(data: bytes) -> bytes:
    """`caBX` behind IHDR."""
    chunk = struct.pack(">I", len(MANIFEST)) + b"caBX" + MANIFEST + struct.pack(">I", zlib.crc32(b"caBX" + MANIFEST))
    return data[:33] + chunk + data[33:]


def in_webp(data: bytes) -> bytes:
    """A `C2PA` chunk at the end."""
    body = data[8:] + b"C2PA" + struct.pack("<I", len(MANIFEST)) + MANIFEST + bytes(len(MANIFEST) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def in_avif(data: bytes) -> bytes:
    """A `uuid` box at the end, where no offset changes."""
    return data + box(b"uuid", bytes.fromhex("d8fec3d61b0e483c92975828877ec481") + bytes(4) + b"manifest\0" + MANIFEST)


CARRIERS: dict[str, Callable[[bytes], bytes]] = {"jpg": in_jpeg, "png": in_png, "webp": in_webp, "avif": in_avif}


@pytest.fixture(params=CARRIERS)
def signed(request: pytest.FixtureRequest, photo: Path, make: Callable[..., Path]) -> Path:
    """A picture with a manifest, whose XMP says that AI made it."""
    extension = str(request.param)
    xmp = build_xmp(Fields(creator="Zoë", source_type=MADE_BY_AI)) or b""
    settings = {"effort": 0} if extension == "avif" else {}
    path = make(labelled(read(photo), xmp_data=xmp), f"signed.{extension}", **settings)
    path.write_bytes(CARRIERS[extension](path.read_bytes()))
    return path


@pytest.mark.acceptance("C3")
@pytest.mark.parametrize("to", ["jpeg", "webp", "png", "avif"])
def test_the_loss_is_said_and_the_source_type_stays(signed: Path, out: Path, to: str) -> None:
    report = optimize(signed, Plan(format=to, preset="low", force_format=True), out)
    assert any("C2PA" in note for note in report.notes)
    assert _TYPE not in report.files[0].path.read_bytes()
    assert exiftool(report.files[0].path)["XMP-iptcExt:DigitalSourceType"] == MADE_BY_AI


def test_a_picture_without_credentials_is_not_said_to_lose_them(photo_jpeg: Path, out: Path) -> None:
    assert not any("C2PA" in note for note in optimize(photo_jpeg, Plan(preset="low"), out).notes)


def test_relabelling_takes_a_manifest_out_that_would_be_invalid(signed: Path, tmp_path: Path) -> None:
    made = embed(signed, Metadata(title="New"), tmp_path / "new")
    assert _TYPE not in made.path.read_bytes()
    assert any("C2PA" in note for note in made.notes)
    assert exiftool(made.path)["XMP-iptcExt:DigitalSourceType"] == MADE_BY_AI
    assert (read(signed) - read(made.path)).abs().max() == 0


def test_the_source_type_stays_where_everything_else_is_dropped(photo: Path, make: Callable[..., Path]) -> None:
    xmp = build_xmp(Fields(creator="Zoë", source_type=MADE_BY_AI)) or b""
    source = make(labelled(read(photo), xmp_data=xmp), "ai.jpg")
    made = embed(source, Metadata(drop=frozenset(Field)), source.with_name("bare.jpg"))
    found = exiftool(made.path)
    assert found["XMP-iptcExt:DigitalSourceType"] == MADE_BY_AI
    assert "XMP-dc:Creator" not in found


def test_a_manifest_that_lies_elsewhere_counts_too(photo: Path, make: Callable[..., Path], out: Path) -> None:
    packet = (build_xmp(Fields(title="x")) or b"").replace(
        b"<rdf:Description ",
        b'<rdf:Description xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="https://example.com/m.c2pa" ',
    )
    source = make(labelled(read(photo), xmp_data=packet), "remote.jpg")
    assert any("C2PA" in note for note in optimize(source, Plan(preset="low"), out).notes)
