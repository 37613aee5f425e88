"""What the page calls the image: words of the page that the image's file name confirms.

Whoever named the file looked at the image; whoever wrote the page knows what it is. Where both use the same words,
those words name what is to be seen. A page's title alone may be about anything.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.captions import TELLS, account, caption_gist, is_order, touching
from picopt_vision.embedded.filewords import KINDS, MARKS, file_words, is_of_files, kind_of, singular
from picopt_vision.embedded.proper import (
    FUNCTION_WORDS,
    grown,
    initials,
    is_capital,
    is_headline,
    is_name,
    is_whole_name,
    letters,
)
from picopt_vision.embedded.recipes import is_part
from picopt_vision.embedded.steps import DONE, NUMBERED_STEP, PUT, SOMEWHERE, STEP, VERBS, WENT
from picopt_vision.embedded.stock import stock_words
from picopt_vision.embedded.topic import Channel, Topic
from picopt_vision.rules.checks import comparable

_TOKEN: Final = re.compile(r"[^\W_][\w'’.:&+-]*[\w+]|[^\W_]")
# What a noun phrase begins with.
_DETERMINERS: Final = frozenset({"a", "an", "the", "this", "these", "our", "my", "his", "her", "its", "their"})
# A quotation mark or a bracket at one end only, what is done next, a verb with its object: the phrase is no name.
_TORN: Final = re.compile(
    r"[>→»]|^[^\"“”]*[\"“”][^\"“”]*$|\([^)]*$|^[^(]*\)|\s(?:then|click)\s"
    r"|\s[a-z]+ed (?:a|an|the|this|our|their|his|her|its) "
)
# What is quoted began before the phrase, and ends within it.
_QUOTE_OPEN: Final = re.compile(r"(?:^|\s)['\u2018](?=\w)[^'’]*$")
# The first or second of several images of one matter.
_NUMBERED: Final = re.compile(r"[-_ ]?\d+(?:-scaled|-\d+x\d+)?\.\w+$")
LONGEST: Final = 8
LONGEST_GLUED: Final = 4
MOST_TURNED: Final = 2
# More words of the file than this that the page does not have: it is called after something else.
MOST_UNCONFIRMED: Final = 1


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a text in a row."""

    phrase: str
    """As the text has them, what stands between them included."""
    words: tuple[str, ...] = ()
    confirmed: int = 0
    """How many words of the file are among them."""
    is_captioned: bool = False
    """A noun of the caption: what a caption and a file name both speak of is in the image."""


def find_topic(context: Context, *, any_noun: bool = False, camera: str = "") -> Topic | None:
    """The phrase, or None where file name and page have nothing in common.

    A phrase that stands beside the image as a whole would only repeat it, so that a different one is taken, if any.
    `any_noun`: a single common word will do, for the pixels tell that what it means is to be seen. `camera`: what took
    the image, which is not what it shows.
    """
    wanted = [word for word in file_words(context.file_name) if not _is_of_camera(word, camera)]
    place = context.main
    is_mark = kind_of(context) in MARKS
    near = [
        (_best_run(text, wanted, place, any_noun=any_noun, is_mark=is_mark), channel)
        for text, channel in _near(place, is_step=_NUMBERED.search(context.file_name) is not None).items()
    ]
    far: list[tuple[_Run, Channel]] = [
        (_whole_name(text, wanted), "running text") for text in (place.after, place.before)
    ]
    found = next(filter(None, ([(run, by) for run, by in runs if run.confirmed] for runs in (near, far))), [])
    if not found:
        stock = stock_words(context.file_name)
        return Topic(phrase=stock, is_name=False) if stock and not is_order(stock) else None
    said = {comparable(text) for text in (place.figcaption, place.heading, place.page_title)}
    found = [(run, by) for run, by in found if not _is_of_another_year(run.phrase, context.file_name)]
    if not found:
        return None
    most = max(run.confirmed for run, _ in found)
    runs = [run for run, _ in found if run.confirmed == most]
    best = next((run for run in runs if comparable(run.phrase) not in said), runs[0])
    return Topic(
        phrase=best.phrase,
        is_name=2 <= len(best.words) <= 4 and all(map(is_capital, best.words)),
        is_captioned=best.is_captioned,
        said_by=frozenset(channel for run, channel in found if run.confirmed == most),
        is_of_file=_is_all_or_end(best, wanted),
    )


