"""The rules on a whole text: which fields are looked at, what is said, what a free model is doubted for."""

from dataclasses import replace

import pytest

from picopt_vision import Context, Placement, Settings
from picopt_vision.result import Text
from picopt_vision.rules import Fault, find_alt_faults, find_faults, find_model_faults

GOOD = Text(
    alt="Red barn beside a pond",
    title="Barn at the pond",
    caption="The barn of 1890, seen from the road.",
    description="A red wooden barn stands beside a small pond; hills lie behind it.",
    filename="red-barn-pond",
    tags=("barn", "pond"),
)


def faults(text: Text, *, decorative: bool = False, context: Context | None = None, **settings: object) -> list[Fault]:
    return find_faults(text, decorative=decorative, context=context or Context(), settings=Settings(**settings))


def named(found: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.rule, fault.field) for fault in found]


def test_a_good_text_has_no_fault() -> None:
    assert faults(GOOD) == []
    assert find_model_faults(GOOD, Context(), Settings()) == []


def test_a_fault_says_its_field_and_what_to_do() -> None:
    (fault,) = faults(Text(alt="Image of a barn"))
    assert (fault.rule, fault.field, fault.severe) == ("no_lead_in", "alt", True)
    assert fault.message.startswith("alt: Do not begin with words like")


def test_faults_come_field_by_field_in_the_order_that_was_asked_for() -> None:
    text = Text(alt="Image of a barn", title="IMG_2043", filename="Barn.jpg", tags=("Barn",))
    assert named(faults(text)) == [
        ("no_lead_in", "alt"),
        ("not_a_name", "title"),
        ("good_file_name", "filename"),
        ("good_tags", "tags"),
    ]
    assert named(faults(text, fields=("tags", "alt"))) == [("good_tags", "tags"), ("no_lead_in", "alt")]


@pytest.mark.parametrize("field", ["title", "caption", "description", "filename", "tags"])
def test_a_field_that_is_empty_is_no_fault_but_an_alt_text_is(field: str) -> None:
    assert faults(Text(alt="Red barn"), fields=("alt", field)) == []
    assert named(faults(Text(), fields=(field, "alt"))) == [("decorative_empty", "alt")]


def test_a_decorative_image_has_no_alt_text() -> None:
    assert faults(Text(), decorative=True) == []
    assert named(faults(Text(alt="Red barn"), decorative=True)) == [("decorative_empty", "alt")]


def test_fields_that_repeat_each_other_are_both_at_fault() -> None:
    assert named(faults(Text(alt="Red barn", title="red barn"))) == [("not_a_repeat", "alt"), ("not_a_repeat", "title")]


@pytest.mark.parametrize(
    "place",
    [
        {"text_before": "The red barn"},
        {"text_after": "The red barn"},
        {"figcaption": "The red barn"},
        {"heading": "The red barn"},
        {"page_title": "The red barn"},
    ],
)
def test_what_stands_beside_the_image_is_not_said_again(place: dict[str, str]) -> None:
    context = Context(placements=(Placement(key="k", **place),))
    assert named(faults(Text(alt="The red barn"), context=context)) == [("not_a_repeat", "alt")]
    assert faults(Text(alt="The red barn beside a pond"), context=context) == []


def test_the_older_field_for_text_beside_the_image_counts_too() -> None:
    context = Context(surrounding_text="The red barn")
    assert named(faults(Text(alt="The red barn"), context=context)) == [("not_a_repeat", "alt")]


def test_the_wanted_length_is_the_setting() -> None:
    text = Text(alt="A red barn beside a pond")
    assert named(faults(text, max_alt_length=20)) == [("alt_too_long", "alt")]
    assert not faults(text, max_alt_length=20)[0].severe
    assert faults(text, max_alt_length=24) == []


def test_keywords_are_said_once() -> None:
    text = Text(alt="Oak table beside an oak table")
    assert faults(text) == []
    assert named(faults(text, keywords=("oak table",))) == [("no_stuffing", "alt")]


