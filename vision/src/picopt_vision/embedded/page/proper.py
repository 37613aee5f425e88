"""Proper names: which words of a text are one, and where it begins and ends."""

import re
from collections.abc import Sequence
from typing import Final

from anyascii import anyascii

from picopt_vision.context import Placement
from picopt_vision.embedded.page.filewords import KINDS, singular

# As Germans and Scandinavians write their vowels where only ASCII is to be had, file names above all.
_SPELLED_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
FUNCTION_WORDS: Final = frozenset(
    """a an the this that these those and or but of in on at to from by for with without as into our your my his her
    its their per is are was were be has have had la le les el los de du des y e und mit""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# `IdentityTheft.gov` is called `identitytheft.jpg`.
_DOMAIN: Final = re.compile(r"(?<=\w{3})\.(?:com|org|net|gov|edu|info)$", re.IGNORECASE)
MOST_OF_A_NAME: Final = 3
# A name within a sentence follows a word in small letters, or one of these; what follows `part:name` may be a heading.
_BEFORE_NAMES: Final = r"(?:(?<![\w:])[a-z]+|\b(?:The|Our|An?|In|From|At|With|By))"


def is_name(word: str, place: Placement) -> bool:
    """A single word names an image where it is a name: capitals within it, or a capital within a sentence.

    `Attach` above an image of a cable tells what to do, and in `Working With Our Data` everything has a capital.
    """
    if re.search(r"[a-z][A-Z]|\d", word) or (word.isupper() and len(word) > 2):
        return True
    bare = re.escape(re.sub(r"['’]s$", "", word))
    texts = (place.page_title, place.heading, place.figcaption, place.before, place.after)
    inside = re.compile(rf"{_BEFORE_NAMES},? (?:[A-Z]\w+ )?{bare}\b(?!-)")  # not `Acme` of `Acme-Like`
    is_common = any(re.search(rf"\b{bare.lower()}\b", text) for text in texts)
    return is_capital(word) and not is_common and any(inside.search(text) for text in texts if not is_headline(text))


def is_headline(text: str) -> bool:
    """Every longer word has a capital, so that none says anything."""
    long = re.findall(r"[^\W\d_]{5,}", text)[1:]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def is_whole_name(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Another capitalized word stands right after or before it, in a text that gives capitals to names only."""
    beside = (at + 1 < len(tokens) and belongs(text, tokens, at)) or (at > 1 and belongs(text, tokens, at - 1))
    return beside and not is_headline(text)


# What a sentence begins with, and no name goes on with.
_OPENING_A_SENTENCE: Final = frozenset(
    """while when whenever whereas if although though because since unless until whether we they he she these those
    there""".split()  # noqa: SIM905 # as above
)
# What follows a verb, and no name.
_OBJECT: Final = re.compile(r" (?:an?|the|any|all|your|our|my|this|these|it|them)\b")


def grown(text: str, tokens: Sequence[re.Match[str]], first: int, last: int, place: Placement) -> tuple[int, int]:
    """With the capitalized words around a name: `audrey` in a file name and `Audrey Tang joins` give `Audrey Tang`.

    Commas, colons and the like end a name, and so does the next sentence; what begins the text is one only where it is
    a name elsewhere.
    """
    is_named = all(is_capital(token[0]) for token in tokens[first : last + 1])
    while is_named and last + 1 < len(tokens) and belongs(text, tokens, last) and last - first < MOST_OF_A_NAME:
        if tokens[last + 1][0].lower() in _OPENING_A_SENTENCE:
            break
        last += 1
    while is_named and first > 0 and belongs(text, tokens, first - 1) and last - first < MOST_OF_A_NAME:
        before = tokens[first - 1][0]
        if before.lower() in FUNCTION_WORDS or (first == 1 and not is_name(before, place)):
            break
        first -= 1
    if last + 1 < len(tokens) and singular(tokens[last + 1][0]) in KINDS and is_named:
        last += 1
    return first, last - 1 if is_named and _runs_on(text, tokens, first, last) else last


def _runs_on(text: str, tokens: Sequence[re.Match[str]], first: int, last: int) -> bool:
    """A title that ends without a full stop, and an order that begins behind it: `Sunglasses Add a touch of`."""
    return first == 0 < last and _OBJECT.match(text, tokens[last].end()) is not None


def belongs(text: str, tokens: Sequence[re.Match[str]], left: int) -> bool:
    """Two words in a row are of one name."""
    one, other = tokens[left], tokens[left + 1]
    between = text[one.end() : other.start()]
    return between in {" ", ". "} and is_capital(one[0]) and is_capital(other[0])


def is_capital(token: str) -> bool:
    """A capital first, and not all of them."""
    return token[:1].isupper() and (len(token) == 1 or not token.isupper())


def letters(word: str) -> str:
    """`Micro:bit's` and `microbit`, `Bällchen` and `baellchen` are one word."""
    bare = re.sub(r"[\W_]", "", singular(_DOMAIN.sub("", word)))
    return anyascii(bare.translate(_SPELLED_OUT))


def initials(words: Sequence[str]) -> str:
    """`bsee` of `Bureau of Safety and Environmental Enforcement`."""
    return "".join(word[0].lower() for word in words if word[:1].isupper())
