"""Captions with fewer words, and what stands beside an image as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material_kit import GRAPHIC, PERSON, PHOTO, PORTRAIT, material_of

from picopt_vision import Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.compose import compose
from picopt_vision.embedded.page.briefs import brief
from picopt_vision.embedded.page.captions import caption_gist, caption_in_text, told_by
from picopt_vision.embedded.sight.people import GROUP
from picopt_vision.embedded.writing.written import Reading

MANY = Claim(phrase=GROUP, noun="people", tags=("people",), probability=1.0, source="people", plural=True)


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("caption", "text"),
    [
        ("Red Sails lettuce, one of our favorite crops", "Red Sails lettuce"),
        ("Ann Example, head of the Office, sits with kids as they draw", "Ann Example, head of the Office"),
        ("Two wardens by the pond while it rains", "Two wardens by the pond"),
        ("Second board that plays the notes", "Second board"),
        ('Ann Example, "The mill", 1882', 'Ann Example, "The mill"'),
        ("The new cohort of fellows, January 2019", "The new cohort of fellows"),
        ("The college's token launcher", "token launcher"),
        ("Ann Example at the aquarium", "Ann Example"),
        ("Visitors at the Foundation in Amsterdam", "Visitors at the Foundation"),
        ("All the teams from LX2024", "All the teams"),
        ("Lakeside Summit 2018", ""),  # the year is a part of its name
        ("Plates of vegetables grown at the farm", ""),  # grown is no kind of them
        (": the mill at dusk", "the mill"),
        (": the mill", ""),
        ("; (and)", ""),
        ("...", ""),
        ("", ""),
        ("A red barn", ""),  # nothing to be left out
        ("Nobody at the station", ""),  # nor is anybody elsewhere
        ("Children with no shoes in the street", ""),
        ("We were in the street", ""),
        ("Mary's cat", ""),  # a single word may be anything
        ("The road to the mill (and", ""),
    ],
)
def test_a_caption_is_said_with_fewer_words_or_not_at_all(caption: str, text: str) -> None:
    assert brief(caption) == text


PIECES = st.lists(
    st.sampled_from(
        ["", " ", ":", ";", "...", "–", "(", ")", "’s", ", ", "Figure 2.", "Ann Miller", " at ", "the mill"]
    ),
    max_size=8,
).map("".join)


@given(caption=PIECES, before=PIECES, after=PIECES, claims=st.sampled_from([[], [PERSON], [PORTRAIT], [MANY]]))
def test_whatever_stands_beside_an_image_breaks_nothing(
    caption: str, before: str, after: str, claims: list[Claim]
) -> None:
    place = Placement(figcaption=caption, text_before=before, text_after=after)
    assert "  " not in compose(material_of("ann-miller.jpg", place, claims=claims)).alt


@pytest.mark.acceptance("E6")
def test_a_photograph_is_told_by_its_caption_in_brief() -> None:
    def alt(caption: str, **seen: object) -> str:
        return compose(material_of("image-1.jpg", Placement(figcaption=caption), **seen)).alt

    lettuce = "Red Sails lettuce, one of our favorite crops"
    cat = Claim(phrase="a cat", noun="cat", tags=("cat", "animal"), probability=0.9, source="classifier")
    assert alt(lettuce) == "Red Sails lettuce"
    assert alt(lettuce, claims=[cat]) == "A cat", "the caption is of something else"
    warden = "Naomi Example, warden of the woods, brought her drum and sang for everybody at the end of a very long day"
    assert alt(f"{warden} in the wet.", claims=[MANY]) == "Naomi Example, warden of the woods"
    garden = "The garden in spring, one of the many things that we have come to love here, wherever we happen to look"
    assert alt(f"{garden} in the wet.", claims=[MANY]) == "A group of people", "it does not tell of them"


def test_a_caption_in_another_language_is_left_to_a_model_that_writes_it() -> None:
    page = "Hier wächst unser Salat, und wir ernten ihn jede Woche für die Küche und für die Nachbarn."
    place = Placement(figcaption="Blattsalat, eine unserer Sorten in der Küche", text_before=page)
    assert compose(material_of("image-1.jpg", place)).alt == ""


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("before", "after", "file_name", "caption"),
    [
        ("", "Figure 2. Nurses by county, 2000-2023", "chart.png", "Nurses by county, 2000-2023"),
        ("", "Fig. 3: Light and lens. It is split there.", "", "Light and lens. It is split there."),
        ("As it was (Figure 2). Figure 2. Nurses by county", "", "figure_2.png", "Nurses by county"),
        ("As it was (Figure 2). Figure 2. Nurses by county", "", "figure_3.png", ""),  # that of the figure above
        ("As we see in figure 2, it grew.", "", "figure_2.png", ""),
        ("", "Dinner in the museum. Photo © Ann Example", "", "Dinner in the museum"),
        ("", "Boats at noon. Courtesy of the archive.", "", "Boats at noon"),
        ("", "'The harbor at dusk' by Ann Example is in the public domain.", "", "'The harbor at dusk'"),
        ("", "We had dinner. Photo albums are dear to us.", "", ""),
        ("", "Figures are dear to us.", "", ""),
    ],
)
def test_what_stands_beside_it_as_a_caption_is_one(before: str, after: str, file_name: str, caption: str) -> None:
    assert caption_in_text(Placement(text_before=before, text_after=after), file_name) == caption


def test_a_note_is_no_caption_where_the_text_has_one() -> None:
    place = Placement(figcaption="Note: Licensed only.", text_after="Figure 2. Nurses by county. It grew.")
    assert caption_gist(place) == "Nurses by county"
    assert caption_gist(Placement(figcaption="Note: Licensed only.")) == ""
    assert caption_gist(Placement(text_after="Caption: Photo from the archive. Courtesy of us.")) == ""


@pytest.mark.acceptance("E6")
def test_a_figure_has_its_caption() -> None:
    crowd = Reading(lines=36, numbers=8, texts=("Year",))
    place = Placement(text_after="Figure 2. Nurses by county, 2000-2023. It grew.")
    assert (
        compose(material_of("figure_2.png", place, layout=GRAPHIC, reading=crowd)).alt == "Nurses by county, 2000-2023"
    )


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_words", "after", "told"),
    [
        (
            ["stanton", "gate", "class", "coal", "example"],
            "A Class 47 engine with a coal train at Stanton Gate in April. The works are on the left.",
            "A Class 47 engine with a coal train at Stanton Gate in April",
        ),
        (["stanton", "gate"], "A train at Stanton Gate. It is long.", ""),  # two words say too little
        (["stanton", "gate", "coal"], "The coal was left at Stanton Gate. It is heavy.", ""),  # a story
        (["hero", "images", "art", "jpg"], "static/images/hero/art.jpg hero images art", ""),  # a template's leftovers
        (
            ["anchor", "inn", "somebody"],
            "The Anchor Inn, a tavern by the lock, photographed in March.",
            "The Anchor Inn, a tavern by the lock",
        ),
        (["anchor"], "The Anchor Inn, a tavern by the lock, is old.", ""),  # of an anchor
        (["tree"], "Tree, a tree by the lock, is old.", ""),
    ],
)
def test_the_sentence_that_has_the_file_s_words_tells_of_the_image(
    file_words: list[str], after: str, told: str
) -> None:
    assert told_by(file_words, Placement(text_after=after)) == told


def test_a_sentence_that_is_all_that_stands_there_would_be_read_twice() -> None:
    place = Placement(text_after="A class of coal engines at Stanton Gate")
    assert told_by(["class", "coal", "stanton", "gate"], place) == ""


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "after", "alt"),
    [
        ("erin.jpg", "Erin, as Noah sees her: she is calm.", "Portrait of Erin"),
        ("erin.jpg", "Erin is a painter.", "Portrait of Erin"),
        ("erin-and-noah.jpg", "Erin is a painter.", ""),
        ("welcome.jpg", "Welcome, dear readers.", ""),
        ("headshot.jpg", "Meet Ann Miller, a designer.", "Portrait of Ann Miller"),
        ("office.jpg", "Meet Ann Miller, a designer.", ""),
        ("amiller.jpg", "Ann Miller writes about bread.", "Portrait of Ann Miller"),
        ("abmiller.jpg", "Ann Miller writes about bread.", "Portrait of Ann Miller"),
        ("bmiller.jpg", "Ann Miller writes about bread.", ""),
    ],
)
def test_whoever_the_text_behind_a_portrait_begins_with_is_in_it(file_name: str, after: str, alt: str) -> None:
    place = Placement(page_title="About us", text_after=after)
    assert compose(material_of(file_name, place, layout=PHOTO, claims=[PORTRAIT])).alt == alt


def test_a_portrait_with_an_ice_cream_is_one_of_its_name() -> None:
    place = Placement(text_after="Ann Miller Biology Mary Sample Physics")
    material = material_of("ann_miller.jpg", place, claims=[PORTRAIT], is_food=True, is_food_seen=True)
    assert compose(material).alt == "Portrait of Ann Miller"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "page", "claim", "alt"),
    [
        ("workshop4.jpg", "Our workshop was well attended.", MANY, "A group of people at a workshop"),
        ("workshop-talk.jpg", "Our workshop was well attended.", PERSON, ""),
        ("workshop.jpg", "Our shed is old.", MANY, "A group of people"),
        ("mayor.jpg", "There the mayor met the guests.", PERSON, "A mayor"),
        ("mayor.jpg", "There John Mayor met the guests.", PERSON, ""),  # a name
        ("team1.jpg", "Our team is young.", PERSON, ""),  # one of it
    ],
)
def test_people_are_what_file_and_page_say(file_name: str, page: str, claim: Claim, alt: str) -> None:
    place = Placement(
        page_title="Lakeside", text_before=f"It rained. {page} Then it was over.", text_after="It rained."
    )
    assert compose(material_of(file_name, place, claims=[claim])).alt == alt
