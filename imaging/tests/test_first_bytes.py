"""What a file is told to be by its first bytes, and what a TIFF's header tells before anything is decoded."""

import struct
from pathlib import Path

import pytest

from picopt_imaging import ImagingError
from picopt_imaging.sniff import sniff
from picopt_imaging.tiff_header import why_refused, why_unreadable


def iso(brand: bytes, *others: bytes, length: int | None = None) -> bytes:
    """The first box of an ISO base media file: its brand, a version, and compatible brands."""
    body = brand + bytes(4) + b"".join(others)
    return (length or len(body) + 8).to_bytes(4, "big") + b"ftyp" + body + b"\x00\x00\x00\x08free" * 3


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
        (b"\xff\xd8\xff\xdb", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF87a", "gif"),
        (b"GIF89a....", "gif"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"II+\x00", "tiff"),
        (b"MM\x00+", "tiff"),
        (b"BM....", "bmp"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (iso(b"avif"), "avif"),
        (iso(b"avif", b"avis", b"msf1"), "avif"),
        (iso(b"mif1", b"miaf", b"avif"), "avif"),
        (iso(b"heic", b"mif1"), "heic"),
        (iso(b"mif1", b"heic"), "heic"),
        (iso(b"mif1"), "heic"),
        (iso(b"heic", b"msf1", b"hevc"), "heic"),
    ],
)
def test_kinds(tmp_path: Path, head: bytes, kind: str) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(head)
    found = sniff(path)
    assert (found.name, found.media_type) == (kind, f"image/{kind}")


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"", "truncated"),
        (b"\xff\xd8", "unsupported_media"),
        (b"\x89PNG\n", "unsupported_media"),
        (b"GIF88a", "unsupported_media"),
        (b"II+\x01", "unsupported_media"),
        (b"RIFF\x00\x00\x00\x00WAVE", "unsupported_media"),
        (b"RIFX\x00\x00\x00\x00WEBP", "unsupported_media"),
        (iso(b"mp42", b"isom"), "unsupported_media"),
        (iso(b"qt  "), "unsupported_media"),
        (iso(b"avis", b"avif"), "unsupported_media"),
        (iso(b"hevc", b"heic"), "unsupported_media"),
        (iso(b"jpeg"), "unsupported_media"),
        (iso(b"isom", b"mp41") + iso(b"avif"), "unsupported_media"),  # the brand of another box
        (b"%PDF-1.7", "unsupported_media"),
        (b"PK\x03\x04", "unsupported_media"),
        (b"\x00" * 2000, "unsupported_media"),
        (b"hello", "unsupported_media"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg_refused"),
        (b"\xef\xbb\xbf <SVG>", "svg_refused"),
        (b"<?xml version='1.0'?><svg/>", "svg_refused"),
        (b"<!DOCTYPE svg>", "svg_refused"),
        (b"<!-- a drawing --><svg/>", "svg_refused"),
        ("<svg/>".encode("utf-16"), "svg_refused"),
        ("<svg/>".encode("utf-16-be"), "svg_refused"),
        (b"x" * 1000 + b"<svg>", "svg_refused"),
        (b"x" * 1024 + b"<svg>", "unsupported_media"),
    ],
)
def test_everything_else_is_refused_by_name(tmp_path: Path, head: bytes, code: str) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(head)
    with pytest.raises(ImagingError) as refused:
        sniff(path)
    assert refused.value.code == code


def tiff(tags: dict[int, int | list[int]], *, order: str = "<", big: bool = False) -> bytes:
    """A directory with 16-bit values, classic or BigTIFF, its long values behind it."""
    sign = b"II" if order == "<" else b"MM"
    head = sign + struct.pack(f"{order}H", 43 if big else 42)
    head += struct.pack(f"{order}HHQ", 8, 0, 16) if big else struct.pack(f"{order}I", 8)
    number, entry, inline = ("Q", 20, 8) if big else ("I", 12, 4)
    table, values = struct.pack(f"{order}{'Q' if big else 'H'}", len(tags)), b""
    behind = len(head) + len(table) + entry * len(tags) + (8 if big else 4)
    for tag, value in sorted(tags.items()):
        listed = value if isinstance(value, list) else [value]
        data = struct.pack(f"{order}{len(listed)}H", *listed)
        table += struct.pack(f"{order}HH{number}", tag, 3, len(listed))
        if len(data) <= inline:
            table += data.ljust(inline, b"\0")
        else:
            table += struct.pack(f"{order}{number}", behind + len(values))
            values += data
    return head + table + bytes(8 if big else 4) + values


layouts = pytest.mark.parametrize(("order", "big"), [("<", False), (">", False), ("<", True), (">", True)])


def with_longs(tiff: bytes, order: str, *, big: bool) -> bytes:
    """The same with every tag's value as a number of 32 bits, as raw files have tags 254 and 330."""
    made, (number, width, inline, first) = bytearray(tiff), ("Q", 20, 8, 16) if big else ("I", 12, 4, 8)
    counted = "Q" if big else "H"
    count = struct.unpack_from(f"{order}{counted}", tiff, first)[0]
    for at in range(first + struct.calcsize(counted), first + struct.calcsize(counted) + count * width, width):
        value = struct.unpack_from(f"{order}H", tiff, at + width - inline)[0]
        made[at + 2 : at + width] = struct.pack(f"{order}H{number}I", 4, 1, value).ljust(width - 2, b"\0")
    return bytes(made)


