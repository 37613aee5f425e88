"""What the pixels know as a bird is an owl where the file is called so."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest
from material_kit import PERSON, PHOTO, material_of

from picopt_vision import Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.compose import compose
from picopt_vision.embedded.model import _evidence
from picopt_vision.embedded.page.kinds import as_file_says, is_kind_of, noun, wider_in_file
from picopt_vision.embedded.page.roles import group_of_file
from picopt_vision.embedded.sight.people import GROUP

TOOL = Path(__file__).parents[2] / "tools" / "kinds.py"


def claim(noun: str, *tags: str, phrase: str = "") -> Claim:
    return Claim(phrase=phrase or f"a {noun}", noun=noun, tags=(noun, *tags), probability=0.9, source="classifier")


BIRD = claim("bird", "animal")
FLOWER = Claim(
    phrase="a flowering plant in purple", noun="purple flower", tags=("flower", "plant"), probability=0.8,
    source="classifier",
)  # fmt: skip
MANY = Claim(phrase=GROUP, noun="people", tags=("people",), probability=1.0, source="people", plural=True)


@pytest.mark.parametrize(
    ("file_name", "wider"),
    [
        ("snowy-owl.jpg", {"bird"}),
        ("bryce-canyon.jpg", {"landform", "landscape"}),
        ("canyon-hotel.jpg", {"building"}),  # its last word
        ("drill.jpg", set()),  # a monkey, and much else
        ("quilt.jpg", set()),
        ("IMG_2041.jpg", set()),
        ("", set()),
    ],
)
def test_what_the_file_s_last_word_is_a_kind_of(file_name: str, wider: set[str]) -> None:
    assert wider_in_file(file_name) == wider


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "seen", "phrase"),
    [
        ("owl.jpg", BIRD, "an owl"),
        ("owls_2.jpg", BIRD, "owls"),
        ("geese-on-the-pond.jpg", BIRD, "geese"),
        ("kitchen.jpg", BIRD, "a bird"),
        ("turkey-vulture.jpg", BIRD, "a vulture"),
        ("terrier.jpg", BIRD, "a bird"),  # no bird: one of the two is wrong, and nobody knows which
        ("birds.jpg", BIRD, "birds"),
        ("hens.jpg", claim("hen", "bird", "animal"), "hens"),
        ("clarinet1.jpg", claim("musical instrument"), "a clarinet"),
        ("church.jpg", claim("building"), "a church"),
        ("ferries.jpg", claim("boat", "vehicle"), "ferries"),
        ("rhododendron.jpg", FLOWER, "a rhododendron in purple"),
        ("plum.jpg", FLOWER, "a flowering plum in purple"),  # a plum is eaten, and no blossom
    ],
)
def test_a_thing_is_called_as_its_file_says(file_name: str, seen: Claim, phrase: str) -> None:
    assert as_file_says(seen, file_name).phrase == phrase


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "seen", "phrase"),
    [
        ("owls.jpg", BIRD, "an owl"),
        ("birds.jpg", BIRD, "a bird"),
        ("birds.jpg", replace(BIRD, phrase="birds", noun="birds", plural=True), "birds"),
        ("ferries.jpg", claim("boat", "vehicle"), "ferries"),  # of which nothing was counted
    ],
)
def test_of_a_single_bird_the_file_s_plural_is_not_said(file_name: str, seen: Claim, phrase: str) -> None:
    assert as_file_says(seen, file_name, single={"bird"}).phrase == phrase


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "words"),
    [
        ("sailors.jpg", "a group of sailors"),
        ("kids (3).jpg", "a group of kids"),
        ("ladies.jpg", "a group of ladies"),
        ("women_at_work.jpg", "a group of women"),
        ("customers.jpg", ""),  # that they are customers, nobody sees
        ("mary-baker.jpg", ""),  # a name
        ("farmers-market.jpg", ""),
        ("sluts.jpg", ""),
    ],
)
def test_several_people_are_called_as_their_file_says(file_name: str, words: str) -> None:
    assert group_of_file(MANY, file_name) == words


def test_what_people_have_with_them_is_said_too() -> None:
    horses = Claim(phrase="horses", noun="horses", tags=("horse",), probability=0.9, source="detector", plural=True)
    assert compose(material_of("girls.jpg", layout=PHOTO, claims=[MANY, horses])).alt == "A group of girls with horses"


def test_the_file_is_named_as_a_witness() -> None:
    owl = _evidence(material_of("owl.jpg", claims=[as_file_says(BIRD, "owl.jpg")]), "An owl")
    assert [(each.claim, each.source) for each in owl] == [("owl", "classifier, file name")]
    sailors = _evidence(material_of("sailors.jpg", claims=[MANY]), "A group of sailors")
    assert ("a group of sailors", "file name") in [(each.claim, each.source) for each in sailors]


def test_one_person_is_not_called_as_the_file_says() -> None:
    """`cook.jpg` may be Mr. Cook, and `boy-smith.jpg` a man."""
    assert group_of_file(PERSON, "cook.jpg") == ""


def test_what_the_page_says_is_borne_out_by_a_wider_word() -> None:
    assert is_kind_of("heather", claim("plant"))
    assert not is_kind_of("heather", BIRD)
    place = Placement(page_title="Upright Bassoon")
    assert compose(material_of("bassoon.jpg", place, claims=[claim("musical instrument")])).alt


def test_words_that_hurt_are_not_in_the_list() -> None:
    assert [word for word in ("slut", "retard", "moron", "bum", "whore", "crone") if noun(word)] == []


def test_the_list_is_made_from_wordnet(tmp_path: Path) -> None:
    (tmp_path / "data.noun").write_text(
        "  1 the license\n"
        "00000001 05 n 01 animal 0 000 | a living thing\n"
        "00000002 05 n 01 bird 0 001 @ 00000001 n 0000 | it flies\n"
        "00000003 05 n 02 owl 0 Athene 0 001 @ 00000002 n 0000 | it flies at night\n"
        "00000004 05 n 01 goose 0 001 @ 00000002 n 0000 | it honks\n"
        "00000005 05 n 01 coot 0 001 @ 00000002 n 0000 | (slang) an offensive word\n",
        "ascii",
    )
    (tmp_path / "index.noun").write_text(
        "  1 the license\n"
        + "".join(
            f"{word} n 1 0 1 0 {offset:08d}  \n"
            for offset, word in enumerate(("animal", "bird", "owl", "goose", "coot"), start=1)
        )
        + "athene n 1 0 1 0 00000003  \n",
        "ascii",
    )
    (tmp_path / "noun.exc").write_text("geese goose\nmice mouse\n", "ascii")
    tool = runpy.run_path(str(TOOL))
    groups = (("animal", "", "animal"), ("bird", "animal", "bird"))
    assert list(tool["lines"](tool["WordNet"](tmp_path), groups, unkind="")) == [
        "animal < : bird",
        "bird < animal: goose owl",
        "plurals: geese=goose",
    ]
