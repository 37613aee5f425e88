"""File names of stock libraries: whoever uploaded the image there said in them what it shows."""

import re
from typing import Final

# Pexels: `person-holding-yarn-3945638.jpg`; Pixabay: `sunflower-field-1421011_1280.jpg`. WordPress adds an ending.
_NAMED: Final = re.compile(
    r"(?P<words>[a-z]{2,}(?:-[a-z]+)*)-(?P<number>\d{5,9})(?P<size>_(?:640|960|1280|1920))?"
    r"(?:-scaled|-\d+x\d+|-\d)?\.\w{3,4}"
)
# Without Pixabay's sizes, fewer words may be anything's name with a number.
FEWEST_WORDS: Final = 4
FEWEST_DIGITS: Final = 6
_DATE: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
# What somebody is, a file name knows no better than the pixels do (rule 12).
_PERSONS: Final = {
    "woman": "person", "man": "person", "lady": "person", "guy": "person", "gentleman": "person",
    "women": "people", "men": "people", "ladies": "people", "guys": "people",
}  # fmt: skip
_UNSAID: Final = frozenset(
    """girl girls boy boys teen teenager teenagers senior elderly old young beautiful pretty sexy handsome cute black
    white asian african american european caucasian muslim disabled""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# Who somebody is to somebody, what they believe or suffer from: no image shows it.
_UNSEEN: Final = frozenset(
    """mother mom mum father dad daughter son sister brother husband wife grandmother grandfather patient pregnant sick
    ill blind deaf gay lesbian lgbt homeless depressed sad drunk poor rich obese fat indian chinese japanese korean arab
    arabic hispanic latin latina latino jewish hindu christian blonde""".split()  # noqa: SIM905 # as above
)
# Advertisements and instructions, which pages are called by and no image is.
_OF_PAGES: Final = frozenset(
    """how why what when where which best top tips ways guide review reviews free sale discount offer deal deals buy
    cheap price prices vs versus your you our my near me services""".split()  # noqa: SIM905 # as above
)
# Beside people these words would be theirs; beside yarn and walls they are colors.
_COLORS: Final = frozenset({"black", "white"})
_LIBRARIES: Final = frozenset(
    {"pexels", "pixabay", "unsplash", "istockphoto", "shutterstock", "adobestock", "dreamstime"}
)
_CLIPPED: Final = re.compile(r"\b(?:a|an|the|in|on|of|and|with|by|at|near|to|for|from)$")


def stock_words(file_name: str) -> str:
    """`person holding white yarn`; empty for what no stock library named, and where the name is cut off."""
    found = _NAMED.fullmatch(file_name)
    if not found or _DATE.fullmatch(found["number"]):
        return ""
    words = [_PERSONS.get(word, word) for word in found["words"].split("-")]
    is_said = _LIBRARIES.union(_OF_PAGES).isdisjoint(words) and (
        found["size"] or _is_of_library(words, found["number"])
    )
    if not is_said or _tells_too_much(words) or _CLIPPED.search(" ".join(words)):
        return ""
    return " ".join(words)


def _is_of_library(words: list[str], number: str) -> bool:
    """Numbers of five digits are those of towns and orders, too."""
    return len(words) >= FEWEST_WORDS and len(number) >= FEWEST_DIGITS


def _tells_too_much(words: list[str]) -> bool:
    """It has a word of origin, age or looks, unless that is a color and stands before a thing."""
    people = {"person", "people", "child", "children", "kid", "kids", "couple", "family", "model"}
    if not people.isdisjoint(words) and not _UNSEEN.isdisjoint(words):
        return True
    return any(
        word in _UNSAID and (word not in _COLORS or after in people)
        for word, after in zip(words, [*words[1:], ""], strict=True)
    )
