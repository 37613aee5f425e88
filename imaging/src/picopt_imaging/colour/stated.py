"""What a file says about its colours: which primaries, which white, which curve.

Code points are those of ITU-T H.273; PNG's chunks are those of the PNG specification (third edition), 11.3.2.
"""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from picopt_imaging.png_chunks import walk
from picopt_imaging.sniff import AVIF, HEIC, PNG, Kind

Point = tuple[float, float]
_D65: Final[Point] = (0.3127, 0.3290)
PQ, HLG = 16, 18
_MOST_HEAD: Final = 65_536
"""Octets of an AVIF or HEIC in which its `meta` box lies."""
_SMALL_CHUNK: Final = 32
"""Octets of `cHRM`, the longest that is of use here."""
_GAMMAS: Final = MappingProxyType({4: 2.2, 5: 2.8, 8: 1.0})


@dataclass(frozen=True)
class Primaries:
    """CIE x and y of red, green, blue and white."""

    name: str
    red: Point
    green: Point
    blue: Point
    white: Point = _D65


SRGB: Final = Primaries("sRGB", (0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
BT2020: Final = Primaries("BT.2020", (0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
_PRIMARIES: Final = MappingProxyType(
    {
        1: SRGB,
        2: SRGB,
        4: Primaries("BT.470 M", (0.67, 0.33), (0.21, 0.71), (0.14, 0.08), (0.310, 0.316)),
        5: Primaries("BT.601 (625 lines)", (0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
        6: Primaries("BT.601 (525 lines)", (0.630, 0.340), (0.310, 0.595), (0.155, 0.070)),
        7: Primaries("SMPTE 240M", (0.630, 0.340), (0.310, 0.595), (0.155, 0.070)),
        9: BT2020,
        11: Primaries("DCI-P3", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
        12: Primaries("Display P3", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    }
)


@dataclass(frozen=True)
class Stated:
    """Primaries, and the curve: a gamma, None for sRGB's, or `PQ` or `HLG` in `hdr`."""

    primaries: Primaries
    gamma: float | None = None
    hdr: int | None = None

    @property
    def name(self) -> str:
        """For people."""
        curve = {PQ: ", HDR (PQ)", HLG: ", HDR (HLG)"}.get(
            self.hdr or 0, f", gamma {self.gamma:g}" if self.gamma else ""
        )
        return self.primaries.name + curve


def read_stated(path: Path, kind: Kind) -> Stated | None:
    """What the file states, where that is not sRGB and no profile says more."""
    if kind == PNG:
        return _of_png(path)
    if kind in (AVIF, HEIC):
        return _of_iso(path)
    return None


def _of_code_points(primaries: int, curve: int) -> Stated | None:
    known = _PRIMARIES.get(primaries, SRGB)
    if curve in (PQ, HLG):
        return Stated(known, hdr=curve)
    gamma = _GAMMAS.get(curve)  # all others are sRGB's own, those of video, which browsers show as sRGB, or unknown
    return None if known is SRGB and gamma is None else Stated(known, gamma)


def _of_iso(path: Path) -> Stated | None:
    """The first `colr` box of kind `nclx`; a profile in another one goes before it."""
    with path.open("rb") as file:
        head = file.read(_MOST_HEAD)
    at = head.find(b"colrnclx")
    if at < 0 or b"colrprof" in head or b"colrrICC" in head:
        return None
    return _of_code_points(
        int.from_bytes(head[at + 8 : at + 10], "big"), int.from_bytes(head[at + 10 : at + 12], "big")
    )


def _of_png(path: Path) -> Stated | None:
    """`cICP` goes before a profile, that before `sRGB`, and that before `gAMA` and `cHRM`."""
    chunks = _png_chunks(path)
    if len(code := chunks.get(b"cICP", b"")) == 4:
        return _of_code_points(code[0], code[1])
    if b"iCCP" in chunks or b"sRGB" in chunks or len(chunks.get(b"gAMA", b"")) != 4:
        return None
    value = int.from_bytes(chunks[b"gAMA"], "big")
    gamma = 100_000 / value if 1_000 <= value <= 1_000_000 else None
    primaries = _from_chrm(chunks.get(b"cHRM", b""))
    if primaries is None and gamma is not None and abs(gamma - 2.2) < 0.01:
        gamma = None  # alone, it is how sRGB has been written since before it had a chunk, and browsers take it so
    return None if gamma is None and primaries in (None, SRGB) else Stated(primaries or SRGB, gamma)


def _from_chrm(data: bytes) -> Primaries | None:
    """None where it says nothing that makes sense."""
    if len(data) != 32:
        return None
    white, red, green, blue = (
        (int.from_bytes(data[at : at + 4], "big") / 1e5, int.from_bytes(data[at + 4 : at + 8], "big") / 1e5)
        for at in range(0, 32, 8)
    )
    told = Primaries("the file's own primaries", red, green, blue, white)
    pairs = zip((red, green, blue, white), (SRGB.red, SRGB.green, SRGB.blue, SRGB.white), strict=True)
    is_srgb = all(abs(a - b) < 0.003 for one, other in pairs for a, b in zip(one, other, strict=True))
    if is_srgb:
        return SRGB
    return told if _is_sound(told) else None


def _is_sound(told: Primaries) -> bool:
    """Three different colours round a white; anything else would divide by zero."""
    (ax, ay), (bx, by), (cx, cy) = told.red, told.green, told.blue
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    return abs(area) > 0.01 and min(ay, by, cy, told.white[1]) > 0.01


def _png_chunks(path: Path) -> dict[bytes, bytes]:
    """The small chunks before the pixels; of others, the name."""
    found: dict[bytes, bytes] = {}
    for name, octets in walk(path, keep=_SMALL_CHUNK + 1):
        if name == b"IDAT":
            break
        found.setdefault(name, octets if len(octets) <= _SMALL_CHUNK else b"")
    return found
