"""Sentences from claims and measured facts. Every noun that is written here has its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.pixels import DULL, Look
from picopt_vision.filename import to_filename
from picopt_vision.links import destination
from picopt_vision.result import Text
from picopt_vision.settings import Settings

WORN: Final = frozenset({"hat"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """All that may be said."""

    claims: Sequence[Claim]
    """Surest first; at least one."""
    look: Look
    context: Context
    settings: Settings
    caption: str = ""
    """A caption that a person left in the file."""
    taken: str = ""
    """`May 2019`, or empty."""

    @property
    def colours(self) -> list[str]:
        """Names of the main colours; none where there are people, lest a colour be read as theirs (rule 12)."""
        return [] if any(claim.source == "faces" for claim in self.claims) else [name for name, _ in self.look.colours]


def compose(material: Material) -> Text:
    """All fields. Each says something different: what it is, what it is called, how it looks, the whole."""
    return Text(
        alt=alt_in(material, material.context.main),
        title=_title(material),
        caption=_caption(material),
        description=_description(material),
        filename=to_filename([material.context.product_title, *(claim.noun for claim in material.claims)]),
        tags=_tags(material),
    )


def alt_in(material: Material, place: Placement) -> str:
    """The alt text in a place: what is to be seen and, in a link, where that leads."""
    thing = f"{_things(material.claims)}{_tone(material.look)}"
    product = material.context.product_title
    said = f"{product}: {thing}" if product else capital(thing)
    target = destination(place)
    return f"{said}; link to {target}" if target else said


def _title(material: Material) -> str:
    title = capital(" and ".join(claim.noun for claim in material.claims))
    if not material.look.coloured:
        title += ", monochrome" if material.look.black_and_white else ", sepia print"
    product = material.context.product_title
    if product:
        title = f"{product} ({title[0].lower()}{title[1:]})"
    return f"{title} – {material.settings.brand}" if material.settings.brand else title


def _caption(material: Material) -> str:
    """What a visitor would want to read below the picture; nothing is better than filler."""
    if material.caption:
        return material.caption
    return f"Taken in {material.taken}." if material.taken else ""


def _description(material: Material) -> str:
    """What the other fields do not tell; an empty description is better than filler."""
    return f"It was taken in {material.taken}." if material.taken else ""


def _tags(material: Material) -> tuple[str, ...]:
    words = [tag for claim in material.claims for tag in claim.tags]
    wanted = [keyword.lower() for keyword in material.settings.keywords if keyword.lower() in words]
    if not material.look.coloured:
        words.append("black and white" if material.look.black_and_white else "sepia")
    words.extend(name for name in material.colours[:1] if name not in DULL)
    unwanted = {word.lower() for word in material.settings.negative_keywords}
    return tuple(word for word in dict.fromkeys([*wanted, *words]) if word not in unwanted)[:10]


def _things(claims: Sequence[Claim]) -> str:
    phrases = [claim.phrase for claim in claims]
    if len(claims) > 1 and claims[0].source == "faces":
        return f"{phrases[0]} {'wearing' if claims[1].noun in WORN else 'with'} {phrases[1]}"
    if len(claims) > 1 and claims[1].source == "text recognition":
        return f"{phrases[0]} with {phrases[1]}"
    return joined(phrases)


def _tone(look: Look) -> str:
    if look.coloured:
        return ""
    return " in black and white" if look.black_and_white else " in sepia tones"


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def capital(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]
