"""Where a phrase of the page may be cut off, and what belongs to it that no file name has."""

import re
from collections.abc import Sequence
from typing import Final

from picopt_vision.embedded.page.proper import FUNCTION_WORDS, is_capital, is_headline

# What turns a phrase into its contrary.
NEGATIONS: Final = frozenset({"no", "not", "non", "never", "without", "less", "zero"})
_AMPERSAND: Final = re.compile(r"\s?&\s?")
_OXFORD: Final = re.compile(r"\s*,\s*(?:and|or|&)\s*")
# Behind these, a number says which one.
_COUNTED: Final = frozenset({"vol", "no", "nr", "ed", "ch", "pt", "sec", "fig"})
LONGEST_OF_ONE: Final = 8
LONGEST_NAME: Final = 4
# Words with nothing but spaces and hyphens between them.
_ONE_NAME: Final = re.compile(r"[\w'’-]+(?: [\w'’-]+)*")
_NUMBER: Final = re.compile(r"\d+(?:[.-]\d+)*[a-z]?|[IVX]+")
# What a number behind a heading counts, or before an ingredient: `Greek Yogurt Pancakes 20 minutes 8 servings`.
_UNITS: Final = frozenset(
    """min mins minutes hr hrs hour hours days weeks months years servings portions people persons calories kcal g kg mg
    cup tbsp tsp tablespoon tablespoons teaspoon teaspoons dl
    lb lbs oz ml cl cm mm km m ft in inches miles cups pieces pcs items views comments likes shares reviews votes
    pages""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# What somebody's or something's name stands before, written small: `the Gandy Dancer trail`.
_NAMED: Final = frozenset(
    """trail path road street avenue bridge river creek lake bay island valley mountain park forest garden square museum
    library school church chapel theater theatre station building house hall tower project program team workshop
    conference festival""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)


def first_of_whole(text: str, tokens: Sequence[re.Match[str]], first: int, last: int) -> int:
    """Where a phrase begins with its negation, and the name that stands before its ampersand or in its list."""
    while first > 0:
        before, between = tokens[first - 1][0], text[tokens[first - 1].end() : tokens[first].start()]
        are_names = before[:1].isupper() and tokens[first][0][:1].isupper()
        is_list = between == ", " and first < last and _opens_list(text, tokens, first)
        is_negation = between in {" ", "-"} and before.lower() in NEGATIONS
        if not (is_negation or (are_names and (is_list or _AMPERSAND.fullmatch(between)))):
            break
        first -= 1
    return first


def _opens_list(text: str, tokens: Sequence[re.Match[str]], first: int) -> bool:
    """A comma and `and` follow on its first word: something stood before that."""
    return _OXFORD.match(text, tokens[first].end()) is not None


def last_of_quotation(text: str, tokens: Sequence[re.Match[str]], first: int, last: int) -> int:
    """Where a phrase ends that begins with a quotation: what is quoted is a name, and what follows is not of it."""
    if text[: tokens[first].start()][-1:] not in {"'", "\u2018"}:
        return last
    inner = (at for at in range(first, last) if re.match(r"['’](?:\s|$)", text[tokens[at].end() :]))
    return next(inner, last)


def last_of_whole(text: str, tokens: Sequence[re.Match[str]], last: int) -> int:
    """Where a phrase ends with the number of its volume, the name behind its ampersand, the noun behind its name."""
    if last + 1 == len(tokens):
        return last
    word, after = tokens[last][0], tokens[last + 1][0]
    between = text[tokens[last].end() : tokens[last + 1].start()]
    is_joined = _AMPERSAND.fullmatch(between) and is_capital(word) and is_capital(after)
    is_counted = between in {" ", ". "} and word.lower() in _COUNTED and _NUMBER.fullmatch(after)
    is_last = re.match(r"\s*(?:[,.;:!?)]|$)", text[tokens[last + 1].end() :]) is not None
    is_named = after in _NAMED or (is_last and after.islower() and after not in FUNCTION_WORDS)
    is_noun = between == " " and is_named and is_capital(word) and _follows_the(tokens, last)
    return last + 1 if is_joined or is_counted or is_noun else last


