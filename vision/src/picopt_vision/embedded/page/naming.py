"""Whose portrait an image is, as file name and page say it: never told from the pixels."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.page.captions import touching
from picopt_vision.embedded.page.filewords import file_words, is_of_anybody
from picopt_vision.embedded.page.proper import letters
from picopt_vision.embedded.page.roles import tells_of_people
from picopt_vision.embedded.page.topic import Channel, Topic

# Words of headlines and of places: what has one of them is the name of no person, however its capitals look.
_NO_PERSON: Final = frozenset(
    """about access accessories action age annual apartment app art awards bakery bar beach best black blog blue book
    box bridge business cafe campaign castle cathedral center centre challenge charity church city class clinic
    club code coffee collection college community company conference contact course culture data day design
    development digital download event events fair falls farm fashion festival food forest foundation free fund
    future gallery garden get gift green group guide hall harbor health help history holiday home hospital hotel
    house how institute island jobs kitchen lab lake learning library life light lighthouse live login makeup
    market media meet meeting memorial mountain museum music national nature new news next night office online
    open opera our palace park people perfect place plan policy portfolio poster press previous pricing prize
    products program project quality radio real red register report research resort restaurant review river road
    room sale salon school science sea search season security service services session share shop shopping skin
    smart social spa special spring square staff station store story street studio style submit subscribe success
    summer summit support team tech technology theater theatre tour tower town training travel university update
    valley video village wedding week welcome what white why winter work working workshop world year yoga
    your""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# Two to four words with a capital; `J.` may be one of them.
_NAME: Final = re.compile(r"[A-Z][^\W\d_]+(?:[ -](?:[A-Z]\.|[A-Z][^\W\d_]+)){1,3}")
# Pronouns may follow in brackets.
_NAME_AT_END: Final = re.compile(rf"(?<![\w’'-])({_NAME.pattern})(?:\s*\([^()]*\))?\W*$")
# `Crafting Concrete` has two capitals and is nobody; `SparkMAX` is no name of a person, `McLean` and `DeVito` are.
_NO_NAME: Final = re.compile(
    r"^(?!Irving|Sterling|Channing|Fleming)[^\W\d_]{2,}[^\W\d_aeiou]ing "
    r"|\b(?!Ma?c|De|Di|Du|La|Le|Van|Fitz|Jo|Ann|Mary|Rose)\w*[a-z][A-Z]"
)
# Not whoever took the photograph.
_NAME_IN_TEXT: Final = re.compile(rf"(?<!by )(?<!By )(?<!: )\b{_NAME.pattern}")
# Not `Ann Example Frontend/backend developer`.
_NAME_AT_START: Final = re.compile(
    r"[\s*_–—·•-]*((?:[A-Z][^\W\d_]+)(?:[ -](?:[A-Z]\.|[A-Z][^\W\d_]+)){1,7})(?![^\W\d_]|/)"
)
# More are two people's, or more than a name; `_NAME` has at most so many.
LONGEST_NAME: Final = 3
MOST_NAMES: Final = 4
# `aexample` and `annex` of Ann Example; shorter ones are words.
SHORTEST_OF_ACCOUNTS: Final = 4
# `Erin, as Noah sees her`, `Erin is the one who`
_FIRST_NAME: Final = re.compile(r"\s*([A-Z][a-z]{2,})(?:,|:|['’]s|\s(?:is|was|has|had|lives|works|loves|likes|grew))\s")
# `Meet Ann Example, a designer` behind `headshot.jpg`
_INTRODUCED: Final = re.compile(rf"\s*(?:Meet|Introducing) ({_NAME.pattern})")
# `Dr. Wagner to join us` above `ann_wagner.jpg`. Whole words stand before anything: `Mayor Election`, `Justice Reform`.
_ADDRESSED: Final = re.compile(
    r"\b(?:(?:Dr|Prof|Mr|Mrs|Ms|Mx)\.?|(?:Rev|Sen|Rep|Gov)\.) ([A-Z][^\W\d_]{2,})\b(?![-'’]|\s[A-Z])"
)
# A page on which somebody speaks of themselves, and what parts its title: `Ann Example • Home`.
_OF_ONESELF: Final = re.compile(r"\bI(?:['’]m)?\b|\b(?:my|me|myself)\b")
_PARTS: Final = re.compile(r"\s+[-–—|•·:]\s+")
_WITHIN_NAMES: Final = frozenset({"al", "bin", "da", "de", "del", "der", "di", "dos", "el", "la", "le", "van", "von"})
# Two words, or one that ends as a name in a list does.
_STARTS: Final = re.compile(
    r"\W*(?:(?:Dr|Prof|Mr|Mrs|Ms|Mx)\b\.?\s+)?([^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*|(?=\s*(?:[,:|–—-]|$))))"
)
# `Ann Example She/Her`
_PRONOUN: Final = re.compile(r" (?:He|She|They)$")


