"""What a context says of itself: places, the main one, what is known."""

from decimal import Decimal

import pytest

from picopt_vision import Context, Placement, Product
from picopt_vision.context import NEAR
from picopt_vision.placing import places_apart, repeats, says_destination, told_role
from picopt_vision.result import Evidence, Text, Usage, only
from picopt_vision.settings import FIELDS


@pytest.mark.parametrize(
    ("place", "is_link"),
    [
        (Placement(), False),
        (Placement(link_target=" \n"), False),
        (Placement(link_text="Shop"), False),
        (Placement(link_target="/shop"), True),
        (Placement(link_title="Shop"), True),
    ],
)
def test_a_link_has_somewhere_to_lead(place: Placement, *, is_link: bool) -> None:
    assert place.is_link is is_link


def test_near_is_sixty_words_on_either_side() -> None:
    words = [f"w{number}" for number in range(NEAR + 5)]
    place = Placement(text_before="\n ".join(words), text_after="\t".join(words))
    assert place.before.split() == words[5:]
    assert place.after.split() == words[:-5]
    assert Placement(text_before="a  b").before == "a b"
    assert Placement().before == Placement().after == ""


@pytest.mark.parametrize(
    ("keys", "main"),
    [
        ("plain", "plain"),
        ("link plain", "plain"),
        ("decoration plain other", "plain"),
        ("decoration link", "link"),
        ("link decoration", "link"),
        ("decoration second", "second"),
        ("marked-link", "marked-link"),
        ("decoration marked-link", "marked-link"),
    ],
)
def test_the_main_place_is_the_first_that_is_neither_link_nor_decoration(keys: str, main: str) -> None:
    known = {
        "plain": Placement(key="plain"),
        "other": Placement(key="other"),
        "second": Placement(key="second"),
        "link": Placement(key="link", link_target="/shop"),
        "decoration": Placement(key="decoration", decorative=True),
        "marked-link": Placement(key="marked-link", link_target="/shop", decorative=True),
    }
    assert Context(placements=tuple(known[key] for key in keys.split())).main.key == main


@pytest.mark.parametrize(
    ("context", "is_link"),
    [
        (Context(), False),
        (Context(role="linked"), True),
        (Context(link_target="/shop"), True),
        (Context(placements=(Placement(link_target="/shop"),)), True),
        (Context(placements=(Placement(link_target="/shop"), Placement())), False),
        (Context(link_target="/shop", placements=(Placement(),)), False),
    ],
)
def test_an_image_is_a_link_where_its_main_place_is(context: Context, *, is_link: bool) -> None:
    assert context.is_link is is_link


@pytest.mark.parametrize(
    ("context", "title"),
    [
        (Context(), ""),
        (Context(product_name="  Oak \n table "), "Oak table"),
        (Context(product=Product(name="Oak table"), product_name="Other"), "Oak table"),
        (Context(product=Product(), product_name="Other"), ""),
    ],
)
def test_the_name_of_the_product(context: Context, title: str) -> None:
    assert context.product_title == title


def test_known_is_what_the_main_place_and_people_say() -> None:
    main = Placement(page_title="P1", heading="P2", text_before="P3", figcaption="P4", text_after="P5")
    other = Placement(page_title="no", link_target="/no")
    context = Context(
        placements=(other, main),
        surrounding_text="P6",
        product=Product(name="P7", brand="no"),
        existing_alt="P8",
        other_alts=("P9", "P10"),
        file_name="no.jpg",
    )
    assert context.known.split() == [f"P{number}" for number in range(1, 11)]


@pytest.mark.parametrize(
    ("place", "role"),
    [
        (Placement(link_target="/shop", link_text="…"), "functional"),  # signs are no text
        (Placement(link_target="/shop", link_text="店"), "decorative"),
        (Placement(decorative=True, link_text="Shop"), "decorative"),
        (Placement(link_text="Shop"), "informative"),
    ],
)
def test_roles_at_their_edges(place: Placement, role: str) -> None:
    assert told_role(place) == role
    assert says_destination(Placement(link_text="Shop"))


def test_a_place_of_the_same_language_by_another_spelling_is_no_other_place() -> None:
    context = Context(
        placements=(Placement(key="a"), Placement(key="b", language="EN-us"), Placement(key="c", language="fr"))
    )
    assert [place.key for place in places_apart(context, "en-US")] == ["c"]
    assert [place.key for place in places_apart(context, "fr")] == ["b"]


def test_a_place_without_a_name_cannot_be_answered() -> None:
    context = Context(placements=(Placement(key="a"), Placement(link_target="/shop")))
    assert places_apart(context, "en") == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Placement(figcaption="Red barn!"), True),
        (Placement(heading="RED BARN"), True),
        (Placement(link_text="red  barn"), True),
        (Placement(text_before="Red barn"), False),
        (Placement(page_title="Red barn"), False),
        (Placement(figcaption="Red barns"), False),
        (Placement(), False),
    ],
)
def test_text_beside_the_image_is_caption_heading_or_link(place: Placement, *, said: bool) -> None:
    assert repeats("Red barn", place) is said
    assert not repeats("…", place)


@pytest.mark.parametrize("field", FIELDS)
def test_only_the_wanted_fields_stay(field: str) -> None:
    whole = Text(alt="a", title="b", caption="c", description="d", filename="e", tags=("f",))
    kept = only(whole, (field,))
    assert getattr(kept, field) == getattr(whole, field)
    assert [name for name in FIELDS if getattr(kept, name)] == [field]
    assert only(whole, FIELDS) == whole
    assert only(whole, ()) == Text()


def test_use_adds_up_to_the_last_hundredth() -> None:
    one = Usage(input_tokens=10, output_tokens=2, cost=Decimal("0.1"), requests=1, seconds=0.5)
    two = Usage(input_tokens=5, output_tokens=1, cost=Decimal("0.2"), requests=2, seconds=0.25)
    assert one.plus(two) == Usage(input_tokens=15, output_tokens=3, cost=Decimal("0.3"), requests=3, seconds=0.75)
    assert one.plus(Usage()) == one


def test_results_cannot_be_changed_by_accident() -> None:
    evidence = Evidence(claim="barn", source="classifier", score=0.5)
    with pytest.raises(AttributeError):
        evidence.score = 1.0  # type: ignore[misc] # that is the point
