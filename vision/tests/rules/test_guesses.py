"""Guesses about people in each language that is known, and what only sounds like one."""

import pytest

from picopt_vision import Context, Placement, Product
from picopt_vision.rules.people import find_guess


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("An Asian woman reads", "Asian woman"),
        ("Two African-American boys play", "African-American boys"),
        ("A Middle Eastern family at a table", "Middle Eastern family"),
        ("A Latina girl with a kite", "Latina girl"),
        ("A black teenager on a bike", "black teenager"),
        ("White smiling couple", "White smiling couple"),
        ("A pregnant lady on a bench", "pregnant lady"),
        ("A homeless man", "homeless man"),
        ("An elderly person", "elderly person"),
        ("People disabled by war", "People disabled"),
        ("A nurse aged 30", "aged 30"),
        ("A man aged about 45", "aged about 45"),
        ("A 30-year-old nurse", "30-year-old"),
        ("A 5-years-old child", "5-years-old"),
        ("Eine schwarze Frau im Büro", "schwarze Frau"),
        ("Ein asiatischer Mann", "asiatischer Mann"),
        ("Schwangere Frauen im Park", "Schwangere Frauen"),
        ("Une femme enceinte", "femme enceinte"),
        ("Des hommes noirs", "hommes noirs"),
        ("Un enfant handicapé", "enfant handicapé"),
        ("Una mujer embarazada", "mujer embarazada"),
        ("Niños africanos", "Niños africanos"),
    ],
)
def test_the_words_of_the_guess_are_given(text: str, guess: str) -> None:
    assert find_guess(text, Context()) == guess


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Indian curry in a bowl",
        "A black dog beside a man",
        "White house with people on the lawn",
        "Arab horse and rider",
        "Man, blind, window",
        "A woman and a white dog",
        "A womanly shape in white marble",
        "The blindman's garden",
        "A 5-year-old car",
        "A 12-year-old whisky",
        "A 100-year-old oak",
        "Casks aged for 12 months",
        "Managed 12 projects",
        "Une robe noire",
        "Ein blinder Fleck",
        "Una pared blanca",
        "Mujeres con sombrero negro",
    ],
)
def test_what_is_said_of_things_is_no_guess(text: str) -> None:
    assert find_guess(text, Context()) == ""


def test_the_first_that_the_page_does_not_say_is_given() -> None:
    text = "A deaf man and an Asian woman at a desk"
    assert find_guess(text, Context()) == "deaf man"
    assert find_guess(text, Context(existing_alt="The deaf man of the story")) == "Asian woman"


@pytest.mark.parametrize(
    "context",
    [
        Context(existing_alt="Our Deaf Man"),
        Context(other_alts=("a DEAF MAN",)),
        Context(surrounding_text="… a deaf man …"),
        Context(product_name="Deaf Man, a novel"),
        Context(product=Product(name="Deaf Man")),
        Context(placements=(Placement(key="k", page_title="The deaf man"),)),
        Context(placements=(Placement(key="k", heading="The deaf man"),)),
        Context(placements=(Placement(key="k", figcaption="The deaf man"),)),
        Context(placements=(Placement(key="k", text_before="The deaf man"),)),
        Context(placements=(Placement(key="k", text_after="The deaf man"),)),
    ],
)
def test_what_any_part_of_the_page_says_may_be_said(context: Context) -> None:
    assert find_guess("A deaf man at a desk", context) == ""


@pytest.mark.parametrize(
    "context", [Context(file_name="deaf man.jpg"), Context(folder="deaf man"), Context(site_name="deaf man")]
)
def test_a_file_name_is_not_the_page(context: Context) -> None:
    assert find_guess("A deaf man at a desk", context) == "deaf man"
