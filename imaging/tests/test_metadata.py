"""C3: rights survive in every format and size, GPS does not, any script holds, and exiftool has nothing to say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imaging_kit import ADOBE_RGB, exiftool, labelled, problems, read, turned, whole
from PIL.PngImagePlugin import PngInfo

from picopt_imaging import Field, Metadata, Plan, embed, inspect, optimize
from picopt_imaging.metadata.exif import build_exif, read_exif
from picopt_imaging.metadata.fields import Blocks, Fields, clean, shorten
from picopt_imaging.metadata.iptc import LIMITS, build_iptc, read_iptc
from picopt_imaging.metadata.merge import read_blocks
from picopt_imaging.metadata.policy import decide
from picopt_imaging.metadata.tiff import ASCII, LONG, RATIONAL, Directories, Entry, build, parse
from picopt_imaging.metadata.xmp import build_xmp, read_xmp
from picopt_imaging.vips import Image

TEXT = Metadata(
    title="Über den Dächern 東京",
    alt="Ein Hund läuft über die Straße 🐕‍🦺",
    caption="كلب يركض في الشارع",
    description="Long text with <angle> & “quotes”, 𝒎𝒂𝒕𝒉 and\na second line.",
    tags=("Hund", "Straße", "東京", "a, b"),
)
SOURCE = Fields(
    title="Old title",
    caption="Old caption",
    keywords=("old",),
    copyright="© 2026 Zoë Müller",
    creator="Zoë Müller",
    credit="Agentur Ümläut",
    licensor="https://example.com/licence",
    licence="https://example.com/terms",
    source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    date=(Entry(0x9003, ASCII, b"2026:05:04 03:02:01\0"),),
    camera=(Entry(0x010F, ASCII, b"Maker\0"), Entry(0x829D, RATIONAL, b"\x1c\0\0\0\x0a\0\0\0")),
    gps=(Entry(0x0001, ASCII, b"N\0"), Entry(0x0002, RATIONAL, b"\x30\0\0\0\1\0\0\0" * 3)),
)

# Where each field must be found by exiftool, format by format.
XMP_PLACES = {
    "XMP-dc:Title": TEXT.title,
    "XMP-photoshop:Headline": TEXT.title,
    "XMP-dc:Description": TEXT.caption,
    "XMP-iptcCore:AltTextAccessibility": TEXT.alt,
    "XMP-iptcCore:ExtDescrAccessibility": TEXT.description,
    "XMP-dc:Subject": list(TEXT.tags),
    "XMP-dc:Creator": [SOURCE.creator],
    "XMP-dc:Rights": SOURCE.copyright,
    "XMP-photoshop:Credit": SOURCE.credit,
    "XMP-plus:Licensor": [{"LicensorURL": SOURCE.licensor}],
    "XMP-xmpRights:WebStatement": SOURCE.licence,
    "XMP-iptcExt:DigitalSourceType": SOURCE.source_type,
}
EXIF_PLACES = {
    "IFD0:ImageDescription": TEXT.caption,
    "IFD0:Artist": SOURCE.creator,
    "IFD0:Copyright": SOURCE.copyright,
    "IFD0:XPTitle": TEXT.title,
    "IFD0:XPKeywords": ";".join(TEXT.tags),
    "ExifIFD:UserComment": TEXT.description,
    "ExifIFD:DateTimeOriginal": "2026:05:04 03:02:01",
}
IPTC_PLACES = {
    "IPTC:Headline": TEXT.title,
    "IPTC:ObjectName": TEXT.title,
    "IPTC:Caption-Abstract": TEXT.caption,
    "IPTC:Keywords": list(TEXT.tags),
    "IPTC:By-line": SOURCE.creator,
    "IPTC:CopyrightNotice": SOURCE.copyright,
    "IPTC:Credit": SOURCE.credit,
    "IPTC:CodedCharacterSet": "UTF8",
}
TABLE = {
    "jpeg": EXIF_PLACES | XMP_PLACES | IPTC_PLACES,
    "webp": EXIF_PLACES | XMP_PLACES,
    "png": EXIF_PLACES | XMP_PLACES,
    "avif": EXIF_PLACES | XMP_PLACES,
}


@pytest.fixture
def rich(make: Callable[..., Path], photo: Path) -> Path:
    """A JPEG with everything that `SOURCE` says, a serial number and a thumbnail that must not ride along."""
    exif = build_exif(SOURCE)
    found = parse(exif or b"")
    found.exif[0xA431] = Entry(0xA431, ASCII, b"SERIAL-4711\0")
    blob = b"Exif\0\0" + build(found)
    iptc = build_iptc(SOURCE) or b""
    resource = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc + b"\0" * (len(iptc) % 2)
    image = labelled(read(photo), exif_data=blob, xmp_data=build_xmp(SOURCE) or b"", iptc_data=resource)
    return make(image, "rich.jpg", Q=95)


@pytest.mark.acceptance("C3")
@pytest.mark.parametrize("to", TABLE)
def test_every_field_is_where_the_table_says_in_every_size(rich: Path, out: Path, to: str) -> None:
    plan = Plan(format=to, preset="low", force_format=True, metadata=TEXT, sizes=(whole("s", 600, 400, 90, 60),))
    report = optimize(rich, plan, out)
    for file in report.files:
        found = exiftool(file.path)
        missing = {
            place: (value, found.get(place)) for place, value in TABLE[to].items() if _plain(found.get(place)) != value
        }
        assert missing == {}
        assert problems(found) == []
        assert not [tag for tag in found if "GPS" in tag or "Serial" in tag or "Thumbnail" in tag]


def _plain(value: Any) -> Any:
    return value if not isinstance(value, str) else value.replace("\r\n", "\n")


@pytest.mark.acceptance("C3")
def test_the_report_shows_before_and_after(rich: Path, out: Path) -> None:
    report = optimize(rich, Plan(metadata=TEXT, preset="low"), out)
    changes = {change.field: (change.before, change.after) for change in report.metadata_changes}
    assert changes["title"] == ("Old title", TEXT.title)
    assert changes["alt"] == (None, TEXT.alt)
    assert changes["copyright"] == (SOURCE.copyright, SOURCE.copyright)
    assert changes["gps"][0] is not None
    assert changes["gps"][1] is None
    assert changes["camera"][1] is None


@pytest.mark.parametrize("to", ["jpeg", "webp", "png", "avif"])
def test_relabelling_leaves_every_pixel_and_replaces_every_word(rich: Path, out: Path, tmp_path: Path, to: str) -> None:
    made = optimize(rich, Plan(format=to, preset="medium", force_format=True), out).files[0]
    again = embed(
        made.path, Metadata(title="Only this", keep=frozenset(), write=frozenset({Field.TITLE})), tmp_path / "again"
    )
    assert read(made.path).numpy().tobytes() == read(again.path).numpy().tobytes()
    found = exiftool(again.path)
    assert found["XMP-dc:Title"] == "Only this"
    assert found["IFD0:Copyright"] == SOURCE.copyright
    assert problems(found) == []
    assert b"Old caption" not in again.path.read_bytes()
    bare = embed(again.path, Metadata(drop=frozenset(Field)), tmp_path / "bare")
    assert b"Only this" not in bare.path.read_bytes()
    assert read(bare.path).numpy().tobytes() == read(made.path).numpy().tobytes()


def test_relabelling_an_original_keeps_its_orientation_and_profile(
    make: Callable[..., Path], photo: Path, tmp_path: Path
) -> None:
    source = make(turned(labelled(read(photo), icc_profile_data=ADOBE_RGB), 6), "turned.jpg", Q=90)
    report = embed(source, TEXT, tmp_path / "new.jpg")
    after = inspect(report.path)
    assert (after.orientation, after.profile) == (6, "Adobe RGB (made for tests)")
    assert exiftool(report.path)["IFD0:ImageDescription"] == TEXT.caption


def test_policy_rights_beat_everything_but_a_drop() -> None:
    ai = Metadata(
        title="New", caption="New", copyright="", creator="", write=frozenset({Field.TITLE}), keep=frozenset()
    )
    result = decide(SOURCE, ai)
    assert (result.title, result.caption) == ("New", "")
    assert (result.copyright, result.creator, result.credit) == (SOURCE.copyright, SOURCE.creator, SOURCE.credit)
    assert decide(SOURCE, Metadata(copyright="© shop")).copyright == "© shop"
    dropped = decide(SOURCE, Metadata(drop=frozenset({Field.COPYRIGHT, Field.GPS}), keep=frozenset({Field.GPS})))
    assert (dropped.copyright, dropped.licensor, dropped.gps) == ("", "", ())


def test_gps_and_camera_survive_where_that_is_asked_for(rich: Path, out: Path) -> None:
    policy = Metadata(keep=frozenset({Field.GPS, Field.CAMERA}), drop=frozenset())
    found = exiftool(optimize(rich, Plan(preset="low", metadata=policy), out).files[0].path)
    assert found["GPS:GPSLatitudeRef"] == "North"
    assert found["IFD0:Make"] == "Maker"
    assert "ExifIFD:SerialNumber" not in found


def test_iptc_values_keep_their_limits_without_half_characters() -> None:
    long = Fields(title="ü" * 500, caption="東" * 3000, creator="é" * 99, keywords=("😀" * 40, "ok"), credit="x" * 99)
    back = read_iptc(build_iptc(long) or b"")
    assert back.creator == "é" * (LIMITS[80] // 2)
    assert back.caption == "東" * (LIMITS[120] // 3)
    assert back.keywords == ("😀" * 16, "ok")


def test_xmp_that_declares_entities_is_not_read() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'
    assert read_xmp(bomb) == Fields()


def test_a_compact_packet() -> None:
    packet = build_xmp(Fields(title="A dog in the street", alt="A brown dog runs", caption="A dog", keywords=("dog",)))
    assert packet is not None
    assert len(packet) < 1200


texts = st.text(max_size=90).map(clean)


@given(
    texts,
    texts,
    texts,
    texts,
    st.lists(st.text(max_size=60).map(clean).map(lambda word: word.replace(";", " ").strip()).filter(bool), max_size=4),
)
def test_any_text_in_any_language_comes_back(
    title: str, alt: str, caption: str, description: str, words: list[str]
) -> None:
    fields = Fields(title=title, alt=alt, caption=caption, description=description, keywords=tuple(words), credit=title)
    xmp = build_xmp(fields)
    assert read_blocks(Blocks(xmp=xmp)) == fields
    exif = read_exif(build_exif(fields) or b"")
    assert (exif.title, exif.caption, exif.description) == (title, caption, description)
    both = read_blocks(Blocks(exif=build_exif(fields), xmp=xmp, iptc=build_iptc(fields)))
    assert (both.title, both.alt, both.keywords) == (title, alt, tuple(words))


@given(st.text(max_size=50), st.integers(0, 60))
def test_shortening_cuts_between_characters(text: str, octets: int) -> None:
    short = shorten(clean(text), octets)
    assert len(short.encode()) <= octets
    assert clean(text).startswith(short)


@given(st.binary(max_size=400))
def test_damaged_metadata_is_absent_and_never_an_error(noise: bytes) -> None:
    for start in (b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        parse(start + noise)
        read_exif(start + noise)
    read_iptc(b"\x1c\x02" + noise)
    read_xmp(b"<x:xmpmeta " + noise + b">")


def test_exif_directories_survive_a_round_trip_in_both_byte_orders() -> None:
    for little in (True, False):
        made = Directories(
            {1: Entry(1, LONG, b"\1\2\3\4")}, {2: Entry(2, ASCII, b"abcdef\0")}, {}, little_endian=little
        )
        assert parse(build(made)) == made


def test_png_texts_are_read(tmp_path: Path, out: Path) -> None:
    info = PngInfo()
    info.add_text("Author", "Jane")
    info.add_itxt("Copyright", "© Jane")
    source = tmp_path / "texts.png"
    PIL.Image.effect_noise((64, 64), 60).convert("RGB").save(source, pnginfo=info)
    report = optimize(source, Plan(), out)
    changes = {change.field: change.after for change in report.metadata_changes}
    assert (changes["creator"], changes["copyright"]) == ("Jane", "© Jane")


def test_no_picture_loses_its_rights_in_an_avif_of_another_make(tmp_path: Path, photo: Path) -> None:
    source = tmp_path / "theirs.avif"
    labelled(read(photo), xmp_data=build_xmp(SOURCE) or b"").write_to_file(str(source), Q=50, effort=1)
    report = embed(source, Metadata(), tmp_path / "ours.avif")
    assert exiftool(report.path)["XMP-dc:Rights"] == SOURCE.copyright
    assert read(report.path).numpy().tobytes() == read(source).numpy().tobytes()
    assert Image.new_from_file(str(report.path)).width == 600
