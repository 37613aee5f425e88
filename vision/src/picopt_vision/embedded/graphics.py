"""Grammar for what is drawn or typeset: charts and logos by name and kind, images of text by their text."""

import re
from collections.abc import Sequence
from typing import Final

from picopt_vision.context import Placement
from picopt_vision.embedded.claim import with_article
from picopt_vision.embedded.material import FEWEST_LABELS, Material
from picopt_vision.embedded.page.figures import is_brand, is_coined
from picopt_vision.embedded.page.filewords import COMPLEX_KINDS, COMPOUND_KINDS, KINDS, MARKS, file_words, singular
from picopt_vision.embedded.page.nearby import is_said
from picopt_vision.embedded.page.phrases import capital, joined, share_a_word, uncapital
from picopt_vision.embedded.page.proper import FUNCTION_WORDS, is_name, letters
from picopt_vision.embedded.products import beside_it, product_alt
from picopt_vision.embedded.writing.lettering import is_vouched_for
from picopt_vision.embedded.writing.written import AXIS
from picopt_vision.links import site_of
from picopt_vision.rules.checks import comparable

# A chart without a caption is told by the few words in it, if they are few.
MOST_QUOTED: Final = 4
# A linked image with more text is there for something else.
MOST_QUOTED_IN_LINK: Final = 2
FEWEST_PARTS: Final = 2
SHORTEST_SENTENCE: Final = 7
SHORTEST_OF_A_NAME: Final = 3
MOST_WORDS_OF_AN_OWNER: Final = 4
# A title says what a chart is about; what is shorter is as good as any label.
MOST_WORDS_OF_A_LABEL: Final = 2
_OF_CHARTS: Final = frozenset({"pie", "bar", "line", "flow", "scatter", "box", "radar", "gantt"})
# So many first letters are the same in all forms of a word: `contracted` and `contracting`.
STEM: Final = 6
# What files of logos are called beside their owner's name, or in its place.
_OF_LOGOS: Final = frozenset(
    """white black dark light color colour colored transparent trans rgb cmyk horizontal vertical square round sponsor
    partner client customer company brand wordmark symbol text version web retina mobile desktop top bottom left right
    side school uni university faculty institute department team member project vector original""".split()  # noqa: SIM905 # read more easily as prose
)
# `Figure 1:` stands above any.
_ANY_FIGURE: Final = re.compile(r"(?:fig(?:ure)?|image|table|chart|diagram)\.?\s*\d+\W*", re.IGNORECASE)
# A file that is called after a site's first page.
HOME: Final = re.compile(r"(?:^|[-_ ])home(?:page)?\b", re.IGNORECASE)


def graphic_alt(material: Material) -> str:
    """A chart or a logo by its name and kind; an image of text by its text; empty where neither is known."""
    told, place = _told(material), material.context.main
    if told and not (is_said(told, place) and _is_told_again(material, told)):
        return told
    return (
        (_standing(material) or _of_likely_kind(material) or _heading_on_screen(material) or told)
        or _logo_of_file(material)
        or _words_of_file(material)
    )


def _is_told_again(material: Material, told: str) -> bool:
    """A link wants its name all the same, unless its image says more than a part of that."""
    return not (material.context.main.is_link and _is_part(material.headline, told))


def has_sentence(material: Material) -> bool:
    """Somebody is to read it: the parts of a drawing have no sentences."""
    texts = (*material.lettering.apart, *material.lettering.standing)
    return any(len(text.split()) >= SHORTEST_SENTENCE for text in texts)


def is_told_by_parts(material: Material) -> bool:
    """Nothing tells what it is but several texts in it, as in the boxes of a diagram; a logo's are capitals."""
    texts = material.lettering.standing or material.lettering.apart
    fewest = FEWEST_PARTS if material.lettering.standing else FEWEST_PARTS + 1  # two lines are a name and its motto
    if not material.seen.layout.is_graphic or material.seen.is_screen or len(texts) < fewest:
        return False
    told = _told(material)
    small = sum(not text.isupper() for text in texts)
    is_told = told not in {"", _quoted_apart(material)} and not is_said(told, material.context.main)
    return 2 * small > len(texts) and not has_sentence(material) and not is_told


