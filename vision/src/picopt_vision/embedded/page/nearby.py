"""What stands near the picture or inside its file: hints for the classifier, captions, the date."""

import re
from itertools import pairwise
from typing import Final

from picopt_vision.caption import EmbeddedText
from picopt_vision.context import Context, Placement
from picopt_vision.embedded.page.captions import is_order, without_credits
from picopt_vision.embedded.page.filewords import is_placeholder
from picopt_vision.embedded.page.kinds import wider_in_file
from picopt_vision.rules import Subject, broken_rules
from picopt_vision.rules.checks import comparable
from picopt_vision.rules.language import is_other_phrase

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LONGEST_CAPTION: Final = 250
FEWEST_WORDS: Final = 3
# What programs for design call a page of a template: `Colorful Rainbow Facebook Cover - 3`.
_OF_DESIGN: Final = re.compile(r" - \d{1,3}$|^(?:untitled|thumbnails?|artboard)\b|\btemplate\b", re.IGNORECASE)
# What a program that draws was asked for is no account of what it drew.
_OF_PROMPT: Final = re.compile(
    r"(?:^|\s)--[a-z]+\b|\bjob id\b|\bsteps: \d|\bnegative prompt\b"
    r"|\bcopy ?space\b|\b(?:4k|8k|photorealistic|masterpiece|best quality)\b,",
    re.IGNORECASE,
)
# Of a product's attributes, those that one sees.
SEEN_ATTRIBUTES: Final = frozenset({"color", "colour", "finish", "material", "pattern", "print", "shape"})


def hints(context: Context) -> frozenset[str]:
    """Words near the picture, alone and in pairs, in lower case: they may confirm what the pixels suggest.

    And what the file's last word is a kind of.
    """
    place = context.main
    near = f"{context.file_name} {context.product_title} {context.existing_alt} {place.page_title} {place.figcaption}"
    words = re.findall(r"[a-z]+", near.lower())
    pairs = (" ".join(pair) for pair in pairwise(words))
    return frozenset(words).union(pairs, wider_in_file(context.file_name))


# What an image of a thing of that color has at least one of, whatever the light.
_NEAR: Final = {
    "red": {"red", "orange", "pink", "brown"}, "orange": {"orange", "red", "yellow", "brown"},
    "yellow": {"yellow", "orange", "beige", "green"}, "green": {"green", "turquoise", "yellow"},
    "turquoise": {"turquoise", "green", "blue"}, "blue": {"blue", "turquoise", "purple"},
    "navy": {"blue", "black", "purple"}, "purple": {"purple", "blue", "pink"}, "violet": {"purple", "blue", "pink"},
    "pink": {"pink", "red", "purple", "orange"}, "black": {"black", "grey"},
    "white": {"white", "grey", "beige"}, "grey": {"grey", "black", "white"}, "gray": {"grey", "black", "white"},
}  # fmt: skip


def product_name(context: Context, shades: frozenset[str] | None = None) -> str:
    """The product as the shop tells it from its like: `Trek 520, red`. Empty where the image shows no product.

    What the shop offers in several colors may be of any of them here. `shades`: the colors that the image has, for
    galleries show a product in others, too.
    """
    is_unknown = is_order(context.product_title) or is_placeholder(context.file_name)
    name = "" if is_unknown else context.product_title
    told = context.product.attributes if context.product and name else {}
    looks = [
        " ".join(value.split())
        for kind, value in told.items()
        if kind.strip().lower() in SEEN_ATTRIBUTES
        and value.strip()
        and not re.search(r"[,;|/]", value)
        and not _is_refuted(value, shades)
    ]
    return ", ".join([name, *(look for look in looks if look.lower() not in name.lower())])


def _is_refuted(value: str, shades: frozenset[str] | None) -> bool:
    """It names a color that the image does not have."""
    named = [_NEAR[word] for word in re.findall(r"[a-z]+", value.lower()) if word in _NEAR]
    return shades is not None and any(shades.isdisjoint(near) for near in named)


def is_said(text: str, place: Placement) -> bool:
    """The page has the very words beside the image."""
    return comparable(text) in map(comparable, (place.page_title, place.heading, place.figcaption))


def trusted_caption(embedded: EmbeddedText) -> str:
    """A caption that a person wrote into the file in plain English words; empty when it looks like anything else."""
    for text in (embedded.caption, embedded.title):
        line = without_credits(text)
        if len(line.split()) >= FEWEST_WORDS and len(line) <= LONGEST_CAPTION and not _is_odd(line):
            return line
    return ""


def _is_odd(line: str) -> bool:
    if _OF_DESIGN.search(line) or _OF_PROMPT.search(line):
        return True
    faults = broken_rules(Subject(field="alt", value=line))
    return any(rule.severe for rule in faults) or is_other_phrase(line, "en") or is_order(line)


def date_in_words(embedded: EmbeddedText) -> str:
    """`May 2019`; empty when the file does not say, or the camera's clock was never set."""
    year, month = embedded.taken[:4], embedded.taken[5:7]
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12) or embedded.taken[5:10] == "01:01":
        return ""
    return f"{_MONTHS[int(month) - 1]} {year}"
