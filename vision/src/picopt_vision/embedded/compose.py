"""Grammar: from what is seen and what the page says to the fields, in English. What has nothing to say stays empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.claim import Claim, with_article
from picopt_vision.embedded.nearby import hints
from picopt_vision.embedded.pixels import Look
from picopt_vision.embedded.reading import AXIS
from picopt_vision.embedded.seeing import WORN, Seen
from picopt_vision.embedded.topics import COMPLEX_KINDS, Topic, kind_of
from picopt_vision.filename import to_filename
from picopt_vision.links import destination
from picopt_vision.result import Text
from picopt_vision.rules.checks import comparable
from picopt_vision.settings import Settings

LONGEST: Final = 120
# Beside a name that the page gives, what the pixels only suggest is more often wrong than useful.
BESIDE_A_NAME: Final = 0.75
# Fewer words in an image are a logo, a badge or a title on it; more are what it is there for.
FEWEST_OF_A_TEXT: Final = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """All that may be said."""

    seen: Seen
    look: Look
    topic: Topic | None
    """What the page calls the image, confirmed by its file name."""
    gist: str
    """First sentence of the caption beside it."""
    context: Context
    settings: Settings
    caption: str = ""
    """A caption that a person left in the file."""
    taken: str = ""
    """`May 2019`, or empty."""

    @property
    def claims(self) -> Sequence[Claim]:
        """What the pixels tell, surest first; where the page names the image, only what is sure or said there, too."""
        if self.topic is None or self.context.product_title:
            return self.seen.claims
        words = hints(self.context)
        return [claim for claim in self.seen.claims if _is_sure(claim) or not words.isdisjoint(claim.tags)]

    @property
    def kind(self) -> str:
        """`chart`, `logo` and the like where the file's name says so, or numbers along an axis; empty otherwise."""
        told = kind_of(self.context)
        is_chart = not told and self.gist and self.seen.layout.is_graphic and self.seen.reading.numbers >= AXIS
        return "chart" if is_chart else told

    @property
    def is_complex(self) -> bool:
        """A chart, a table or a diagram: by its name, or by the numbers and lines that stand in it."""
        return self.kind in COMPLEX_KINDS or (
            not self.kind and self.seen.layout.is_graphic and self.seen.reading.is_data
        )

    @property
    def colours(self) -> list[str]:
        """Names of the main colours; none where there are people, lest a colour be read as theirs (rule 12)."""
        return [] if any(claim.source == "faces" for claim in self.claims) else [name for name, _ in self.look.colours]


def compose(material: Material) -> Text:
    """All fields. Each says something different, and only what is known; an empty field is better than filler."""
    alt, title = alt_in(material, material.context.main), _title(material)
    return Text(
        alt=alt,
        title=title if comparable(title) != comparable(alt) else "",
        caption=material.caption,
        description=_description(material),
        filename=to_filename([_called(material) or _read(material), *(claim.noun for claim in material.claims)]),
        tags=_tags(material),
    )


def alt_in(material: Material, place: Placement) -> str:
    """The alt text in a place: what is to be seen and, in a link, where that leads."""
    said = _subject(material, place)
    target = destination(place)
    if not target:
        return said
    if not said:
        return f"Link to {target}"
    return said if comparable(target) in comparable(said) else f"{said}; link to {target}"


def role_of(material: Material) -> str:
    """Told from the pixels, where the markup left it open."""
    if material.is_complex:
        return "complex"
    if not material.kind and not material.claims and len(_read(material).split()) >= FEWEST_OF_A_TEXT:
        return "text"
    return "informative"


def _subject(material: Material, place: Placement) -> str:
    """In the page's words where there are some, in those of the pixels otherwise; empty when neither is sure."""
    thing = _things(material.claims) + _tone(material.look) if material.claims else ""
    called = _called(material)
    if material.seen.layout.is_graphic:
        return _graphic(material, called) or capital(thing)
    if called and thing and not _share_a_word(called, thing):
        return capital(f"{called}: {thing}")
    if called:
        return _apart_from_the_page(called, thing, place)
    if thing and material.gist and len(thing) + len(material.gist) < LONGEST:
        return capital(f"{thing}: {_lower(material.gist)}") if _shares_people(material) else capital(thing)
    return capital(thing)


