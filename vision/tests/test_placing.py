"""What an image is for in a place, and which places need words of their own."""

import pytest

from picopt_vision import Context, Placement
from picopt_vision.placing import places_apart, repeats, told_role

PLAIN = Placement(key="plain", page_title="Our coast")
LINK = Placement(key="link", link_target="https://example.org/opening-hours/")
DECORATION = Placement(key="decoration", decorative=True)


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("place", "role"),
    [
        (PLAIN, "informative"),
        (LINK, "functional"),
        (DECORATION, "decorative"),
        (Placement(link_target="/shop/", decorative=True), "functional"),  # a link without a name leads nowhere
        (Placement(link_target="/shop/", link_text="To the shop"), "decorative"),  # it has one beside the image
        (Placement(link_title="Opening hours"), "functional"),
        (Placement(link_target="/shop/", link_text="Read more…"), "functional"),  # of what, it does not say
        (Placement(link_target="/shop/", link_text="Weiterlesen"), "functional"),
        (Placement(link_target="/shop/", link_text="$20.00"), "functional"),
        (Placement(link_target="/shop/", link_text="Read more about boats"), "decorative"),
        (Placement(alt=""), "informative"),  # WordPress writes alt="" where nobody wrote anything
    ],
)
def test_the_role_is_told_from_the_markup(place: Placement, role: str) -> None:
    assert told_role(place) == role


@pytest.mark.acceptance("E6")
def test_the_image_s_own_text_is_for_a_place_that_is_neither_link_nor_decoration() -> None:
    assert Context(placements=(LINK, DECORATION, PLAIN)).main is PLAIN
    assert Context(placements=(DECORATION, LINK)).main is LINK
    assert Context(placements=(DECORATION,)).main is DECORATION


def test_without_placements_the_older_fields_speak_of_one_place() -> None:
    context = Context(page_title="Our coast", surrounding_text="Windy.", link_target="/map/", role="linked")
    assert context.main == Placement(page_title="Our coast", text_before="Windy.", link_target="/map/")
    assert Context(role="decorative?").main.decorative
    assert places_apart(context, "en") == []


@pytest.mark.acceptance("E6")
def test_places_that_differ_in_nothing_that_matters_share_a_text() -> None:
    same = Placement(key="other page", page_title="Elsewhere")
    other_link = Placement(key="second link", link_target="https://example.org/contact/")
    german = Placement(key="german", language="de")
    context = Context(placements=(PLAIN, same, LINK, other_link, DECORATION, german))
    assert [place.key for place in places_apart(context, "en")] == ["link", "second link", "decoration", "german"]
    only_links = Context(placements=(LINK, Placement(key="again", link_target=LINK.link_target), other_link))
    assert [place.key for place in places_apart(only_links, "en")] == ["second link"]


@pytest.mark.acceptance("E6")
def test_a_page_in_another_language_has_its_own_text_also_where_it_is_the_only_or_the_first_one() -> None:
    german = Placement(key="german", language="de")
    also_german = Placement(key="also german", page_title="Unsere Küste", language="de")
    only_german = Context(placements=(german, also_german))
    assert [place.key for place in places_apart(only_german, "en")] == ["german", "also german"]
    assert places_apart(only_german, "de") == []
    german_first = Context(placements=(german, PLAIN))
    assert german_first.main is PLAIN
    assert [place.key for place in places_apart(german_first, "en")] == ["german"]
    assert places_apart(Context(placements=(Placement(key="d", decorative=True, language="de"),)), "en") == []


def test_text_beside_the_image_that_says_the_same() -> None:
    assert repeats("A lighthouse", Placement(figcaption="a lighthouse."))
    assert not repeats("A lighthouse", Placement(figcaption="A lighthouse in Maine"))
    assert not repeats("", Placement())


def test_only_what_is_near_is_told() -> None:
    far = " ".join(map(str, range(100)))
    place = Placement(text_before=far, text_after=far)
    assert (place.before.split()[0], place.after.split()[-1]) == ("40", "59")
