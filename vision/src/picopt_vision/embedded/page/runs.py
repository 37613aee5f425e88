"""Words in a row that a text of the page and the name of a file have in common."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from picopt_vision.context import Placement
from picopt_vision.embedded.page.captioned import captioned_noun, ends_phrase
from picopt_vision.embedded.page.captions import TELLS, account, caption_gist, is_order
from picopt_vision.embedded.page.filewords import KINDS, is_of_files, singular
from picopt_vision.embedded.page.proper import (
    FUNCTION_WORDS,
    grown,
    initials,
    is_capital,
    is_name,
    is_whole_name,
    letters,
)
from picopt_vision.embedded.page.seams import (
    completed,
    first_of_whole,
    last_of_quotation,
    last_of_whole,
    with_modifiers,
    with_rest_of_name,
    with_state,
)
from picopt_vision.embedded.page.steps import DONE, NUMBERED_STEP, PUT, SOMEWHERE, STEP, VERBS, WENT

_TOKEN: Final = re.compile(r"[^\W_][\w'’.:&+-]*[\w+]|[^\W_]")
# A quotation mark or a bracket at one end only, what is done next, a verb with its object: the phrase is no name.
_TORN: Final = re.compile(
    r"[>→»]|^[^\"“”]*[\"“”][^\"“”]*$|\([^)]*$|^[^(]*\)|\s(?:then|click)\s"
    r"|\s(?:[a-z]+ed|won|lost|beat|got|gave|took|made|met) (?:a|an|the|this|our|their|his|her|its) "
)
# What is quoted began before the phrase, or right at it, and ends within it.
_QUOTE_OPEN: Final = re.compile(r"(?:^|[\s(])['\u2018](?=\w|$)[^'’]*$")
# `submit a package to Acme for review`: both stand to the verb, and the second is nothing of Acme's.
_TO_VERB: Final = re.compile(r"\b(?:to|into|from|with)\s+$")
_SECOND_TO_VERB: Final = re.compile(r"\s(?:for|to|into|from|with|as|by)\s+[a-z]")
# `View north from the fire tower` shows no tower.
_SEEN_FROM: Final = re.compile(
    r"\b(?:views?|looking|seen|photographed|taken)\b[^.,;:]*\bfrom\s+(?:(?:the|our|my|a)\s+)?$", re.IGNORECASE
)
# `C, Java, and Scala` without its first or its last.
_LISTED: Final = re.compile(r"^[^,]+, (?:and|or|&) ")
_LIST_GOES_ON: Final = re.compile(r"\s*,\s*(?:and|or|&)\s")
# `which way` is no thing.
_ASKING: Final = frozenset({"which", "what", "who", "whose", "where", "when", "why", "how"})
LONGEST: Final = 8
LONGEST_GLUED: Final = 4
MOST_TURNED: Final = 2
# More words of the file than this that the page does not have: it is called after something else.
MOST_UNCONFIRMED: Final = 1


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a text in a row."""

    phrase: str
    """As the text has them, what stands between them included."""
    words: tuple[str, ...] = ()
    confirmed: int = 0
    """How many words of the file are among them."""
    is_captioned: bool = False
    """A noun of the caption: what a caption and a file name both speak of is in the image."""


NO_RUN: Final = Run("")


def best_run(text: str, wanted: Sequence[str], place: Placement, *, any_noun: bool, is_mark: bool) -> Run:
    """The shortest run of the text's words that holds as many wanted ones as any.

    One wanted word is enough only where it is a name, or all that the file is called and stands in the caption. A logo
    is called as its file says, whatever stands beside that in a title: `PyLadies` of `PyLadies Locations`.
    `any_noun`: a single common word will do. `is_mark`: the image is a logo or the like.
    """
    search = _Search(text, wanted, place)
    return NO_RUN if text.isupper() or is_order(text) else search.best(any_noun=any_noun, is_mark=is_mark)


