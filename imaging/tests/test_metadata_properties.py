"""C3 as properties: any text in any language goes through every container, and every policy means what it says."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from imaging_kit import labelled, problems, read

from picopt_imaging import Field, Metadata, embed
from picopt_imaging.metadata.fields import Fields, clean, shorten
from picopt_imaging.metadata.iptc import LIMITS as IPTC
from picopt_imaging.metadata.policy import decide
from picopt_imaging.metadata.tiff import ASCII, RATIONAL, Entry
from picopt_imaging.metadata.xmp import build_xmp
from picopt_imaging.values import RIGHTS

CONTAINERS: Final = ("jpg", "webp", "png", "avif")
XMP_OCTETS, EXIF_OCTETS, WORD_OCTETS = 9000, 8000, 400

QUICK: Final = (Phase.explicit, Phase.reuse, Phase.generate)
"""No shrinking: each example starts exiftool."""

SCRIPTS: Final = (
    "كلب يركض في الشارع؟ ",
    "כלב רץ ברחוב ־",
    "犬が通りを走る、東京。𠮷",
    "คนเดินถนน ก็ดี",
    "कुत्ता सड़क पर दौड़ता है",
    "Größe, œuvre, žluťoučký kůň, İstanbul",
    "🐕‍🦺👩🏽‍🚀🏳️‍🌈🇩🇪1️⃣",
    "<&>\"'`\\;,|{}%$#\u2028\u200f\u202e",
    "\x00\x01\x08\x0b\x1b\x7f\x85\ufffe\uffff\t\n\r",
)
words = st.text(st.sampled_from("".join(SCRIPTS)), max_size=60)
anything = st.one_of(words, st.text(max_size=60), st.builds(lambda text, times: text * times, words, st.just(400)))


@pytest.fixture(scope="module")
def bases(photo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small picture in each container, with other words in it already."""
    folder = tmp_path_factory.mktemp("bases")
    image = labelled(read(photo).resize(0.08), xmp_data=build_xmp(Fields(title="Old", alt="Old")) or b"")
    for extension in CONTAINERS:
        image.write_to_file(str(folder / f"base.{extension}"))
    return {extension: folder / f"base.{extension}" for extension in CONTAINERS}


