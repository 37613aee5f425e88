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
        ("A man in his early 30s", "in his early 30s"),
        ("A middle-aged man", "middle-aged man"),
        ("A man, 30 years old", "man, 30 years old"),
        ("A dancer of Asian descent", "of Asian descent"),
        ("Two women of color", "women of color"),
        ("Two Chinese men", "Chinese men"),
        ("Eine ältere Dame am Fenster", "ältere Dame"),
        ("Ein etwa 30-jähriger Mann", "30-jähriger Mann"),
        ("Eine Frau um die 60", "Frau um die 60"),
        ("Une femme âgée", "femme âgée"),
        ("Un homme de 30 ans", "homme de 30 ans"),
        ("Une femme d’une quarantaine d’années", "femme d’une quarantaine d’années"),
        ("Una mujer de unos 30 años", "mujer de unos 30 años"),
        ("Una donna asiatica sorride", "donna asiatica"),
        ("Uomo anziano con cane", "Uomo anziano"),
        ("Uma mulher asiática", "mulher asiática"),
        ("Um casal idoso", "casal idoso"),
        ("Een Aziatische vrouw", "Aziatische vrouw"),
        ("Een 40-jarige man", "40-jarige man"),
        ("Azjatka w parku", "Azjatka"),
        ("Starsza kobieta na ławce", "Starsza kobieta"),
        ("アジア系の女性が笑っている", "アジア系の女性"),
        ("30代の男性", "30代の男性"),
        ("一位亚洲女性", "亚洲女性"),
        ("30岁左右的男子", "30岁左右的男"),
        ("امرأة آسيوية تبتسم", "امرأة آسيوية"),
        ("An Asian woman's hands", "Asian woman"),
        ("Schwarze Kinder spielen", "Schwarze Kinder"),
        ("Ein schwarzer Junge", "schwarzer Junge"),
        ("Ein asiatisches Paar am Strand", "asiatisches Paar"),
        ("Femme noire au bureau", "Femme noire"),
        ("Portrait d'une femme noire", "femme noire"),
        ("Dos niños negros", "niños negros"),
        ("Una donna nera sorride", "donna nera"),
        ("Uma mulher negra", "mulher negra"),
        ("Een witte man", "witte man"),
        ("Oudere dames op een bank", "Oudere dames"),
        ("Starsza para na ławce", "Starsza para"),
        ("20代女性が笑う", "20代女性"),
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
        "A cake for her thirties party",
        "Ältere Gebäude am Markt",
        "Eine 30-jährige Eiche",
        "Un whisky de 12 ans",
        "Experiencia de 30 años",
        "Een oudere fiets",
        "Para białych butów",
        "Starszy model roweru",
        "アジアの料理",
        "黒い服の女性",
        "亚洲象在河边",
        "30年代的男装",
        "رجل مع كلب أسود",
        # Whom a thing is for.
        "Black men's T-shirt on a hanger",
        "White kids’ shoes",
        "Women white summer dress",
        "White child-size chair",
        "A family white-water rafting",
        "Schwarzes Herren-T-Shirt auf weißem Grund",
        "Schwarze Kinder-Jacke",
        "Weiße Damen Sneaker",
        "Weißes Paar Handschuhe",
        "Junge schwarze Katze auf dem Sofa",
        "Eine weiße junge Katze",
        "Robe pour femme noire",
        "T-shirt homme noir",
        "Vestido de mujer negro",
        "Zapatos para niño blancos",
        "Scarpe da donna nere",
        "Coppia nera di stivali",
        "Il signor Neri in ufficio",
        "Camisa de homem branca",
        "Witte heren sneakers",
        "Biała para butów",
        "100歳の人形",
        "20代女性向けの服",
        "5岁女童装",
        "孕妇枕",
        "盲人按摩",
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
        Context(placements=(Placement(key="k", link_title="The deaf man"),)),
        Context(placements=(Placement(key="k", link_target="/", link_text="The deaf man"),)),
        Context(product=Product(name="A novel", attributes={"Hero": "A deaf man"})),
        Context(product=Product(name="A novel", categories=("Deaf man",))),
    ],
)
def test_what_any_part_of_the_page_says_may_be_said(context: Context) -> None:
    assert find_guess("A deaf man at a desk", context) == ""


@pytest.mark.parametrize(
    "context", [Context(file_name="deaf man.jpg"), Context(folder="deaf man"), Context(site_name="deaf man")]
)
def test_a_file_name_is_not_the_page(context: Context) -> None:
    assert find_guess("A deaf man at a desk", context) == "deaf man"
