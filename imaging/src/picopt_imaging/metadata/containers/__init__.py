"""Put metadata into a finished file, and take it out: the compressed picture is copied bit by bit."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from picopt_imaging.metadata.containers import avif, jpeg, png, webp
from picopt_imaging.metadata.fields import Blocks
from picopt_imaging.values import Format

CONTAINERS: Final[MappingProxyType[Format, Callable[[bytes, Blocks], bytes]]] = MappingProxyType(
    {Format.JPEG: jpeg.write, Format.PNG: png.write, Format.WEBP: webp.write, Format.AVIF: avif.write}
)


def write_blocks(to: Format, data: bytes, blocks: Blocks) -> bytes:
    """The file `data` with exactly these blocks: others of their kinds are taken out, all else is kept.

    Raises `ImagingError` (`unreadable_image`) where the container is damaged.
    """
    return CONTAINERS[to](data, blocks)