def test_what_the_user_asked_for_may_stand_in_a_name() -> None:
    text = Text(alt="Red barn", filename="barn-full-size")
    assert named(faults(text)) == [("good_file_name", "filename")]
    assert faults(text, custom_instruction="Add full size to names") == []


@pytest.mark.parametrize(
    ("alt", "decorative", "rules"),
    [
        ("Contact us", False, []),
        ("", True, []),
        ("", False, ["decorative_empty"]),
        ("Contact us", True, ["decorative_empty"]),
        ("Image of a barn", False, ["no_lead_in"]),
        ("IMG_2043", False, ["not_a_name"]),
        ("<b>x</b>", False, ["one_plain_line"]),
        ("w" * 126, False, ["alt_too_long"]),
    ],
)
def test_the_alt_text_of_one_place(alt: str, rules: list[str], *, decorative: bool) -> None:
    found = find_alt_faults(alt, decorative=decorative, settings=Settings())
    assert [fault.rule for fault in found] == rules
    assert all(fault.field == "alt" and fault.message.startswith("alt: ") for fault in found)


def test_the_alt_text_of_one_place_keeps_length_and_keywords_too() -> None:
    alt = "Oak table beside an oak table"
    settings = Settings(max_alt_length=20, keywords=("oak table",))
    found = find_alt_faults(alt, decorative=False, settings=settings)
    assert [(fault.rule, fault.severe) for fault in found] == [("alt_too_long", False), ("no_stuffing", True)]


GERMAN = "Eine rote Scheune steht neben einem kleinen Teich, dahinter liegen sanfte Hügel."


def test_another_language_than_the_one_asked_for() -> None:
    (fault,) = find_model_faults(Text(alt=GERMAN), Context(), Settings(language="en"))
    assert (fault.rule, fault.field, fault.severe) == ("language", "alt", True)
    assert fault.message == "alt: Every text must be in the language “en”."
    assert find_model_faults(Text(alt=GERMAN), Context(), Settings(language="de-CH")) == []


@pytest.mark.parametrize("field", ["alt", "caption", "description"])
def test_every_sentence_counts_for_the_language(field: str) -> None:
    found = find_model_faults(Text(**{field: GERMAN}), Context(), Settings())
    assert [fault.rule for fault in found] == ["language"]


@pytest.mark.parametrize("field", ["alt", "caption", "description"])
def test_a_field_in_another_language_does_not_hide_behind_a_longer_one(field: str) -> None:
    others = dict.fromkeys(["alt", "caption", "description"], f"{GERMAN} {GERMAN} {GERMAN}")
    text = Text(**{**others, field: "A white lighthouse by the sea"})
    found = find_model_faults(text, Context(), Settings(language="de"))
    assert [(fault.rule, fault.field) for fault in found] == [("language", field)]


def test_what_is_quoted_or_written_in_the_image_is_in_its_own_language() -> None:
    english = Text(alt="Spring sale: twenty percent off all bicycles", caption=GERMAN)
    assert find_model_faults(english, Context(), Settings(language="de"), role="text") == []
    assert find_model_faults(replace(english, caption=""), Context(), Settings(language="de"), role="text") == []
    quoted = Text(alt="Schild „Spring sale: twenty percent off all bicycles“ vor einem Laden", caption=GERMAN)
    assert find_model_faults(quoted, Context(), Settings(language="de")) == []


@pytest.mark.parametrize("name", ["Spaghetti alla carbonara", "Schloss Neuschwanstein in winter"])
def test_the_name_of_a_thing_may_be_in_another_language(name: str) -> None:
    text = Text(alt=name, caption="Seen from the hill on the other side of the village.")
    assert find_model_faults(text, Context(), Settings()) == []


@pytest.mark.parametrize("text", [Text(filename="asian-woman-at-desk"), Text(tags=("desk", "asian woman"))])
def test_file_name_and_tags_hold_no_guess(text: Text) -> None:
    (fault,) = find_model_faults(text, Context(), Settings())
    assert (fault.rule, fault.field) == ("no_guess_at_people", "filename" if text.filename else "tags")


