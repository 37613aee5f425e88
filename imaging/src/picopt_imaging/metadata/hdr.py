"""What Ultra HDR says in XMP: that there is a gain map, and how it is to be applied.

Source: Ultra HDR Image Format 1.1 (Android), which takes the properties from Adobe's Gain Map specification 1.0.
"""

import math
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from picopt_imaging.metadata.rdf import name, new_packet, write_packet

_VERSION: Final = "1.0"


@dataclass(frozen=True, kw_only=True)
class GainSettings:
    """How a gain map brightens its picture. Tuples hold one number for each of red, green and blue."""

    max_boost: tuple[float, ...]
    """Linear factors, as all boosts and capacities here."""
    min_boost: tuple[float, ...]
    gamma: tuple[float, ...]
    offset_sdr: tuple[float, ...]
    offset_hdr: tuple[float, ...]
    capacity_min: float
    capacity_max: float

    def is_sound(self) -> bool:
        """Whether the numbers can be written down and applied."""
        numbers = (*self.max_boost, *self.min_boost, *self.gamma, self.capacity_min, self.capacity_max)
        return all(math.isfinite(each) and each > 0 for each in numbers) and all(
            math.isfinite(each) for each in (*self.offset_sdr, *self.offset_hdr)
        )


def announce_gain_map(about: ET.Element, octets: int) -> None:
    """Say in the picture's own packet that a gain map of so many octets lies behind it."""
    about.set(name("hdrgm:Version"), _VERSION)
    directory = ET.SubElement(ET.SubElement(about, name("Container:Directory")), name("rdf:Seq"))
    for semantic, length in (("Primary", None), ("GainMap", octets)):
        entry = ET.SubElement(directory, name("rdf:li"), {name("rdf:parseType"): "Resource"})
        item = {name("Item:Semantic"): semantic, name("Item:Mime"): "image/jpeg"}
        if length is not None:
            item[name("Item:Length")] = str(length)
        ET.SubElement(entry, name("Container:Item"), item)


def build_gain_xmp(settings: GainSettings) -> bytes:
    """The packet of the gain map itself. Boosts and capacities are written as powers of two."""
    root, about = new_packet()
    about.set(name("hdrgm:Version"), _VERSION)
    about.set(name("hdrgm:BaseRenditionIsHDR"), "False")
    about.set(name("hdrgm:HDRCapacityMin"), _text(math.log2(settings.capacity_min)))
    about.set(name("hdrgm:HDRCapacityMax"), _text(math.log2(settings.capacity_max)))
    _numbers(about, "hdrgm:GainMapMin", [math.log2(each) for each in settings.min_boost])
    _numbers(about, "hdrgm:GainMapMax", [math.log2(each) for each in settings.max_boost])
    _numbers(about, "hdrgm:Gamma", settings.gamma)
    _numbers(about, "hdrgm:OffsetSDR", settings.offset_sdr)
    _numbers(about, "hdrgm:OffsetHDR", settings.offset_hdr)
    return write_packet(root)


def _numbers(about: ET.Element, key: str, values: tuple[float, ...] | list[float]) -> None:
    """One number where all colours have the same."""
    texts = [_text(value) for value in values]
    if len(set(texts)) == 1:
        about.set(name(key), texts[0])
        return
    sequence = ET.SubElement(ET.SubElement(about, name(key)), name("rdf:Seq"))
    for text in texts:
        ET.SubElement(sequence, name("rdf:li")).text = text


def _text(value: float) -> str:
    return f"{value:.6g}"