def may_be_person(phrase: str, page: str) -> bool:
    """Capitalized words that may be somebody's name: no words of headlines, and none that the page writes small.

    Nor what one is in or at: `the Lakeside Marriott`.
    """
    if re.search(rf"\b(?:the|in|at|near|inside|outside|around)\s+{re.escape(phrase)}\b", page, re.IGNORECASE):
        return False
    words = re.findall(r"[^\W\d_]+", phrase)
    if _NO_NAME.search(phrase):
        return False
    small = set(re.findall(r"\b[^\W\d_A-Z]\w+", page))
    return _NO_PERSON.isdisjoint(word.lower() for word in words) and small.isdisjoint(word.lower() for word in words)


def is_person_name(text: str, page: str) -> bool:
    """Two to four capitalized words that may be somebody's name, and nothing else."""
    return _NAME.fullmatch(text) is not None and may_be_person(text, page)


def named_person(context: Context) -> Topic | None:
    """Whose name the file has a part of, and a text of the page by itself, at its end, or in the sentence beside.

    Of a file that may be anybody's portrait (`avatar.jpg`), whose name stands by itself.
    """
    words = {letters(word) for word in file_words(context.file_name)}
    place, is_anybodys = context.main, is_of_anybody(context.file_name)
    opening = _opening_name(place.after, words, is_anybodys=is_anybodys)
    if opening and may_be_person(opening, context.known):
        return Topic(phrase=opening, is_name=True, said_by=frozenset({"text beside"}))
    for name, channel in _names_of_anybody(place) if is_anybodys else _names(place, words):
        parts = [letters(part) for part in name.split()]
        is_named = parts[0] in words or parts[-1] in words or any(_is_account(word, parts) for word in words)
        is_of_file = is_anybodys or is_named
        if is_of_file and len(parts[0]) > 1 and not tells_of_people(name) and may_be_person(name, context.known):
            return Topic(phrase=name, is_name=True, said_by=frozenset({channel}))
    return _addressed(place, file_words(context.file_name))


def _addressed(place: Placement, words: Sequence[str]) -> Topic | None:
    """Whom title, heading, or caption calls by a last name with which the file's name ends: `Dr. Wagner`."""
    texts: tuple[tuple[str, Channel], ...] = (
        (place.figcaption, "caption"),
        (place.heading, "heading"),
        (place.page_title, "page title"),
    )
    for text, channel in texts if len(words) <= LONGEST_NAME else ():
        for said in _ADDRESSED.finditer(text):
            if letters(said[1]) in {letters(word) for word in words[-1:]}:
                return Topic(phrase=said[0], is_name=True, said_by=frozenset({channel}))
    return None


def _opening_name(after: str, words: set[str], *, is_anybodys: bool) -> str:
    """Whom the text behind the image begins with: `Erin` behind `erin.jpg`, `Ann Example` behind `headshot.jpg`."""
    first, introduced = _FIRST_NAME.match(after), _INTRODUCED.match(after)
    if first and words == {letters(first[1])}:
        return first[1]
    return introduced[1] if introduced and is_anybodys else ""


def _is_account(word: str, parts: Sequence[str]) -> bool:
    """What somebody calls an account, and the photograph in it: `annexample`, `abexample`, `examplea`, `annee`."""
    if len(parts) < 2:  # `Anne-Marie`, or what a pronoun left of `Erin She/Her`
        return False
    first, *_, last = parts
    if word in {"".join(parts), first + last}:
        return True
    initials = word.removesuffix(last)
    is_last = len(last) >= SHORTEST_OF_ACCOUNTS and (
        word == last + first[:1] or (word.endswith(last) and initials[:1] == first[:1] and len(initials) <= 2)
    )
    return is_last or (len(first) >= SHORTEST_OF_ACCOUNTS and word == first + last[:1])


def _names(place: Placement, words: set[str]) -> Iterator[tuple[str, Channel]]:
    """What may be a name near the image, nearest first, and where it stands. `words`: of the file's name."""
    yield from _by_themselves(place)
    for end in _ends(place):
        yield _as_in_file(end, words), "text beside"
    for text in touching(place):
        for match in _NAME_IN_TEXT.finditer(text):
            yield _as_in_file(match[0], words), "text beside"