def _standing(material: Material) -> str:
    """Some of what is written in it."""
    texts = material.lettering.standing
    if material.context.main.is_link and len(texts) > MOST_QUOTED_IN_LINK:
        return ""
    if material.kind in {"", *MARKS}:
        return _quoted(material, *texts)
    told = (_kind_with(material.kind, *texts[:count]) for count in range(len(texts), 0, -1))
    return next((text for text in told if len(text) <= material.settings.max_alt_length), "")


def _told(material: Material) -> str:
    if material.product and (not material.kind or beside_it(material)):
        return product_alt(material, material.context.main)
    called, headline = _unsaid(material), material.headline
    if material.is_crowded:
        return _crowded(material, called)
    if material.kind in COMPLEX_KINDS:
        return _complex(material)
    if material.kind:
        return _of_kind(called or headline, material.kind)
    if is_told_by_text(material):
        return _quoted(material, headline)
    named = _named(material, called)
    return named if named and not is_said(named, material.context.main) else _quoted_apart(material) or named


def _crowded(material: Material, called: str) -> str:
    """A page, a window or a poster by its name, or by its title where the page says that name already."""
    place = material.context.main
    if called and not (is_said(called, place) or _is_cut(called, place)):
        return capital(called)
    is_headed = bool(material.called) and not _is_cut(called, place)
    title = _title_in(material) or (material.lettering.headline if is_headed else "")
    return _quoted(material, title) if title else capital(called or material.gist)


def _is_cut(called: str, place: Placement) -> bool:
    """`Create Share` of the heading `Create Share Post`."""
    longer = (comparable(text).split() for text in (place.heading, place.page_title))
    return any(words[:-1] == comparable(called).split() for words in longer if words)


def _named(material: Material, called: str) -> str:
    """What it is called, or what the caption says, and what is written in it beside that."""
    headline = material.headline
    if headline and not (material.lettering.name or _is_part(headline, called)):
        return f"{capital(called)}: “{headline}”"
    if called and _is_first_page(material):
        return f"{capital(called)} home page"
    return capital(called or material.gist)


def _title_in(material: Material) -> str:
    """What a figure, a window or a page calls itself: as its page does, or large at the top. No button's label."""
    place, lettering = material.context.main, material.lettering
    titles = [set(comparable(text).split()) for text in (place.heading, place.page_title) if text]
    labels = [label for label in lettering.labels if " " in comparable(label)]
    named = (label for label in labels if any(_is_most_of(title, label) for title in titles))
    own = "" if _ANY_FIGURE.fullmatch(lettering.title) else lettering.title
    is_name_of_page = own in lettering.labels and is_name(own, place)
    is_title = is_name_of_page or (" " in own and is_vouched_for(own, material.context))
    return next(named, own if is_title else "")


def _is_most_of(title: set[str], label: str) -> bool:
    return 3 * len(title & set(comparable(label).split())) >= 2 * len(title)


def _is_first_page(material: Material) -> bool:
    return bool(material.called) and material.seen.is_screen and HOME.search(material.context.file_name) is not None


def is_told_by_text(material: Material) -> bool:
    """It is there for its text, which is all that is said of it."""
    headline, called = material.headline, _unsaid(material)
    is_open = not (material.product or material.kind or material.lettering.name)
    return bool(headline) and is_open and (not called or comparable(called) in comparable(headline))


def long_description(material: Material) -> str:
    """What an alt text cannot hold: what a chart is about, and the words that stand in it."""
    facts = []
    if material.kind in COMPLEX_KINDS and material.gist and material.called:
        facts.append(f"{capital(with_article(material.kind))} about {material.called}: {uncapital(material.gist)}.")
    labels = material.lettering.labels
    if (material.is_complex or material.is_crowded) and len(labels) >= FEWEST_LABELS:
        facts.append(f"Text in it: {', '.join(f'“{label}”' for label in labels)}.")
    return " ".join(facts)


