"""Containers to the octet: what is put in where, what is taken out, what a damaged one says."""

import struct
import zlib

import pytest

from picopt_imaging import ImagingError
from picopt_imaging.metadata.containers import jpeg, png, webp
from picopt_imaging.metadata.fields import Blocks

ALL = Blocks(exif=b"II*\0exif", xmp=b"<x:xmpmeta/>", iptc=b"\x1c\x02\x05\x00\x01T")
NONE = Blocks()


def code_of(act: object, *arguments: object) -> str:
    with pytest.raises(ImagingError) as refused:
        act(*arguments)  # type: ignore[operator] # one of the three writers
    return refused.value.code


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


JFIF = segment(0xE0, b"JFIF\0")
TABLE = segment(0xDB, bytes(65))
ICC = segment(0xE2, b"ICC_PROFILE\0\x01\x01profile")
ADOBE = segment(0xEE, b"Adobe\0")
SCAN = segment(0xDA, bytes(10)) + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff\x00" + b"\xff\xd9"
OLD = (
    segment(0xE1, b"Exif\0\0old"),
    segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0old"),
    segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0old"),
    segment(0xED, b"Photoshop 3.0\0old"),
    segment(0xEB, b"JP c2pa"),
    segment(0xFE, b"a comment"),
    segment(0xE2, b"MPF\0old"),
)


def picture(*segments: bytes, tail: bytes = b"") -> bytes:
    return b"\xff\xd8" + b"".join(segments) + SCAN + tail


def test_jpeg_blocks_come_behind_app0_in_their_order() -> None:
    made = jpeg.write(picture(JFIF, ICC, TABLE), ALL)
    resource = b"8BIM\x04\x04\x00\x00\x00\x00\x00\x06" + b"\x1c\x02\x05\x00\x01T"
    assert made == (
        b"\xff\xd8" + JFIF + segment(0xE1, b"Exif\0\0II*\0exif")
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>") + segment(0xED, b"Photoshop 3.0\0" + resource)
        + ICC + TABLE + SCAN
    )  # fmt: skip


@pytest.mark.parametrize("old", OLD, ids=lambda each: each[4:12].decode("latin-1"))
def test_jpeg_loses_its_old_metadata(old: bytes) -> None:
    assert jpeg.write(picture(JFIF, old, TABLE), NONE) == picture(JFIF, TABLE)
    assert jpeg.write(picture(JFIF, TABLE, old), NONE) == picture(JFIF, TABLE)


@pytest.mark.parametrize(
    "kept", [ICC, ADOBE, segment(0xE1, b"something else"), segment(0xED, b"Other"), segment(0xC4, b"huffman")]
)
def test_jpeg_keeps_what_the_pixels_need(kept: bytes) -> None:
    assert jpeg.write(picture(JFIF, kept, TABLE), NONE) == picture(JFIF, kept, TABLE)


def test_what_lies_behind_a_jpegs_end_goes() -> None:
    assert jpeg.write(picture(JFIF, tail=b"a second picture \xff\xd8\xff\xd9"), NONE) == picture(JFIF)


def test_fill_between_segments_is_passed_over() -> None:
    assert jpeg.write(b"\xff\xd8" + b"\xff\xff\xff" + JFIF + SCAN, NONE) == picture(JFIF)


@pytest.mark.parametrize("odd", [b"garbage", b"\x00", b"\xff\x00\x17", b"\xff\x01", b"\xff\xd3", b"\xfe\x00\xff"])
def test_what_decoders_pass_over_between_segments_goes(odd: bytes) -> None:
    """libjpeg looks for the next marker; what comes before it is no part of the image."""
    plain = b"\xff\xd8" + JFIF + TABLE + SCAN
    assert jpeg.write(b"\xff\xd8" + odd + JFIF + odd + TABLE + odd + SCAN, NONE) == plain


def test_progressive_scans_are_all_kept() -> None:
    scans = segment(0xDA, b"1") + b"\x11\xff\x00" + segment(0xC4, b"table") + segment(0xDA, b"2") + b"\x22\xff\xd9"
    assert jpeg.write(b"\xff\xd8" + JFIF + scans + b"tail", NONE) == b"\xff\xd8" + JFIF + scans


def test_iptc_of_odd_length_is_padded() -> None:
    made = jpeg.write(picture(), Blocks(iptc=b"odd"))
    assert b"8BIM\x04\x04\x00\x00\x00\x00\x00\x03odd\x00" in made


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unreadable_image"),
        (b"\xff\xd8", "unreadable_image"),
        (b"\xff\xd8" + JFIF, "unreadable_image"),
        (b"\xff\xd8" + JFIF + b"\x00\x00\x00\x00", "unreadable_image"),
        (picture(JFIF)[:-2], "truncated"),
        (picture(JFIF)[:-1], "truncated"),
        (b"\xff\xd8" + segment(0xDA, b""), "truncated"),
        (b"\xff\xd8\xff\xe0\x00\x00" * 3, "unreadable_image"),
    ],
)
def test_a_damaged_jpeg_says_so(data: bytes, code: str) -> None:
    assert code_of(jpeg.write, data, NONE) == code


def test_metadata_that_no_segment_holds_is_refused() -> None:
    assert code_of(jpeg.write, picture(JFIF), Blocks(xmp=b"x" * 65_600)) == "unreadable_image"
    longest = 65_533 - len(b"http://ns.adobe.com/xap/1.0/\0")
    assert jpeg.write(picture(JFIF), Blocks(xmp=b"x" * longest))


def chunk(name: bytes, payload: bytes) -> bytes:
    return len(payload).to_bytes(4, "big") + name + payload + zlib.crc32(name + payload).to_bytes(4, "big")