def _names_of_anybody(place: Placement) -> Iterator[tuple[str, Channel]]:
    """The same by the page alone: texts that are nothing else, and the title of a page on which somebody says `I`.

    In a row of people one name stands before the image and another behind it: nobody knows whose portrait it is.
    """
    ends = [end for end in _ends(place) if len(end.split()) <= LONGEST_NAME and not tells_of_people(end)]
    above = [place.heading] if _NAME.fullmatch(place.heading) else []
    is_row = any(_is_other(one, name) for one in (*above, *ends) for name in (*ends, _starts_with(place.after)))
    yield from ((name, channel) for name, channel in _by_themselves(place) if not (is_row and channel == "heading"))
    yield from ((end, "text beside") for end in ends if not is_row)
    if _OF_ONESELF.search(f"{place.before} {place.after}"):
        yield from ((part, "page title") for part in _PARTS.split(place.page_title) if _NAME.fullmatch(part))


def _is_other(one: str, name: str) -> bool:
    """Both are names, and of two people."""
    return bool(name) and {letters(part) for part in one.split()}.isdisjoint(letters(part) for part in name.split())


def _starts_with(after: str) -> str:
    """One or two words with capitals that may be a name, in any letters: `Åsa Öberg`, `Ann Sample Director`, `Ben – `.

    No office. What is doubtful counts as a name: silence costs less than calling somebody by another's.
    """
    begun = _STARTS.match(after)
    name = begun[1] if begun else ""
    is_written_so = all(word[:1].isupper() or word in _WITHIN_NAMES for word in name.split())
    is_no_person = tells_of_people(name) or not _NO_PERSON.isdisjoint(name.lower().split())
    return name if is_written_so and not is_no_person else ""


def _by_themselves(place: Placement) -> Iterator[tuple[str, Channel]]:
    texts: tuple[tuple[str, Channel], ...] = (
        (place.figcaption, "caption"),
        (place.heading, "heading"),
        (place.page_title, "page title"),
    )
    yield from ((text, channel) for text, channel in texts if _NAME.fullmatch(text))


def _ends(place: Placement) -> Iterator[str]:
    """Capitalized words with which the text behind the image begins, and those with which the text before it ends."""
    for end in (_NAME_AT_START.match(place.after), _NAME_AT_END.search(place.before.removesuffix(place.heading))):
        if end:
            yield _PRONOUN.sub("", end[1])


def _as_in_file(run: str, words: set[str]) -> str:
    """The name out of words with capitals that stand in a row: the part of it that the file has, too.

    A title or the next person may follow, and a headline go before: `Mary Example Director`, `Ann Example Joe Sample`,
    `Congratulations Fellow Mary Example`. Or the same name again, where a sentence begins below a heading.
    """
    said = run.split()
    said = said[: next((back for back in range(2, len(said)) if said[back:][:2] == said[:2]), len(said))]
    at = [place for place, word in enumerate(said) if letters(word) in words]
    if len(at) > 1 and at == list(range(at[0], at[-1] + 1)):
        return " ".join(said[at[0] : at[-1] + 1])
    if len(said) <= LONGEST_NAME or len(at) != 1:
        return " ".join(said[:MOST_NAMES])
    first = at[0]
    is_last = first == len(said) - 1
    has_initial = not is_last and said[first + 1].endswith(".")
    if is_last or (first > 1 and said[first - 1].endswith(".") and not has_initial):  # `Mary J. Example`, by its end
        return " ".join(said[max(0, first - 2) : first + 1])
    return " ".join(said[first : first + (3 if has_initial else 2)])


def fits_people(gist: str, claims: Sequence[Claim]) -> bool:
    """What is said of a portrait tells of somebody: by a name, by what they are, or by what they do."""
    if not claims or "portrait" not in claims[0].tags:
        return True
    if tells_of_people(gist):
        return True
    runs = re.findall(r"[A-Z][^\W\d_]+(?:[ -](?:[A-Z]\.|[A-Z][^\W\d_]+))+", gist)
    names = [[word for word in run.lower().split() if word not in {"the", "a", "our"}] for run in runs]
    return any(len(name) > 1 and _NO_PERSON.isdisjoint(name) for name in names)


def names_anybody(text: str, page: str) -> bool:
    """Somebody's name stands in it."""
    return any(may_be_person(match[0], page) for match in _NAME_IN_TEXT.finditer(text))