def _unsaid(material: Material) -> str:
    """The name, unless the page has it beside the image as a whole; then what is written in the image tells more.

    A part of the name, `To LEARN`, does not.
    """
    place = material.context.main
    said = {comparable(text) for text in (place.page_title, place.heading, place.figcaption)}
    is_whole = bool(material.lettering.labels) and not _is_part(material.headline, material.called)
    if is_whole and not material.kind and comparable(material.called) in said:
        return ""
    return material.called


def _is_part(headline: str, called: str) -> bool:
    return bool(headline) and f" {comparable(headline)} " in f" {comparable(called)} "


def _complex(material: Material) -> str:
    about = material.gist or material.product or (material.told.phrase if material.told else "")
    if about and material.is_foreign:
        return capital(about)
    if not about:
        return _kind_of_file(material) or _complex_by_text(material) or _complex_by_file(material)
    told = capital(about) if material.kind in comparable(about).split() else f"{capital(material.kind)}: {about}"
    return (_complex_by_text(material) or told) if is_said(told, material.context.main) else told


def _kind_of_file(material: Material) -> str:
    """`Model graph` of `model-graph.png`, where the page speaks of a model; empty for files of other names."""
    *told, last = file_words(material.context.file_name) or [""]
    page = comparable(material.context.known).split()
    is_named = singular(last) == material.kind and 0 < len(told) <= MOST_WORDS_OF_AN_OWNER
    is_on_page = all(one in _OF_CHARTS or any(word.startswith(one[:STEM]) for word in page) for one in told)
    return capital(" ".join((*told, last))) if is_named and is_on_page and not material.is_foreign else ""


def _complex_by_file(material: Material) -> str:
    """`Chart: ticket sales` of `ticketSales.png`, where the page has these words in a row."""
    words = [word for word in file_words(material.context.file_name) if word not in KINDS]
    is_name = FEWEST_PARTS <= len(words) <= MOST_WORDS_OF_AN_OWNER and not material.is_foreign
    found = _in_a_row(words, material.context.known) if is_name else ""
    return f"{capital(material.kind)}: {found}" if found else ""


def _in_a_row(words: Sequence[str], page: str) -> str:
    """As the page writes them, with no more than a sign between two of them; empty where it does not have them so."""
    found = re.search(r"\b" + r"[\W_]?".join(map(re.escape, words)) + r"\b", page, re.IGNORECASE)
    return found[0] if found else ""


def _complex_by_text(material: Material) -> str:
    """What stands in it and on the page, too; what stands beside it on the page; its title; all that stands in it."""
    kind, labels, title = material.kind, material.lettering.labels, material.lettering.title
    is_title = len(title.split()) > MOST_WORDS_OF_A_LABEL and not (title[0].islower() or _ANY_FIGURE.fullmatch(title))
    told = (
        _kind_with(kind, title) if is_title else "",
        _kind_with(kind, *labels) if len(labels) <= MOST_QUOTED else "",
    )
    fitting = next((text for text in told if text and len(text) <= material.settings.max_alt_length), "")
    if fitting:
        return fitting
    if material.figure and material.figure.about and not material.is_foreign:
        return f"{capital(kind)} of {material.figure.about}"
    title = next((label for label in labels if len(label.split()) > MOST_WORDS_OF_A_LABEL), "") or title
    return _kind_with(kind, title) if title else _kind_with(kind, *material.lettering.apart)


def _kind_with(kind: str, *texts: str) -> str:
    return f"{capital(kind)} with the text {_in_quotes(texts)}" if texts else ""


def _of_kind(about: str, kind: str) -> str:
    if not about or share_a_word(about, kind):
        return capital(about)
    return f"{capital(about)} {kind}"