def exiftools(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Every file's tags, with one start of exiftool; numbers stay the texts that they are."""
    command = ["exiftool", "-json", "-G1", "-a", "-struct", "-validate", "-warning", "-error", "-all:all"]
    out = subprocess.run([*command, *map(str, paths)], capture_output=True, check=True, text=True).stdout
    yield from json.loads(out, parse_int=str, parse_float=str)


def alike(found: object, wanted: object) -> bool:
    """The same text; `true` and `FALSE` were words before exiftool made JSON of them."""
    if isinstance(wanted, list):
        some = found if isinstance(found, list) else [found]
        return len(some) == len(wanted) and all(alike(one, other) for one, other in zip(some, wanted, strict=True))
    if isinstance(found, bool):
        return str(found).lower() == str(wanted).lower()
    return found == wanted


def expected(order: Metadata, container: str) -> dict[str, object]:
    """Where each text must be found, as long as that place allows."""
    title, alt, caption, description = (
        clean(each) for each in (order.title, order.alt, order.caption, order.description)
    )
    tags = list(dict.fromkeys(word for each in order.tags if (word := clean(each).replace(";", ","))))
    places: dict[str, object] = {
        "XMP-dc:Title": shorten(title, XMP_OCTETS),
        "XMP-photoshop:Headline": shorten(title, XMP_OCTETS),
        "XMP-dc:Description": shorten(caption, XMP_OCTETS),
        "XMP-iptcCore:AltTextAccessibility": shorten(alt, XMP_OCTETS),
        "XMP-iptcCore:ExtDescrAccessibility": shorten(description, XMP_OCTETS),
        "XMP-dc:Rights": shorten(clean(order.copyright), XMP_OCTETS),
        "XMP-photoshop:Credit": shorten(clean(order.credit), XMP_OCTETS),
        "XMP-dc:Subject": [shorten(tag, WORD_OCTETS) for tag in tags],
        "XMP-dc:Creator": [shorten(clean(order.creator), WORD_OCTETS)],
        "IFD0:ImageDescription": shorten(caption, EXIF_OCTETS),
        "IFD0:XPTitle": shorten(title, EXIF_OCTETS),
        "IFD0:XPKeywords": shorten(";".join(tags), EXIF_OCTETS),
        "IFD0:Artist": shorten(clean(order.creator), EXIF_OCTETS),
        "IFD0:Copyright": shorten(clean(order.copyright), EXIF_OCTETS),
        "ExifIFD:UserComment": shorten(description, EXIF_OCTETS),
    }
    # exiftool reads Windows' tags as UCS-2, which stops at U+FFFF; Windows itself reads UTF-16.
    for place in ("IFD0:XPTitle", "IFD0:XPKeywords"):
        if max(str(places[place]), default="") > "\uffff":
            del places[place]
    if container == "jpg":
        places |= {
            "IPTC:Headline": shorten(title, IPTC[105]),
            "IPTC:ObjectName": shorten(title, IPTC[5]),
            "IPTC:Caption-Abstract": shorten(caption, IPTC[120]),
            "IPTC:Keywords": [shorten(tag, IPTC[25]) for tag in tags],
            "IPTC:By-line": shorten(clean(order.creator), IPTC[80]),
            "IPTC:CopyrightNotice": shorten(clean(order.copyright), IPTC[116]),
            "IPTC:Credit": shorten(clean(order.credit), IPTC[110]),
        }
    return {place: value for place, value in places.items() if value not in ("", [], [""])}


orders = st.builds(
    Metadata,
    title=anything,
    alt=anything,
    caption=anything,
    description=anything,
    copyright=words,
    creator=words,
    credit=words,
    tags=st.lists(words, max_size=5),
    keep=st.just(frozenset()),
)


def check(order: Metadata, bases: dict[str, Path], folder: Path) -> None:
    made = {extension: embed(base, order, folder / f"made.{extension}").path for extension, base in bases.items()}
    for (extension, path), found in zip(made.items(), exiftools(list(made.values())), strict=True):
        wanted = expected(order, extension)
        missing = {
            place: (text, found.get(place)) for place, text in wanted.items() if not alike(found.get(place), text)
        }
        assert missing == {}, extension
        assert problems(found) == [], extension
        assert (read(path) - read(bases[extension])).abs().max() == 0


@pytest.mark.acceptance("C3")
@settings(max_examples=6, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@example(
    order=Metadata(title="東" * 9000, caption="ك" * 9000, description="😀" * 9000, alt="x" * 20_000, keep=frozenset())
)
@example(order=Metadata(**dict.fromkeys(("title", "alt", "caption", "description"), SCRIPTS[8]), keep=frozenset()))
@given(order=orders)
def test_any_text_goes_through_every_container(
    order: Metadata, bases: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    check(order, bases, tmp_path_factory.mktemp("made"))


@pytest.mark.deep
@settings(max_examples=400, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(order=orders)
def test_hundreds_of_texts_go_through_every_container(
    order: Metadata, bases: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    check(order, bases, tmp_path_factory.mktemp("made"))


TAGS: Final = {
    Field.DATE: (Entry(0x9003, ASCII, b"2026:05:04 03:02:01\0"),),
    Field.CAMERA: (Entry(0x010F, ASCII, b"Maker\0"),),
    Field.GPS: (Entry(0x0002, RATIONAL, b"\x30\0\0\0\1\0\0\0" * 3),),
}
ORDERED: Final = {Field.KEYWORDS: "tags"}
policies = st.sets(st.sampled_from(Field)).map(frozenset)


def of(field: Field, word: str) -> Any:
    """A value of the field's kind."""
    return TAGS.get(field, (word,) if field is Field.KEYWORDS else word)


@given(
    field=st.sampled_from(Field),
    write=policies,
    keep=policies,
    drop=policies,
    in_source=st.booleans(),
    in_order=st.booleans(),
)
def test_every_policy_means_what_it_says(  # noqa: PLR0917 - hypothesis hands them over by name
    field: Field,
    write: frozenset[Field],
    keep: frozenset[Field],
    drop: frozenset[Field],
    in_source: bool,  # noqa: FBT001 - drawn by hypothesis, like all the others
    in_order: bool,  # noqa: FBT001 -- drawn by hypothesis
) -> None:
    source = replace(Fields(), **{field.value: of(field, "source")}) if in_source else Fields()
    order = Metadata(write=write, keep=keep, drop=drop)
    in_order = in_order and field not in TAGS
    if in_order:
        order = replace(order, **{ORDERED.get(field, field.value): of(field, "order")})
    empty = type(of(field, "x"))()
    if field in drop:
        wanted = empty
    elif in_order and (field in write or field in RIGHTS):
        wanted = of(field, "order")
    elif in_source and field in keep | write | RIGHTS:
        wanted = of(field, "source")
    else:
        wanted = empty
    assert getattr(decide(source, order), field.value) == wanted
