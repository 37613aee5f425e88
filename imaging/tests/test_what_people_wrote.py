"""C12: title and headline apart, usage terms, source and web statement survive, packets of any encoding are read."""

import struct
import subprocess
from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import SAMPLES, exiftool, labelled, problems, read
from PIL.PngImagePlugin import PngInfo

from picopt_imaging import Metadata, Plan, optimize
from picopt_imaging.metadata.fields import Blocks, Fields
from picopt_imaging.metadata.iptc import build_iptc
from picopt_imaging.metadata.merge import read_blocks
from picopt_imaging.metadata.xmp import build_xmp, read_xmp

WRITTEN = Fields(
    title="Lighthouse at dusk",
    headline="Storm warning for the north coast",
    caption="The lighthouse of Amrum, seen from the dunes.",
    copyright="© 2026 Ana Krüger",
    creator="Ana Krüger",
    credit="Krüger / North Agency",
    source="North Agency",
    usage_terms="Editorial use only. Not for advertising.",
    licence="https://north.example/licence",
)


def a_photo(folder: Path, fields: Fields = WRITTEN) -> Path:
    path = folder / "photo.jpg"
    image = labelled(
        read(SAMPLES / "coffee.png"), xmp_data=build_xmp(fields) or b"", iptc_data=build_iptc(fields) or b""
    )
    path.write_bytes(image.jpegsave_buffer(Q=95))
    return path


@pytest.mark.acceptance("C12")
@pytest.mark.parametrize("to", ["jpeg", "webp", "avif", "png"])
def test_they_survive_in_every_format(to: str, tmp_path: Path) -> None:
    report = optimize(a_photo(tmp_path), Plan(format=to, preset="low", force_format=True), tmp_path)
    found = exiftool(report.files[0].path)
    assert problems(found) == []
    assert found["XMP-dc:Title"] == WRITTEN.title
    assert found["XMP-photoshop:Headline"] == WRITTEN.headline
    assert found["XMP-photoshop:Source"] == WRITTEN.source
    assert found["XMP-photoshop:Credit"] == WRITTEN.credit
    assert found["XMP-xmpRights:UsageTerms"] == WRITTEN.usage_terms
    assert found["XMP-xmpRights:WebStatement"] == WRITTEN.licence
    if to == "jpeg":
        assert found["IPTC:ObjectName"] == WRITTEN.title
        assert found["IPTC:Headline"] == WRITTEN.headline
        assert found["IPTC:Source"] == WRITTEN.source


@pytest.mark.acceptance("C12")
def test_a_new_title_leaves_the_headline_that_a_person_wrote(tmp_path: Path) -> None:
    plan = Plan(format="jpeg", preset="low", metadata=Metadata(title="A red and white lighthouse"))
    report = optimize(a_photo(tmp_path), plan, tmp_path)
    found = exiftool(report.files[0].path)
    assert found["XMP-dc:Title"] == "A red and white lighthouse"
    assert found["XMP-photoshop:Headline"] == WRITTEN.headline
    change = next(each for each in report.metadata_changes if each.field == "title")
    assert (change.before, change.after) == (WRITTEN.title, "A red and white lighthouse")


def test_a_headline_that_repeats_the_title_goes_with_it(tmp_path: Path) -> None:
    both = Fields(title="Old words", headline="Old words")
    plan = Plan(format="jpeg", preset="low", metadata=Metadata(title="New words"))
    found = exiftool(optimize(a_photo(tmp_path, both), plan, tmp_path).files[0].path)
    assert found["XMP-dc:Title"] == found["XMP-photoshop:Headline"] == found["IPTC:Headline"] == "New words"


def test_a_title_that_iptc_cut_short_is_whole_again() -> None:
    long = "A title that is rather longer than the sixty-four octets that IPTC has for it"
    assert read_blocks(Blocks(iptc=build_iptc(Fields(title=long)))) == Fields(title=long)


def test_what_goes_with_a_right_is_dropped_with_it(tmp_path: Path) -> None:
    plan = Plan(format="jpeg", preset="low", metadata=Metadata(drop=frozenset({"copyright", "credit", "title"})))
    found = exiftool(optimize(a_photo(tmp_path), plan, tmp_path).files[0].path)
    for gone in ("photoshop:Headline", "photoshop:Source", "xmpRights:UsageTerms", "xmpRights:WebStatement"):
        assert f"XMP-{gone}" not in found


@pytest.mark.acceptance("C12")
@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_packet_is_read_in_any_encoding(code: str) -> None:
    packet = (build_xmp(WRITTEN) or b"").decode("utf-8")
    assert read_xmp(packet.encode(code)) == WRITTEN


@pytest.mark.acceptance("C12")
def test_the_report_tells_what_is_in_the_file(tmp_path: Path) -> None:
    """A text that is too long for its place is told as it was cut."""
    plan = Plan(format="jpeg", preset="low", metadata=Metadata(caption="word " * 3000))
    report = optimize(a_photo(tmp_path), plan, tmp_path)
    change = next(each for each in report.metadata_changes if each.field == "caption")
    assert change.after is not None
    assert exiftool(report.files[0].path)["XMP-dc:Description"].strip() == change.after