HEAD = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13))
PIXELS, END = chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")
XMP = b"XML:com.adobe.xmp\0\0\0\0\0"


def test_png_blocks_come_before_the_pixels() -> None:
    made = png.write(HEAD + chunk(b"gAMA", b"1234") + PIXELS + PIXELS + END, ALL)
    assert made == (
        HEAD
        + chunk(b"gAMA", b"1234")
        + chunk(b"eXIf", b"II*\0exif")
        + chunk(b"iTXt", XMP + b"<x:xmpmeta/>")
        + PIXELS
        + PIXELS
        + END
    )


@pytest.mark.parametrize("old", [b"eXIf", b"iTXt", b"tEXt", b"zTXt", b"tIME", b"caBX"])
def test_png_loses_its_old_texts_before_and_behind_the_pixels(old: bytes) -> None:
    assert png.write(HEAD + chunk(old, b"old") + PIXELS + chunk(old, b"old") + END, NONE) == HEAD + PIXELS + END


@pytest.mark.parametrize("kept", [b"iCCP", b"sRGB", b"cHRM", b"PLTE", b"tRNS", b"acTL", b"cICP"])
def test_png_keeps_what_the_pixels_need(kept: bytes) -> None:
    assert png.write(HEAD + chunk(kept, b"kept") + PIXELS + END, NONE) == HEAD + chunk(kept, b"kept") + PIXELS + END


def test_what_lies_behind_a_pngs_end_goes() -> None:
    assert png.write(HEAD + PIXELS + END + b"hidden", NONE) == HEAD + PIXELS + END


@pytest.mark.parametrize(
    "data", [b"", HEAD, HEAD + PIXELS, HEAD + PIXELS + END[:-1], HEAD + b"\xff\xff\xff\xffIDAT" + bytes(20)]
)
def test_a_png_without_an_end_is_cut_off(data: bytes) -> None:
    assert code_of(png.write, data, NONE) == "truncated"


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + len(payload).to_bytes(4, "little") + payload + b"\0" * (len(payload) % 2) for name, payload in chunks
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def vp8x(flags: int, width: int = 100, height: int = 50) -> tuple[bytes, bytes]:
    return b"VP8X", bytes((flags, 0, 0, 0)) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


LOSSY = (b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 100, 50) + b"pixels")
LOSSLESS = (b"VP8L", b"\x2f" + (99 | 49 << 14).to_bytes(4, "little") + b"pixels!")
CLEAR = (b"VP8L", b"\x2f" + (99 | 49 << 14 | 1 << 28).to_bytes(4, "little") + b"pixels!")


@pytest.mark.parametrize(("pixels", "flags"), [(LOSSY, 0x0C), (LOSSLESS, 0x0C), (CLEAR, 0x1C)])
def test_webp_is_extended_and_its_blocks_come_last(pixels: tuple[bytes, bytes], flags: int) -> None:
    assert webp.write(riff(pixels), ALL) == riff(
        vp8x(flags), pixels, (b"EXIF", b"II*\0exif"), (b"XMP ", b"<x:xmpmeta/>")
    )


@pytest.mark.parametrize(
    ("blocks", "flags"), [(Blocks(exif=b"e"), 0x08), (Blocks(xmp=b"x"), 0x04), (ALL, 0x0C)], ids=["exif", "xmp", "both"]
)
def test_webp_says_in_its_header_what_it_holds(blocks: Blocks, flags: int) -> None:
    assert webp.write(riff(LOSSY), blocks)[20] == flags


def test_webp_without_metadata_stays_simple() -> None:
    assert webp.write(riff(LOSSY), Blocks(iptc=b"not for WebP")) == riff(LOSSY)


def test_webp_loses_its_old_metadata_and_keeps_the_rest() -> None:
    old = riff(vp8x(0x3C), (b"ICCP", b"profile"), LOSSY, (b"EXIF", b"old"), (b"XMP ", b"old!"), (b"C2PA", b"old"))
    assert webp.write(old, NONE) == riff(vp8x(0x30), (b"ICCP", b"profile"), LOSSY)


def frame(x: int = 0, y: int = 0, width: int = 100, height: int = 50, *, cleared: bool = False) -> tuple[bytes, bytes]:
    numbers = (x // 2, y // 2, width - 1, height - 1, 100)
    return b"ANMF", b"".join(number.to_bytes(3, "little") for number in numbers) + bytes((int(cleared),)) + b"pixels.."


@pytest.mark.parametrize(
    ("frames", "clear"),
    [
        ([frame()], False),
        ([frame(), frame(10, 10, 20, 20)], False),
        ([frame(0, 0, 50, 50)], True),
        ([frame(2, 0)], True),
        ([frame(), frame(cleared=True)], True),
        ([(b"ANMF", b"short")], False),
    ],
)
def test_an_animation_that_shows_its_ground_says_so(frames: list[tuple[bytes, bytes]], *, clear: bool) -> None:
    made = webp.write(riff(vp8x(0x02), (b"ANIM", bytes(6)), *frames), Blocks(xmp=b"x"))
    assert bool(made[20] & 0x10) is clear


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF\x04\x00\x00\x00WEBP",
        riff((b"XMP ", b"only metadata")),
        riff((b"VP8X", b"short")),
        riff((b"ABCD", b"unknown")),
        riff((b"VP8 ", b"")),
        riff((b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 0, 50))),
        riff((b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 50, 0))),
    ],
)
def test_a_damaged_webp_says_so(data: bytes) -> None:
    assert code_of(webp.write, data, ALL) == "unreadable_image"
