"""IPTC records and EXIF tags to the octet, whole and damaged."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imaging_kit import GPS

from picopt_imaging import ImagingError
from picopt_imaging.metadata.exif import build_exif, decode_octets, read_exif
from picopt_imaging.metadata.fields import Fields, shorten
from picopt_imaging.metadata.iptc import LIMITS, build_iptc, read_iptc
from picopt_imaging.metadata.tiff import ASCII, BYTE, RATIONAL, SHORT, UNDEFINED, Directories, Entry, build, parse

few = settings(max_examples=40, deadline=None)


def record(number: int, value: bytes, *, kind: int = 2) -> bytes:
    return bytes((0x1C, kind, number)) + len(value).to_bytes(2, "big") + value


UTF8 = record(90, b"\x1b%G", kind=1)


@pytest.mark.parametrize(
    ("records", "caption"),
    [
        (UTF8 + record(120, "Größe".encode()), "Größe"),
        (record(120, "Größe".encode()), "Größe"),
        (record(120, "Größe".encode("cp1252")), "Größe"),
        (UTF8 + record(120, b"Gr\xf6\xdfe"), "Gr\ufffd\ufffde"),
        (record(120, b"first") + record(120, b"second"), "first"),
        (record(120, b"a\x00b\r\nc"), "ab\nc"),
        (record(120, b""), ""),
        (record(120, b"x", kind=3), ""),
        (record(120, b"whole") + b"\x1c\x02\x05\x00\xff" + b"cut", "whole"),
        (b"\x00" + record(120, b"x"), ""),
        (record(120, b"x")[:4], ""),
        (b"", ""),
    ],
)
def test_iptc_records_whole_and_damaged(records: bytes, caption: str) -> None:
    assert read_iptc(records).caption == caption


def test_iptc_lists_and_names() -> None:
    found = read_iptc(
        UTF8 + record(25, b"k") + record(25, b"") + record(25, b"l") + record(80, b"Ann") + record(80, b"Bob")
    )
    assert (found.keywords, found.creator) == (("k", "l"), "Ann, Bob")


@pytest.mark.parametrize(
    ("name", "number"),
    [("title", 5), ("creator", 80), ("credit", 110), ("source", 115), ("copyright", 116), ("caption", 120)],
)
def test_iptc_values_end_at_their_limit(name: str, number: int) -> None:
    text = "ü" * 2000
    found = getattr(read_iptc(build_iptc(Fields(**{name: text})) or b""), name)
    assert len(found.encode()) in (LIMITS[number], LIMITS[number] - 1)
    assert text.startswith(found)


def test_iptc_says_nothing_where_there_is_nothing() -> None:
    assert build_iptc(Fields(alt="A", description="D", gps=GPS)) is None
    made = build_iptc(Fields(title="T")) or b""
    assert made.startswith(UTF8 + record(0, b"\x00\x04"))
    assert [made.count(record(number, b"T")) for number in (5, 105)] == [1, 1]


@few
@given(st.binary(max_size=120))
def test_any_octets_are_some_iptc_and_some_exif(data: bytes) -> None:
    assert isinstance(read_iptc(data), Fields)
    assert isinstance(read_exif(b"II*\0\x08\0\0\0" + data), Fields)
    assert isinstance(read_exif(data), Fields)


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"abc", "abc"), ("ä€".encode(), "ä€"), ("ä€".encode("cp1252"), "ä€"), (b"\x81", "\ufffd"), (b"", "")],
)
def test_octets_of_unstated_encoding(raw: bytes, text: str) -> None:
    assert decode_octets(raw) == text


@pytest.mark.parametrize("little", [True, False])
@pytest.mark.parametrize("text", ["plain", "Größe 東京 🐕", "🐕🐕", "كلب", "a", "Ā", "x" * 9000])
def test_exif_holds_any_text_in_either_order(text: str, *, little: bool) -> None:
    fields = Fields(title=text, caption=text, description=text, keywords=(text[:50], "b"), creator=text, copyright=text)
    made = build_exif(Fields(**{**vars(fields), "little_endian": little}))
    found = read_exif(made or b"")
    for name in ("title", "caption", "description", "creator", "copyright"):
        assert getattr(found, name) == shorten(text, 8000), name
    assert found.keywords == (text[:50], "b")
    assert found.little_endian is little


def test_exif_of_a_jpeg_has_what_the_standard_demands() -> None:
    made = parse(build_exif(Fields(caption="C"), orientation=6, srgb=False, jpeg_size=(640, 480)) or b"")
    assert struct.unpack("<H", made.main[0x0112].data) == (6,)
    assert {0x011A, 0x011B, 0x0128, 0x0213} <= made.main.keys()
    assert made.exif[0x9000].data == b"0232"
    assert struct.unpack("<H", made.exif[0xA001].data) == (0xFFFF,)
    assert [struct.unpack("<I", made.exif[tag].data)[0] for tag in (0xA002, 0xA003)] == [640, 480]


def test_exif_says_nothing_where_there_is_nothing() -> None:
    assert build_exif(Fields(alt="A")) is None
    assert build_exif(Fields(), jpeg_size=(1, 1)) is None
    assert build_exif(Fields(), orientation=1) is None
    assert build_exif(Fields(), orientation=3) is not None
    assert 0x0112 not in parse(build_exif(Fields(caption="C")) or b"").main


def test_exif_that_is_too_long_is_refused() -> None:
    entries = {tag: Entry(tag, UNDEFINED, b"x" * 30_000) for tag in (1, 2, 3)}
    with pytest.raises(ImagingError, match="too long for an EXIF block"):
        build(Directories(entries, {}, {}))


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (Entry(1, ASCII, b"abc\0def"), "abc"),
        (Entry(1, ASCII, b" a \0"), "a"),
        (Entry(1, SHORT, b"\x05\x00"), "5"),
        (Entry(1, SHORT, b"\x05\x00\x06\x00"), ""),
        (Entry(1, RATIONAL, struct.pack("<2I", 28, 10)), "2.8"),
        (Entry(1, RATIONAL, struct.pack("<4I", 1, 2, 3, 0)), "0.5"),
        (Entry(1, RATIONAL, struct.pack("<2I", 1, 0)), ""),
        (Entry(1, BYTE, b"\x01"), ""),
    ],
)
def test_a_tag_is_told_for_people(entry: Entry, text: str) -> None:
    assert entry.text(little_endian=True) == text


def test_a_tag_is_read_in_its_order() -> None:
    assert Entry(1, SHORT, b"\x00\x05").text(little_endian=False) == "5"
    assert Entry(1, RATIONAL, struct.pack(">2I", 1, 4)).text(little_endian=False) == "0.25"
    assert Entry(1, RATIONAL, bytes(24)).count == 3


@pytest.mark.parametrize(
    "block",
    [b"", b"II", b"XX*\0\x08\0\0\0", b"II*\0", b"II*\0\xff\xff\xff\xff", b"Exif\0\0", b"II*\0\x08\0\0\0\xff\xff"],
)
def test_a_block_that_is_none_has_no_tags(block: bytes) -> None:
    found = parse(block)
    assert (found.main, found.exif, found.gps) == ({}, {}, {})


def test_a_block_with_its_marker_is_the_same_block() -> None:
    made = build_exif(Fields(caption="C")) or b""
    assert parse(b"Exif\0\0" + made) == parse(made)


@pytest.mark.parametrize("cut", range(0, 120, 7))
def test_a_block_that_is_cut_off_keeps_what_is_whole(cut: int) -> None:
    made = build_exif(Fields(caption="A caption", creator="Ann", copyright="Bob", gps=GPS)) or b""
    found = read_exif(made[: len(made) - cut])
    assert found.caption in ("", "A caption")
    assert found.creator in ("", "Ann")
