"""What a file says of itself: EXIF, IPTC and XMP, in the order of trust, broken or not."""

import io
import struct
import warnings
from collections.abc import Callable
from fractions import Fraction
from importlib.metadata import requires

import pytest
from PIL import ExifTags, Image

from picopt_vision.caption import EmbeddedText, read_embedded_text

Made = Callable[..., EmbeddedText]


def xmp(body: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{body}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def language_list(name: str, text: str) -> str:
    return f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:{name}>'


def iptc(*fields: tuple[int, bytes]) -> bytes:
    """Photoshop's block for APP13 with IPTC records of application 2."""
    records = b"".join(b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text for number, text in fields)
    padded = records + b"\x00" * (len(records) % 2)
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(records)) + padded
    return b"Photoshop 3.0\x00" + block


@pytest.fixture
def read() -> Made:
    """Writes a JPEG with that metadata and reads it back."""

    def make(
        *, exif: Image.Exif | bytes | None = None, packet: bytes | None = None, photoshop: bytes | None = None
    ) -> EmbeddedText:
        buffer = io.BytesIO()
        options = {"exif": exif} if exif is not None else {}
        Image.new("RGB", (8, 8)).save(buffer, "JPEG", **options, **({"xmp": packet} if packet else {}))
        data = buffer.getvalue()
        if photoshop is not None:
            data = data[:2] + b"\xff\xed" + struct.pack(">H", len(photoshop) + 2) + photoshop + data[2:]
        with Image.open(io.BytesIO(data)) as image:
            return read_embedded_text(image)

    return make


def exif_with(**values: object) -> Image.Exif:
    exif = Image.Exif()
    for name, value in values.items():
        exif[ExifTags.Base[name]] = value
    return exif


def test_a_file_that_says_nothing(read: Made) -> None:
    assert read() == EmbeddedText()


def test_an_image_that_was_never_a_file_says_nothing() -> None:
    assert read_embedded_text(Image.new("RGB", (8, 8))) == EmbeddedText()


def test_each_block_is_read(read: Made) -> None:
    packet = xmp(
        language_list("title", "Barn &amp; pond")
        + language_list("description", "Seen from the road")
        + "<dc:subject><rdf:Bag><rdf:li>barn</rdf:li><rdf:li>pond</rdf:li></rdf:Bag></dc:subject>"
    )
    found = read(packet=packet)
    assert (found.title, found.caption, found.keywords) == ("Barn & pond", "Seen from the road", ("barn", "pond"))


def test_iptc_is_read_as_utf_8_or_as_latin_1(read: Made) -> None:
    found = read(photoshop=iptc((5, "Größe".encode()), (120, "Größe".encode("latin-1")), (25, b"barn"), (25, b"pond")))
    assert (found.title, found.caption, found.keywords) == ("Größe", "Größe", ("barn", "pond"))


def test_a_single_keyword_is_a_keyword(read: Made) -> None:
    assert read(photoshop=iptc((25, b"barn"))).keywords == ("barn",)


def test_xmp_goes_before_iptc_and_iptc_before_exif(read: Made) -> None:
    exif = exif_with(ImageDescription="from EXIF")
    photoshop = iptc((5, b"title of IPTC"), (120, b"from IPTC"), (25, b"iptc"))
    packet = xmp(language_list("description", "from XMP"))

    assert read(exif=exif).caption == "from EXIF"
    assert read(exif=exif, photoshop=photoshop).caption == "from IPTC"
    found = read(exif=exif, photoshop=photoshop, packet=packet)
    assert (found.title, found.caption, found.keywords) == ("title of IPTC", "from XMP", ("iptc",))


@pytest.mark.parametrize(
    "junk",
    [
        "OLYMPUS DIGITAL CAMERA",
        "SONY DSC",
        "KODAK Digital Still Camera",
        "Created with GIMP",
        "created by Adobe",
        "Processed with VSCOcam with s2 preset",
        "Edited in Somebody's Editor",
        "Exif_JPEG_PICTURE",
        "untitled",
        "Image",
        "default",
        "ASCII",
        "charset=Ascii",
        "   ",
        "\x00\x00",
    ],
)
def test_what_cameras_write_is_no_caption(read: Made, junk: str) -> None:
    assert read(exif=exif_with(ImageDescription=junk)).caption == ""
    assert (
        read(exif=exif_with(ImageDescription="A real one"), photoshop=iptc((120, junk.encode()))).caption
        == "A real one"
    )


