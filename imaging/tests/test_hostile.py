"""C7: every way that is known to make a picture expensive costs next to nothing, in memory that the system bounds."""

import io
import resource
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import PIL.Image
import pytest
from imaging_kit import png_chunk, read

from picopt_imaging import LIMITS, ImagingError, ImagingPool, Metadata, Plan, embed, optimize
from picopt_imaging.vips import Image

MIB: Final = 1024 * 1024
SIDE: Final = 30_000


def as_file(kind: str, picture: PIL.Image.Image | None = None, **settings: object) -> bytes:
    made = io.BytesIO()
    (picture or PIL.Image.effect_noise((64, 64), 50).convert("RGB")).save(made, kind, **settings)
    return made.getvalue()


def patched(data: bytes, at: int, values: bytes) -> bytes:
    return data[:at] + values + data[at + len(values) :]


def big_png() -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(bytes(MIB))) + png_chunk(b"IEND", b"")


def big_jpeg() -> bytes:
    data = as_file("JPEG")
    return patched(data, data.find(b"\xff\xc0") + 5, struct.pack(">HH", SIDE, SIDE))


def big_tiff() -> bytes:
    data = as_file("TIFF")
    start = struct.unpack_from("<I", data, 4)[0]
    for number in range(struct.unpack_from("<H", data, start)[0]):
        place = start + 2 + 12 * number
        if struct.unpack_from("<H", data, place)[0] in (256, 257):
            data = patched(data, place + 2, struct.pack("<HII", 4, 1, SIDE))
    return data


def big_avif() -> bytes:
    small = Image.black(64, 64, bands=3).copy(interpretation="srgb").heifsave_buffer(compression="av1", effort=0)
    return patched(bytes(small), bytes(small).find(b"ispe") + 8, struct.pack(">II", SIDE, SIDE))


def many_gif_frames() -> bytes:
    frames = [PIL.Image.new("L", (2, 2), number % 251) for number in range(10_000)]
    return as_file("GIF", frames[0], save_all=True, append_images=frames[1:], duration=20)


def many_webp_frames() -> bytes:
    two = [PIL.Image.new("RGB", (8, 8), colour) for colour in ("black", "red")]
    data = as_file("WEBP", two[0], save_all=True, append_images=two[1:], duration=20)
    at = data.find(b"ANMF")
    frame = data[at : at + 8 + struct.unpack_from("<I", data, at + 4)[0]]
    body = data[8:at] + frame * 10_000
    return b"RIFF" + struct.pack("<I", len(body)) + body


def many_png_frames() -> bytes:
    data = as_file("PNG")
    return data[:33] + png_chunk(b"acTL", struct.pack(">II", 10_000, 0)) + data[33:]


def huge_jpeg_profile() -> bytes:
    data, profile = as_file("JPEG"), bytes(6 * MIB)
    parts = [profile[at : at + 65_000] for at in range(0, len(profile), 65_000)]
    payloads = [b"ICC_PROFILE\0" + bytes((number + 1, len(parts))) + part for number, part in enumerate(parts)]
    segments = b"".join(b"\xff\xe2" + struct.pack(">H", len(payload) + 2) + payload for payload in payloads)
    return data[:2] + segments + data[2:]


REFUSED: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "30k-by-30k.png": (big_png, "too_many_pixels"),
    "30k-by-30k.jpg": (big_jpeg, "too_many_pixels"),
    "30k-by-30k.tif": (big_tiff, "too_many_pixels"),
    "30k-by-30k.avif": (big_avif, "too_many_pixels"),
    "30k-by-30k.bmp": (lambda: patched(as_file("BMP"), 18, struct.pack("<ii", SIDE, SIDE)), "too_many_pixels"),
    "10k-frames.gif": (many_gif_frames, "too_many_frames"),
    "10k-frames.webp": (many_webp_frames, "too_many_frames"),
    "10k-frames.png": (many_png_frames, "too_many_frames"),
    "a-million-boxes.avif": (
        lambda: as_file("AVIF") + struct.pack(">I4s", 8, b"free") * 1_000_000,
        "unreadable_image",
    ),
    "profile-of-6-mib.jpg": (huge_jpeg_profile, "profile_too_large"),
    "script.svg": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>x</script></svg>',
        "svg_refused",
    ),
    "svg-in-utf-16.svg": (lambda: "<svg onload='alert(1)'/>".encode("utf-16"), "svg_refused"),
    "svg-compressed.svgz": (lambda: zlib.compress(b"<svg/>", wbits=31), "unsupported_media"),
}


