"""From all that is known to a sentence: names, people, charts and logos, without a network being asked."""

from dataclasses import replace

import pytest
from material_kit import DOG, GRAPHIC, PERSON, PORTRAIT, material_of

from picopt_vision import Context, Placement, Product
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.compose import alt_in, compose, role_of
from picopt_vision.embedded.model import _evidence
from picopt_vision.embedded.sight.people import GROUP
from picopt_vision.embedded.writing.written import Reading


def _alt(file_name: str, place: Placement, **seen: object) -> str:
    return alt_in(material_of(file_name, place, **seen), place)


@pytest.mark.acceptance("E6")
def test_a_portrait_is_called_by_the_name_on_the_page() -> None:
    place = Placement(heading="Mary B. Jones")
    assert _alt("mary-jones.jpg", place, claims=[PORTRAIT]) == "Portrait of Mary B. Jones"
    assert _alt("mary-jones.jpg", place, claims=[PERSON]) == "Portrait of Mary B. Jones", "the name alone is said"
    beside = Placement(text_before="This is Mary B. Jones at work.")
    assert _alt("mary-jones.jpg", beside, claims=[PERSON]) == "Mary B. Jones"
    assert _alt("mary.jpg", place, claims=[PORTRAIT]) == "Portrait of Mary B. Jones", "a first name, and the heading"
    town = Placement(page_title="July", heading="Paris Travel Guide", text_before="We loved Paris in spring.")
    assert _alt("paris.jpg", town) == "", "nor is what is written about a town seen in it"
    assert "Guide" not in _alt("paris.jpg", town, claims=[PORTRAIT])
    captioned = Placement(page_title="July", figcaption="Mary B. Jones")
    assert _alt("0036.jpg", captioned, claims=[PORTRAIT]) == "Portrait of Mary B. Jones"
    assert _alt("0036.jpg", Placement(page_title="July", figcaption="Summer Sale"), claims=[PORTRAIT]) != (
        "Portrait of Summer Sale"
    )


@pytest.mark.acceptance("E6")
def test_a_dish_is_named_by_its_page_and_seen_in_its_bowl() -> None:
    place = Placement(page_title="Cold Beet Soup")
    assert _alt("cold-beet-soup.jpg", place, is_food=True, served="in a bowl") == "Cold Beet Soup in a bowl"
    assert _alt("cold-beet-soup.jpg", place, is_food=True, served="in a dish") == "A dish of Cold Beet Soup"
    assert _alt("cold-beet-soup.jpg", place, is_food=True) == "Beet Soup"  # the title again would tell nothing
    pasta = Claim(phrase="pasta", noun="pasta", tags=("pasta", "food"), probability=0.7, source="classifier")
    carbonara = Placement(page_title="Carbonara")
    assert _alt("carbonara.jpg", carbonara, is_food=True, claims=[pasta]) == "Carbonara: pasta"
    unsure = replace(pasta, probability=0.54)
    assert _alt("carbonara.jpg", carbonara, is_food=True, claims=[unsure]) == "Carbonara"
    bowl = Placement(page_title="Cold Beet Soup", figcaption="Cold beet soup in a blue bowl")
    assert _alt("cold-beet-soup-bowl.jpg", bowl, is_food=True, served="in a bowl") == "Cold beet soup in a bowl"


@pytest.mark.acceptance("E6")
def test_that_there_are_people_is_less_than_a_page_tells_that_names_them() -> None:
    group = Claim(phrase=GROUP, noun="people", tags=("people",), probability=0.9, source="people", plural=True)
    assert _alt("0036.jpg", Placement(page_title="Prices"), claims=[group]) == "A group of people"
    assert _alt("0036.jpg", Placement(page_title="Become a teacher"), claims=[group]) == ""
    assert _alt("0036.jpg", Placement(page_title="Prices"), claims=[PERSON]) == ""
    assert _alt("0036.jpg", Placement(), claims=[PERSON]) == "A person"  # nothing else is known of it
    linked = Placement(page_title="Prices", link_title="Contact us")
    assert _alt("0036.jpg", linked, claims=[PERSON]) == "A person – Contact us"
    told = Placement(page_title="Prices", figcaption="Our baker at work in May")
    assert _alt("0036.jpg", told, claims=[PERSON]) == "A person: our baker at work in May"
    label = Placement(page_title="Prices", figcaption="Kick off (Tuesday)")
    assert _alt("0036.jpg", label, claims=[PERSON]) == ""
    laptop = Claim(phrase="a laptop", noun="laptop", tags=("laptop",), probability=0.9, source="detector")
    taught = Placement(page_title="Become a teacher")
    assert _alt("0036.jpg", taught, claims=[PERSON, laptop]) == "A person with a laptop"