def _logo_of_file(material: Material) -> str:
    """Whose logo it is, a file's name says by itself: `garden-club-logo.png`. As the page writes it, if it does."""
    if material.kind != "logo":
        return ""
    words = [word for word in file_words(material.context.file_name) if word not in KINDS]
    site = letters(site_of(material.context.main))
    is_of_other = bool(site) and not any(letters(word) in site for word in words)
    if not words or is_of_other or len(words) > MOST_WORDS_OF_AN_OWNER or not _OF_LOGOS.isdisjoint(words):
        return ""
    found = _in_a_row(words, material.context.known)
    return _of_kind(found or " ".join(_as_in_file(word, material.context.file_name) for word in words), material.kind)


def _as_in_file(word: str, name: str) -> str:
    """`NCATS` of `NCATS_logo.png`, and a capital first where the file has none, or nothing else."""
    found = re.search(re.escape(word), name, re.IGNORECASE)
    is_written = found is not None and not found[0].islower() and not name.rsplit(".", 1)[0].isupper()
    return found[0] if found and is_written else capital(word)


def _words_of_file(material: Material) -> str:
    """`GitHub commit` of `github_commit.png`, a window of which the page speaks in these words, as it writes them."""
    words = file_words(material.context.file_name)
    if material.is_crowded and " ".join(words) in COMPOUND_KINDS:
        return capital(" ".join(words))
    if not material.is_crowded or material.is_foreign or not FEWEST_PARTS <= len(words) <= MOST_WORDS_OF_AN_OWNER:
        return ""
    found = [re.search(rf"\b{re.escape(word)}\b", material.context.known, re.IGNORECASE) for word in words]
    written = [match[0] for match in found if match]
    told = [word if re.search(r"[a-z][A-Z]|[A-Z]{2}", word) else word.lower() for word in written]
    return capital(" ".join(told)) if len(told) == len(words) else ""


def _of_likely_kind(material: Material) -> str:
    """`Diagram: R as a client` of `r_as_a_client.png` below that heading; `Example World logo` of a sign on its page.

    Where all that the file is called is all that the page has there, its likely kind is all that is left to be said.
    """
    called, likely, reading = material.wholly_called, material.seen.likely, material.seen.reading
    if material.kind or not called:
        return ""
    if likely in {"chart", "diagram"} and reading.lines >= AXIS:
        return f"{capital(likely)}: {called}"
    is_sign = reading.lines < AXIS and (is_coined(called) if likely == "drawing" else likely == "logo")
    return _of_kind(called, "logo") if is_sign and is_brand(called) else ""


def _heading_on_screen(material: Material) -> str:
    """What stands on it and in the name of its page; no parts of a drawing."""
    seen = material.seen
    is_screen = seen.is_screen or seen.reading.is_window or material.is_screenshot
    return _quoted(material, material.lettering.heading) if is_screen and not material.is_of_complex_kind else ""


def _quoted(material: Material, *texts: str) -> str:
    """What is written in it, and whether on a screen; nothing of a window that any other may have as well."""
    is_of_any_window = material.seen.reading.is_window and not any(_tells_of_this(material, text) for text in texts)
    if is_of_any_window or not any(texts):
        return ""
    return _kind_with("screen", *texts) if material.is_screenshot else f"The text {_in_quotes(texts)}"


def _tells_of_this(material: Material, text: str) -> bool:
    """A sentence, or what shares a word with a name of the page, or with the file's."""
    place = material.context.main
    names = f"{place.page_title} {place.heading} {place.figcaption} {place.link_title}"
    known = {*comparable(names).split(), *file_words(material.context.file_name)}
    words = {word for word in comparable(text).split() if len(word) >= SHORTEST_OF_A_NAME} - FUNCTION_WORDS
    return len(text.split()) >= SHORTEST_SENTENCE or not known.isdisjoint(words)


def _in_quotes(texts: Sequence[str]) -> str:
    return joined([f"“{text}”" for text in texts])


def _quoted_apart(material: Material) -> str:
    """All that is written in it, text by text."""
    text = _quoted(material, *material.lettering.apart)
    return text if len(text) <= material.settings.max_alt_length else ""