def _near(place: Placement, *, is_step: bool) -> dict[str, Channel]:
    """The texts that may be about the image, and what they are; a text that stands in two places is the first's.

    `Method` below the name of a dish is no other matter, unless the image is one of several there.
    """
    is_of_dish = is_part(place.heading) and not is_step
    title = place.page_title if is_of_dish or _is_about_heading(place) else ""
    texts: tuple[tuple[str, Channel], ...] = (
        (caption_gist(place) or account(place), "caption"),
        (place.heading, "heading"),
        (title, "page title"),
        *((text, "text beside") for text in touching(place)),
    )
    first: dict[str, Channel] = {}
    for text, channel in texts:
        first.setdefault(text, channel)
    return first


def _is_all_or_end(run: _Run, wanted: Sequence[str]) -> bool:
    """All that the file is called is in it, or two words and the last, which says what it is: `values-word-cloud`.

    What kind of image it is need not be.
    """
    joined = "".join(map(letters, run.words))
    said = [letters(word) in joined for word in wanted if singular(word) not in KINDS]
    return all(said) or (said[-1] and run.confirmed > 1)


def _best_run(text: str, wanted: Sequence[str], place: Placement, *, any_noun: bool, is_mark: bool) -> _Run:
    """The shortest run of the text's words that holds as many wanted ones as any.

    One wanted word is enough only where it is a name, or all that the file is called and stands in the caption. A logo
    is called as its file says, whatever stands beside that in a title: `PyLadies` of `PyLadies Locations`.
    """
    is_short = is_mark and text in (place.heading, place.page_title)
    tokens = list(_TOKEN.finditer(text))
    stems = [letters(token[0]) for token in tokens]
    known = {letters(word) for word in wanted if singular(word) not in KINDS and word not in FUNCTION_WORDS}
    hits = [at for at, stem in enumerate(stems) if stem in known] or _glued(tokens, stems, known)
    if not hits or text.isupper():
        return _Run("")
    first, last = max(
        ((first, last) for first in hits for last in hits if first <= last < first + LONGEST),
        key=lambda run: (len({stems[at] for at in hits if run[0] <= at <= run[1]}), run[0] - run[1]),
    )
    count = len({stems[at] for at in hits if first <= at <= last})
    is_own = len(wanted) == 1 and text == caption_gist(place)
    if count == 1:
        if is_whole_name(text, tokens, first) or is_name(tokens[first][0], place):
            hit, (first, last) = first, (first, last) if is_short else grown(text, tokens, first, last, place)
            if _is_of_another(stems, wanted, hit, first, last):
                return _Run("")
        elif (is_own and _ends_phrase(text, tokens, _with_page(tokens, last))) or (any_noun and len(known) == 1):
            first, last = _with_modifiers(text, tokens, first), _with_page(tokens, last) if is_own else last
        elif text in (caption_gist(place), account(place)) and (noun := _captioned_noun(text, tokens, first)):
            return _Run(" ".join(noun), noun, count, is_captioned=True)
        else:
            return _Run("")
    is_doubtful = count == 1 and (len(known) > 1 + MOST_UNCONFIRMED or _is_beside_for(text, tokens, first, last))
    is_doubtful |= _is_torn(text, tokens[first].start(), tokens[last].end())
    is_doubtful |= text not in (caption_gist(place), account(place)) and _is_whereabouts(text[: tokens[first].start()])
    is_doubtful |= (count == 1 and wanted[0] in VERBS) or NUMBERED_STEP.match(text) is not None
    is_doubtful |= STEP.match(text, tokens[first].start()) is not None
    is_doubtful |= _are_of_several(text, tokens, [at for at in hits if first <= at <= last], wanted)
    is_doubtful |= not TELLS.isdisjoint(re.split("['’]", token[0].lower())[0] for token in tokens[first : last + 1])
    last = _with_state(text, tokens, _completed(text, tokens, last))
    words = tuple(token[0] for token in tokens[first : last + 1])
    is_doubtful |= text not in (caption_gist(place), account(place)) and _is_mostly_new(words, count, known)
    if is_doubtful or is_order(text):
        return _Run("")
    return _Run(_bare(text[tokens[first].start() : tokens[last].end()]), words, count)


