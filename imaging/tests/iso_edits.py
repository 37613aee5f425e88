"""Give the first item of an AVIF or a HEIC further properties (ISO/IEC 23008-12, 9.3): how it is turned, what is shown.

No encoder here writes them as phones do, so they are put into files that are otherwise sound.
"""

import struct


def clean_aperture(width: int, height: int, across: int = 0, down: int = 0) -> bytes:
    """What is shown, in pixels, and how far its middle lies off the image's (ISO/IEC 14496-12, 12.1.4)."""
    return _box(b"clap", struct.pack(">8i", width, 1, height, 1, across, 1, down, 1))


def rotation(quarters: int) -> bytes:
    """Anticlockwise."""
    return _box(b"irot", bytes([quarters]))


def mirror(axis: int) -> bytes:
    """0: top and bottom change places, 1: left and right."""
    return _box(b"imir", bytes([axis]))


def with_properties(data: bytes, *boxes: bytes) -> bytes:
    """The file with these properties at the end of its first item's, all essential."""
    grown = sum(map(len, boxes)) + len(boxes)
    properties = data.index(b"ipco") - 4
    count = _count_boxes(data, properties)
    made = bytearray(data)
    associations = data.index(b"ipma") - 4
    # One item, an octet an association: version 0, flags 0.
    number, have = associations + 18, data[associations + 18]
    end = number + 1 + have
    made[end:end] = bytes(0x80 | (count + 1 + each) for each in range(len(boxes)))
    made[number] = have + len(boxes)
    _grow(made, associations, len(boxes))
    at = properties + int.from_bytes(data[properties : properties + 4], "big")
    made[at:at] = b"".join(boxes)
    _grow(made, properties, sum(map(len, boxes)))
    for name in (b"iprp", b"meta"):
        _grow(made, data.index(name) - 4, grown)
    _move_extents(made, grown)
    return bytes(made)


def _box(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", 8 + len(payload)) + name + payload


def _grow(data: bytearray, at: int, by: int) -> None:
    data[at : at + 4] = struct.pack(">I", int.from_bytes(data[at : at + 4], "big") + by)


def _count_boxes(data: bytes, at: int) -> int:
    end, count = at + int.from_bytes(data[at : at + 4], "big"), 0
    at += 8
    while at < end:
        at += int.from_bytes(data[at : at + 4], "big")
        count += 1
    return count


def _move_extents(data: bytearray, by: int) -> None:
    """Offsets of `iloc` count from the file's start; everything they point to lies behind `meta`."""
    at = data.index(b"iloc") + 4
    version, sizes = data[at], data[at + 4 : at + 6]
    offset, length, base = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    items = int.from_bytes(data[at + 6 : at + 8], "big")
    at += 8
    for _ in range(items):
        at += 2 + (2 if version else 0) + 2
        if base:
            _add(data, at, base, by)
        at += base
        extents = int.from_bytes(data[at : at + 2], "big")
        at += 2
        for _ in range(extents):
            if not base:
                _add(data, at, offset, by)
            at += offset + length


def _add(data: bytearray, at: int, size: int, by: int) -> None:
    data[at : at + size] = (int.from_bytes(data[at : at + size], "big") + by).to_bytes(size, "big")
