"""Text in the picture (rule 3), when the extra `ocr` is installed: RapidOCR with its packaged models (Apache-2.0).

What is read is quoted, never obeyed (rule 17).
"""

import re
from dataclasses import replace
from functools import cache, cmp_to_key
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from picopt_vision.capabilities import Extra
from picopt_vision.embedded.networks.runtime import give_memory_back
from picopt_vision.embedded.writing.axes import has_axis
from picopt_vision.embedded.writing.blocks import IN_A_ROW, as_text, blocks_of, going_on, in_order, texts_apart
from picopt_vision.embedded.writing.line import Line
from picopt_vision.embedded.writing.written import AXIS, Reading, Standing

# A line is believed from this score on (0–1); below it, foliage and fences are read as letters.
SURE: Final = 0.92
# What is quoted must be read better than that, or stand on the page: of the rest, every second line has a wrong letter.
SURE_OF_QUOTE: Final = 0.97
# Share of the picture's height from which writing is content, not a sign somewhere in the scene.
LEAST_HEIGHT: Final = 0.025
# Smaller lines than this share of the tallest are menus and small print.
HEADLINE: Final = 0.55
# Lines of nearly the largest one's height: the same text goes on, or another one stands beside it.
AS_TALL: Final = 0.8
# Lines that share less of their height are one above the other.
STACKED: Final = 0.3
# A single word may be a sign, or half of one; two are writing.
FEWEST_WORDS: Final = 2
FEWEST_LETTERS: Final = 5
# Who owns the picture is not what it shows, and rights are not ours to state (rule 16). Nor does a form show what it
# asks assent to.
_WATERMARK: Final = re.compile(
    r"©|\(c\)|copyright|all rights|stock ?photo|shutterstock|getty|(?<!\bdo )(?<!\bif )\byou (?:agree|consent|accept)\b"
    r"|\bterms (?:(?:and|&) |of (?:use|service|sale|business)\b)|\bprivacy (?:policy|notice)\b",
    re.IGNORECASE,
)
# `did it1`: a mark or an icon that was read as part of a word.
_NOISE: Final = re.compile(r"[a-z]\d")
# The icon of a field for searching is read as a letter.
_MAGNIFIER: Final = re.compile(r"^Q(?= [^\W\d_]{2})\s")
# Whoever hears an alt text cannot follow an address in it (rule 7).
_ADDRESS: Final = re.compile(r"\bhttps?:|\bwww\.|\w\.(?:org|com|net)/", re.IGNORECASE)
_MONTH: Final = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?(?: \d{1,4})?",
    re.IGNORECASE,
)
# Three letters in a row: what has none is a number, a sign, or a mark.
WORD: Final = re.compile(r"[^\W\d_]{3}")
LONGEST_QUOTE: Final = 90
# What a line that is broken off within a sentence ends with.
BROKEN: Final = re.compile(
    r"\b(?:is|are|was|and|or|of|the|an?|to|in|for|with|by|from|as|that|und|oder|für|von|mit|der|et|de|du|des|à|pour|y|para)"
    r"\W*$",
    re.IGNORECASE,
)
# A chart's title stands in its upper fifth, and is a word at least.
TOP: Final = 0.2
SHORTEST_TITLE: Final = 6
LARGE: Final = 1.15
# Long side in pixels at which lines are looked for. At 960 a page of text takes 60 MB more and reads no better.
DETECTION_SIDE: Final = 768


# So many lines with another one beside them are a form, a table or a program's window.
SIDE_BY_SIDE: Final = 3
# Share of the image's width.
BORDER: Final = 0.004


def read_text(image: Image.Image) -> Reading:
    """The text in an image; nothing without the extra."""
    found = _read(image)
    sure = [line for line in found if line.score >= SURE]
    numbers = sum(_is_number(line.text) for line in sure)
    content = [line for line in found if _is_content(line)]
    texts = tuple(line.text for line in content if not _is_number(line.text))
    words = [line for line in content if not _is_number(line.text)]
    written, width = [*words, *_small(sure)], image.width / image.height
    known = Reading(
        surest=max((line.score for line in sure), default=0.0),
        lines=len(sure),
        numbers=numbers,
        texts=texts,
        clear=tuple(line.text for line in words if line.score >= SURE_OF_QUOTE),
        edges=tuple(line.text for line in sure if line.height >= LEAST_HEIGHT),
        cells=_count_cells(sure),
        has_axis=has_axis(sure),
        apart=_apart(content, found, numbers=numbers),
        standing=_standing(found),
        title=_title(written, sure),
        axis=_axis(written, width),
    )
    lines = _headlines(content)
    lines += _continued(lines, words)
    quote = "" if _is_gappy(lines, found) else _joined(lines)
    if len(quote.split()) < FEWEST_WORDS or sum(char.isalpha() for char in quote) < FEWEST_LETTERS:
        return known
    score = min(line.score for line in lines)
    share = sum((line.right - line.left) * line.height for line in lines) / width
    return replace(known, headline=quote, quoted=len(lines), score=score, share=share)


