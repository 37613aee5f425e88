"""What an image is for in a place, told from the markup; and which places need an alt text of their own."""

import re
from dataclasses import replace
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.links import destination
from picopt_vision.rules.checks import comparable

# One letter is a word in Chinese.
_WORD: Final = re.compile(r"[^\W\d_]{2}|[^\W\d_\x00-\x7f]")
# What stands in links to anywhere.
_ANY_LINK: Final = frozenset(
    {
        "more", "read more", "read on", "see more", "show more", "view more", "learn more", "find out more",
        "discover more", "click here", "here", "view", "open", "details", "see details", "view details", "continue",
        "continue reading", "shop now", "buy now", "order now", "book now", "get started", "new", "sale", "play",
        "watch", "next", "previous", "mehr", "mehr lesen", "weiterlesen", "mehr erfahren", "hier", "hier klicken",
        "lire la suite", "en savoir plus", "voir plus", "leer más", "ver más", "saber más", "leia mais",
        "saiba mais", "leggi tutto", "scopri di più", "lees meer", "meer lezen", "czytaj więcej",
    }
)  # fmt: skip


def told_role(place: Placement) -> str:
    """functional, decorative, or informative as long as nobody has looked at the pixels.

    A link is one whatever else is said: its name must tell where it leads, unless text beside the image does.
    """
    if place.is_link:
        return "decorative" if says_destination(place) else "functional"
    return "decorative" if place.decorative else "informative"


def says_destination(place: Placement) -> bool:
    """Text in the same link tells where it leads; an image beside it would only repeat that.

    `Read more` and `$20` tell it of no link.
    """
    said = comparable(place.link_text)
    return bool(_WORD.search(said)) and said not in _ANY_LINK


def places_apart(context: Context, language: str) -> list[Placement]:
    """Places that cannot take over the image's own alt text: another role, destination or language."""
    own = _sort_of(replace(context.main, language=language), language)
    return [place for place in context.places if place.key and _sort_of(place, language) != own]


def repeats(alt: str, place: Placement) -> bool:
    """The text right beside the image says the same already."""
    said = comparable(alt)
    return bool(said) and said in map(comparable, (place.figcaption, place.heading, place.link_text))


def _sort_of(place: Placement, language: str) -> tuple[str, str, str]:
    role, tongue = told_role(place), (place.language or language).lower()
    if role == "decorative":  # in every language
        return role, "", ""
    return role, destination(place) if role == "functional" else "", tongue