def _called(material: Material) -> str:
    """The product's name, or what file name and page agree on."""
    product = material.context.product_title
    return product or (material.topic.phrase if material.topic else "")


def _read(material: Material) -> str:
    """The headline of a graphic of which nothing else is known; numbers along an axis are none."""
    return "" if material.is_complex else material.seen.reading.headline


def _graphic(material: Material, called: str) -> str:
    """A chart or a logo by its name and kind; a picture of text by its text."""
    headline = _read(material)
    if material.is_complex and not material.kind:
        return capital(called)
    if material.kind:
        about = material.gist if material.kind in COMPLEX_KINDS and material.gist else called or headline
        if not about or material.kind in comparable(about).split():
            return capital(about)
        return f"{capital(about)} {material.kind}" if about == called else f"{capital(material.kind)}: {about}"
    if headline:
        named = not called or comparable(called) in comparable(headline)
        return f"The text “{headline}”" if named else f"{called}: “{headline}”"
    return capital(called)


def _apart_from_the_page(called: str, thing: str, place: Placement) -> str:
    """The page's own title or caption again would tell nothing; then what the pixels know is said with it, or alone."""
    said_already = {comparable(text) for text in (place.page_title, place.heading, place.figcaption)}
    if comparable(called) not in said_already:
        return capital(called)
    return capital(f"{called}: {thing}" if thing else called)


def _is_sure(claim: Claim) -> bool:
    """Sure enough to be said of something that has a name. That it is people, the name mostly tells."""
    return claim.source == "classifier" and claim.probability >= BESIDE_A_NAME and not claim.is_surroundings


def _share_a_word(one: str, other: str) -> bool:
    return bool(
        {word.rstrip("s") for word in comparable(one).split()}
        & {word.rstrip("s") for word in comparable(other).split()}
    )


def _shares_people(material: Material) -> bool:
    return material.claims[0].source == "faces"


def _title(material: Material) -> str:
    called = _called(material)
    nouns = capital(" and ".join(claim.noun for claim in material.claims))
    title = called or nouns or (f"“{_read(material)}”" if _read(material) else "")
    if title and not material.look.coloured and not called:
        title += ", monochrome" if material.look.black_and_white else ", sepia print"
    if material.context.product_title and nouns:
        title = f"{called} ({_lower(nouns)})"
    return f"{title} – {material.settings.brand}" if title and material.settings.brand else title


def _description(material: Material) -> str:
    """Long only where an alt text cannot hold it: what a chart or a page of text says."""
    facts = []
    if material.kind in COMPLEX_KINDS and material.gist and _called(material):
        kind = with_article(material.kind)
        facts.append(f"{capital(kind)} about {_called(material)}: {_lower(material.gist)}.")
    if material.taken:
        facts.append(f"Taken in {material.taken}.")
    return " ".join(facts)


def _tags(material: Material) -> tuple[str, ...]:
    words = [tag for claim in material.claims for tag in claim.tags]
    if material.topic:
        words.insert(0, material.topic.phrase.lower())
    words += [material.kind] if material.kind else []
    wanted = [keyword.lower() for keyword in material.settings.keywords if keyword.lower() in words]
    if words and not material.look.coloured and not material.seen.layout.is_graphic:
        words.append("black and white" if material.look.black_and_white else "sepia")
    unwanted = {word.lower() for word in material.settings.negative_keywords}
    return tuple(word for word in dict.fromkeys([*wanted, *words]) if word not in unwanted)[:10]


def _things(claims: Sequence[Claim]) -> str:
    phrases = [claim.phrase for claim in claims]
    if len(claims) > 1 and claims[0].source == "faces":
        return f"{phrases[0]} {'wearing' if claims[1].noun in WORN else 'with'} {phrases[1]}"
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


def _lower(text: str) -> str:
    """First letter lower case unless the word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first in {"The", "A", "An", "Our", "This"} else text