def _apart(content: list[Line], found: list[Line], *, numbers: int) -> tuple[str, ...]:
    large = [line for line in found if line.height >= LEAST_HEIGHT and not _is_mark(line)]
    if numbers >= AXIS:
        content, large = ([line for line in lines if not _is_number(line.text)] for lines in (content, large))
    is_sure = len(large) == len(content) and all(line.score >= SURE_OF_QUOTE for line in content)
    return texts_apart(content) if is_sure else ()


def _standing(found: list[Line]) -> tuple[Standing, ...]:
    """Of what is large enough to be meant, the texts without a line that is cut or hardly read."""
    large = [line for line in found if line.height >= LEAST_HEIGHT and not _is_tick(line.text)]
    return tuple(
        Standing(as_text(block), max(line.height for line in block), min(line.score for line in block))
        for block in blocks_of(large, AS_TALL)
        if all(map(_is_content, block)) and not _is_interrupted(block, found)
    )


def _title(lines: list[Line], everything: list[Line]) -> str:
    """The heading of a chart. Legends and buttons stand at the sides, in the size of everything else."""
    usual = float(np.median([line.height for line in everything])) if everything else 0.0
    top = [line for line in _clear(lines) if line.top < TOP]
    apart = [line for line in top if line.height >= LARGE * usual]
    numbers = sum(_is_number(line.text) for line in everything)
    if not apart and numbers >= AXIS:
        # Turned ticks look large.
        apart = top if len(_clear(lines)) == 1 else _topmost(top, everything)
    if not apart:
        return ""
    tallest = max(line.height for line in apart)
    # The name of a panel is as tall, and one word below it.
    first = min(
        (line for line in apart if line.height >= AS_TALL * tallest), key=lambda line: (" " not in line.text, line.top)
    )
    return _joined([first, *_continued([first], _clear(lines))])


def _topmost(top: list[Line], everything: list[Line]) -> list[Line]:
    """Several words above all else: legends stand lower, inside the chart. Sums of a program are no title.

    The uppermost number of an axis may stand beside it.
    """
    return [
        line
        for line in top
        if " " in line.text
        and 3 * sum(map(str.isdigit, line.text)) < sum(map(str.isalnum, line.text))
        and all(
            other is line or other.top > line.top + (0 if _is_number(other.text) else line.height / 2)
            for other in everything
        )
    ]


def _axis(lines: list[Line], width: float) -> str:
    """The name of the lower axis. `width` in heights of the image."""
    below = [line for line in _clear(lines) if line.top > 1 - TOP and line.is_central(width)]
    return _shorten(max(below, key=lambda line: line.top).text) if below else ""


def _clear(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.score >= SURE_OF_QUOTE and len(line.text) >= SHORTEST_TITLE]


def _small(lines: list[Line]) -> list[Line]:
    """Words that are too small for a poster, as charts have them."""
    small = (line for line in lines if line.height < LEAST_HEIGHT and not line.is_cut)
    return [line for line in small if not (_is_number(line.text) or _WATERMARK.search(line.text))]


def _is_content(line: Line) -> bool:
    if line.score < SURE or line.height < LEAST_HEIGHT or line.is_cut:
        return False
    return not (_WATERMARK.search(line.text) or _NOISE.search(line.text) or _ADDRESS.search(line.text))


def _is_number(text: str) -> bool:
    """What stands along an axis: a digit first, hardly a letter (`0.25`, `1 000`, `$80k`), or a month."""
    plain = text.strip()
    if _MONTH.fullmatch(plain):
        return True
    if not re.match(r"\W*\d", plain):
        return False  # `GP17` names a thing
    return 2 * sum(char.isalpha() for char in plain) <= len(plain)


def _is_tick(text: str) -> bool:
    """A number without a word: `13 March` is none."""
    return _is_number(text) and (_MONTH.fullmatch(text.strip()) is not None or not WORD.search(text))


def _count_cells(lines: list[Line]) -> int:
    numbers = [line for line in lines if _is_number(line.text)]
    words = [line for line in lines if not _is_number(line.text)]
    return sum(any(number.is_beside(word) for word in words) for number in numbers)


def _headlines(lines: list[Line]) -> list[Line]:
    """The largest line and the large ones that go on from it, as they are read, numbers among them.

    None where they stand one into another, for then nobody knows their order, nor where there are several such texts,
    one below another or in columns.
    A letter alone is a mark or a bullet. Too many for a quotation are a heading with a text: then only the heading.
    """
    written = [line for line in lines if not _is_mark(line)]
    words = [line for line in written if not _is_number(line.text)]
    largest = max(words, key=lambda line: line.height, default=None)
    if largest is None:
        return []
    large = [line for line in written if line.height >= HEADLINE * largest.height]
    is_mixed = any(STACKED < one.overlap(other) < IN_A_ROW for one, other in combinations(large, 2))
    if is_mixed or _are_labels(large):
        return []
    block = going_on(largest, large)
    is_one_of_several = any(line.height >= AS_TALL * largest.height for line in words if line not in block)
    if is_one_of_several or any(one.is_beside(other) for one, other in combinations(block, 2)):
        return []
    if sum(len(line.text) for line in block) + len(block) > LONGEST_QUOTE:
        block = going_on(largest, [line for line in block if line.height >= AS_TALL * largest.height])
    return sorted(block, key=cmp_to_key(in_order))


