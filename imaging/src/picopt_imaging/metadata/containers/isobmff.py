"""Boxes and items of still pictures in the ISO base media file format (ISO 14496-12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from picopt_imaging.errors import ImagingError
from picopt_imaging.limits import MOST_BOXES

_MOST_SHORT: Final = 0xFFFF
"""The highest number of an item that two octets hold."""


@dataclass(frozen=True)
class Item:
    """An item: its number, its `infe` box, and its octets. Some lie in `idat` inside `meta` and stay there."""

    id: int
    kind: bytes
    content_type: bytes
    info: bytes
    octets: bytes
    inside_meta: bool = False
    start_in_meta: int = 0

    @property
    def is_metadata(self) -> bool:
        """EXIF or XMP."""
        return self.kind == b"Exif" or (self.kind == b"mime" and self.content_type.startswith(b"application/rdf+xml"))

    @classmethod
    def new(cls, number: int, kind: bytes, content_type: bytes, octets: bytes) -> "Item":
        """A hidden item with an empty name."""
        payload = written(number, wide=is_wide(number)) + bytes(2) + kind + b"\x00" + content_type
        version = 3 if is_wide(number) else 2
        return cls(number, kind, content_type, full_box(b"infe", payload, version=version, flags=1), octets)


@dataclass(frozen=True)
class Reference:
    """A typed reference from an item to others."""

    kind: bytes
    source: int
    targets: tuple[int, ...]

    def box(self, *, wide: bool) -> bytes:
        """As it stands in `iref`, whose version says how wide its numbers are."""
        targets = b"".join(written(number, wide=wide) for number in self.targets)
        return box(self.kind, written(self.source, wide=wide) + len(self.targets).to_bytes(2, "big") + targets)


@dataclass(frozen=True)
class Picture:
    """A still picture's file, taken apart."""

    file_type: bytes
    primary: int
    boxes: tuple[tuple[bytes, bytes], ...]
    """Name and octets of each box in `meta`."""
    items: tuple[Item, ...]
    references: tuple[Reference, ...]


class _Reader:
    """Big-endian numbers of changing width, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self, octets: int) -> int:
        end = self._at + octets
        if end > len(self._data):
            raise damaged()
        value = int.from_bytes(self._data[self._at : end], "big")
        self._at = end
        return value

    def rest(self) -> bytes:
        return self._data[self._at :]


def damaged() -> ImagingError:
    """What is raised for any box that does not hold together."""
    return ImagingError("unreadable_image", "The AVIF's boxes are damaged or are not those of a still image.")


def is_wide(number: int) -> bool:
    """Whether an item's number needs four octets."""
    return number > _MOST_SHORT


def written(number: int, *, wide: bool) -> bytes:
    """An item's number, of four octets or of two."""
    return number.to_bytes(4 if wide else 2, "big")


def box(name: bytes, payload: bytes) -> bytes:
    """A box."""
    return (len(payload) + 8).to_bytes(4, "big") + name + payload


def full_box(name: bytes, payload: bytes, *, version: int = 0, flags: int = 0) -> bytes:
    """A box with version and flags."""
    return box(name, bytes((version,)) + flags.to_bytes(3, "big") + payload)


def read(data: bytes) -> Picture:
    """Take a still AVIF apart, without what lies behind its last box.

    Raises `ImagingError` where it is damaged or an animation.
    """
    data = data[: _end_of_boxes(data)]
    top = dict(boxes(data))
    if not {b"ftyp", b"meta"} <= top.keys() or b"moov" in top:
        raise damaged()
    inner = tuple(boxes(top[b"meta"][12:]))
    parts = {name: octets[8:] for name, octets in inner}
    if not {b"iloc", b"iinf", b"pitm"} <= parts.keys():
        raise damaged()
    primary = _Reader(parts[b"pitm"])
    wide = primary.number(1) > 0
    primary.number(3)
    return Picture(
        file_type=top[b"ftyp"],
        primary=primary.number(4 if wide else 2),
        boxes=inner,
        items=tuple(_items(data, parts)),
        references=tuple(_references(parts.get(b"iref", b""))),
    )


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and octets of each box in a row, header included; one whose length has 64 bits gets a usual header."""
    at = 0
    for _ in range(MOST_BOXES):
        if at + 8 > len(data):
            return
        length, name, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = len(data) - at
        if length < head or at + length > len(data):
            raise damaged()
        yield name, data[at : at + length] if head == 8 else box(name, data[at + head : at + length])
        at += length
    raise damaged()


def _end_of_boxes(data: bytes) -> int:
    """Where the last box ends that lies in the data as a whole."""
    at = 0
    for _ in range(MOST_BOXES):
        length, head = int.from_bytes(data[at : at + 4], "big"), 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = len(data) - at
        if length < head or at + length > len(data):
            return at
        at += length
    raise damaged()


def _items(data: bytes, parts: dict[bytes, bytes]) -> Iterator[Item]:
    infos = dict(_infos(parts[b"iinf"]))
    inside = parts.get(b"idat", b"")
    for number, method, extents in _locations(parts[b"iloc"]):
        if number not in infos or method > 1:
            raise damaged()
        info = infos[number]
        kind_at = _end_of_id(info) + 2
        holder = inside if method else data
        if any(start + length > len(holder) for start, length in extents):
            raise damaged()
        octets = b"".join(holder[start : start + (length or len(holder) - start)] for start, length in extents)
        kind, content_type = info[kind_at : kind_at + 4], info[kind_at + 4 :].partition(b"\x00")[2]
        stays = bool(method) and len(extents) == 1  # what lies in several pieces is put together behind `meta`
        yield Item(number, kind, content_type, info, octets, stays, extents[0][0] if stays else 0)


def _infos(payload: bytes) -> Iterator[tuple[int, bytes]]:
    start = 6 if payload[:1] == b"\x00" else 8
    for name, octets in boxes(payload[start:]):
        if name != b"infe" or octets[8:9] not in (b"\x02", b"\x03"):
            raise damaged()
        yield int.from_bytes(octets[12 : _end_of_id(octets)], "big"), octets


def _end_of_id(info: bytes) -> int:
    """In an `infe` box, by its version."""
    return 16 if info[8] > 2 else 14


def _locations(payload: bytes) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Number, construction method and extents (start and length) of each item; `iloc` of any version."""
    reader = _Reader(payload)
    version = reader.number(1)
    reader.number(3)
    sizes = reader.number(2)
    offset_size, length_size = sizes >> 12, sizes >> 8 & 15
    base_size, index_size = sizes >> 4 & 15, (sizes & 15 if version else 0)
    for _ in range(reader.number(2 if version < 2 else 4)):
        number = reader.number(2 if version < 2 else 4)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        base = reader.number(base_size)
        extents = []
        for _ in range(reader.number(2)):
            reader.number(index_size)
            extents.append((base + reader.number(offset_size), reader.number(length_size)))
        yield number, method, extents


def _references(payload: bytes) -> Iterator[Reference]:
    width = 4 if payload[:1] == b"\x01" else 2
    for name, octets in boxes(payload[4:]):
        reader = _Reader(octets[8:])
        source = reader.number(width)
        yield Reference(name, source, tuple(reader.number(width) for _ in range(reader.number(2))))
