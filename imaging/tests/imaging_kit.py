"""Helpers of the tests: pictures made by script, and exiftool as oracle."""

import json
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from picopt_imaging import Size
from picopt_imaging.metadata.fields import Fields
from picopt_imaging.metadata.tiff import ASCII, Entry
from picopt_imaging.vips import GValue, Image

SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "data"
"""A larger test set, where it lies beside the repository."""

GPS = (Entry(0x0001, ASCII, b"N\0"),)
DATE = (Entry(0x9003, ASCII, b"2026:05:04 03:02:01\0"),)
WHOLE = Fields(
    title="T", headline="H", alt="A", caption="C", description="D", keywords=("k", "l"), copyright="R", creator="M",
    credit="E", source="S", licensor="L", usage_terms="U", licence="W", source_type="I", date=DATE,
    camera=(Entry(0x010F, ASCII, b"Maker\0"),), gps=GPS,
)  # fmt: skip
"""Fields of every kind."""

# How a picture that is to be shown upright is stored under each orientation (EXIF 2.32, 4.6.4).
STORED: dict[int, Callable[[Image], Image]] = {
    1: lambda image: image,
    2: lambda image: image.fliphor(),
    3: lambda image: image.rot180(),
    4: lambda image: image.flipver(),
    5: lambda image: image.rot90().fliphor(),
    6: lambda image: image.rot270(),
    7: lambda image: image.rot270().fliphor(),
    8: lambda image: image.rot90(),
}


def read(path: Path) -> Image:
    return Image.new_from_file(str(path)).copy_memory()


def stripes(width: int, height: int) -> Image:
    """Diagonals of two colours: nothing for a lossless encoder, as long as their edges are hard."""
    position = Image.xyz(width, height)
    on = ((position[0] + 2 * position[1]) % 11) < 5
    return on.ifthenelse([20, 40, 120], [250, 250, 240]).cast("uchar").copy(interpretation="srgb")


def labelled(image: Image, **blobs: bytes) -> Image:
    """With metadata: `exif_data=`, `xmp_data=`, `iptc_data=`, `icc_profile_data=`."""
    result = image.copy()
    for name, data in blobs.items():
        result.set_type(GValue.blob_type, name.replace("_", "-"), data)
    return result


def turned(image: Image, orientation: int) -> Image:
    result = image.copy()
    result.set_type(GValue.gint_type, "orientation", orientation)
    return result


def exiftool(path: Path) -> dict[str, Any]:
    """All tags by group and name, warnings of the validation included."""
    command = ["exiftool", "-json", "-G1", "-a", "-struct", "-validate", "-warning", "-error", "-all:all", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return dict(found[0])


def problems(found: dict[str, Any]) -> list[str]:
    """What exiftool has to say against a file."""
    texts = [str(value) for key, value in found.items() if key.endswith((":Warning", ":Error"))]
    verdict = str(found.get("ExifTool:Validate", "OK"))
    return [*texts, *([] if verdict.startswith("OK") else [verdict])]


def square(name: str, width: int, height: int, side: int) -> Size:
    """What WordPress asks for as `thumbnail`: the middle, cropped."""
    edge = min(width, height)
    return Size(
        name=name, src_x=(width - edge) // 2, src_y=(height - edge) // 2, src_w=edge, src_h=edge, dst_w=side, dst_h=side
    )


def whole(name: str, width: int, height: int, to_width: int, to_height: int) -> Size:
    return Size(name=name, src_x=0, src_y=0, src_w=width, src_h=height, dst_w=to_width, dst_h=to_height)


def png_chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def rgb_profile(name: str, gamma: float, matrix: tuple[tuple[float, float, float], ...]) -> bytes:
    """A version 2 ICC profile of three primaries (columns of the matrix, PCS XYZ under D50) and a gamma."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(values: tuple[float, float, float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(fixed(value) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    text = name.encode() + b"\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)
    description += bytes(-len(description) % 4)
    notice = b"text\0\0\0\0none\0\0\0\0"
    columns = list(zip(*matrix, strict=True))
    tags = {
        b"desc": description,
        b"cprt": notice,
        b"wtpt": xyz((0.9642, 1.0, 0.8249)),
        b"rXYZ": xyz(columns[0]),
        b"gXYZ": xyz(columns[1]),
        b"bXYZ": xyz(columns[2]),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", at + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s", 0, b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s4sI4sIIII", 2026, 1, 1, 0, 0, 0, b"acsp", b"\0\0\0\0", 0, b"none", 0, 0, 0, 0)
    head += fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    profile = head.ljust(128, b"\0") + table + body
    return struct.pack(">I", len(profile)) + profile[4:]


ADOBE_RGB = rgb_profile(
    "Adobe RGB (made for tests)",
    2.19921875,
    ((0.60974, 0.20528, 0.14919), (0.31111, 0.62567, 0.06322), (0.01947, 0.06087, 0.74457)),
)

BROKEN_PROFILE = ADOBE_RGB[:300] + bytes(len(ADOBE_RGB) - 300)
"""The table of contents is there, what it points to is not."""
