"""XMP packets (ISO 16684-1) as trees of an XML library: names, start and end."""

from typing import Final
from xml.etree import ElementTree as ET

NAMESPACES: Final = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "hdrgm": "http://ns.adobe.com/hdr-gain-map/1.0/",
    "Container": "http://ns.google.com/photos/1.0/container/",
    "Item": "http://ns.google.com/photos/1.0/container/item/",
}
for _prefix, _address in NAMESPACES.items():
    ET.register_namespace(_prefix, _address)

_HEAD: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
_TAIL: Final = b'<?xpacket end="r"?>'


def name(short: str) -> str:
    """`dc:title` as the XML library spells it."""
    prefix, local = short.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def new_packet() -> tuple[ET.Element, ET.Element]:
    """The packet's root, and the description that properties are added to."""
    root = ET.Element(name("x:xmpmeta"))
    about = ET.SubElement(ET.SubElement(root, name("rdf:RDF")), name("rdf:Description"), {name("rdf:about"): ""})
    return root, about


def is_empty(about: ET.Element) -> bool:
    """Whether no property was added."""
    return len(about) == 0 and len(about.attrib) == 1


def write_packet(root: ET.Element) -> bytes:
    """A read-only packet without padding."""
    return _HEAD + bytes(ET.tostring(root, encoding="utf-8")) + _TAIL