@pytest.mark.acceptance("C3")
@pytest.mark.parametrize("order", ["Little-endian", "Big-endian"])
def test_a_tiff_has_its_tags_in_its_own_first_page(order: str, tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    photo = PIL.Image.open(SAMPLES / "coffee.png").convert("RGB").resize((90, 60))
    photo.save(path, byteorder={"Little-endian": "little", "Big-endian": "big"}[order])
    tags = ["-IFD0:Artist=Ana Krüger", "-IFD0:Copyright=© 2026 Ana Krüger", "-IFD0:ImageDescription=Amrum"]
    tags += ["-ExifIFD:FNumber=2.8", "-GPS:GPSLatitude=54.6"]
    subprocess.run(["exiftool", "-q", "-overwrite_original", *tags, str(path)], check=True)
    plan = Plan(format="jpeg", preset="low", force_format=True, metadata=Metadata(keep={"camera"}))
    found = exiftool(optimize(path, plan, tmp_path).files[0].path)
    assert problems(found) == []
    assert found["IFD0:Artist"] == "Ana Krüger"
    assert found["XMP-dc:Rights"] == "© 2026 Ana Krüger"
    assert found["XMP-dc:Description"] == "Amrum"
    assert found["ExifIFD:FNumber"] == 2.8
    assert not [name for name in found if name.startswith("GPS")]


def big_tiff(path: Path, order: str) -> None:
    """A gray BigTIFF of 4 × 2 pixels with tags of a person and a camera; its pointers have 64 bits, short texts lie in
    their entries."""

    def directory(at: int, *entries: tuple[int, int, bytes]) -> bytes:
        """Of tag, type and octets; where it lies, as long values lie behind it."""
        sizes, table, values = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 16: 8}, struct.pack(order + "Q", len(entries)), b""
        behind = at + 8 + 20 * len(entries) + 8
        for tag, kind, data in entries:
            table += struct.pack(order + "HHQ", tag, kind, len(data) // sizes[kind])
            is_short = len(data) <= 8
            table += data.ljust(8, b"\0") if is_short else struct.pack(order + "Q", behind + len(values))
            values += b"" if is_short else data
        return table + bytes(8) + values

    def short(value: int) -> bytes:
        return struct.pack(order + "H", value)

    def long(value: int) -> bytes:
        return struct.pack(order + "Q", value)

    exif_at, gps_at, main_at = 24, 124, 324
    exif = directory(exif_at, (0x829D, 5, struct.pack(order + "2I", 28, 10)), (0x9003, 2, b"2026:05:01 10:11:12\0"))
    gps = directory(
        gps_at, (0, 1, bytes((2, 3, 0, 0))), (1, 2, b"N\0"), (2, 5, struct.pack(order + "6I", 54, 1, 36, 1, 0, 1))
    )
    main = directory(
        main_at,
        (256, 3, short(4)),
        (257, 3, short(2)),
        (258, 3, short(8)),
        (259, 3, short(1)),
        (262, 3, short(1)),
        (0x010E, 2, b"Amrum\0"),
        (273, 16, long(16)),
        (277, 3, short(1)),
        (279, 16, long(8)),
        (0x013B, 2, "Ana Krüger\0".encode()),
        (0x8298, 2, "© 2026 Ana Krüger\0".encode()),
        (0x8769, 16, long(exif_at)),
        (0x8825, 16, long(gps_at)),
    )
    head = (b"II" if order == "<" else b"MM") + short(43) + short(8) + short(0) + long(main_at)
    pixels = bytes(range(0, 240, 30))
    path.write_bytes(((head + pixels + exif).ljust(gps_at, b"\0") + gps).ljust(main_at, b"\0") + main)


@pytest.mark.acceptance("C3")
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_bigtiff_has_its_tags_as_well(order: str, tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    big_tiff(path, order)
    assert {"Ana Krüger", 2.8} <= {value for value in exiftool(path).values() if isinstance(value, str | float)}
    kept = {"camera", "gps", "date"}
    plan = Plan(format="jpeg", preset="low", force_format=True, metadata=Metadata(keep=kept, drop=()))
    found = exiftool(optimize(path, plan, tmp_path).files[0].path)
    assert problems(found) == []
    assert found["IFD0:Artist"] == "Ana Krüger"
    assert found["XMP-dc:Rights"] == "© 2026 Ana Krüger"
    assert found["XMP-dc:Description"] == "Amrum"
    assert found["ExifIFD:FNumber"] == 2.8
    assert found["ExifIFD:DateTimeOriginal"] == "2026:05:01 10:11:12"
    assert found["GPS:GPSLatitude"].startswith("54 deg 36'")


@pytest.mark.acceptance("C3")
def test_tags_of_a_png_keep_their_byte_order_beside_its_keywords(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    notes = PngInfo()
    notes.add_text("Author", "Ana Krüger")
    PIL.Image.open(SAMPLES / "coffee.png").convert("RGB").resize((90, 60)).save(path, pnginfo=notes)
    tags = ["-ExifByteOrder=Big-endian", "-ExifIFD:FNumber=2.8"]
    subprocess.run(["exiftool", "-q", "-overwrite_original", *tags, str(path)], check=True)
    plan = Plan(format="webp", preset="low", force_format=True, metadata=Metadata(keep={"camera"}))
    found = exiftool(optimize(path, plan, tmp_path).files[0].path)
    assert (found["ExifIFD:FNumber"], found["IFD0:Artist"]) == (2.8, "Ana Krüger")
