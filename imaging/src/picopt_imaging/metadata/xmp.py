"""XMP (ISO 16684-1): a compact packet, built and read by an XML library."""

from typing import Final
from xml.etree import ElementTree as ET

from picopt_imaging.metadata.fields import Fields, clean, shorten
from picopt_imaging.metadata.hdr import announce_gain_map
from picopt_imaging.metadata.rdf import is_empty, name, new_packet, write_packet

_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXT_OCTETS: Final = 9000
"""Longest single text; all of them together fit into the 64 KiB that a JPEG segment holds."""
_WORD_OCTETS: Final = 400
_MAX_PACKET: Final = 1_000_000


class _NoDoctype(ET.TreeBuilder):
    """Entities are declared in a document type; a packet has none, so one that has it is refused."""

    def doctype(self, *_: object) -> None:
        raise ET.ParseError("document types are not allowed in XMP")


def build_xmp(fields: Fields, gain_map_octets: int = 0) -> bytes | None:
    """A read-only packet without padding; None where there is nothing to say.

    `gain_map_octets`: length of the gain map that will lie behind the picture, 0 for none.
    """
    root, about = new_packet()
    _simple(about, "photoshop:Headline", fields.headline or fields.title)
    _simple(about, "photoshop:Credit", fields.credit)
    _simple(about, "photoshop:Source", fields.source)
    _simple(about, "Iptc4xmpExt:DigitalSourceType", fields.source_type)
    _simple(about, "xmpRights:WebStatement", fields.licence)
    _languages(about, "dc:title", fields.title)
    _languages(about, "dc:description", fields.caption)
    _languages(about, "dc:rights", fields.copyright)
    _languages(about, "xmpRights:UsageTerms", fields.usage_terms)
    _languages(about, "Iptc4xmpCore:AltTextAccessibility", fields.alt)
    _languages(about, "Iptc4xmpCore:ExtDescrAccessibility", fields.description)
    _list(about, "dc:subject", "rdf:Bag", fields.keywords)
    _list(about, "dc:creator", "rdf:Seq", (fields.creator,) if fields.creator else ())
    _licensor(about, fields.licensor)
    if gain_map_octets:
        announce_gain_map(about, gain_map_octets)
    return None if is_empty(about) else write_packet(root)


def read_xmp(packet: bytes) -> Fields:
    """The fields of a packet; an unreadable one has none."""
    root = _parse(packet)
    if root is None:
        return Fields()
    return Fields(
        title=_get(root, "dc:title"),
        headline=_get(root, "photoshop:Headline"),
        alt=_get(root, "Iptc4xmpCore:AltTextAccessibility"),
        caption=_get(root, "dc:description"),
        description=_get(root, "Iptc4xmpCore:ExtDescrAccessibility"),
        keywords=tuple(_items(root, "dc:subject")),
        copyright=_get(root, "dc:rights"),
        creator=", ".join(_items(root, "dc:creator")),
        credit=_get(root, "photoshop:Credit"),
        source=_get(root, "photoshop:Source"),
        licensor=_get(root, "plus:LicensorURL") or _get(root, "plus:LicensorName"),
        usage_terms=_get(root, "xmpRights:UsageTerms"),
        licence=_get(root, "xmpRights:WebStatement"),
        source_type=_get(root, "Iptc4xmpExt:DigitalSourceType"),
    )


def _simple(about: ET.Element, key: str, text: str) -> None:
    if text:
        about.set(name(key), shorten(text, _TEXT_OCTETS))


def _languages(about: ET.Element, key: str, text: str) -> None:
    if text:
        alternatives = ET.SubElement(ET.SubElement(about, name(key)), name("rdf:Alt"))
        ET.SubElement(alternatives, name("rdf:li"), {_LANG: "x-default"}).text = shorten(text, _TEXT_OCTETS)


def _list(about: ET.Element, key: str, kind: str, words: tuple[str, ...]) -> None:
    if words:
        container = ET.SubElement(ET.SubElement(about, name(key)), name(kind))
        for word in words:
            ET.SubElement(container, name("rdf:li")).text = shorten(word, _WORD_OCTETS)


def _licensor(about: ET.Element, licensor: str) -> None:
    if licensor:
        container = ET.SubElement(ET.SubElement(about, name("plus:Licensor")), name("rdf:Seq"))
        item = ET.SubElement(container, name("rdf:li"), {name("rdf:parseType"): "Resource"})
        is_address = licensor.startswith(("http://", "https://"))
        ET.SubElement(item, name("plus:LicensorURL" if is_address else "plus:LicensorName")).text = shorten(
            licensor, _TEXT_OCTETS
        )


def _parse(packet: bytes) -> ET.Element | None:
    if len(packet) > _MAX_PACKET:
        return None
    packet = _to_utf8(packet)
    start, end = packet.find(b"<"), packet.rfind(b">")
    if start < 0:
        return None
    try:
        parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314 -- document types, so all entities, are refused above  # nosec B314
        parser.feed(packet[start : end + 1])
        root = parser.close()
    except (ET.ParseError, ValueError, LookupError):
        return None
    return root if isinstance(root, ET.Element) else None


def _to_utf8(packet: bytes) -> bytes:
    """A packet may be in UTF-16 or UTF-32 (ISO 16684-1, 7.3.2); its first angle bracket tells."""
    at = packet.find(b"<")
    around = packet[max(0, at - 3) : at + 4]
    for sign, code in (
        (b"\0\0\0<", "utf-32-be"),
        (b"<\0\0\0", "utf-32-le"),
        (b"\0<", "utf-16-be"),
        (b"<\0", "utf-16-le"),
    ):
        if sign in around:
            width = 4 if "32" in code else 2
            first = at - (width - 1 if code.endswith("be") else 0)
            text = packet[first : first + (len(packet) - first) // width * width].decode(code, "replace")
            return text.encode("utf-8", "replace")
    return packet


def _get(root: ET.Element, key: str) -> str:
    """A property, as attribute or element, its default language first."""
    full = name(key)
    for element in root.iter():
        if full in element.attrib:
            return clean(element.attrib[full])
        if element.tag == full:
            items = element.findall(".//" + name("rdf:li"))
            default = [item for item in items if item.get(_LANG) == "x-default"]
            resource = element.get(name("rdf:resource"))
            return clean((default or items or [element])[0].text or resource or "")
    return ""


def _items(root: ET.Element, key: str) -> list[str]:
    words = (item.text or "" for element in root.iter(name(key)) for item in element.iter(name("rdf:li")))
    return [word for text in words if (word := clean(text))]
