"""An ICC profile of three primaries and a curve (ICC.1:2022), so that one colour engine converts everything."""

import struct
from collections.abc import Callable
from typing import Final

from picopt_imaging.colour.stated import Primaries, Stated

Matrix = tuple[tuple[float, ...], ...]
"""Three rows of three."""
_D50: Final = (0.9642, 1.0, 0.8249)
_BRADFORD: Final[Matrix] = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_STEPS: Final = 1024


def profile_of(stated: Stated) -> bytes:
    """A version 2 display profile of what a file states; of HDR, its primaries only."""
    columns = list(zip(*_multiply(_to_d50(stated.primaries), to_xyz(stated.primaries)), strict=True))
    gamma = stated.gamma
    curve = _curve(from_srgb if gamma is None else lambda value: value**gamma)
    text = stated.name.encode("ascii", "replace") + b"\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)
    tags = {
        b"desc": description + bytes(-len(description) % 4),
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(columns[0]),
        b"gXYZ": _xyz(columns[1]),
        b"bXYZ": _xyz(columns[2]),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s4sI4sIIII", 2026, 1, 1, 0, 0, 0, b"acsp", bytes(4), 0, b"none", 0, 0, 0, 0)
    head += b"".join(_fixed(value) for value in _D50)
    return head.ljust(128, b"\0") + table + body


def from_srgb(value: float) -> float:
    """SRGB's transfer curve (IEC 61966-2-1), 0–1."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def to_xyz(primaries: Primaries) -> Matrix:
    """From linear RGB to CIE XYZ, so that (1, 1, 1) is the white (SMPTE RP 177)."""
    columns = [(x / y, 1.0, (1 - x - y) / y) for x, y in (primaries.red, primaries.green, primaries.blue)]
    x, y = primaries.white
    raw: Matrix = tuple(zip(*columns, strict=True))
    scale = _apply(invert(raw), (x / y, 1.0, (1 - x - y) / y))
    return tuple(tuple(row[at] * scale[at] for at in range(3)) for row in raw)


def between(source: Primaries, target: Primaries) -> Matrix:
    """From linear RGB of one to linear RGB of another of the same white."""
    return _multiply(invert(to_xyz(target)), to_xyz(source))


def invert(m: Matrix) -> Matrix:
    """By cofactors."""
    (a, b, c), (d, e, f), (g, h, i) = m
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple((p / whole, q / whole, r / whole) for p, q, r in rows)


def _to_d50(primaries: Primaries) -> Matrix:
    """Adaptation to the white of profiles (Bradford, as ICC.1 Annex E)."""
    x, y = primaries.white
    have, want = _apply(_BRADFORD, (x / y, 1.0, (1 - x - y) / y)), _apply(_BRADFORD, _D50)
    scaled: Matrix = tuple(tuple(value * want[row] / have[row] for value in _BRADFORD[row]) for row in range(3))
    return _multiply(invert(_BRADFORD), scaled)


def _multiply(a: Matrix, b: Matrix) -> Matrix:
    return tuple(tuple(sum(a[row][k] * b[k][column] for k in range(3)) for column in range(3)) for row in range(3))


def _apply(m: Matrix, v: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(row[k] * v[k] for k in range(3)) for row in m)


def _curve(decode: Callable[[float], float]) -> bytes:
    values = (round(65535 * decode(step / (_STEPS - 1))) for step in range(_STEPS))
    return b"curv\0\0\0\0" + struct.pack(f">I{_STEPS}H", _STEPS, *values)


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_fixed(value) for value in values)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))
