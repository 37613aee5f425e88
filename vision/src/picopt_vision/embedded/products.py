"""What one sees of a product beside its name, where the page has that name already."""

import re
from typing import Final

from picopt_vision.context import Placement
from picopt_vision.embedded.material import Material
from picopt_vision.embedded.page.filewords import file_words
from picopt_vision.embedded.page.nearby import is_said

# What a shop's files are called after.
VIEWS: Final = ("front", "back", "rear", "side", "top", "bottom", "inside", "detail", "packaging", "label")
# What is not the product itself, and is never called by its name alone.
_BESIDE: Final = re.compile(
    r"(?:^|[-_ ])(size[-_ ]?(?:guide|chart|table)|measurements|dimensions|ingredients|nutrition(?:[-_ ]facts)?"
    r"|(?:care[-_ ])?instructions|packaging|label|certificate)(?=[-_ .\d])",
    re.IGNORECASE,
)
COLORS: Final = frozenset(
    """black gray grey white red orange brown beige yellow green turquoise blue purple pink navy silver gold olive
    khaki cream maroon teal violet""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)


def product_alt(material: Material, place: Placement) -> str:
    """The name; where the page has it beside the image, with what one sees of the product."""
    seen = beside_it(material) or (seen_of(material) if is_said(material.product, place) else "")
    return seen or material.product


def beside_it(material: Material) -> str:
    """`Trek Cap, size guide` where the file is called after what goes with the product; empty otherwise."""
    found = _BESIDE.search(material.context.file_name) if material.product else None
    beside = re.sub("[-_ ]", " ", found[1].lower()) if found else ""
    return f"{material.product}, {beside}" if beside and beside not in material.product.lower() else ""


def seen_of(material: Material) -> str:
    """`Trek 520, front`, `Trek 520 in red`, `Trek 520 on a plain background`; empty where nothing of it is certain."""
    name = material.product
    words = set(re.findall(r"[a-z]+", name.lower()))
    view = next((word for word in file_words(material.context.file_name) if word in VIEWS and word not in words), "")
    if view:
        return f"{name}, {view}"
    color = (material.look.cut_out or "").replace("grey", "gray")
    if color and words.isdisjoint(COLORS) and not material.shows_people:
        return f"{name} in {color}"
    return f"{name} on a plain background" if material.look.cut_out is not None else ""