def _follows_the(tokens: Sequence[re.Match[str]], last: int) -> bool:
    """Between `the` and here stands nothing but a name of two words or more."""
    first = last
    while first > 0 and tokens[first - 1][0][:1].isupper():
        first -= 1
    return first < last and first > 0 and tokens[first - 1][0].lower() == "the"


def completed(text: str, tokens: Sequence[re.Match[str]], last: int) -> int:
    """Where a phrase ends that was cut within its last noun: `for accessible` before `contrast`, `Part` before `I`.

    Or within the second of two names: `Ann Lee and Mary` before `Jones`.
    """
    if last + 1 == len(tokens) or text[tokens[last].end() : tokens[last + 1].start()] != " ":
        return last
    after = tokens[last + 1][0]
    if tokens[last][0].islower():
        opens_noun = last > 0 and tokens[last - 1][0].lower() in FUNCTION_WORDS and len(tokens) <= LONGEST_OF_ONE
        return last + 1 if opens_noun and after.islower() and after not in FUNCTION_WORDS else last
    if last + 2 < len(tokens) and tokens[last + 2][0].lower() in _UNITS:
        return last
    is_second = last > 0 and tokens[last - 1][0] == "and" and is_capital(after) and not is_headline(text)
    return last + 1 if is_second or _NUMBER.fullmatch(after) else last


def with_state(text: str, tokens: Sequence[re.Match[str]], last: int) -> int:
    """`Minot, ND`: towns of the United States are called with their state."""
    is_state = last + 1 < len(tokens) and re.fullmatch("[A-Z]{2}", tokens[last + 1][0])
    return last + 1 if is_state and text[tokens[last].end() : tokens[last + 1].start()] == ", " else last


def with_rest_of_name(
    text: str, tokens: Sequence[re.Match[str]], first: int, last: int, *, is_caption: bool
) -> tuple[int, int]:
    """`New` before `York Strip` and, in a caption, `Tea` behind `Spiced Rum`: the text is one name."""
    end = len(tokens) - 1
    is_rest = (first, last) in {(1, end), (0, end - 1 if is_caption else end)}
    is_one_name = _ONE_NAME.fullmatch(text) and all(is_capital(token[0]) for token in tokens)
    return (0, end) if is_rest and is_one_name and end < LONGEST_NAME else (first, last)


def with_modifiers(text: str, tokens: Sequence[re.Match[str]], at: int) -> int:
    """Where the words begin that say more of a noun: `Mozilla red` before `dinosaur`; at most two, and no amounts."""
    first = at
    while first > max(0, at - 2) and text[tokens[first - 1].end() : tokens[first].start()] == " ":
        before = tokens[first - 1][0].lower()
        if before in FUNCTION_WORDS | _UNITS | _OF_AMOUNT or _NUMBER.fullmatch(before) or _is_deed(tokens, first - 1):
            break
        first -= 1
    return first


# Neither says what kind of thing it is.
_OF_AMOUNT: Final = frozenset({"own", "other", "more", "some", "any", "all", "every", "each", "many", "few", "such"})


def without_rest(phrase: str, *, is_dish: bool) -> str:
    """What a heading ran on into is no part of its name: `Gallery Some photos …`; `Brownies 25–30 minutes`."""
    words = phrase.split()
    is_rest = len(words) > 1 and (words[-1].lower() in _OF_AMOUNT or (is_dish and _NUMBER.fullmatch(words[-1])))
    return " ".join(words[:-1]) if is_rest else phrase


def _is_deed(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """`shaping` in `the technique for shaping pretzels` is done, and no kind of them."""
    is_free = at == 0 or tokens[at - 1][0].lower() in {"for", "of", "by", "when", "while", "before", "after", "without"}
    return is_free and tokens[at][0].lower().endswith("ing")
