"""What the page calls the image: words of the page that the image's file name confirms.

Whoever named the file looked at the image; whoever wrote the page knows what it is. Where both use the same words,
those words name what is to be seen. A page's title alone may be about anything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from picopt_vision.context import Context, Placement

_FILE: Final = re.compile(r"^[\w\-.()+ ]{1,150}\.[A-Za-z0-9]{2,5}$")
# Words in file names that are about the file, the camera or the theme.
_OF_FILES: Final = frozenset(
    """img image photo picture pic dsc dscn pxl screenshot screen shot file copy final new old small large big full
    thumb thumbnail scaled cropped crop edited unsplash pexels pixabay shutterstock istock stock hero header
    footer banner background cover featured main default untitled mark page home web site blog post a an the of
    and for with from in on at to by jpg png""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# Kinds of images that a file name or a caption tells; the word is said as it is.
KINDS: Final = (
    "logo", "badge", "icon", "chart", "graph", "plot", "diagram", "flowchart", "map", "screenshot", "poster", "flyer",
    "sketch", "drawing", "illustration", "painting", "sculpture", "timeline", "infographic", "certificate",
)  # fmt: skip
COMPLEX_KINDS: Final = frozenset({"chart", "graph", "plot", "diagram", "flowchart", "timeline", "infographic"})
_CREDIT: Final = re.compile(
    r"^\W*(photos?|image|picture|graphic|illustration|source|credits?|courtesy|copyright)\b.{0,20}(\bby\b|:|\bof\b|\bfrom\b|©)"
    r"|unsplash|pexels|flickr|getty|shutterstock|licen[sc]ed|\bCC[ -]?BY|creative commons|©|\(c\)|all rights",
    re.IGNORECASE,
)
LONGEST: Final = 8
LONGEST_GIST: Final = 110


@dataclass(frozen=True, slots=True)
class Topic:
    """A phrase of the page, in its own words."""

    phrase: str
    is_name: bool
    """Two to four capitalized words in a row: a person, a place, a product."""


def find_topic(context: Context) -> Topic | None:
    """The phrase, or None where file name and page have nothing in common."""
    words = file_words(context.file_name)
    wanted = [word for word in words if _stem(word) not in KINDS]
    if not wanted:
        return None
    place = context.main
    phrases = [_span(text, wanted) for text in (caption_gist(place), place.heading, place.page_title)]
    best = max(phrases, key=lambda found: found[1])
    if not best[1]:
        return None
    phrase = re.sub(r"['’]s$", "", " ".join(best[0]))
    if len(best[0]) == 1 and not _names_by_itself(phrase, (place.figcaption, place.heading, place.page_title)):
        return None
    return Topic(phrase=phrase, is_name=_is_name(best[0]))


def kind_of(context: Context) -> str:
    """What kind of image the file's name tells; empty where it tells none."""
    return next((_stem(word) for word in file_words(context.file_name) if _stem(word) in KINDS), "")


def _names_by_itself(word: str, texts: Sequence[str]) -> bool:
    """A single word names an image where it is a name: capitals within it, or a capital within a sentence.

    `Attach` above a picture of a cable tells what to do, and `Sales` what the text is about.
    """
    if re.search(r"[a-z][A-Z]|\d", word):
        return True
    inside = [re.search(rf"(?<=[\w,] ){re.escape(word)}\b", text) for text in texts if not text.istitle()]
    return _is_capital(word) and any(inside)


def caption_gist(place: Placement) -> str:
    """The first sentence of the caption that is about the image and not about its rights; empty where there is none."""
    text = " ".join(place.figcaption.split())
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if not _CREDIT.search(sentence) and len(sentence.split()) >= 2 and len(sentence) <= LONGEST_GIST:
            return sentence.rstrip(".")
    return ""


def file_words(name: str) -> list[str]:
    """`red-panda-800x600.jpg` → red, panda; nothing for what a camera or a program named."""
    if not _FILE.match(name):
        return []
    stem = name.rsplit(".", 1)[0]
    parts = re.findall(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])", re.sub(r"\d+x\d+|\b\d+\b", " ", stem))
    words = [part.lower() for part in parts]
    return [word for word in dict.fromkeys(words) if word not in _OF_FILES and len(word) > 2]


def _span(text: str, wanted: Sequence[str]) -> tuple[list[str], int]:
    """The shortest run of the text's words that holds as many wanted ones as any, and how many those are.

    One wanted word is enough only where it is all that the file is called, or a name.
    """
    tokens = re.findall(r"[^\W_][\w'’.:&+-]*[\w+]|[^\W_]", text)
    if not tokens or text.isupper():
        return [], 0
    hits = [at for at, token in enumerate(tokens) if _stem(token) in {_stem(word) for word in wanted}]
    runs = [
        (first, last, len({_stem(tokens[at]) for at in hits if first <= at <= last}))
        for first in hits
        for last in hits
        if first <= last < first + LONGEST
    ]
    if not runs:
        return [], 0
    first, last, count = max(runs, key=lambda run: (run[2], run[0] - run[1]))
    if count == 1:
        first, last = _around_name(tokens, first)
        if len(wanted) > 2 or not (last > first or len(wanted) == 1):
            return [], 0
    return tokens[first : last + 1], count


def _around_name(tokens: Sequence[str], at: int) -> tuple[int, int]:
    """The capitalized words around one: `audrey` in a file name and `Audrey Tang joins` give `Audrey Tang`."""
    first = last = at
    while last + 1 < len(tokens) and _is_capital(tokens[last + 1]) and _is_capital(tokens[at]) and last - first < 3:
        last += 1
    while first > 0 and _is_capital(tokens[first - 1]) and _is_capital(tokens[at]) and last - first < 3:
        first -= 1
    return first, last


def _is_name(tokens: Sequence[str]) -> bool:
    return 2 <= len(tokens) <= 4 and all(map(_is_capital, tokens))


def _is_capital(token: str) -> bool:
    return token[:1].isupper() and not token.isupper()


def _stem(word: str) -> str:
    plain = word.lower().removesuffix("'s").removesuffix("’s").strip(".'’:")
    return plain[:-1] if plain.endswith("s") and len(plain) > 3 and not plain.endswith("ss") else plain