@cache
def zeros(mebibytes: int) -> bytes:
    """Compressed a thousandfold."""
    press = zlib.compressobj(9)
    return b"".join(press.compress(bytes(MIB)) for _ in range(mebibytes)) + press.flush()


def png_with(*chunks: bytes) -> bytes:
    data = as_file("PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def circular_tiff() -> bytes:
    data = as_file("TIFF")
    start = struct.unpack_from("<I", data, 4)[0]
    return patched(data, start + 2 + 12 * struct.unpack_from("<H", data, start)[0], struct.pack("<I", start))


def deep_xmp() -> bytes:
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</x:xmpmeta>"
    return png_with(png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet))


def entity_bomb() -> bytes:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 12))
    packet = b'<!DOCTYPE x [<!ENTITY e0 "lol">' + entities + b']><x:xmpmeta xmlns:x="adobe:ns:meta/">&e11;</x:xmpmeta>'
    return png_with(png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet))


TAKEN: Final[dict[str, Callable[[], bytes]]] = {
    "profile-of-300-mib.png": lambda: png_with(png_chunk(b"iCCP", b"x\0\0" + zeros(300))),
    "text-of-300-mib.png": lambda: png_with(png_chunk(b"zTXt", b"Title\0\0" + zeros(300))),
    "xmp-of-300-mib.png": lambda: png_with(png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zeros(300))),
    "100k-texts.png": lambda: png_with(png_chunk(b"tEXt", b"Comment\0hi") * 100_000),
    "deep-xmp.png": deep_xmp,
    "entity-bomb.png": entity_bomb,
}


@pytest.fixture(scope="module")
def pool() -> Iterator[ImagingPool]:
    # Never recycled, so that what it used before and after can be compared.
    with ImagingPool(workers=1, limits=replace(LIMITS, jobs_per_child=100_000)) as made:
        yield made


