"""The compiled meter: `meter.c` and `rows.h`, built when the package is installed and a C compiler is there."""

import ctypes
import sysconfig
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from picopt_imaging.ssimulacra2.curves import KERNEL, LINEAR
from picopt_imaging.ssimulacra2.weights import AVERAGES

_SCALES: Final = 6
LIBRARY: Final = Path(__file__).with_name(f"_meter-{sysconfig.get_platform()}.so")
"""Where the build puts it; named by the platform, so that one folder can serve several machines."""
_SOURCES: Final = Path(__file__).parent
"""Where the C lies; a library that was made of another state of it is not loaded."""


def is_available() -> bool:
    """Whether this installation has it."""
    return _library() is not None


@cache
def _library() -> ctypes.CDLL | None:
    return _load()


def _load() -> ctypes.CDLL | None:
    import hashlib  # noqa: PLC0415 - loads OpenSSL, 3.5 MB that decoding is to have

    try:
        library = ctypes.CDLL(str(LIBRARY))
        library.meter_source.restype = ctypes.c_char_p
        made_of = library.meter_source()
    except (OSError, AttributeError):
        return None
    sources = sorted(_SOURCES.glob("*.[ch]"))
    if sources and made_of.decode() != hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest():
        return None
    library.meter_new.restype = ctypes.c_void_p
    library.meter_new.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
    library.meter_push.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
    library.meter_push.restype = None
    library.meter_finish.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    library.meter_free.argtypes = [ctypes.c_void_p]
    library.meter_free.restype = None
    return library


def _floats(values: tuple[float, ...]) -> ctypes.Array[ctypes.c_float]:
    return (ctypes.c_float * len(values))(*values)


class Meter:
    """Compares two pictures of the same size, fed with rows of 8-bit sRGB from top to bottom."""

    def __init__(self, width: int, height: int) -> None:
        library = _library()
        if library is None:
            raise RuntimeError("The compiled meter is missing; use picopt_imaging.ssimulacra2.fallback.")
        self._library = library
        self._width = width
        self._meter = self._library.meter_new(width, height, _floats(KERNEL), _floats(LINEAR))
        if not self._meter:
            raise MemoryError

    def push(self, a: bytes | int, b: bytes | int, rows: int) -> None:
        """Add rows of 3 × width octets, as many of one picture as of the other, or the addresses where they lie."""
        for octets in (a, b):
            if isinstance(octets, bytes) and len(octets) != 3 * self._width * rows:
                raise ValueError("both images need the same number of whole rows")
        self._library.meter_push(self._meter, a, b, rows)

    def finish(self) -> list[list[float]]:
        """The averages of each scale, once all rows were pushed."""
        averages = (ctypes.c_double * (_SCALES * AVERAGES))()
        count = self._library.meter_finish(self._meter, averages)
        return [averages[at : at + AVERAGES] for at in range(0, count * AVERAGES, AVERAGES)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._library.meter_free(self._meter)
        self._meter = None