def _is_mostly_new(words: Sequence[str], count: int, known: Collection[str]) -> bool:
    """The file's name has less than half of what is said: neither `the` nor `2023` are counted.

    In abbreviations each letter is a word: `osd` of `Open Source Design`.
    """
    telling = [word for word in words if len(word) > 1 and word.isalpha() and word.lower() not in FUNCTION_WORDS]
    shortened = sum(len(word) for word in known if len(word) > 2 and word in initials(words))
    return 2 * (count + shortened) < len(telling)


def _is_beside_for(text: str, tokens: Sequence[re.Match[str]], first: int, last: int) -> bool:
    """`America Brigade` of `Code for America Brigade` and `Standard` of `Standard for Code` are pieces of a name."""
    words = [token[0] for token in tokens]
    before = first > 1 and words[first - 1] == "for" and is_capital(words[first - 2])
    after = last + 2 < len(words) and words[last + 1] == "for" and is_capital(words[last + 2])
    whole = text[tokens[first - 2 * before].start() : tokens[last + 2 * after].end()]
    return (before or after) and is_capital(words[first]) and not re.search(r"[^\w\s'’-]", whole)


def _is_of_another_year(phrase: str, file_name: str) -> bool:
    """`Newsletter July 2021` is not that of `newsletter-July2020`."""
    said, meant = (set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)) for text in (phrase, file_name))
    return bool(said and meant) and said.isdisjoint(meant)


def _with_page(tokens: Sequence[re.Match[str]], last: int) -> int:
    """`landing` in `the new landing page` goes on, whatever a file is called: `page` says nothing in its name."""
    after = tokens[last + 1][0] if last + 1 < len(tokens) else ""
    return last + 1 if is_of_files(after) and after not in FUNCTION_WORDS else last


def _is_whereabouts(before: str) -> bool:
    """`We got to Red Rock` beside an image says where it was taken, and not what it shows."""
    return WENT.search(before) is not None


def _is_torn(text: str, start: int, end: int) -> bool:
    phrase, before = text[start:end], text[:start]
    closes = re.search(r"\w['’](?=\s|$)", phrase)
    if PUT.search(before) and SOMEWHERE.search(phrase):
        return True
    return _TORN.search(phrase) is not None or bool(closes and _QUOTE_OPEN.search(before))


def _bare(phrase: str) -> str:
    """Without the verb before it and the genitive at its end."""
    return re.sub(r"['’]s$", "", DONE.sub("", phrase))


def _whole_name(text: str, wanted: Sequence[str]) -> _Run:
    """All words of the file in a row as a name, also in text that is farther away: a list of people says who is who."""
    tokens, size = list(_TOKEN.finditer(text)), len(wanted)
    names = [letters(word) for word in wanted]
    for first in range(len(tokens) - size + 1 if size > 1 else 0):
        run = tokens[first : first + size]
        between = {text[one.end() : other.start()] for one, other in pairwise(run)}
        if between == {" "} and [letters(one[0]) for one in run] == names and all(is_capital(one[0]) for one in run):
            if _is_whereabouts(text[: run[0].start()]):
                continue
            words = tuple(one[0] for one in run)
            return _Run(_bare(text[run[0].start() : run[-1].end()]), words, size)
    return _Run("")


def _glued(tokens: Sequence[re.Match[str]], stems: Sequence[str], known: Collection[str]) -> list[int]:
    """Where the words of a name stand in a row that the file writes as one: `marybjones` and `Mary B. Jones`."""
    return next(
        (
            list(range(first, first + size))
            for size in range(2, LONGEST_GLUED + 1)
            for first in range(len(stems) - size + 1)
            if "".join(stems[first : first + size]) in known
            and all(is_capital(token[0]) for token in tokens[first : first + size])
        ),
        [],
    )


def _is_of_another(stems: Sequence[str], wanted: Sequence[str], hit: int, first: int, last: int) -> bool:
    """Beside the word that both have, file and page have different ones: `miller-fund` is not the `Smith Fund`."""
    names = [letters(word) for word in wanted]
    at = names.index(stems[hit]) if stems[hit] in names else -1
    if at < 0:
        return False
    before = at > 0 and first < hit and names[at - 1] not in stems
    after = (
        at + 1 < len(names)
        and first == hit < last
        and names[at + 1] not in stems
        and singular(wanted[at + 1]) not in KINDS
    )
    return before or after