@pytest.mark.acceptance("E6")
def test_what_any_page_around_it_tells_is_not_said() -> None:
    def claim(noun: str, phrase: str) -> Claim:
        return Claim(phrase=phrase, noun=noun, tags=(noun,), probability=0.7, source="classifier")

    page = Placement(page_title="Portfolio")
    for wide in (claim("food", "food"), claim("furniture", "furniture"), claim("animal", "an animal")):
        assert _alt("0036.jpg", page, claims=[wide]) == ""
        assert _alt("0036.jpg", Placement(), claims=[wide]), "nothing else is known of it"
    land = claim("landscape", "a landscape")
    assert _alt("0036.jpg", Placement(), claims=[land]) == "", "nobody would sign it"
    hike = Placement(page_title="Our hike to Jeldness", text_after="Jeldness is named for a skier.")
    assert _alt("jeldness.jpg", hike, claims=[land]) == "", "nor beside a bare name"


@pytest.mark.acceptance("E4")
def test_that_a_link_leads_to_the_image_itself_is_no_text() -> None:
    larger = Placement(page_title="Portfolio", link_target="/images/0036-large.jpg")
    assert _alt("0036.jpg", larger) == ""
    assert _alt("0036.jpg", larger, claims=[DOG]) == "A dog – larger image"
    captioned = replace(larger, figcaption="Oak workbench")
    assert _alt("0036.jpg", captioned) == "Oak workbench – larger image"
    assert _alt("0036.jpg", replace(captioned, link_target="")) == "", "the caption would only be said again"
    assert _alt("0036.jpg", replace(larger, figcaption="Here is what we built")) == ""


def test_a_logo_is_named_by_what_stands_in_it_and_on_the_page() -> None:
    reading = Reading(texts=("ACME BREAD", "COMPANY"), lines=2, headline="ACME BREAD COMPANY")
    place = Placement(text_before="Made by the Acme Bread Company.")
    material = material_of("acme-mark.png", place, layout=GRAPHIC, reading=reading)
    assert alt_in(material, place) == "Acme Bread Company logo"
    assert role_of(material) == "informative"
    assert compose(material).tags == ("acme bread company", "logo")


@pytest.mark.acceptance("E2")
def test_a_chart_without_a_caption_is_told_by_its_words_and_by_no_number() -> None:
    reading = Reading(texts=("Banksy", "Warhol", "Hopper"), lines=9, numbers=6, headline="Oct Nov Banksy Warhol")
    place = Placement(text_after="Searches for Banksy and for Warhol rose.")
    material = material_of("searches.png", place, layout=GRAPHIC, reading=reading)
    assert alt_in(material, place) == "Chart with the text “Banksy” and “Warhol”"
    assert compose(material).description == "Text in it: “Banksy”, “Warhol”."
    assert role_of(material) == "complex"


@pytest.mark.acceptance("E2")
def test_a_diagram_has_its_title_as_alt_and_its_words_as_description() -> None:
    texts = ("Testing Design Process", "Plan", "Recruit people", "Report findings")
    place = Placement(
        heading="Process", text_before="For testing, design a process: plan, recruit people, report findings."
    )
    reading = Reading(texts=texts, lines=len(texts))
    material = material_of("training-chart.png", place, layout=GRAPHIC, reading=reading)
    assert (
        alt_in(material, place)
        == "Diagram with the text “Testing Design Process”, “Plan”, “Recruit people” and “Report findings”"
    )
    assert compose(material).description.startswith("Text in it: “Testing Design Process”, “Plan”")


def test_what_speaks_another_language_is_not_mixed_with_english() -> None:
    place = Placement(
        page_title="Conociendo a las estrellas del universo",
        figcaption="Un atlas del cerebro en acción. Foto: Ana",
        text_before="En este contexto los autores presentan una solución definitiva para todos los problemas.",
    )
    alt = _alt("brain-plots.png", place, layout=GRAPHIC, reading=Reading(numbers=9, lines=12))
    assert alt == "Un atlas del cerebro en acción"


