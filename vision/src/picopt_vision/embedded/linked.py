"""A linked image: its alt text says where the link leads, for a link has no other name."""

from typing import Final

from picopt_vision.context import Placement
from picopt_vision.embedded.material import Material
from picopt_vision.embedded.page.captions import is_order, names_a_sight
from picopt_vision.embedded.page.filewords import file_words, singular
from picopt_vision.embedded.page.nearby import is_said
from picopt_vision.embedded.page.phrases import capital
from picopt_vision.links import destination
from picopt_vision.rules.checks import comparable

OF_SITE: Final = "home page of "
# That a link leads to the image itself tells nobody what is to be seen.
LARGER: Final = "larger image"
# A longer heading is a sentence, and names nothing.
LONGEST_HEADING: Final = 80


def with_destination(said: str, material: Material, place: Placement) -> str:
    """What is said of the image, and where its link leads; in no link, what is said."""
    target = led_to(place)
    if not said:
        return heading_of_link(material, place) or alt_of_link(place)
    if not target or _holds(said, target) or _has_all_words(said, target):
        return _as_link(said, place)
    if target.startswith(OF_SITE) and _letters(said) in _letters(target.removeprefix(OF_SITE)):
        return f"{said} home page"
    if _holds(target, said):
        return capital(target)
    both = f"{said} – {target}"
    return both if target != LARGER or len(both) <= material.settings.max_alt_length else said


def caption_of_link(material: Material, place: Placement) -> str:
    """A link to the larger image needs a name, also where the caption has it; behind it, the same is to be seen."""
    is_unnamed = led_to(place) == LARGER and not material.called
    return capital(material.said) if is_unnamed and names_a_sight(material.said) else ""


def alt_of_link(place: Placement) -> str:
    """What is known of the target alone: where the link leads, if that is not the image itself."""
    target = led_to(place)
    return "" if target == LARGER else capital(target)


def heading_of_link(material: Material, place: Placement) -> str:
    """A link that shows nothing known has the name of what it stands below, where its file is called so, too."""
    target = led_to(place)
    if not place.is_link or target not in {"", LARGER}:
        return ""
    words = {singular(word) for word in file_words(material.context.file_name)}
    for text in (place.figcaption, place.heading, place.page_title):
        said = {singular(word) for word in comparable(text).split()}
        if said & words and len(text) <= LONGEST_HEADING and names_a_sight(text) and not is_order(text):
            return f"{capital(text)} – {LARGER}" if target else f"{capital(text)} page"
    return ""


def _as_link(said: str, place: Placement) -> str:
    """A link whose address tells nothing has the name of what it shows, also where the page says that already."""
    return f"{said} page" if place.is_link and is_said(said, place) else said


def led_to(place: Placement) -> str:
    """Where the link leads, as its name: that it is a link, a screen reader says by itself."""
    return destination(place).removeprefix("the ")


def _holds(text: str, part: str) -> bool:
    """The words of the part stand in the text, in their order."""
    return f" {comparable(part)} " in f" {comparable(text)} " or not part


def _has_all_words(text: str, part: str) -> bool:
    """`linear liquid glass` behind `Liquid Glass for Linear` would say it again."""
    words = comparable(part).split()
    return len(words) > 1 and set(words) <= set(comparable(text).split())


def _letters(text: str) -> str:
    return comparable(text).replace(" ", "")
