"""What is said of a product on the page that has its name already."""

from dataclasses import replace

import pytest
from material_kit import GRAPHIC, PERSON, PHOTO, material_of

from picopt_vision import Context, Placement, Product
from picopt_vision.embedded.compose import alt_in
from picopt_vision.embedded.page.nearby import product_name
from picopt_vision.embedded.sight.layout import Layout


def _alt(file_name: str, cut_out: str | None, name: str = "Trek Cap", layout: Layout = PHOTO, **seen: object) -> str:
    place = Placement(page_title=name, heading=name)
    material = material_of(file_name, place, layout=layout, **seen)
    material = replace(
        material,
        look=replace(material.look, cut_out=cut_out),
        context=Context(file_name=file_name, product=Product(name=name), placements=(place,)),
    )
    return alt_in(material, place)


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize("layout", [PHOTO, GRAPHIC])
@pytest.mark.parametrize(
    ("file_name", "cut_out", "alt"),
    [
        ("trek-cap-back.png", "red", "Trek Cap, back"),
        ("trek-cap_2.png", "red", "Trek Cap in red"),
        ("trek-cap_2.png", "grey", "Trek Cap in gray"),
        ("trek-cap_2.png", "", "Trek Cap on a plain background"),  # of several colors
        ("trek-cap_2.png", None, "Trek Cap"),  # in some scene; nothing is certain
    ],
)
def test_a_product_is_said_with_what_one_sees_of_it(
    layout: Layout, file_name: str, cut_out: str | None, alt: str
) -> None:
    assert _alt(file_name, cut_out, layout=layout) == alt


def test_a_color_is_said_once_and_never_beside_a_person() -> None:
    assert _alt("cap.png", "red", name="Red Trek Cap") == "Red Trek Cap on a plain background"
    assert "red" not in _alt("cap.png", "red", claims=[PERSON])


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize("layout", [PHOTO, GRAPHIC])
@pytest.mark.parametrize(
    ("file_name", "alt"),
    [
        ("size-guide.png", "Trek Cap, size guide"),
        ("trek-cap_size_chart.jpg", "Trek Cap, size chart"),
        ("trek-cap-ingredients-2.jpg", "Trek Cap, ingredients"),
        ("trek-cap-labels.jpg", "Trek Cap"),
    ],
)
def test_what_goes_with_a_product_is_not_called_like_the_product(layout: Layout, file_name: str, alt: str) -> None:
    assert _alt(file_name, None, layout=layout) == alt


def test_what_a_product_is_called_goes_not_with_it() -> None:
    assert _alt("gift-certificate.png", None, name="Gift certificate") == "Gift certificate"


def test_a_placeholder_shows_no_product() -> None:
    place = Placement(page_title="Caps")
    context = Context(file_name="woocommerce-placeholder.png", product=Product(name="Trek Cap"), placements=(place,))
    assert alt_in(replace(material_of(), context=context), place) == ""
    shown = replace(context, file_name="cap.png")
    assert alt_in(replace(material_of(), context=shown), place) == "Trek Cap"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("attributes", "shades", "name"),
    [
        ({"Color": "Red"}, {"white", "orange"}, "Trek Cap, Red"),  # in the evening sun
        ({"Color": "Red"}, {"white", "blue"}, "Trek Cap"),  # the gallery shows all of them
        ({"Color": "Navy blue"}, {"white", "black", "blue"}, "Trek Cap, Navy blue"),
        ({"Color": "Salmon"}, {"white"}, "Trek Cap, Salmon"),  # what color that is, the shop knows
        ({"Color": "Blue", "Material": "Wool"}, {"white", "red"}, "Trek Cap, Wool"),
    ],
)
def test_a_color_that_the_image_does_not_have_is_not_said(
    attributes: dict[str, str], shades: set[str], name: str
) -> None:
    context = Context(product=Product(name="Trek Cap", attributes=attributes))
    assert product_name(context, frozenset(shades)) == name
    material = replace(material_of(), context=context)
    assert replace(material, look=replace(material.look, shades=frozenset(shades))).product == name