def _completed(text: str, tokens: Sequence[re.Match[str]], last: int) -> int:
    """Where a phrase ends that was cut within its last noun: `for accessible` before `contrast`, `Part` before `I`.

    Or within the second of two names: `Ann Lee and Mary` before `Jones`.
    """
    if last + 1 == len(tokens) or text[tokens[last].end() : tokens[last + 1].start()] != " ":
        return last
    after = tokens[last + 1][0]
    if tokens[last][0].islower():
        opens_noun = last > 0 and tokens[last - 1][0].lower() in FUNCTION_WORDS and len(tokens) <= LONGEST
        return last + 1 if opens_noun and after.islower() and after not in FUNCTION_WORDS else last
    is_second = last > 0 and tokens[last - 1][0] == "and" and is_capital(after) and not is_headline(text)
    return last + 1 if is_second or re.fullmatch(r"[IVX]+|\d+", after) else last


def _with_state(text: str, tokens: Sequence[re.Match[str]], last: int) -> int:
    """`Minot, ND`: towns of the United States are called with their state."""
    is_state = last + 1 < len(tokens) and re.fullmatch("[A-Z]{2}", tokens[last + 1][0])
    return last + 1 if is_state and text[tokens[last].end() : tokens[last + 1].start()] == ", " else last


def _is_about_heading(place: Placement) -> bool:
    """The heading above the image says what the title says, or there is none: else the title names more than this."""
    heading, title = ({letters(word) for word in text.split()} for text in (place.heading, place.page_title))
    return not heading or bool((heading & title) - FUNCTION_WORDS)


def _is_of_camera(word: str, camera: str) -> bool:
    return any(part.startswith(letters(word)) for part in map(letters, camera.lower().split()) if part)


def _are_of_several(text: str, tokens: Sequence[re.Match[str]], hits: Sequence[int], wanted: Sequence[str]) -> bool:
    """`Ann Jones, Mary Lee` are two, and neither is the Mary Jones whom the file is called after.

    Nor is the `Red Cap 4` of `mini-red-cap` the `Red Cap Mini`: only two words may be turned, as `jones-mary`.
    """
    names = list(map(letters, wanted))
    known = [at for at in hits if letters(tokens[at][0]) in names]
    places = [names.index(letters(tokens[at][0])) for at in known]
    if places != sorted(places) and _are_one_name(text, tokens[min(known) : max(known) + 1]):
        return True
    return any(
        names.index(letters(tokens[one][0])) > names.index(letters(tokens[other][0]))
        and re.search("[,;:/]", text[tokens[one].end() : tokens[other].start()])
        for one, other in pairwise(known)
    )


def _are_one_name(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Capitalized words with nothing between them; more than two, initials left out."""
    is_whole = all(text[one.end() : other.start()] in {" ", ". "} for one, other in pairwise(run))
    long = [token[0] for token in run if len(token[0]) > 1]
    return is_whole and len(long) > MOST_TURNED and all(map(is_capital, long))


def _captioned_noun(text: str, tokens: Sequence[re.Match[str]], at: int) -> tuple[str, ...]:
    """`motherboard` out of `installing the motherboard in the case`, `unused cards` out of `these 500 unused cards`.

    A noun stands between an article or the like and the end of its phrase, with adjectives before it at most.
    """
    start = next((back for back in range(at - 1, max(-1, at - 5), -1) if tokens[back][0].lower() in _DETERMINERS), -1)
    inner = [token[0] for token in tokens[start + 1 : at + 1] if not token[0].isdigit()]
    is_phrase = start >= 0 and all(part.islower() for part in inner) and _ends_phrase(text, tokens, at)
    if not is_phrase or not FUNCTION_WORDS.isdisjoint(inner):
        return ()
    return tuple(inner)


def _ends_phrase(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    if at + 1 == len(tokens) or text[tokens[at].end() : tokens[at + 1].start()] != " ":
        return True
    return tokens[at + 1][0].lower() in FUNCTION_WORDS | TELLS


def _with_modifiers(text: str, tokens: Sequence[re.Match[str]], at: int) -> int:
    """Where the words begin that say more of a noun: `Mozilla red` before `dinosaur`; at most two."""
    first = at
    while first > max(0, at - 2) and text[tokens[first - 1].end() : tokens[first].start()] == " ":
        if tokens[first - 1][0].lower() in FUNCTION_WORDS:
            break
        first -= 1
    return first
