"""Writing in the image held against the page: what both say is read right, and spelled as the page spells it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.page.filewords import file_words, singular
from picopt_vision.embedded.page.proper import FUNCTION_WORDS
from picopt_vision.embedded.writing.names import MOST_WORDS_OF_A_NAME, is_of_another, name_in
from picopt_vision.embedded.writing.reading import BROKEN, SURE_OF_QUOTE, WORD
from picopt_vision.embedded.writing.spelling import (
    SHORTEST_MENDED,
    SHORTEST_SAID,
    apart_as_in_file,
    count_letters,
    in_file,
    is_glued,
    mended,
    plain,
    with_like_letters,
)
from picopt_vision.embedded.writing.written import PAGE, Reading, Standing
from picopt_vision.links import site_of
from picopt_vision.rules.checks import comparable

# A logo, a badge or a cover has few lines.
MOST_LINES_OF_A_NAME: Final = 4
MOST_LABELS: Final = 12
# So many lines are quoted only where so many of their longer words stand on the page, too.
MANY_LINES: Final = 4
FEWEST_SHARED: Final = 2
# More texts than this are a window or a drawing with its labels; longer ones no alt text holds.
MOST_APART: Final = 4
LONGEST_APART: Final = 114
LONGEST_ALONE: Final = 60
# Height, as a share of the image's, from which one text alone tells what the image is.
LEAST_HEIGHT_ALONE: Final = 0.035
# `we have so far?`: its beginning was not read.
_END_OF_SENTENCE: Final = re.compile(r"[^\W\d_A-Z]\w* .*[.?!]")
# `GP17`: a pin, a part, a key. Several are a plan.
_CODE: Final = re.compile(r"\b[^\W\d_]+\d+\b")
MOST_CODES: Final = 2
# Letters with accents are read wrong more often than not.
_FOREIGN: Final = re.compile(r"(?![a-zA-Z])[^\W\d_]")
# `% increase in wages` tells what a chart is about; `Classroom size` only where the page has all of it.
FEWEST_OF_AN_AXIS: Final = 3
# Share (0–1) of the words of a part of what is written that somebody else has, too.
LEAST_VOUCHED: Final = 0.25


@dataclass(frozen=True, slots=True)
class Lettering:
    """What is written in the image, as far as the page says the same."""

    name: str = ""
    """What a logo or a badge says as a whole, in the page's spelling; empty where there is more writing than that."""
    headline: str = ""
    """The largest lines, words mended that the page has and the eye got nearly right."""
    labels: tuple[str, ...] = ()
    """Lines all of whose words the page uses, too."""
    apart: tuple[str, ...] = ()
    """All that is written in it, text by text, where that is little enough to be quoted."""
    standing: tuple[str, ...] = ()
    """Where more is written in it than can be quoted: the texts that the page has, too, then the largest ones."""
    title: str = ""
    """What a chart says of itself."""
    heading: str = ""
    """What stands on a screen, and in the name of its page, its caption, or its file."""
    is_beside_name: bool = False
    """The file is called after another name that the page has: what was read may be a motto, or the owner."""


def hold_against(reading: Reading, context: Context) -> Lettering:
    """The reading, seen with the page's eyes."""
    page = f"{context.known}\n{context.site_name}"
    reading = _with_like_letters(reading, page, context)
    name = name_in(reading, page, context) if reading.lines <= MOST_LINES_OF_A_NAME else ""
    is_beside_name = is_of_another(name or reading.headline, page, context)
    name = "" if is_beside_name else name
    words = {comparable(word) for word in re.findall(r"[^\W_]+", page)}
    labels = list({text.casefold(): text for text in reversed(reading.texts) if _is_begun_label(text, words)}.values())
    labels.reverse()
    is_part = BROKEN.search(reading.headline) or _END_OF_SENTENCE.fullmatch(reading.headline)
    headline = "" if is_part else mended(reading.headline, page)
    headline = apart_as_in_file(headline, page, context.file_name)
    is_sure = reading.score >= SURE_OF_QUOTE and not _FOREIGN.search(headline)
    is_strange = reading.quoted >= MANY_LINES and not _is_of_page(headline, words)
    if (
        is_strange
        or is_glued(headline, page)
        or (not is_sure and not _is_label(headline, words | in_file(context.file_name)))
    ):
        headline = ""
    title = _title(reading, words, context)
    title = "" if is_glued(title, page) else title
    apart = reading.apart if _are_quotable(reading.apart, page) else ()
    return Lettering(
        name,
        headline,
        tuple(dict.fromkeys(labels))[:MOST_LABELS],
        apart,
        _standing(reading, page, words, context),
        title,
        _heading(reading, page, context),
        is_beside_name,
    )


