"""What an image's file name says: words about the image, and what kind of image it is."""

import re
import unicodedata
from typing import Final

from picopt_vision.context import Context, Placement

_FILE: Final = re.compile(r"^[\w\-.()+ ]{1,150}\.[A-Za-z0-9]{2,5}$")
# Words in file names that are about the file, the camera or the theme.
_OF_FILES: Final = frozenset(
    """img image photo picture pic dsc dscn pxl screenshot screen shot file copy final new old small large big full
    thumb thumbnail scaled cropped crop edited unsplash pexels pixabay shutterstock istock stock hero header
    footer banner background cover featured main default untitled mark page home web site blog post user avatar
    profile item slide demo example contact about schedule services faq preview exterior interior closeup a an the of
    and for with from in on at to by jpg png""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# Letters of any script, capitals apart: `redPanda`, `Crème`, `Борщ`; scripts without capitals are as if small.
_CAPITALS: Final = "".join(filter(str.isupper, map(chr, range(0x2000))))
_SMALL: Final = rf"[^\W\d_{_CAPITALS}]"
_WORD: Final = re.compile(rf"[{_CAPITALS}]?{_SMALL}{{2,}}|[{_CAPITALS}]{{2,}}(?!{_SMALL})")
# Chinese, Japanese and Korean write in two signs what takes others a word.
_OF_TWO_SIGNS: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
# `ann-example-Zyx1bK9mqmA-unsplash.jpg`, and what WordPress adds. Former ids were numbers: `ann-example-4859-unsplash`.
_OF_UNSPLASH: Final = re.compile(r"-(?:[\w-]{11}|\d{3,})-unsplash(?:[-_. (]|$)", re.IGNORECASE)
# `acmelogo.png`
_GLUED_LOGO: Final = re.compile(r"(?<=[a-z]{3})logo(?![a-z])")
_PLACEHOLDER: Final = re.compile(
    r"(?:^|[-_ ])(?:placeholder|no[-_ ]?(?:image|photo|picture|thumb(?:nail)?)(?:[-_ ]available)?"
    r"|image[-_ ]?not[-_ ]?(?:found|available)"
    r"|coming[-_ ]?soon|dummy(?:[-_ ]?image)?|default[-_ ]?(?:image|product|thumbnail))(?:[-_ ]?\d+(?:x\d+)?)*\.\w+$",
    re.IGNORECASE,
)
# What drawings explain. As a file's last word, of a graphic, it tells its kind.
_DRAWN: Final = frozenset(
    """architecture hierarchy layout lifecycle overview pipeline process schema structure taxonomy topology wiring
    workflow""".split()  # noqa: SIM905 # as above
)
# What anybody's portrait may be called: `profile-photo-2.jpg`.
_OF_ANYBODY: Final = frozenset(
    {"avatar", "author", "headshot", "me", "mugshot", "photo", "pic", "picture", "portrait", "profile", "selfie"}
)
# Whoever stands in a list of them, by number: `speaker-3.jpg`, `team-member-1.jpg`.
_OF_A_ROW: Final = re.compile(
    r"(?:team(?:[-_ ]member)?|member|staff|employee|person|speaker|teacher|instructor|trainer|coach|tutor|mentor|doctor"
    r"|dentist|lawyer|attorney|agent|author|founder|testimonial|client)s?[-_ ]?\d{1,3}(?:-scaled|-\d+x\d+)?\.\w+",
    re.IGNORECASE,
)
# `care-and-welfare-hero.jpg`
_OF_LAYOUT: Final = re.compile(
    r"(?:^|[-_ ])(?:hero|banner|header|footer|background|bg|feature[ds]?|thumb(?:nail)?)(?![a-z])", re.IGNORECASE
)
# What joins two phrases; some of them stand above, too.
_LINKS: Final = frozenset(
    """into near next beside behind before after under over without around through during while who using
    wearing holding""".split()  # noqa: SIM905 # as above
)
# Kinds of images that a file name or a caption tells; the word is said as it is.
KINDS: Final = (
    "logo", "badge", "icon", "chart", "graph", "plot", "diagram", "flowchart", "map", "screenshot", "poster", "flyer",
    "sketch", "drawing", "illustration", "painting", "sculpture", "timeline", "infographic", "certificate",
    "histogram", "heatmap", "schematic", "pinout", "blueprint",
)  # fmt: skip
# Words of programs, too: `purrr-map-args` shows how one is called. As a kind of image they come last.
_AMBIGUOUS: Final = frozenset({"map", "plot", "graph", "icon", "badge"})
# Behind such a word they are made, used or taught.
_MAKING: Final = frozenset(
    """maker makers builder creator generator editor editing designer design library plugin extension tool tools
    software app component components widget settings options class classes course lesson workshop session contest party
    service services company school studio garden wall board tutorial""".split()  # noqa: SIM905 # as above
)
# `map()` and the `map` family, a chart library: what these are of is code.
NO_CODE: Final = (
    r"(?!\(|\s+(?:function|family|library|libraries|package|component|method|class|api|database|type|editor|maker|builder"
    r"|generator|designer|plugin|tool|app|session|contest|service)s?\b)"
)
# What follows it in a sentence is a part of something: a kind that only stands there is not that of the image.
_EXPLAINED: Final = re.compile(r"\b\w+ing (?:the|an?|our|your|this|these|how)\s[^.!?:]*$", re.IGNORECASE)
_WITHIN: Final = re.compile(
    rf"{_EXPLAINED.pattern}|\b(?:of|in|on|at|to|from|by|for|with|without|as|is|are|was|were)\s[^.!?:]*$", re.IGNORECASE
)
MARKS: Final = frozenset({"logo", "badge", "icon"})
DRAWINGS: Final = frozenset({"illustration", "drawing", "sketch"})
# Kinds that no single word tells, for texts: what they are called in is read, and what a file is called after is not.
COMPOUND_KINDS: Final = frozenset(
    {
        "style guide",
        "style tile",
        "mood board",
        "floor plan",
        "seating plan",
        "family tree",
        "mind map",
        "site map",
        "user flow",
    }
)
COMPLEX_KINDS: Final = COMPOUND_KINDS | {
    "chart", "graph", "plot", "diagram", "flowchart", "timeline", "infographic", "map", "histogram", "heatmap",
    "schematic", "pinout", "blueprint",
}  # fmt: skip


def file_words(name: str) -> list[str]:
    """`red-panda-800x600.jpg` → red, panda; nothing for what a camera, a program or Unsplash named.

    Unsplash calls its files after who took them.
    """
    if _OF_UNSPLASH.search(name):
        return []
    words = (word for word in dict.fromkeys(_all_words(name)) if word not in _OF_FILES)
    return [word for word in words if len(word) > 2 or _OF_TWO_SIGNS.match(word)]


def is_of_layout(name: str) -> bool:
    """It is called after the page that it is at the head of, which says nothing of what it shows."""
    return _OF_LAYOUT.search(name) is not None


def is_of_anybody(name: str) -> bool:
    """It is called as anybody's portrait may be, and after nothing else."""
    words = set(_all_words(name))
    is_portrait_s = not words.isdisjoint(_OF_ANYBODY) and words <= _OF_ANYBODY | _OF_FILES
    return is_portrait_s or _OF_A_ROW.fullmatch(name) is not None


def is_of_drawing(name: str) -> bool:
    """It is called after what is drawn rather than photographed: `order-workflow.png`."""
    words = file_words(name)
    return bool(words) and words[-1] in _DRAWN


def is_of_files(word: str) -> bool:
    """`page`, `banner`: it says nothing in a file's name, and belongs to what it stands behind in a sentence."""
    return word.lower() in _OF_FILES


def word_after(word: str, name: str) -> str:
    """The word that follows this one in a file's name; empty where its phrase ends: `students-in-class`, `nurse_2`."""
    words = _all_words(name)
    after = words[words.index(word) + 1 :][:1] if word in words else []
    return "" if _OF_FILES.union(_LINKS).intersection(after) else "".join(after)


def _all_words(name: str) -> list[str]:
    name = unicodedata.normalize("NFC", name)  # Apple's disks have letters and their accents apart
    if not _FILE.match(name):
        return []
    stem = name.rsplit(".", 1)[0]
    stem = _GLUED_LOGO.sub(" logo", stem)
    return [part.lower() for part in _WORD.findall(re.sub(r"\d+x\d+|\b\d+\b", " ", stem))]


def kind_of(context: Context) -> str:
    """What kind of image the file's name tells; empty where it tells none."""
    words = file_words(context.file_name)
    told = next((singular(word) for word in words if _is_kind(word, words[-1], context.file_name)), "")
    is_mark = re.search(r"(?:^|[-_ ])mark\.\w+$", context.file_name, re.IGNORECASE)
    return told or ("logo" if is_mark else "")


def _is_kind(word: str, last: str, name: str) -> bool:
    """It is what the image is, and not what a program makes or a class teaches: `logo-maker`, `drawing-class`."""
    kind = singular(word)
    return kind in KINDS and (kind not in _AMBIGUOUS or word == last) and word_after(word, name) not in _MAKING


def kind_beside(place: Placement) -> str:
    """What kind of image caption and heading speak of, where they speak of one only."""
    kinds = {
        singular(word[0])
        for text, apart in ((place.figcaption, _WITHIN), (place.heading, _EXPLAINED))
        for word in re.finditer(rf"[^\W\d_]+\b{NO_CODE}", text)
        if singular(word[0]) in KINDS
        and not (text is place.heading and _are_spoken_of(word[0]))
        and not apart.search(text[: word.start()])
    }
    return kinds.pop() if len(kinds) == 1 else ""


def _are_spoken_of(word: str) -> bool:
    """`The new certificates` in a heading is what the text is about; `Two charts` are shown."""
    return word.lower() not in KINDS and singular(word) not in COMPLEX_KINDS


def is_placeholder(name: str) -> bool:
    """What themes and shops show where there is no image yet: it shows nothing of what it stands for."""
    return _PLACEHOLDER.search(name) is not None


def singular(word: str) -> str:
    """Lower case, without the genitive, the plural and signs at the end: what two forms of a word share."""
    plain = re.sub(r"['’]s$", "", word.lower()).strip(".'’:")
    return plain[:-1] if plain.endswith("s") and len(plain) > 3 and not plain.endswith("ss") else plain