@dataclass(frozen=True)
class _Search:
    """One text, and the words that are looked for in it. `first` and `last` are places of words in the text."""

    text: str
    wanted: Sequence[str]
    place: Placement

    @cached_property
    def tokens(self) -> list[re.Match[str]]:
        return list(_TOKEN.finditer(self.text))

    @cached_property
    def stems(self) -> list[str]:
        return [letters(token[0]) for token in self.tokens]

    @cached_property
    def known(self) -> set[str]:
        """The wanted words that tell something."""
        words = [word for word in self.wanted if singular(word) not in KINDS and word not in FUNCTION_WORDS]
        # A page writes `long-tailed` where its file has two words.
        hyphened = {f"{one}{other}" for one, other in pairwise(words)} & set(self.stems)
        return {letters(word) for word in words} | {word for word in hyphened if self._is_hyphened(word)}

    def _is_hyphened(self, word: str) -> bool:
        return any("-" in token[0] and letters(token[0]) == word for token in self.tokens)

    @cached_property
    def hits(self) -> list[int]:
        """Where a wanted word stands."""
        single = [at for at, stem in enumerate(self.stems) if stem in self.known]
        return single or _glued(self.tokens, self.stems, self.known)

    @cached_property
    def is_caption(self) -> bool:
        return self.text in (caption_gist(self.place), account(self.place))

    @property
    def is_own_caption(self) -> bool:
        """The caption of an image that is called by one word."""
        return len(self.wanted) == 1 and self.text == caption_gist(self.place)

    def best(self, *, any_noun: bool, is_mark: bool) -> Run:
        if not self.hits:
            return NO_RUN
        first, last = max(
            ((first, last) for first in self.hits for last in self.hits if first <= last < first + LONGEST),
            key=lambda run: (self._count(*run), run[0] - run[1]),
        )
        count = self._count(first, last)
        span: tuple[int, int] | None = (first, last)
        if count == 1 and self._is_name(first):
            span = self._grown(first, last, is_mark=is_mark)
        elif count == 1 and self._is_enough(last, any_noun=any_noun):
            span = with_modifiers(self.text, self.tokens, first), self._end(last)
        elif count == 1:
            return self._captioned(first)
        if span is None:
            return NO_RUN
        span = self._whole(*span)
        count = self._count(*span)
        return NO_RUN if self._is_doubtful(*span, count) else self._run(*span, count)

    def _whole(self, first: int, last: int) -> tuple[int, int]:
        """With what would change its sense if it were left out: `No` before `Knead Bread`, `Ben &` before `Jerry`."""
        last = last_of_quotation(self.text, self.tokens, first, last)
        return first_of_whole(self.text, self.tokens, first, last), last_of_whole(self.text, self.tokens, last)

    def _count(self, first: int, last: int) -> int:
        """How many different wanted words stand there."""
        return len({self.stems[at] for at in self.hits if first <= at <= last})

    def _is_name(self, at: int) -> bool:
        return is_whole_name(self.text, self.tokens, at) or is_name(self.tokens[at][0], self.place)

    def _grown(self, first: int, last: int, *, is_mark: bool) -> tuple[int, int] | None:
        """The whole name; None where the file has another one."""
        is_short = is_mark and self.text in (self.place.heading, self.place.page_title)
        span = (first, last) if is_short else grown(self.text, self.tokens, first, last, self.place)
        return None if _is_of_another(self.stems, self.wanted, first, *span) else span

    def _is_enough(self, last: int, *, any_noun: bool) -> bool:
        """A single common word."""
        is_all = self.is_own_caption and ends_phrase(self.text, self.tokens, _with_page(self.tokens, last))
        return is_all or (any_noun and len(self.known) == 1)

    def _end(self, last: int) -> int:
        return _with_page(self.tokens, last) if self.is_own_caption else last

    def _captioned(self, at: int) -> Run:
        noun = captioned_noun(self.text, self.tokens, at) if self.is_caption else ()
        return Run(" ".join(noun), noun, 1, is_captioned=True) if noun else NO_RUN

    def _is_doubtful(self, first: int, last: int, count: int) -> bool:
        """The phrase is a piece of something else, or says of something else than the image."""
        start, end = self.tokens[first].start(), self.tokens[last].end()
        return (
            (count == 1 and self._is_weak(first, last))
            or _is_torn(self.text, start, end)
            or (not self.is_caption and _is_whereabouts(self.text[:start]))
            or (self.is_caption and _SEEN_FROM.search(self.text[:start]) is not None)
            or self._is_step(start)
            or self.tokens[first][0].lower() in _ASKING
            or _are_of_several(self.text, self.tokens, [at for at in self.hits if first <= at <= last], self.wanted)
            or self._tells(first, last)
        )

    def _is_weak(self, first: int, last: int) -> bool:
        """One word of many, one beside `for`, or a deed."""
        is_of_many = len(self.known) > 1 + MOST_UNCONFIRMED
        return is_of_many or self.wanted[0] in VERBS or _is_beside_for(self.text, self.tokens, first, last)

    def _is_step(self, start: int) -> bool:
        return NUMBERED_STEP.match(self.text) is not None or STEP.match(self.text, start) is not None

    def _tells(self, first: int, last: int) -> bool:
        """A verb in it makes it a sentence."""
        words = (token[0].lower() for token in self.tokens[first : last + 1])
        return not TELLS.isdisjoint(re.split("['’]", word)[0] for word in words)

    def _run(self, first: int, last: int, count: int) -> Run:
        last = with_state(self.text, self.tokens, completed(self.text, self.tokens, last))
        words = tuple(token[0] for token in self.tokens[first : last + 1])
        if not self.is_caption and _is_mostly_new(words, count, self.known):
            return NO_RUN
        if self.is_caption or self.text in (self.place.heading, self.place.page_title):
            first, last = with_rest_of_name(self.text, self.tokens, first, last, is_caption=self.is_caption)
        words = tuple(token[0] for token in self.tokens[first : last + 1])
        return Run(_bare(self.text[self.tokens[first].start() : self.tokens[last].end()]), words, count)


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
    if _TO_VERB.search(before) and _SECOND_TO_VERB.search(phrase):
        return True
    if _is_within_list(phrase, before, text[end:]):
        return True
    is_doubled = any(singular(one) == singular(other) for one, other in pairwise(phrase.split()))  # heading and text
    return is_doubled or _TORN.search(phrase) is not None or bool(closes and _QUOTE_OPEN.search(before))


def _is_within_list(phrase: str, before: str, after: str) -> bool:
    """`Java, and Scala` behind a comma, and `C, Java` before `, and Scala`."""
    begins = _LISTED.search(phrase) is not None and before.rstrip().endswith(",")
    return begins or ("," in phrase and _LIST_GOES_ON.match(after) is not None)


def _bare(phrase: str) -> str:
    """Without the verb before it and the genitive at its end."""
    return re.sub(r"['’]s$", "", DONE.sub("", phrase))


def whole_name(text: str, wanted: Sequence[str]) -> Run:
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
            return Run(_bare(text[run[0].start() : run[-1].end()]), words, size)
    return NO_RUN


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