@pytest.mark.parametrize("field", ["alt", "title", "caption", "description"])
def test_a_guess_about_a_person_is_named(field: str) -> None:
    (fault,) = find_model_faults(Text(**{field: "An Asian woman at a desk"}), Context(), Settings())
    assert (fault.rule, fault.message) == (
        "no_guess_at_people",
        f"{field}: “Asian woman” is a guess about a person; leave it out.",
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (Text(alt="A cheap lamp"), True),
        (Text(alt="A CHEAP lamp"), True),
        (Text(title="Cheap"), True),
        (Text(caption="Not cheap."), True),
        (Text(description="cheap-looking"), True),
        (Text(tags=("cheap",)), True),
        (Text(alt="A cheaper lamp"), False),
        (Text(alt="Cheapside in London"), False),
        (Text(filename="cheap-lamp"), True),
        (Text(filename="cheapside-lamp"), False),
    ],
)
def test_unwanted_words_are_whole_words_of_any_case(text: Text, *, wrong: bool) -> None:
    found = find_model_faults(text, Context(), Settings(negative_keywords=("cheap",)))
    assert [fault.message.partition(": ")[2] for fault in found] == ["The word “cheap” must not be used."] * wrong


@pytest.mark.parametrize(
    ("word", "alt"),
    [("C++", "Code in C++ on a screen"), ("a.b", "The file a.b"), ("(x)", "Sign (x)"), ("groß", "Ein großer, groß")],
)
def test_unwanted_words_are_words_and_no_patterns(word: str, alt: str) -> None:
    rules = [fault.rule for fault in find_model_faults(Text(alt=alt), Context(), Settings(negative_keywords=(word,)))]
    assert "unwanted_word" in rules
    assert find_model_faults(Text(alt="The file axb"), Context(), Settings(negative_keywords=("a.b",))) == []


@pytest.mark.parametrize(
    ("language", "word", "text"),
    [
        ("ja", "安い", Text(alt="安い赤い靴が並ぶ店先")),
        ("zh", "便宜", Text(caption="一双便宜的红鞋")),
        ("ko", "싼", Text(title="싼 신발을 신은 사람")),
        ("de", "STRASSE", Text(alt="Straße im Regen")),
        ("de", "Gro\u0308ße", Text(alt="Größe im Regen")),
        ("de", "günstig", Text(filename="guenstig-lampe")),
    ],
)
def test_unwanted_words_are_found_as_their_language_writes_them(language: str, word: str, text: Text) -> None:
    found = find_model_faults(text, Context(), Settings(language=language, negative_keywords=(word,)))
    assert [fault.rule for fault in found] == ["unwanted_word"]


def test_another_syllable_before_a_korean_word_makes_another_word() -> None:
    settings = Settings(language="ko", negative_keywords=("싼",))
    assert find_model_faults(Text(alt="비싼 신발을 신은 사람"), Context(), settings) == []


def test_each_unwanted_word_is_a_fault_of_its_own() -> None:
    found = find_model_faults(
        Text(alt="Cheap old lamp"), Context(), Settings(negative_keywords=("old", "new", "cheap"))
    )
    assert [fault.message for fault in found] == [
        "alt: The word “old” must not be used.",
        "alt: The word “cheap” must not be used.",
    ]


@pytest.mark.acceptance("E4")
@pytest.mark.parametrize("field", ["alt", "title", "caption", "description"])
def test_an_address_that_the_page_does_not_have_is_no_text(field: str) -> None:
    """A sign in the image, or a comment on the page, may have asked for it."""
    text = Text(**{field: "Buy now at HTTPS://spam.example/x today"})
    (fault,) = find_model_faults(text, Context(), Settings())
    assert (fault.rule, fault.severe) == ("foreign_address", True)
    assert "“HTTPS://spam.example/x”" in fault.message
    known = Context(placements=(Placement(text_after="Order at https://spam.example/x today."),))
    assert find_model_faults(text, known, Settings()) == []


def test_names_that_look_like_addresses_are_texts() -> None:
    text = Text(alt="Home page of example.org", title="www.example.org banner", caption="Built with Next.js")
    assert find_model_faults(text, Context(), Settings()) == []
