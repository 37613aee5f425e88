"""Boxes and items of still pictures in the ISO base media file format (ISO 14496-12)."""

from collections.abc import Iterator
from dataclasses import dataclass

from picopt_imaging.errors import ImagingError


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
        payload = number.to_bytes(2, "big") + bytes(2) + kind + b"\x00" + content_type
        return cls(number, kind, content_type, full_box(b"infe", payload, version=2, flags=1), octets)


@dataclass(frozen=True)
class Reference:
    """A typed reference from an item to others."""

    kind: bytes
    source: int
    targets: tuple[int, ...]

    def box(self) -> bytes:
        """As it stands in `iref` of version 0."""
        targets = b"".join(number.to_bytes(2, "big") for number in self.targets)
        return box(self.kind, self.source.to_bytes(2, "big") + len(self.targets).to_bytes(2, "big") + targets)


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


def box(name: bytes, payload: bytes) -> bytes:
    """A box."""
    return (len(payload) + 8).to_bytes(4, "big") + name + payload


def full_box(name: bytes, payload: bytes, *, version: int = 0, flags: int = 0) -> bytes:
    """A box with version and flags."""
    return box(name, bytes((version,)) + flags.to_bytes(3, "big") + payload)


def read(data: bytes) -> Picture:
    """Take a still AVIF apart. Raises `ImagingError` where it is damaged or an animation."""
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
    """Name and octets (header included) of each box in a row."""
    at = 0
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 0:
            length = len(data) - at
        if length < 8 or at + length > len(data):
            raise damaged()
        yield name, data[at : at + length]
        at += length


def _items(data: bytes, parts: dict[bytes, bytes]) -> Iterator[Item]:
    infos = dict(_infos(parts[b"iinf"]))
    inside = parts.get(b"idat", b"")
    for number, method, extents in _locations(parts[b"iloc"]):
        if number not in infos or method > 1:
            raise damaged()
        info = infos[number]
        holder = inside if method else data
        if any(start + length > len(holder) for start, length in extents) or (method and len(extents) != 1):
            raise damaged()
        octets = b"".join(holder[start : start + (length or len(holder) - start)] for start, length in extents)
        kind, content_type = info[16:20], info[20:].partition(b"\x00")[2]
        yield Item(number, kind, content_type, info, octets, bool(method), extents[0][0] if method else 0)


def _infos(payload: bytes) -> Iterator[tuple[int, bytes]]:
    start = 6 if payload[:1] == b"\x00" else 8
    for name, octets in boxes(payload[start:]):
        if name != b"infe" or octets[8] != 2:
            raise damaged()
        yield int.from_bytes(octets[12:14], "big"), octets


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
    if payload[:1] not in (b"", b"\x00"):
        raise damaged()
    for name, octets in boxes(payload[4:]):
        reader = _Reader(octets[8:])
        source = reader.number(2)
        yield Reference(name, source, tuple(reader.number(2) for _ in range(reader.number(2))))