@layouts
@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({262: 32803}, "camera's raw file"),
        ({262: 34892}, "camera's raw file"),
        ({262: 2, 50706: 1}, "camera's raw file"),
        ({254: 1, 262: 2, 330: 900}, "only a preview"),
        ({254: 1, 262: 2}, None),
        ({254: 0, 262: 2, 330: 900}, None),
        ({262: 2, 330: 900}, None),
    ],
)
def test_raw_files_of_cameras_are_not_taken_for_their_previews(
    tmp_path: Path, tags: dict[int, int | list[int]], said: str | None, order: str, *, big: bool
) -> None:
    """Their first image is one of 160 × 120 pixels or so; others hold what the sensor counted."""
    path = tmp_path / "a.tiff"
    for data in (tiff(tags, order=order, big=big), with_longs(tiff(tags, order=order, big=big), order, big=big)):
        path.write_bytes(data)
        why = why_refused(path)
        assert (why is None) if said is None else (why is not None and said in why)


def test_raw_files_of_canon_are_known_by_their_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.cr2"
    path.write_bytes(b"II*\0\x10\0\0\0CR\2\0" + bytes(40))
    assert "raw file" in str(why_refused(path))


@layouts
@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({262: 6, 259: 1}, "YCbCr without JPEG"),
        ({262: 6, 259: 5}, "YCbCr without JPEG"),
        ({262: 6}, "YCbCr without JPEG"),
        ({262: 6, 259: 6}, "old-style JPEG"),
        ({262: 6, 259: 7}, None),
        ({258: 32, 339: 2}, "signed samples of 32 bits"),
        ({258: 64, 339: 3}, "floating-point samples of 64 bits"),
        ({258: 64}, "samples of 64 bits"),
        ({258: [64, 64, 64, 64, 64], 339: 3}, "floating-point samples of 64 bits"),
        ({258: 32, 339: 3}, None),
        ({258: 32}, None),
        ({258: 16, 339: 2}, "signed samples of 16 bits"),
        ({258: 8, 339: 2}, "signed samples of 8 bits"),
        ({258: [8, 8, 8]}, None),
        ({258: 16, 259: 34676, 339: 2}, "SGI Log"),
        ({}, None),
    ],
)
def test_samples_that_would_be_misread(
    tmp_path: Path, tags: dict[int, int | list[int]], said: str | None, order: str, *, big: bool
) -> None:
    path = tmp_path / "a.tiff"
    path.write_bytes(tiff(tags, order=order, big=big))
    why = why_refused(path)
    assert (why is None) if said is None else (why is not None and said in why)


@layouts
@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({259: 6}, "old-style JPEG"),
        ({259: 34712}, "JPEG 2000"),
        ({259: 34887}, "LERC"),
        ({259: 50000}, "Zstandard"),
        ({262: 8}, "CIE Lab"),
        ({262: 9}, "ICC Lab"),
        ({262: 10}, "ITU Lab"),
        ({258: [12, 12, 12], 262: 2}, "12 bits"),
        ({258: [4, 4, 4], 262: 2}, "4 bits"),
        ({258: 14, 262: 1}, "14 bits"),
        ({258: 4, 262: 3}, None),
        ({258: 1, 262: 0}, None),
        ({258: [8, 8, 8], 262: 2, 284: 2, 322: 64}, "tiles of its own"),
        ({258: [8, 8, 8], 262: 2, 284: 2}, None),
        ({258: [16, 16, 16], 262: 2, 284: 1, 322: 64}, None),
        ({259: 5, 262: 2}, None),
        ({259: 1}, None),
        ({}, None),
    ],
)
def test_why_a_tiff_did_not_decode(
    tmp_path: Path, tags: dict[int, int | list[int]], said: str | None, order: str, *, big: bool
) -> None:
    path = tmp_path / "a.tiff"
    path.write_bytes(tiff(tags, order=order, big=big))
    why = why_unreadable(path)
    assert (why is None) if said is None else (why is not None and said in why)


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("keep", range(0, 60, 3))
def test_a_header_that_is_cut_off_says_what_it_can_and_breaks_nothing(tmp_path: Path, keep: int, *, big: bool) -> None:
    path = tmp_path / "a.tiff"
    path.write_bytes(tiff({258: [64, 64, 64, 64, 64], 259: 34712, 262: 6}, big=big)[:keep])
    assert why_refused(path) is None or "TIFF" in why_refused(path)
    assert why_unreadable(path) is None or "TIFF" in why_unreadable(path)


@pytest.mark.parametrize("at", [0xFFFFFFFF, 0x7FFFFFFF, 4, 0])
def test_a_directory_that_lies_nowhere(tmp_path: Path, at: int) -> None:
    path = tmp_path / "a.tiff"
    path.write_bytes(b"II*\0" + struct.pack("<I", at) + b"\xff" * 40)
    assert why_refused(path) is None
    assert why_unreadable(path) is None


def test_a_directory_of_a_million_entries_is_read_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "a.tiff"
    entries = struct.pack("<HHII", 1, 3, 1, 0) * 600 + struct.pack("<HHII", 262, 3, 1, 6)
    path.write_bytes(b"II*\0" + struct.pack("<IH", 8, 65_535) + entries)
    assert why_refused(path) is None
