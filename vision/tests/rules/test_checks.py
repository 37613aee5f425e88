"""Each kind of check at its edges: the last that passes, and the first that does not."""

import pytest

from picopt_vision.rules import Subject, broken_rules
from picopt_vision.rules.checks import CHECKS, comparable
from picopt_vision.rules.data import rules


def broken(field: str, value: str | list[str], **known: object) -> set[str]:
    return {rule.id for rule in broken_rules(Subject(field=field, value=value, **known))}


def test_every_check_is_named_by_a_rule_and_the_other_way_round() -> None:
    assert {rule.check for rule in rules()} == set(CHECKS)
    assert len({rule.id for rule in rules()}) == len(rules())


def test_only_a_text_that_is_too_long_is_a_mild_fault() -> None:
    assert [rule.id for rule in rules() if not rule.severe] == ["alt_too_long"]


@pytest.mark.parametrize(
    ("value", "decorative", "wrong"),
    [
        ("", True, False),
        ("Barn", True, True),
        (" ", True, True),
        ("", False, True),
        ("  ", False, True),
        ("Barn", False, False),
    ],
)
def test_an_alt_text_is_empty_where_and_only_where_the_image_is_decoration(
    value: str, *, decorative: bool, wrong: bool
) -> None:
    assert ("decorative_empty" in broken("alt", value, decorative=decorative)) is wrong
    assert "decorative_empty" not in broken("title", value, decorative=decorative)


@pytest.mark.parametrize(
    ("limit", "length", "wrong"),
    [(None, 125, False), (None, 126, True), (20, 20, False), (20, 21, True), (500, 300, False)],
)
def test_length_is_counted_in_characters(limit: int | None, length: int, *, wrong: bool) -> None:
    for letter in ("a", "ß", "灯", "🖼"):
        assert ("alt_too_long" in broken("alt", letter * length, max_length=limit)) is wrong


@pytest.mark.parametrize("field", ["title", "caption", "description"])
def test_only_alt_texts_are_kept_short(field: str) -> None:
    assert "alt_too_long" not in broken(field, "word " * 100)


@pytest.mark.parametrize(
    "other",
    ["A red barn", "a RED barn.", "A red  barn!", "«A red barn»", "A\nred barn", "A-red-barn", "_A red barn_"],
)
def test_two_fields_that_read_the_same_are_one_too_many(other: str) -> None:
    assert "not_a_repeat" in broken("caption", "A red barn", others={"alt": other, "caption": "A red barn"})
    assert "not_a_repeat" in broken("caption", "A red barn", nearby=["Elsewhere", other])


@pytest.mark.parametrize("other", ["A red barn by a pond", "red barn", "A read barn", "", "A r\u00e9d barn"])
def test_texts_that_differ_may_both_stand(other: str) -> None:
    assert "not_a_repeat" not in broken("caption", "A red barn", others={"alt": other}, nearby=[other])


def test_a_field_does_not_repeat_itself_and_nothing_repeats_nothing() -> None:
    assert "not_a_repeat" not in broken("alt", "A red barn", others={"alt": "A red barn"})
    assert "not_a_repeat" not in broken("alt", "!!!", others={"title": "???"})
    assert "not_a_repeat" not in broken("title", "", others={"alt": ""}, nearby=[""])


def test_composed_and_decomposed_letters_read_the_same() -> None:
    assert comparable("Cafe\u0301 — Größe") == comparable("CAFÉ GRÖSSE".replace("SS", "ß")) == "café größe"
    assert comparable(" _.,!") == ""
    assert comparable("灯台です。") == "灯台です"


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("barn, pond, hill", False),
        ("barn, pond, hill, cow", True),
        ("barn; pond; hill; cow", True),
        ("barn | pond | hill | cow", True),
        ("barn, pond, hill, a red cow", False),
        ("red barn, blue pond, green hill, one cow", True),
        ("barn,, pond,, hill,", False),
        ("谷仓、池塘、山、牛", True),
        ("一座古老的红色谷仓和一个小小的蓝色池塘、池塘、山、牛", False),
        (f"谷仓、池塘、山、{'牛' * 16}", True),  # two words of eight letters, where words are not parted
        (f"谷仓、池塘、山、{'牛' * 17}", False),
        ("", False),
    ],
)
def test_a_list_of_words_is_no_sentence(value: str, *, wrong: bool) -> None:
    assert ("no_stuffing" in broken("alt", value)) is wrong


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("barn beside a barn", False),
        ("barn beside a barn before a barn", True),
        ("Barn beside a BARN before a barn", True),
        ("the end of the road to the sea by the hill", False),  # short words are not counted
        ("cat cat cat cat", False),
        ("cats cats cats", True),
    ],
)
def test_a_word_may_come_twice(value: str, *, wrong: bool) -> None:
    assert ("no_stuffing" in broken("caption", value)) is wrong


