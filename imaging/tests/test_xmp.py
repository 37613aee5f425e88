"""XMP packets: as other programs write them, in every encoding, damaged, and hostile."""

import pytest

from picopt_imaging.metadata.fields import Fields
from picopt_imaging.metadata.xmp import build_xmp, read_xmp

SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
        "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    }.items()
)


def packet(body: str, attributes: str = "") -> bytes:
    inside = f'<rdf:Description rdf:about="" {SPACES} {attributes}>{body}</rdf:Description>'
    whole = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {SPACES}>{inside}</rdf:RDF></x:xmpmeta>'
    return f'<?xpacket begin="\ufeff"?>{whole}<?xpacket end="w"?>'.encode()


def one(key: str, text: str) -> str:
    return f'<{key}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{key}>'


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (one("dc:title", "Barn"), "Barn"),
        ("<dc:title>Barn</dc:title>", "Barn"),
        (
            (
                "<dc:title><rdf:Alt><rdf:li xml:lang='de'>Scheune</rdf:li>"
                "<rdf:li xml:lang='x-default'>Barn</rdf:li></rdf:Alt></dc:title>"
            ),
            "Barn",
        ),
        (
            (
                "<dc:title><rdf:Alt><rdf:li xml:lang='de'>Scheune</rdf:li>"
                "<rdf:li xml:lang='en'>Barn</rdf:li></rdf:Alt></dc:title>"
            ),
            "Scheune",
        ),
        (one("dc:title", "Fish &amp; chips &lt;b&gt; &#228;"), "Fish & chips <b> ä"),
        (one("dc:title", "  a\n b "), "a\n b"),
        (one("dc:title", "a&#1;b"), ""),
        (one("dc:title", "<![CDATA[<b>]]>"), "<b>"),
        ("<dc:title/>", ""),
        ("<dc:title><rdf:Alt/></dc:title>", ""),
        ("<title>no namespace</title>", ""),
        ("<!-- <dc:title>hidden</dc:title> -->", ""),
    ],
)
def test_a_text_is_found_however_it_is_spelt(body: str, title: str) -> None:
    assert read_xmp(packet(body)).title == title


def test_simple_properties_are_attributes_or_elements() -> None:
    as_attributes = packet(
        "", 'photoshop:Headline="H" photoshop:Credit="C" photoshop:Source="S" xmpRights:WebStatement="W"'
    )
    as_elements = packet(
        "<photoshop:Headline>H</photoshop:Headline><photoshop:Credit>C</photoshop:Credit>"
        "<photoshop:Source>S</photoshop:Source><xmpRights:WebStatement rdf:resource='W'/>"
    )
    for found in map(read_xmp, (as_attributes, as_elements)):
        assert (found.headline, found.credit, found.source, found.licence) == ("H", "C", "S", "W")


@pytest.mark.parametrize("kind", ["Bag", "Seq", "Alt"])
def test_lists_of_any_kind_are_lists(kind: str) -> None:
    words = f"<rdf:{kind}><rdf:li>a</rdf:li><rdf:li> </rdf:li><rdf:li>b</rdf:li></rdf:{kind}>"
    found = read_xmp(packet(f"<dc:subject>{words}</dc:subject><dc:creator>{words}</dc:creator>"))
    assert (found.keywords, found.creator) == (("a", "b"), "a, b")


@pytest.mark.parametrize(
    ("inside", "licensor"),
    [
        (
            "<plus:LicensorURL>https://a.test</plus:LicensorURL><plus:LicensorName>Ann</plus:LicensorName>",
            "https://a.test",
        ),
        ("<plus:LicensorName>Ann</plus:LicensorName>", "Ann"),
        ("", ""),
    ],
)
def test_whom_to_ask_is_an_address_or_a_name(inside: str, licensor: str) -> None:
    body = f"<plus:Licensor><rdf:Seq><rdf:li rdf:parseType='Resource'>{inside}</rdf:li></rdf:Seq></plus:Licensor>"
    assert read_xmp(packet(body)).licensor == licensor


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32-be"])
def test_a_packet_in_any_encoding_that_the_standard_allows(code: str) -> None:
    text = packet(one("dc:title", "Größe 東京 🐕")).decode()
    assert read_xmp(text.encode(code)).title == "Größe 東京 🐕"
    assert read_xmp(b"  \n" + text.encode("utf-8") + b" " * 2000 + b"\0").title == "Größe 東京 🐕"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no angle bracket",
        b"<",
        b"<x",
        b"<x></y>",
        b"\xff\xfe<\x00",
        packet(one("dc:title", "x"))[:-60],
        packet("<dc:title>"),
        packet(one("unknown:title", "x")),
        BOMB + packet(one("dc:title", "&b;")),
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + packet(one("dc:title", "x")),
        packet(one("dc:title", "&undeclared;")),
        b"<?xml version='1.0' encoding='nonsense'?>" + b"<a/>",
        b"<" * 100_000,
        packet(one("dc:title", "x" * 1_000_001)),
    ],
    ids=range(15),
)
def test_a_packet_that_cannot_be_read_has_no_fields(data: bytes) -> None:
    assert read_xmp(data) == Fields()


def test_a_packet_as_deep_as_a_well_is_read_or_not_but_ends_nothing() -> None:
    deep = packet("<dc:x>" * 20_000 + one("dc:title", "Barn") + "</dc:x>" * 20_000)
    assert read_xmp(deep).title in ("", "Barn")


def test_nothing_to_say_is_no_packet() -> None:
    assert build_xmp(Fields()) is None
    assert build_xmp(Fields(gps=()), gain_map_octets=0) is None
    assert build_xmp(Fields(), gain_map_octets=100) is not None


WHOLE = Fields(
    title="T", headline="H", alt="A", caption="C", description="D", keywords=("k", "l"), copyright="R", creator="M",
    credit="E", source="S", licensor="https://l.test", usage_terms="U", licence="W", source_type="I",
)  # fmt: skip


def test_what_is_written_is_read() -> None:
    assert read_xmp(build_xmp(WHOLE) or b"") == WHOLE
    named = Fields(licensor="Ann")
    assert read_xmp(build_xmp(named) or b"") == named


def test_a_title_without_a_headline_is_both_as_programs_expect_it() -> None:
    found = read_xmp(build_xmp(Fields(title="T")) or b"")
    assert (found.title, found.headline) == ("T", "T")


@pytest.mark.parametrize(
    "name", ["title", "alt", "caption", "description", "copyright", "creator", "credit", "licensor", "usage_terms"]
)
def test_no_single_text_fills_a_file(name: str) -> None:
    made = build_xmp(Fields(**{name: "ü" * 50_000})) or b""
    assert len(made) < 25_000
    kept = getattr(read_xmp(made), name)
    assert kept
    assert set(kept) == {"ü"}


def test_a_packet_is_marked_as_read_only_and_names_its_encoding() -> None:
    made = build_xmp(WHOLE) or b""
    assert made.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode())
    assert made.endswith(b'<?xpacket end="r"?>')