def _continued(lines: list[Line], words: list[Line]) -> list[Line]:
    """The line below, in smaller type, of a sentence that is broken off: `Centre for`."""
    if not lines or not BROKEN.search(lines[-1].text):
        return []
    last = lines[-1]
    below = [each for each in words if each not in lines and each.top > last.top and each.left < last.right]
    return sorted(below, key=lambda each: each.top)[:1]


def _is_mark(line: Line) -> bool:
    return len(line.text) < FEWEST_WORDS and not line.text.isdigit()


def _is_gappy(lines: list[Line], found: list[Line]) -> bool:
    """Between or beside them something large is written that could not be read: a word, a number."""
    if not lines:
        return False
    least = HEADLINE * max(line.height for line in lines)
    top, bottom = min(line.top for line in lines), max(line.top + line.height for line in lines)
    others = [line for line in found if line not in lines and line.height >= least and not _is_mark(line)]
    return any(
        top < other.top + other.height / 2 < bottom and other.goes_on(line) for other in others for line in lines
    )


def _is_interrupted(block: list[Line], found: list[Line]) -> bool:
    """Between its lines stands another one, or below them the rest, which could not be read whole."""
    least = HEADLINE * max(line.height for line in block)
    apart = [
        other
        for other in found
        if other not in block and other.height >= least and not _is_mark(other)
        if all(other.overlap(line) < STACKED for line in block)
    ]
    return any(_is_between(other, block) or _is_rest(other, block) for other in apart)


def _is_between(other: Line, block: list[Line]) -> bool:
    """Below some of the lines and above others, in the middle of all of them."""
    middle, row = (other.left + other.right) / 2, other.top + other.height / 2
    is_central = max(line.left for line in block) < middle < min(line.right for line in block)
    return is_central and min(line.top for line in block) < row < max(line.top for line in block)


def _is_rest(other: Line, block: list[Line]) -> bool:
    """It begins right below the last of them, and ends at the border."""
    last = max(block, key=lambda line: line.top)
    is_below = other.top > last.top and abs(other.left - last.left) < last.height / 2
    return is_below and other.is_cut and other.goes_on(last)


def _joined(lines: list[Line]) -> str:
    """What they say; nothing where a quotation cannot hold it, or where they end within a sentence."""
    text = _shorten(" ".join(line.text for line in lines))
    return "" if text.endswith("…") or BROKEN.search(text) else text


def _are_labels(lines: list[Line]) -> bool:
    """Buttons, cells, parts of a drawing: side by side, or the same again and again, they are no text together."""
    beside = sum(any(line.is_beside(other) for other in lines) for line in lines)
    again = len(lines) - len({line.text.casefold() for line in lines})
    return beside >= min(SIDE_BY_SIDE, max(len(lines), FEWEST_WORDS)) or again > 1


def _shorten(text: str) -> str:
    """At most `LONGEST_QUOTE` characters, cut between words."""
    clean = " ".join(text.replace("“", "").replace("”", "").split())
    if len(clean) <= LONGEST_QUOTE:
        return clean
    return clean[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"


def _read(image: Image.Image) -> list[Line]:
    engine = _engine()
    if engine is None:
        return []
    # RapidOCR takes BGR, as OpenCV does.
    found = engine(np.asarray(image)[:, :, ::-1], use_cls=False)
    if found.boxes is None:
        return []
    return [
        _line(text.strip(), float(score), np.asarray(box, np.float64) / image.height, image.width / image.height)
        for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
    ]


def _line(text: str, score: float, corners: NDArray[np.float64], width: float) -> Line:
    """All measures in heights of the image, `width` too."""
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    is_cut = left < BORDER * width or right > (1 - BORDER) * width
    return Line(_MAGNIFIER.sub("", text), score, bottom - top, left, right, top, is_cut)


@cache
def _engine() -> Any | None:
    if not Extra.OCR.installed:
        return None
    from rapidocr import RapidOCR  # noqa: PLC0415 # an extra, and slow to load

    give_memory_back()
    settings = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "Global.log_level": "critical",
        # Lines are upright; the network that would turn them is not loaded.
        "Global.use_cls": False,
        # As it comes, the short side is enlarged to 736 px: a banner then takes a gigabyte.
        "Det.limit_type": "max",
        "Det.limit_side_len": DETECTION_SIDE,
        "Rec.rec_batch_num": 1,
    }
    return RapidOCR(params=settings)