def test_an_image_of_text_whose_page_has_the_same_title_quotes_what_is_in_it() -> None:
    reading = Reading(texts=("THE WORLD GOALS", "no poverty at all"), lines=40)
    place = Placement(heading="World Goals", text_before="The World Goals are here")
    assert _alt("world-goals.png", place, layout=GRAPHIC, reading=reading) == "The text “THE WORLD GOALS”"
    button = Reading(texts=("New Goals", "The World and Goals"), lines=40)
    other = replace(place, heading="World Goals of today and tomorrow")
    assert _alt("x.png", other, layout=GRAPHIC, reading=button) == "", "the label of a button is no title"
    titled = Reading(texts=("Hierarchy of goals", "World Goals"), lines=40, title="Hierarchy of goals")
    assert _alt("x.png", other, layout=GRAPHIC, reading=titled) == "The text “Hierarchy of goals”"
    cell = replace(titled, title="Hierarchy of roots")
    assert _alt("x.png", other, layout=GRAPHIC, reading=cell) == "", "a cell, for all that the page says"
    program = Reading(texts=("farmOS", "Assets"), lines=40, title="farmOS")
    home = Placement(text_after="Here farmOS is explained.")
    assert _alt("screenshot.png", home, layout=GRAPHIC, reading=program) == "Screen with the text “farmOS”"
    assert _alt("x.png", home, layout=GRAPHIC, reading=program) == "The text “farmOS”"
    assert _alt("x.png", home, layout=GRAPHIC, reading=replace(program, title="Assets")) == "", "no name"
    numbered = replace(titled, title="Figure 1:")
    assert _alt("x.png", other, layout=GRAPHIC, reading=numbered) == ""
    menu = Reading(texts=("World ▾", "Goals"), lines=40)
    assert _alt("x.png", place, layout=GRAPHIC, reading=menu) == "", "a word and an icon are no text"


@pytest.mark.acceptance("E6")
def test_a_name_of_one_word_is_said_beside_what_is_seen_and_never_alone() -> None:
    place = Placement(heading="Bella", text_before="We love Bella, our dog.")
    assert _alt("bella.jpg", place, claims=[DOG]) == "Bella: a dog"
    unsaid = Placement(heading="Paris", text_before="We love Paris.")
    assert _alt("paris.jpg", unsaid, claims=[DOG]) == "A dog", "whatever else the page is about"
    assert _alt("bella.jpg", place) == ""
    laptop = Claim(phrase="a laptop", noun="laptop", tags=("laptop",), probability=0.6, source="classifier")
    assert _alt("bella.jpg", place, claims=[laptop]) == "A laptop"
    assert _alt("bella.jpg", place, claims=[PERSON]) == ""
    assert _alt("bella.png", place, layout=GRAPHIC) == "Bella", "a logo is its name"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("attributes", "alt"),
    [
        ({"Color": "Red", "Weight": "2 kg"}, "Trek 520, Red"),
        ({"color": "red, blue"}, "Trek 520"),  # of several colors nobody knows which
        ({"Material": "Trek"}, "Trek 520"),
        ({}, "Trek 520"),
    ],
)
def test_a_product_is_told_from_its_like_by_what_one_sees(attributes: dict[str, str], alt: str) -> None:
    context = Context(product=Product(name="Trek 520", attributes=attributes))
    material = replace(material_of(), context=context)
    assert alt_in(material, context.main) == alt
    assert "trek 520" not in " ".join(compose(material).tags).replace(alt.lower(), "")


def test_a_link_says_its_destination_once() -> None:
    place = Placement(link_title="ACME Research Center")
    assert _alt("x.png", place, layout=GRAPHIC, claims=[]) == "ACME Research Center"
    named = Placement(link_title="ACME Research Center", heading="ACME")
    assert _alt("acme.png", named, layout=GRAPHIC) == "ACME Research Center"
    assert _alt("cat.jpg", Placement(link_title="Category"), claims=[DOG]) == "A dog – Category"


@pytest.mark.parametrize(("lines", "kind"), [(7, "chart"), (30, "")])
def test_numbers_among_many_words_make_no_chart(lines: int, kind: str) -> None:
    reading = Reading(texts=("Order", "Payment"), lines=lines, numbers=6)
    material = material_of("new.png", Placement(text_after="Order and payment."), layout=GRAPHIC, reading=reading)
    assert material.kind == kind