def _with_like_letters(reading: Reading, page: str, context: Context) -> Reading:
    names = f"{context.file_name} {site_of(context.main)}"
    mend = partial(with_like_letters, page=page, names=names)
    lists = (reading.texts, reading.clear, reading.edges, reading.apart)
    texts, clear, edges, apart = (tuple(map(mend, each)) for each in lists)
    headline, title, axis = map(mend, (reading.headline, reading.title, reading.axis))
    standing = tuple(replace(each, text=mend(each.text)) for each in reading.standing)
    return replace(
        reading,
        headline=headline,
        texts=texts,
        clear=clear,
        edges=edges,
        apart=apart,
        standing=standing,
        title=title,
        axis=axis,
    )


def _are_quotable(texts: Sequence[str], page: str) -> bool:
    """Few, short, and whole words, each of them once: no buttons, no cells, nothing that the page spells otherwise."""
    if len(texts) > MOST_APART or sum(map(len, texts)) > LONGEST_APART or len({*map(str.casefold, texts)}) < len(texts):
        return False
    return all(_is_quotable(text, page) for text in texts)


def _is_quotable(text: str, page: str) -> bool:
    is_part = count_letters(text) < SHORTEST_SAID or BROKEN.search(text) or len(_CODE.findall(text)) > MOST_CODES
    return not (is_part or _FOREIGN.search(text) or is_glued(text, page))


def _standing(reading: Reading, page: str, words: set[str], context: Context) -> tuple[str, ...]:
    """As many as an alt text holds, in the order in which they are read; none where that is a word alone.

    Of many, nobody knows which are buttons and cells, and which say what it is.
    """
    if reading.lines > PAGE:
        return ()
    spelled = [replace(each, text=mended(each.text, page)) for each in reading.standing]
    told = {each.text for each in spelled if _is_label(each.text, words)}
    sure = [each for each in spelled if each.score >= SURE_OF_QUOTE or each.text in told]
    texts: dict[str, Standing] = {}
    for each in sure:
        if _is_quotable_alone(each.text, page):
            texts.setdefault(each.text.casefold(), each)
    chosen: list[Standing] = []
    for each in sorted(texts.values(), key=lambda each: (each.text not in told, -each.height)):
        if len(chosen) < MOST_APART and sum(len(one.text) for one in chosen) + len(each.text) <= LONGEST_APART:
            chosen.append(each)
    in_order = tuple(each.text for each in texts.values() if each in chosen)
    if reading.is_data and not is_vouched_for(" ".join(in_order), context):
        return ()
    is_small = len(chosen) == 1 and chosen[0].height < LEAST_HEIGHT_ALONE
    return in_order if len(" ".join(in_order).split()) > 1 and not is_small else ()


