"""Fields of metadata without any file: cleaned, shortened, decided, merged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imaging_kit import DATE, WHOLE

from picopt_imaging import Field, Metadata
from picopt_imaging.metadata.exif import build_exif
from picopt_imaging.metadata.fields import Blocks, Fields, clean, shorten
from picopt_imaging.metadata.iptc import build_iptc
from picopt_imaging.metadata.merge import fill, read_blocks
from picopt_imaging.metadata.policy import compare, decide, given_fields
from picopt_imaging.metadata.tiff import ASCII, Entry
from picopt_imaging.metadata.xmp import build_xmp
from picopt_imaging.values import RIGHTS

few = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  plain ", "plain"),
        ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
        ("a\x00b\x1bc\x7fd\x9fe", "abcde"),
        ("a\u00a0b\u2003c", "a\u00a0b\u2003c"),
        ("family 👨‍👩‍👧", "family 👨‍👩‍👧"),
        ("\u200f\u0634\u0627\u202e", "\u200f\u0634\u0627\u202e"),
        ("half \ud83d pair", "half  pair"),
        ("\ue000private\uf8ff", "private"),
        ("\ufffe\uffff", ""),
        ("🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f"),
        ("\n\t ", ""),
        ("", ""),
    ],
)
def test_text_that_every_container_can_hold(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@few
@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode()


@pytest.mark.parametrize(
    ("text", "octets", "short"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "abc"),
        ("äöü", 3, "ä"),
        ("äöü", 4, "äö"),
        ("🐕x", 3, ""),
        ("🐕x", 4, "🐕"),
        ("ab cd", 3, "ab"),
        ("", 0, ""),
        ("a", 0, ""),
    ],
)
def test_the_longest_beginning_that_fits(text: str, octets: int, short: str) -> None:
    assert shorten(text, octets) == short


@few
@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 40))
def test_what_is_shortened_fits_and_is_a_beginning(text: str, octets: int) -> None:
    short = shorten(text, octets)
    assert len(short.encode()) <= octets or short == text
    assert text.startswith(short)


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        (Field.COPYRIGHT, {"copyright", "licensor", "licence", "usage_terms"}),
        (Field.CREDIT, {"credit", "source"}),
        (Field.TITLE, {"title", "headline"}),
        *((name, {name.value}) for name in Field if name not in (Field.COPYRIGHT, Field.CREDIT, Field.TITLE)),
    ],
)
def test_a_field_goes_with_what_belongs_to_it(name: Field, gone: set[str]) -> None:
    left = WHOLE.without(name)
    names = [field for field in WHOLE.__dataclass_fields__ if field != "little_endian"]
    assert {field for field in names if not getattr(left, field)} == gone


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Field.TITLE, "T"),
        (Field.KEYWORDS, "k, l"),
        (Field.DATE, "2026:05:04 03:02:01"),
        (Field.CAMERA, "Maker"),
        (Field.GPS, "N"),
        (Field.COPYRIGHT, "R"),
    ],
)
def test_a_field_is_told_in_one_line(name: Field, text: str) -> None:
    assert WHOLE.text(name) == text
    assert Fields().text(name) is None


@pytest.mark.parametrize("name", [name for name in Field if name not in (Field.GPS, Field.CAMERA, Field.DATE)])
def test_what_is_dropped_is_gone_whatever_else_is_said(name: Field) -> None:
    words = {
        "title": "x",
        "alt": "x",
        "caption": "x",
        "description": "x",
        "copyright": "x",
        "creator": "x",
        "credit": "x",
    }
    wanted = Metadata(**words, tags=("x",), write=frozenset(Field), keep=frozenset(Field), drop=frozenset({name}))
    assert not getattr(decide(WHOLE, wanted), name.value)


@pytest.mark.parametrize("name", Field)
def test_what_is_in_no_list_stays_only_where_it_is_a_right(name: Field) -> None:
    nothing = Metadata(write=frozenset(), keep=frozenset(), drop=frozenset())
    assert bool(getattr(decide(WHOLE, nothing), name.value)) is (name in RIGHTS)


@pytest.mark.parametrize("name", [Field.TITLE, Field.ALT, Field.CAPTION, Field.DESCRIPTION])
def test_text_of_the_order_is_written_where_it_is_to_be_written(name: Field) -> None:
    new = {name.value: "new"}
    assert getattr(decide(WHOLE, Metadata(**new)), name.value) == "new"
    kept = Metadata(**new, write=frozenset(), keep=frozenset({name}))
    assert getattr(decide(WHOLE, kept), name.value) == getattr(WHOLE, name.value)
    assert getattr(decide(WHOLE, Metadata()), name.value) == getattr(WHOLE, name.value)


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_rights_of_the_order_win_without_being_asked_for(name: Field) -> None:
    wanted = Metadata(**{name.value: "new"}, write=frozenset(), keep=frozenset())
    assert getattr(decide(WHOLE, wanted), name.value) == "new"
    assert getattr(decide(Fields(), wanted), name.value) == "new"


def test_by_default_the_place_goes_and_the_camera_too() -> None:
    left = decide(WHOLE, Metadata())
    assert (left.gps, left.camera, left.date) == ((), (), DATE)
    assert left.source_type == "I"


@pytest.mark.parametrize(
    ("tags", "keywords"),
    [
        ((" a ", "b"), ("a", "b")),
        (("a", "a"), ("a",)),
        (("a;b",), ("a,b",)),
        (("", " ", "\x00"), ()),
        (("A", "a"), ("A", "a")),
    ],
)
def test_keywords_of_the_order(tags: tuple[str, ...], keywords: tuple[str, ...]) -> None:
    assert given_fields(Metadata(tags=tags)).keywords == keywords


def test_a_report_names_what_changed_and_what_survived() -> None:
    after = decide(WHOLE, Metadata(title="New"))
    told = {change.field: (change.before, change.after) for change in compare(WHOLE, after)}
    assert told["title"] == ("T", "New")
    assert told["copyright"] == ("R", "R")
    assert told["gps"] == ("N", None)
    assert compare(Fields(), Fields()) == ()


def test_gaps_are_filled_and_nothing_is_overwritten() -> None:
    filled = fill(Fields(title="first"), Fields(title="second", caption="second", little_endian=False))
    assert (filled.title, filled.caption, filled.little_endian) == ("first", "second", True)


@pytest.mark.parametrize("tagged", ["date", "camera", "gps"])
def test_the_byte_order_is_that_of_the_tags(tagged: str) -> None:
    tags = Fields(**{tagged: (Entry(0x9003, ASCII, b"2026"),)}, little_endian=False)  # type: ignore[arg-type] # a name of tags
    assert fill(Fields(title="first"), tags).little_endian is False
    assert fill(tags, Fields(title="second")).little_endian is False


def test_xmp_goes_before_iptc_and_iptc_before_exif() -> None:
    def blocks(**kinds: str) -> Blocks:
        made = {"exif": build_exif, "iptc": build_iptc, "xmp": build_xmp}
        return Blocks(**{kind: made[kind](Fields(caption=text)) for kind, text in kinds.items()})  # type: ignore[operator] # three functions of one shape

    assert read_blocks(blocks(exif="e", iptc="i", xmp="x")).caption == "x"
    assert read_blocks(blocks(exif="e", iptc="i")).caption == "i"
    assert read_blocks(blocks(exif="e")).caption == "e"
    assert read_blocks(Blocks()) == Fields()


@pytest.mark.parametrize(
    ("title", "headline", "found"),
    [
        ("T", "H", ("T", "H")),
        ("T", "T", ("T", "")),
        ("", "H", ("H", "")),
        ("T" * 64, "T" * 80, ("T" * 80, "")),
        ("T" * 10, "T" * 80, ("T" * 10, "T" * 80)),
    ],
)
def test_a_headline_that_repeats_the_title_is_none(title: str, headline: str, found: tuple[str, str]) -> None:
    records = b"".join(
        bytes((0x1C, 2, number)) + len(text).to_bytes(2, "big") + text.encode()
        for number, text in ((5, title), (105, headline))
        if text
    )
    read = read_blocks(Blocks(iptc=records))
    assert (read.title, read.headline) == found