@pytest.mark.parametrize("kept", ["Images of the sea", "Default Avenue at noon", "A digital camera on a table"])
def test_what_only_begins_alike_is_kept(read: Made, kept: str) -> None:
    assert read(exif=exif_with(ImageDescription=kept)).caption == kept


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("  Red\n barn\t ", "Red barn"),
        ("Red\x00barn", "Red barn"),
        ("w" * 2500, "w" * 2000),
        ("<b>Barn</b>", "<b>Barn</b>"),
    ],
)
def test_a_caption_is_one_line_of_2000_characters_at_most(read: Made, written: str, told: str) -> None:
    assert read(exif=exif_with(ImageDescription=written)).caption == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2024:05:18 10:11:12", "2024:05:18 10:11:12"),
        ("1999:12:31 23:59:59", "1999:12:31 23:59:59"),
        ("0000:00:00 00:00:00", ""),
        ("2024-05-18 10:11:12", ""),
        ("2024:05:18", ""),
        ("    :  :     :  :  ", ""),
        ("1899:01:01 00:00:00", ""),
        ("", ""),
    ],
)
def test_the_moment_of_the_shot(read: Made, written: str, told: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = written
    assert read(exif=exif).taken == told


def gps(latitude: object, south: str, longitude: object, west: str) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: south, 2: latitude, 3: west, 4: longitude})
    return exif


def dms(degrees: int, minutes: int, seconds: float) -> tuple[Fraction, ...]:
    return (Fraction(degrees), Fraction(minutes), Fraction(seconds).limit_denominator(1000))


@pytest.mark.parametrize(
    ("south", "west", "sign"), [("N", "E", (1, 1)), ("S", "E", (-1, 1)), ("N", "W", (1, -1)), ("S", "W", (-1, -1))]
)
def test_a_place_is_degrees_north_and_east(read: Made, south: str, west: str, sign: tuple[int, int]) -> None:
    position = read(exif=gps(dms(48, 51, 29.6), south, dms(2, 17, 40.2), west)).gps
    assert position == pytest.approx((sign[0] * 48.858222, sign[1] * 2.2945), abs=1e-6)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (dms(0, 0, 0), dms(0, 0, 0)),  # what phones write that do not know
        (dms(91, 0, 0), dms(2, 0, 0)),
        (dms(48, 0, 0), dms(181, 0, 0)),
        (dms(90, 0, 1), dms(2, 0, 0)),
    ],
)
def test_a_place_that_is_nowhere_is_none(read: Made, latitude: object, longitude: object) -> None:
    assert read(exif=gps(latitude, "N", longitude, "E")).gps is None


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(dms(90, 0, 0), dms(180, 0, 0)), (dms(0, 0, 0), dms(9, 0, 0)), (dms(9, 0, 0), dms(0, 0, 0))],
)
def test_poles_meridian_and_equator_are_places(read: Made, latitude: object, longitude: object) -> None:
    assert read(exif=gps(latitude, "N", longitude, "E")).gps is not None


def test_half_a_place_is_none(read: Made) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: dms(48, 0, 0)})
    assert read(exif=exif).gps is None


@pytest.mark.parametrize(
    "broken",
    [
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01",
        b"Exif\x00\x00II*\x00\xff\xff\xff\xff",
        b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x0e\x01\x02\x00\xff\xff\xff\x7f\x1a\x00\x00\x00",
        b"Exif\x00\x00",
    ],
)
def test_broken_exif_is_no_exif(read: Made, broken: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of corrupt EXIF, as `look` expects
        assert read(exif=broken).caption == ""


@pytest.mark.parametrize(
    "broken", [b"<x:xmpmeta", b"\xff\xfe", b"<a/>", b"<?xml version='1.0'?><x:xmpmeta xmlns:x='adobe:ns:meta/'/>"]
)
def test_broken_xmp_is_no_xmp(read: Made, broken: bytes) -> None:
    found = read(packet=broken, photoshop=iptc((120, b"from IPTC")))
    assert found.caption == "from IPTC"


@pytest.mark.parametrize(
    "broken", [b"", b"Photoshop 3.0\x00", b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x09\x1c\x02", b"8BIM"]
)
def test_broken_iptc_is_no_iptc(read: Made, broken: bytes) -> None:
    assert read(photoshop=broken, exif=exif_with(ImageDescription="from EXIF")).caption == "from EXIF"


def test_entities_in_xmp_are_not_followed(read: Made) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xmp(language_list("title", "&b;"))
    assert read(packet=bomb).title == ""


def test_what_reads_xmp_comes_with_the_package() -> None:
    """Pillow gives no XMP at all where its own extra is missing, and says so in a warning only."""
    (wanted,) = [each for each in requires("picopt-vision") or () if each.startswith("pillow")]
    assert "[xmp]" in wanted