def _heading(reading: Reading, page: str, context: Context) -> str:
    """Of the short lines on a screen, the one that has most words of the page's names; the others are on the page, too.

    `Save file` and `Your account` are on any screen.
    """
    place = context.main
    titles = f"{place.page_title} {place.heading} {place.figcaption} {place.link_title}"
    names = {singular(word) for word in (*comparable(titles).split(), *file_words(context.file_name))}
    known = names | {singular(word) for word in comparable(page).split()}
    shared: dict[str, int] = {}
    for text in dict.fromkeys(reading.clear):
        own = [singular(word) for word in _longer_words(text)]
        is_known = len(own) > 1 and 3 * sum(word in known for word in own) >= 2 * len(own)
        if is_known and _is_heading(text) and _is_quotable_alone(text, page):
            shared[text] = sum(word in names for word in own)
    best = max(shared, key=lambda text: shared[text], default="")
    return best if shared.get(best) else ""


def _is_heading(text: str) -> bool:
    """A few words from their beginning: a line of a longer text begins with no capital, or ends with a sign."""
    words = text.split()
    is_begun = len(words[0]) > 1 and not text[:1].islower()
    return is_begun and len(words) <= MOST_WORDS_OF_A_NAME and text[-1] not in ",;"


def _is_quotable_alone(text: str, page: str) -> bool:
    """Short, with a word in it, from its beginning, and no address."""
    if WORD.search(text) is None or len(text) > LONGEST_ALONE or "@" in text:
        return False
    is_begun = text.split(maxsplit=1)[0].lower() not in FUNCTION_WORDS or text.endswith("?")
    return is_begun and _is_quotable(text, page)


def says(reading: Reading, phrase: str) -> bool:
    """Most of the phrase's longer words are written in the image."""
    texts = " ".join((*reading.edges, *reading.texts, reading.title, reading.axis))
    glued, apart = plain(texts), {plain(word) for word in re.findall(r"[^\W_]+", texts)}
    longer = [word.lower() for word in re.findall(r"[^\W_]+", phrase) if len(word) >= SHORTEST_SAID]
    words = [word for word in longer if word not in FUNCTION_WORDS]
    # A short word is a part of many others; a longer one may be written in two, or together with the next.
    found = sum(word in apart or (len(word) >= SHORTEST_MENDED and word in glued) for word in words)
    return bool(words) and 2 * found >= len(words)


def is_vouched_for(text: str, context: Context) -> bool:
    """Some of its words the page has, too, or the file or the link is called so; true where there is no page.

    What is a part of all that is written says what an image is about, or is a cell, an axis, a button.
    """
    place = context.main
    near = f"{context.known} {context.site_name} {' '.join(file_words(context.file_name))} {place.link_title}"
    known = {singular(word) for word in comparable(f"{near} {place.link_target}").split()}
    longer = _longer_words(text)
    vouched = sum(singular(word) in known for word in longer)
    return not place.tells_something or vouched >= LEAST_VOUCHED * len(longer)


def _longer_words(text: str) -> list[str]:
    return [word for word in comparable(text).split() if len(word) >= SHORTEST_SAID and word not in FUNCTION_WORDS]


def _title(reading: Reading, words: set[str], context: Context) -> str:
    """What stands above a chart; the name of its axis where the page says that, or a part of one that tells enough."""
    is_telling = len(re.findall(r"[^\W\d_]{3,}", reading.axis)) >= FEWEST_OF_AN_AXIS
    is_told = _is_label(reading.axis, words) or (is_telling and is_vouched_for(reading.axis, context))
    return reading.title or (reading.axis if is_told else "")


def _is_label(text: str, words: set[str]) -> bool:
    own = re.findall(r"[^\W_]+", text)
    if not own or BROKEN.search(text):
        return False
    return max(map(len, own)) > 2 and all(comparable(word) in words for word in own)


def _is_begun_label(text: str, words: set[str]) -> bool:
    """`of Producing Electricity` goes on from the line above."""
    return _is_label(text, words) and not re.match(rf"(?:{'|'.join(FUNCTION_WORDS)})\b", text)


def _is_of_page(text: str, words: set[str]) -> bool:
    """Legends and buttons in many lines are no text of which the page would speak."""
    own = {comparable(word) for word in re.findall(r"[^\W\d_]{4,}", text)}
    return len(own & words) >= FEWEST_SHARED