@pytest.mark.parametrize(
    ("value", "keywords", "wrong"),
    [
        ("oak table", ["oak table"], False),
        ("oak table beside an oak table", ["oak table"], True),
        ("Oak table, OAK TABLE", ["oak table"], True),
        ("oak oak table", ["oak table"], False),
        ("oak oak", ["oak"], True),
        ("oaken oak", ["oak"], False),
        ("oak table beside an oak table", [""], False),
        ("oak table beside an oak table", [], False),
        ("oak", ["oak", "table"], False),
        ("a table on a table", ["oak", "table"], True),
    ],
)
def test_a_keyword_may_come_once(value: str, keywords: list[str], *, wrong: bool) -> None:
    assert ("no_stuffing" in broken("title", value, keywords=keywords)) is wrong


@pytest.mark.parametrize(
    "value",
    [
        "Image of a barn",
        "a photo of a barn",
        "The picture shows a barn",
        "An old black-and-white photograph of a barn",
        "Close-up shot of a barn",
        "Illustration depicting a barn",
        "Photo: barn",
        "image - barn",
        "Bild: Scheune",
        "Ein Bild von einer Scheune",
        "Das Foto zeigt eine Scheune",
        "Une photo d'une grange",
        "Photographie montrant une grange",
        "Una imagen de un granero",
        "Foto di un fienile",
        "Uma foto de um celeiro",
        "Een afbeelding van een schuur",
        "Zdjęcie przedstawiające stodołę",
        "Фото амбара",
        "صورة حظيرة",
        "納屋の写真",
        "谷仓的照片。",
    ],
)
def test_no_text_begins_with_what_a_screen_reader_says_already(value: str) -> None:
    assert "no_lead_in" in broken("alt", value)
    assert "no_lead_in" not in broken("caption", value)


@pytest.mark.parametrize(
    "value",
    [
        "Imaging lab with three microscopes",
        "Picture frames on a wall",
        "Photographer on a bridge",
        "Shot glass on a bar",
        "Drawing board with pencils",
        "Bildschirm auf einem Schreibtisch",
        "Fotograf am See",
        "Photocopieuse dans un bureau",
        "Graphic designer at a desk",
        "A painting of a barn",
        "Poster of a barn on a wall",
    ],
)
def test_words_that_only_begin_alike_are_no_lead_in(value: str) -> None:
    assert "no_lead_in" not in broken("alt", value)


@pytest.mark.parametrize(
    "value",
    [
        "IMG_2043",
        "DSC01234",
        "img 20240518",
        "PXL_20240518_101010",
        "photo (3)",
        "barn.jpg",
        "https://example.org/barn",
        "www.example.org",
        "1024 x 768",
        "2024-05-18",
        "Screenshot 2024-05-18 at 10.10",
        "Bildschirmfoto 2024-05-18",
        "untitled",
        "Image.",
        "n/a",
        "TODO",
        "red_barn_pond",
        "d41d8cd98f00b204",
        "Lorem ipsum dolor",
        "写真",
    ],
)
def test_names_numbers_and_placeholders_are_no_texts(value: str) -> None:
    for field in ("alt", "title", "caption"):
        assert "not_a_name" in broken(field, value), field
    assert "not_a_name" not in broken("description", value)


@pytest.mark.parametrize(
    "value",
    [
        "Red barn",
        "Route 66",
        "Boeing 747 at a gate",
        "A well-known actor",
        "Box 2043 in a warehouse",
        "Node.js logo",
        "Testing a cake",
    ],
)
def test_texts_with_numbers_and_hyphens_are_texts(value: str) -> None:
    assert "not_a_name" not in broken("alt", value)


@pytest.mark.parametrize(
    "value",
    [
        "a\nb",
        "a\tb",
        "a\rb",
        "a\x0bb",
        "<b>Barn</b>",
        "Barn<br>",
        "<!-- x -->",
        " Barn",
        "Barn ",
        "Red  barn",
        "Fish &amp; chips",
        "a &#39; b",
        "a\x00b",
        "a\x1bb",
        "a\x7fb",
        "a\u202eb",
        "a\u2066b",
        "A **red** barn",
        "[barn](https://example.org)",
        "![barn](x)",
        "# Barn",
        "A `barn`",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_one_plain_line(value: str) -> None:
    for field in ("alt", "title", "caption", "description"):
        assert "one_plain_line" in broken(field, value), field


@pytest.mark.parametrize(
    "value",
    [
        "Fish & chips",
        "5 < 6",
        "a * b",
        "C# code",
        "#1 in a row",
        "Family 👨‍👩‍👧",
        "Red\u00a0barn",
        "Price: 5",
        "Data: a chart",
        "[sic]",
    ],
)
def test_signs_that_mean_only_themselves_may_stand(value: str) -> None:
    assert "one_plain_line" not in broken("alt", value)