def test_a_drawing_in_gray_is_not_called_monochrome() -> None:
    material = material_of(layout=GRAPHIC, reading=Reading(headline="Opening hours", lines=1, texts=("Opening hours",)))
    gray = replace(material, look=replace(material.look, black_and_white=True))
    assert "monochrome" not in compose(gray).title


@pytest.mark.parametrize(
    ("look", "claims", "alt"),
    [
        ({"sepia": True}, [DOG], "A dog in sepia"),
        ({"black_and_white": True}, [PORTRAIT], "A portrait of a person in black and white"),
        ({"sepia": True}, [PORTRAIT], "A portrait of a person"),  # skin and hair are brown in color, too
    ],
)
def test_only_what_cannot_be_skin_is_called_sepia(look: dict[str, bool], claims: list[Claim], alt: str) -> None:
    material = material_of(claims=claims)
    material = replace(material, look=replace(material.look, **look))
    assert alt_in(material, material.context.main) == alt
    assert ("sepia" in compose(material).tags) == ("sepia" in alt)


def test_what_a_dish_is_taken_for_is_not_said_beside_its_name() -> None:
    baguette = Claim(
        phrase="a baguette", noun="baguette", tags=("baguette", "food"), probability=0.9, source="classifier"
    )
    place = Placement(heading="Apple strudel of our grandmother")
    material = material_of("apple-strudel.jpg", place, is_food=True, claims=[baguette])
    text = compose(material)
    assert "baguette" not in f"{text.alt} {text.title} {text.filename} {text.tags}".lower()
    bread = material_of(
        "strudel-baguette.jpg", Placement(page_title="Strudel baguette"), is_food=True, claims=[baguette]
    )
    assert "baguette" in compose(bread).filename


@pytest.mark.parametrize(("lines", "kind"), [(20, "chart"), (129, "")])
def test_pins_of_a_chip_are_no_axis_of_a_chart(lines: int, kind: str) -> None:
    reading = Reading(texts=("GP10", "GP11"), lines=lines, numbers=28, has_axis=True)
    assert material_of("pico-board.png", layout=GRAPHIC, reading=reading).kind == kind
    place = Placement(text_before="All pins of the Acme Pico board")
    pinout = material_of("Acme-Pico-pinout.png", place, layout=GRAPHIC, reading=reading)
    assert (alt_in(pinout, place), role_of(pinout)) == ("Pinout: Acme Pico board", "complex")


@pytest.mark.parametrize("name", ["garden-plot.jpg", "style-icon.jpg"])
def test_a_photograph_of_a_plot_shows_land_and_no_figure(name: str) -> None:
    photo = material_of(name, Placement(page_title="Land for sale"))
    assert (photo.kind, role_of(photo)) == ("", "informative")
    assert material_of(name, layout=GRAPHIC).kind == name.removesuffix(".jpg").split("-")[1]


@pytest.mark.acceptance("E6")
def test_who_is_named_in_running_text_may_have_sent_the_photograph() -> None:
    sender = Placement(page_title="Our machines", text_before="Mary Jones chimes in with a photograph of hers:")
    assert _alt("mary_jones_2.jpg", sender) == ""
    assert _alt("mary_jones_2.jpg", sender, claims=[PERSON]) == "Mary Jones"
    assert _alt("mary_jones_2.jpg", replace(sender, figcaption="Mary Jones")) == "Mary Jones"
    hotel = replace(sender, text_before="All of us meet at the Lakeside Marriott.")
    assert _alt("lakeside-marriott-exterior.jpg", hotel) == "Lakeside Marriott"


@pytest.mark.acceptance("E6")
def test_where_a_dish_comes_from_is_not_what_is_on_the_plate() -> None:
    place = Placement(page_title="The first school in Norway")
    food = Claim(phrase="food", noun="food", tags=("food",), probability=0.7, source="classifier")
    assert _alt("norway-food.jpg", place, is_food=True, claims=[food]) == ""


