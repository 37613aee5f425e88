"""What the page calls the image: words of the page that the image's file name confirms.

Whoever named the file looked at the image; whoever wrote the page knows what it is. Where both use the same words,
those words name what is to be seen. A page's title alone may be about anything.
"""

import re
from collections.abc import Sequence
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.page.captions import account, caption_gist, is_order, touching
from picopt_vision.embedded.page.filewords import KINDS, MARKS, file_words, kind_of, singular
from picopt_vision.embedded.page.proper import FUNCTION_WORDS, is_capital, letters
from picopt_vision.embedded.page.recipes import is_part
from picopt_vision.embedded.page.runs import Run, best_run, whole_name
from picopt_vision.embedded.page.stock import stock_words
from picopt_vision.embedded.page.topic import Channel, Topic
from picopt_vision.embedded.page.unspaced import unspaced_name
from picopt_vision.rules.checks import comparable

# The first or second of several images of one matter.
_NUMBERED: Final = re.compile(r"[-_ ]?\d+(?:-scaled|-\d+x\d+)?\.\w+$")

_YEAR_BEHIND: Final = re.compile(r"(?<=\w) ((?:19|20)\d\d)$")


def find_topic(context: Context, *, any_noun: bool = False, camera: str = "") -> Topic | None:
    """The phrase, or None where file name and page have nothing in common.

    A phrase that stands beside the image as a whole would only repeat it, so that a different one is taken, if any.
    `any_noun`: a single common word will do, for the pixels tell that what it means is to be seen. `camera`: what took
    the image, which is not what it shows.
    """
    wanted = [word for word in file_words(context.file_name) if not _is_of_camera(word, camera)]
    place = context.main
    is_mark = kind_of(context) in MARKS
    texts = _near(place, is_step=_NUMBERED.search(context.file_name) is not None)
    if unspaced := unspaced_name(wanted, texts):
        return unspaced
    near = [
        (best_run(text, wanted, place, any_noun=any_noun, is_mark=is_mark), channel) for text, channel in texts.items()
    ]
    far: list[tuple[Run, Channel]] = [
        (whole_name(text, wanted), "running text") for text in (place.after, place.before)
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
        phrase=_without_year(best.phrase, context.file_name),
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


def _is_all_or_end(run: Run, wanted: Sequence[str]) -> bool:
    """All that the file is called is in it, or two words and the last, which says what it is: `values-word-cloud`.

    What kind of image it is need not be.
    """
    joined = "".join(map(letters, run.words))
    said = [letters(word) in joined for word in wanted if singular(word) not in KINDS]
    return all(said) or (said[-1] and run.confirmed > 1)


def _is_of_another_year(phrase: str, file_name: str) -> bool:
    """`Newsletter July 2021` is not that of `newsletter-July2020`."""
    said, meant = (set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)) for text in (phrase, file_name))
    return bool(said and meant) and said.isdisjoint(meant)


def _without_year(phrase: str, file_name: str) -> str:
    """`Lakeside Camp` of `Lakeside Camp 2025` for `lakeside-camp.jpg`: which one is seen, the page does not say."""
    year = _YEAR_BEHIND.search(phrase)
    return phrase if year is None or year[1] in file_name else phrase[: year.start()]


def _is_about_heading(place: Placement) -> bool:
    """The heading above the image says what the title says, or there is none: else the title names more than this."""
    heading, title = ({letters(word) for word in text.split()} for text in (place.heading, place.page_title))
    return not heading or bool((heading & title) - FUNCTION_WORDS)


def _is_of_camera(word: str, camera: str) -> bool:
    return any(part.startswith(letters(word)) for part in map(letters, camera.lower().split()) if part)