def cost(pool: ImagingPool, action: Callable[[], object]) -> tuple[float, int]:
    """CPU seconds and further MiB at the peak that an action costs the pool's one child."""
    before = pool._run(resource.getrusage, resource.RUSAGE_SELF)
    action()
    after = pool._run(resource.getrusage, resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, (after.ru_maxrss - before.ru_maxrss) // 1024


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_from_the_header(pool: ImagingPool, photo: Path, tmp_path: Path, out: Path, name: str) -> None:
    build, code = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(build())
    pool.optimize(photo, Plan(preset="low", force_format=True), out)  # libvips is loaded and has its buffers

    def refuse() -> None:
        with pytest.raises(ImagingError) as caught:
            pool.optimize(path, Plan(), out)
        assert caught.value.code == code

    seconds, mebibytes = cost(pool, refuse)
    assert seconds < 1.0
    assert mebibytes < 100


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("name", TAKEN)
def test_it_costs_no_more_than_the_picture_that_it_is(
    pool: ImagingPool, photo: Path, tmp_path: Path, out: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(TAKEN[name]())
    pool.optimize(photo, Plan(preset="low", force_format=True), out)
    seconds, mebibytes = cost(pool, lambda: pool.optimize(path, Plan(preset="low", force_format=True), out))
    assert seconds < 1.0
    assert mebibytes < 100


@pytest.mark.acceptance("C7")
def test_a_tiff_whose_directories_go_in_a_circle_is_refused_within_one_decode(
    pool: ImagingPool, photo: Path, tmp_path: Path, out: Path
) -> None:
    """Warnings refuse a TIFF, as libtiff tells black strips by nothing more; a circle is one of them."""
    path = tmp_path / "circular.tif"
    path.write_bytes(circular_tiff())
    pool.optimize(photo, Plan(preset="low", force_format=True), out)

    def refuse() -> None:
        with pytest.raises(ImagingError) as caught:
            pool.optimize(path, Plan(preset="low", force_format=True), out)
        assert caught.value.code == "unreadable_image"

    seconds, mebibytes = cost(pool, refuse)
    assert seconds < 1.0
    assert mebibytes < 100


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif"])
def test_a_cut_off_tail_costs_one_decode_at_most(pool: ImagingPool, tmp_path: Path, out: Path, extension: str) -> None:
    """12 MP, so that a second decode would show."""
    noise = Image.gaussnoise(4000, 3000, sigma=20, mean=128).cast("uchar")
    whole, cut = tmp_path / f"whole.{extension}", tmp_path / f"cut.{extension}"
    noise.bandjoin([noise, noise]).copy(interpretation="srgb").write_to_file(
        str(whole), **({"effort": 0} if extension in ("avif", "webp") else {})
    )
    cut.write_bytes(whole.read_bytes()[:-1000])
    plan = Plan(preset="low", max_width=300, force_format=True)

    def refuse() -> None:
        with pytest.raises(ImagingError) as caught:
            pool.optimize(cut, plan, out)
        assert caught.value.code == "truncated"

    pool.optimize(whole, plan, out)
    once, _ = cost(pool, lambda: pool.optimize(whole, plan, out))
    until_refused, _ = cost(pool, refuse)
    assert until_refused < 1.2 * once + 0.2


@pytest.mark.acceptance("C7")
def test_the_system_bounds_a_child(pool: ImagingPool) -> None:
    for kind, value in {
        resource.RLIMIT_AS: LIMITS.memory_bytes,
        resource.RLIMIT_FSIZE: LIMITS.file_bytes,
        resource.RLIMIT_NOFILE: LIMITS.open_files,
        resource.RLIMIT_CORE: 0,
    }.items():
        assert pool._run(resource.getrlimit, kind)[1] <= value


@pytest.mark.acceptance("C7")
def test_a_picture_that_needs_more_memory_costs_itself_only(tmp_path: Path, photo: Path, out: Path) -> None:
    """60 MP inside 400 MiB of address space, of which the libraries alone take more than half."""
    large = Image.black(7750, 7750, bands=3).linear(1, [200, 100, 50]).cast("uchar").copy(interpretation="srgb")
    source = tmp_path / "large.png"
    large.write_to_file(str(source), compression=1)
    with ImagingPool(workers=1, limits=replace(LIMITS, memory_bytes=400 * MIB)) as small:
        with pytest.raises(ImagingError, match="memory") as caught:
            small.optimize(source, Plan(format="png", preset="high", force_format=True), out)
        assert caught.value.code == "crashed"
        assert small.inspect(photo).width == 600


@pytest.mark.acceptance("C7")
def test_a_loop_is_stopped_by_the_cpu_limit(photo: Path) -> None:
    with ImagingPool(workers=1, limits=replace(LIMITS, cpu_seconds=1)) as pool:
        assert pool.inspect(photo).width == 600
        started = time.monotonic()
        with pytest.raises(ImagingError) as caught:
            pool._run(sum, range(10**12))
        assert caught.value.code == "time_out"
        assert time.monotonic() - started < 60


PAYLOAD: Final = b"PK\x03\x04<?php system($_GET[0]); ?><script>alert(1)</script>%PDF-1.7"


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "gif", "avif"])
@pytest.mark.parametrize("to", ["jpeg", "webp", "png", "avif"])
def test_of_a_polyglot_only_the_picture_survives(
    photo: Path, tmp_path: Path, out: Path, extension: str, to: str
) -> None:
    source = tmp_path / f"polyglot.{extension}"
    read(photo).resize(0.2).write_to_file(str(source))
    # Behind an AVIF, a box of a kind that readers pass over.
    tail = struct.pack(">I", len(PAYLOAD) + 8) + b"free" + PAYLOAD if extension == "avif" else PAYLOAD
    source.write_bytes(source.read_bytes() + tail)
    for file in optimize(source, Plan(format=to, preset="low", force_format=True), out).files:
        assert b"<?php" not in file.path.read_bytes()


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif"])
def test_relabelling_a_polyglot_takes_the_rest_off(photo: Path, tmp_path: Path, extension: str) -> None:
    clean, source = tmp_path / f"clean.{extension}", tmp_path / f"polyglot.{extension}"
    read(photo).resize(0.2).write_to_file(str(clean))
    tail = struct.pack(">I", len(PAYLOAD) + 8) + b"free" + PAYLOAD if extension == "avif" else PAYLOAD
    source.write_bytes(clean.read_bytes() + tail)
    made = embed(source, Metadata(title="x"), tmp_path / "made").path
    assert b"<?php" not in made.read_bytes()
    assert (read(made) - read(clean)).abs().max() == 0