@pytest.mark.acceptance("E6")
def test_the_seconds_of_a_list_are_no_axis() -> None:
    place = Placement(figcaption="Sales by month. Source: us")
    axis = Reading(numbers=6, lines=8, has_axis=True)
    assert material_of("0042.png", place, layout=GRAPHIC, reading=axis).kind == "chart"
    assert material_of("0042.png", place, layout=GRAPHIC, reading=replace(axis, cells=5)).kind == ""


def test_a_black_thing_on_white_is_not_in_black_and_white() -> None:
    material = material_of("0042.jpg", claims=[DOG])
    gray = replace(material.look, black_and_white=True)
    assert alt_in(replace(material, look=gray), Placement()) == "A dog in black and white"
    assert alt_in(replace(material, look=replace(gray, cut_out="black")), Placement()) == "A dog"


@pytest.mark.acceptance("E6")
def test_a_marinade_is_not_what_is_to_be_seen_on_the_plate() -> None:
    place = Placement(page_title="Town Marinade")
    assert _alt("town-marinade.jpg", place, is_food=True, served="on a plate") == ""
    assert _alt("town-marinade.jpg", place, is_food=True, served="in a bowl") == "Town Marinade in a bowl"


@pytest.mark.acceptance("E6")
def test_a_photograph_that_is_called_after_its_page_shows_whatever() -> None:
    title = Placement(page_title="Digital trends in schools")
    assert _alt("digital-trends.jpg", title) == ""
    assert _alt("digital-trends.jpg", title, claims=[DOG]) == "A dog"
    assert _alt("digital-trends.png", title, layout=GRAPHIC) == "Digital trends"
    assert _alt("digital-trends.jpg", replace(title, figcaption="Digital trends on a wall")) == "Digital trends"
    assert _alt("dog-school.jpg", Placement(page_title="Our dog school"), claims=[DOG]) == "A dog"
    assert _alt("guard-dogs.jpg", Placement(page_title="Guard dogs of Lakeside"), claims=[DOG]) == "Guard dogs"
    fries = Placement(page_title="Oven potato fries of the north")
    assert _alt("potato-fries.jpg", fries) == "Potato fries", "what recipes are about"
    event = Placement(page_title="EXPO 2026: Lakeside stand, day one")
    assert _alt("expo-2026-lakeside-stand.jpg", event, claims=[PERSON]) == "EXPO 2026: Lakeside stand"
    assert _alt("mary-jones.jpg", Placement(page_title="Mary Jones"), claims=[PERSON]) == "Portrait of Mary Jones"
    assert _alt("mary-jones.jpg", Placement(page_title="Mary Jones")) == "", "nobody is seen"
    several = replace(PERSON, phrase=GROUP, noun="people", plural=True)
    assert _alt("core-team.jpg", Placement(heading="Core Team"), claims=[several]) == "Core Team"
    assert _alt("core-team.jpg", Placement(heading="Core Team"), claims=[PERSON]) == "", "one of them"


def test_a_destination_that_only_says_the_name_again_is_left_out() -> None:
    place = Placement(heading="Clear Glass for Acme", link_target="https://example.org/now/acme-clear-glass")
    assert _alt("clear-glass-acme.png", place, layout=GRAPHIC) == "Clear Glass for Acme page"
    other = replace(place, link_target="https://example.org/now/spring-prices")
    assert _alt("clear-glass-acme.png", other, layout=GRAPHIC) == "Clear Glass for Acme – Spring prices"


def test_what_a_caption_quotes_was_not_read_in_the_image() -> None:
    reading = Reading(texts=("Harbor plan",), lines=1)
    material = material_of("plan.png", Placement(), layout=GRAPHIC, reading=reading)
    found = {one.claim: one.source for one in _evidence(material, "“Harbor plan”, which we called “our winter book”")}
    assert found == {"Harbor plan": "text recognition"}


@pytest.mark.acceptance("E6")
def test_a_group_is_called_as_its_heading_says_and_the_evidence_says_who_said_so() -> None:
    place = Placement(heading="Our students at work")
    group = replace(PERSON, phrase=GROUP, noun="people", plural=True)
    material = material_of("DSC_0001.jpg", place, claims=[group])
    assert alt_in(material, place) == "A group of students"
    assert {one.claim: one.source for one in _evidence(material, "A group of students")}["a group of students"] == (
        "text beside"
    )
    told = replace(place, figcaption="Digging the new pond in May")
    assert _alt("DSC_0001.jpg", told, claims=[group]) == "A group of people: Digging the new pond in May"
