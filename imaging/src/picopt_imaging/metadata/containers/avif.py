"""AVIF: EXIF and XMP as items of the `meta` box (ISO 14496-12, 8.11; ISO 23008-12, annex A). No place for IPTC.

The file is put together anew: every item's octets are copied as they are, `iloc` is written to where they now lie.
"""

from picopt_imaging.metadata.containers import isobmff
from picopt_imaging.metadata.containers.isobmff import Item, box, full_box
from picopt_imaging.metadata.fields import Blocks


def write(data: bytes, blocks: Blocks) -> bytes:
    """The AVIF with these blocks; other EXIF and XMP items are taken out with their octets."""
    picture = isobmff.read(data)
    dropped = {item.id for item in picture.items if item.is_metadata}
    items = [item for item in picture.items if item.id not in dropped]
    references = [ref for ref in picture.references if ref.source not in dropped and not dropped & set(ref.targets)]
    for item in _new_items(blocks, first_id=max((item.id for item in picture.items), default=0) + 1):
        items.append(item)
        references.append(isobmff.Reference(b"cdsc", item.id, (picture.primary,)))
    return _assemble(picture, items, references)


def _new_items(blocks: Blocks, first_id: int) -> list[Item]:
    made = []
    if blocks.exif:
        # Four octets in front say how far away the TIFF header is.
        made.append(Item.new(first_id, b"Exif", b"", bytes(4) + blocks.exif))
    if blocks.xmp:
        made.append(Item.new(first_id + len(made), b"mime", b"application/rdf+xml\x00", blocks.xmp))
    return made


def _assemble(picture: isobmff.Picture, items: list[Item], references: list[isobmff.Reference]) -> bytes:
    def meta(starts: dict[int, int]) -> bytes:
        parts = []
        for name, octets in picture.boxes:
            if name == b"iinf":
                parts.append(_iinf(items))
            elif name == b"iloc":
                parts.append(_iloc(items, starts))
            elif name != b"iref":
                parts.append(octets)
        if references:
            wide = any(isobmff.is_wide(number) for ref in references for number in (ref.source, *ref.targets))
            parts.append(full_box(b"iref", b"".join(ref.box(wide=wide) for ref in references), version=int(wide)))
        return full_box(b"meta", b"".join(parts))

    # `iloc` has the same length whatever the offsets are, so a first run tells where the octets will lie.
    at = len(picture.file_type) + len(meta({})) + 8
    starts, body = {}, b""
    for item in items:
        if not item.inside_meta:
            starts[item.id] = at + len(body)
            body += item.octets
    return picture.file_type + meta(starts) + box(b"mdat", body)


def _iinf(items: list[Item]) -> bytes:
    return full_box(b"iinf", len(items).to_bytes(2, "big") + b"".join(item.info for item in items))


def _iloc(items: list[Item], starts: dict[int, int]) -> bytes:
    """Offsets and lengths of four octets, one extent an item; version 2 where a number needs four octets as well."""
    wide = any(isobmff.is_wide(item.id) for item in items)
    rows = b""
    for item in items:
        start = item.start_in_meta if item.inside_meta else starts.get(item.id, 0)
        rows += isobmff.written(item.id, wide=wide) + (1 if item.inside_meta else 0).to_bytes(2, "big") + bytes(2)
        rows += (1).to_bytes(2, "big") + start.to_bytes(4, "big") + len(item.octets).to_bytes(4, "big")
    count = isobmff.written(len(items), wide=wide)
    return full_box(b"iloc", b"\x44\x00" + count + rows, version=2 if wide else 1)
