"""What people wrote beside the image: its caption, and the sentences that touch it."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from picopt_vision.context import Placement
from picopt_vision.rules.checks import comparable
from picopt_vision.rules.language import is_other_language, is_other_phrase

# What a line about rights begins with: `AP Photo/Ann Example`, `Photograph by`, `Foto:`, `Image via`.
_OF_RIGHTS: Final = (
    r"(?:(?:ap|afp|epa|file|press|handout|stock|cover|header|featured) )?"
    r"(?:photo(?:s|graphs?|graphy|grapher)?|pictures?|images?|graphics?|illustrations?|artwork|sources?|credits?|courtesy"
    r"|copyright|fotos?|bild(?:quelle|nachweis)?|quelle|crédits?|fuente|fonte)"
)
_CREDIT: Final = re.compile(
    rf"^\W*(?:{_OF_RIGHTS}\b.{{0,20}}(?:\b(?:by|from|via)\b|:|©|/)|screenshots?\b.{{0,20}}\b(?:by|via)\b"
    r"|(?:photos?|image|picture|graphic|illustration|source|credits?|courtesy|copyright)\b.{0,20}\bof\b)"
    r"|\bsourced from\b|\bCC0\b|stable diffusion|midjourney|dall[-·]?e\b"
    r"|unsplash|pexels|flickr|getty|shutterstock|licen[sc]ed|\bCC[ -]?BY|creative commons|©|\(c\)|all rights",
    re.IGNORECASE,
)
# `Ann Example/Reuters`, `Ann Example via Wikimedia Commons`: names and nothing else.
_AGENCY: Final = re.compile(r"\W*(?:[A-Z][\w.'’-]*+\s?){1,4}(?:/|\bvia\b)\s?(?:[A-Z][\w.'’-]*+\s?){1,4}\W*")
# A credit behind what a sentence says: `The harbor (Photo: Ann Example)`, `The harbor | Image by Ann Example`.
_BEHIND: Final = re.compile(
    rf"\s*\((?:[^()]*/\s?)?(?:AP|AFP|EPA|Reuters|Getty|{_OF_RIGHTS}\b[^()]*(?:\b(?:by|of|from|via)\b|:|©|/)[^()]*)\)\W*$"
    rf"|\s*[-–—|/\\,;]\s*{_OF_RIGHTS}\b.{{0,20}}(?:\b(?:by|from|via)\b|:|©).*$",
    re.IGNORECASE,
)
# What the reader is to do, and what stands beside any image.
_TO_READER: Final = re.compile(
    r"^\W*(?:please )?(?:(?:click|tap|swipe|hover) (?:on|to|the|this|here|over|for|left|right|through|image)\b"
    r"|(?:scroll|zoom) (?:down|up|in|out|to|for|left|right)\b|download (?:the|this|it|our|now|here|as)\b"
    r"|(?:read|see|learn|show|find out) more\b|view (?:larger|full|more|in|on)\b|continue reading\b|follow (?:us|me)\b"
    r"|(?:shop|buy|order|watch|play|book) (?:now|here)\b|subscribe\b|sign up\b|enlarge\b|advertisement\b|sponsored\b)",
    re.IGNORECASE,
)
# `U.S. Department`, `Vol. 3` and `Dr. Example` end no sentence.
# A name of several words that stands before a text, and is as good as a heading.
_OPENING: Final = re.compile(r"[A-Z][\w'’&-]*(?: (?:(?:of|and|the|with|for|in|&) )?[A-Z0-9][\w'’&-]*){2,7}(?= )")
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b(?:Dr|Mr|Ms|St|Mt)\.)(?<!\b(?:Mrs)\.)(?<!\bProf\.)"
    r"(?:(?<!\b(?:No|Nr|Pt|Ch|Ed)\.)(?<!\b(?:Vol|Fig|Sec)\.)|(?!\s+\d))\s+"
)
# A remark on the moment, which tells nobody what is to be seen: `Nothing like a swim`, `One of those days`.
_REMARK: Final = re.compile(
    r"(?:nothing (?:like|beats|better)|one of (?:those|these)|what an?|such an?|so (?:much|many|good|happy|proud|cute)"
    r"|just (?:look|because|another)|who (?:knew|says)|can['’]t (?:wait|beat)|enjoy)\b",
    re.IGNORECASE,
)
# `Figure 3:`, `Before:`: where the image stands, and not what it shows.
_NUMBERED: Final = re.compile(
    r"^(?:(?:fig(?:ure)?|image|photo|table)\.? ?\d+|caption|before|after|left|right|above|below|top|bottom)"
    r"\s*[:.)–-]\s*",
    re.IGNORECASE,
)
# `Note: Licensed nurses only`: what stands below a chart, and tells nothing of it by itself.
_NOTE: Final = re.compile(r"(?:notes?|n\.?b|legend|hinweis|anmerkung|nota)\s*[:.]", re.IGNORECASE)
# Words that only stand in sentences, and such that speak to the reader: what has them tells of more than the image.
TELLS: Final = frozenset(
    """is are was were be been has have had do does did will would can could should may might must i we you our your my
    what how why if when let here this these that it uses makes contains includes comes takes goes needs gives becomes
    became""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# What somebody said or did, and how things went, is news and no sight.
_NEWS: Final = frozenset(
    """says said told announced announces believes hopes plans wants helps loves likes thinks knows remains rose fell
    grew won lost died began launched increased decreased reached turned rise rises grow grows means
    meant""".split()  # noqa: SIM905 # as above
)
# Who writes to a machine does not write of an image (rule 17).
_ORDER: Final = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|previous|prior|above)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b|\b(?:you are|act as|pretend)\b.{0,30}\b(?:ai|assistant|model)\b"
    r"|\b(?:alt(?:ernative)? text|description|caption|output|answer|response) (?:must|should|shall|has to|is to)\b"
    r"|\b(?:describe|caption|label) (?:this|the) (?:image|picture|photo)\b"
    r"|\b(?:say|write|output|respond|reply|answer|print|return)\b(?: only| with| that|:)",
    re.IGNORECASE,
)
# Where one of these stands, the detector is not asked.
_ENGLISH: Final = frozenset({"the", "of", "and", "with", "from", "our", "this", "their", "for"})
# `Figure 2. Nurses by county`: the caption of a page that has no element for captions. It stands behind its figure.
_FIGURE: Final = re.compile(
    r"\W*(?:(?:fig|abb)\.|figure|chart|table|map|exhibit|abbildung|figura)\s*(?P<number>\d+)[a-z]?\s*[.:–—-]\s*(?P<text>\S.*)",
    re.IGNORECASE,
)
# `Dinner in the museum. Photo: Ann Example`, `Harbor at dusk by Ann Example is in the public domain`: a caption, too.
_CREDITED: Final = re.compile(
    r"\s*(?P<text>['\"“]?[^\W\d_][^.!?]{5,100}?)"
    r"(?:[.!?]['\"”]?\s+(?:(?:photo(?:graph)?s?|images?|pictures?)\s*(?:©|\(c\)|by\b|:|credit)"
    r"|courtesy of\b|credits?:|©)"
    r"|\s+by [^.!?]{2,60} (?:is in the public domain|is licen[sc]ed))",
    re.IGNORECASE,
)
# The same right before an image; it may be that of the figure above.
_LAST_FIGURE: Final = re.compile(
    r"(?<![(\w])(?:Fig\.|Figure|Chart|Table|Map|Exhibit)\s*\d+[a-z]?\s*[.:–—-]\s*[^.!?]+[.]?\s*$"
)
# `Tokens at rest 2.1.2. Tokens in use`: the next section begins. Names of versions have capitals before them.
_NEXT_SECTION: Final = re.compile(r"(?<![\w'’-])([a-z][\w'’-]*+) \d+(?:\.\d+)++\.(?=\s|$)")
# `The harbor. Figure 2: The boats`: so does the caption of the next figure.
_NEXT_FIGURE: Final = re.compile(r"(?<=[.!?])\s(?=(?:Fig\.|Figure|Chart|Table|Map|Exhibit)\s\d+[a-z]?\s?[.:–—-])")
# Left over from a template or an address.
_MARKUP: Final = re.compile(r"[<>{}%=\\/_|#]")
# `The Anchor Inn, a tavern by the lock`
_NAME_AND_KIND: Final = re.compile(
    r"\s*(?P<name>(?:The )?[A-Z][\w'’&-]*(?: [\w'’&-]+){0,4}), an? [^,.;:()]{3,70}(?=[,.;])"
)
# Shorter words are left out of what a file is called.
SHORTEST_OF_FILES: Final = 2
LONGEST_GIST: Final = 110
LONGEST_SENTENCE: Final = 30
# So many words of a file make the sentence beside it one about the image.
FEWEST_SHARED: Final = 3


def caption_gist(place: Placement, file_name: str = "") -> str:
    """The first sentence of the caption that is about the image and not about its rights; empty where there is none.

    Nor is there one where the caption speaks another language than its page: not all readers of the page understand it.
    Where the caption has none, what the text beside the image has as one will do: words behind the number of a figure,
    or before a credit. `file_name`: above the image, a figure is its own only where its file has the same number.
    """
    return _gist_of(place.figcaption, place) or _gist_of(caption_in_text(place, file_name), place)


def _gist_of(caption: str, place: Placement) -> str:
    text = _NUMBERED.sub("", " ".join(caption.split()))
    if is_order(text) or _is_of_another_language(text, place):
        return ""
    for sentence in _about_image(text):
        is_note = _NOTE.match(sentence) is not None
        if len(sentence.split()) >= 2 and len(sentence) <= LONGEST_GIST and not (is_note or _REMARK.match(sentence)):
            return sentence.rstrip(".")
    return ""


def is_numbered(place: Placement) -> bool:
    """`Figure 3.` stands in its caption, or right behind it."""
    return any(_FIGURE.match(text) for text in (place.figcaption, place.after))


def caption_in_text(place: Placement, file_name: str = "") -> str:
    """What stands right behind the image with a figure's number before it, or a credit behind it; else empty."""
    below = _FIGURE.match(place.after) or _CREDITED.match(place.after)
    if below:
        return _to_its_end(below["text"])
    last = _LAST_FIGURE.search(place.before)
    above = _FIGURE.match(last[0]) if last else None
    return above["text"] if above and above["number"] in re.findall(r"\d+", file_name) else ""


def _to_its_end(text: str) -> str:
    """Without the next section and figure, and without a last sentence that the page's excerpt breaks off."""
    own = _NEXT_FIGURE.split(_NEXT_SECTION.sub(r"\1.", text), maxsplit=1)[0]
    *whole, last = _SENTENCE_END.split(own)
    return " ".join(whole) if whole and last[-1:].isalnum() else own


def _is_of_another_language(text: str, place: Placement) -> bool:
    if not _ENGLISH.isdisjoint(text.lower().split()):
        return False
    page = f"{place.page_title} {place.heading} {place.before} {place.after}"
    return is_other_phrase(text, "en") and not is_other_language(page, "en")


def without_credits(text: str) -> str:
    """One line of what it says of the image: without who made or owns it, and what the reader is to do with it."""
    return " ".join(_about_image(" ".join(text.split())))


def _about_image(text: str) -> Iterator[str]:
    for whole in _SENTENCE_END.split(text):
        sentence = _BEHIND.sub("", whole)
        if sentence and not (_CREDIT.search(sentence) or _AGENCY.fullmatch(sentence) or _TO_READER.search(sentence)):
            yield sentence


def told_by(words: Collection[str], place: Placement) -> str:
    """The sentence right beside the image that has most of its file's words: it tells what is to be seen.

    Empty where it tells a story, or where the file has fewer than three words.
    """
    for sentence in touching(place):
        said = set(comparable(sentence).split())
        shared = len(said.intersection(words))
        text = sentence.strip().rstrip(".")
        is_of_image = shared >= FEWEST_SHARED and 2 * shared >= len(set(words)) and len(text) <= LONGEST_GIST
        is_beside_all = comparable(text) in {comparable(place.after), comparable(place.before)}
        if is_of_image and not is_beside_all and names_a_sight(text) and not (_MARKUP.search(text) or is_order(text)):
            return text
    return _explained(words, place)


def _explained(words: Collection[str], place: Placement) -> str:
    """`The Anchor Inn, a tavern by the lock` behind the image of `anchor-inn-2.jpg`: its name, and what that is."""
    found = _NAME_AND_KIND.match(place.after)
    if not found or is_order(found[0]):
        return ""
    name = [word for word in comparable(found["name"]).split() if word != "the"]
    text = found[0].strip()
    is_of_file = len(name) > 1 and all(word in words or len(word) <= SHORTEST_OF_FILES for word in name)
    return text if is_of_file and len(text) <= LONGEST_GIST and not _MARKUP.search(text) else ""


def account(place: Placement, longest: int = LONGEST_SENTENCE) -> str:
    """The caption's first sentence where it is too long for a gist: it tells of the image, among other things."""
    text = _NUMBERED.sub("", " ".join(place.figcaption.split()))
    first = next(_about_image(_SENTENCE_END.split(text)[0]), "")
    is_told = bool(first) and len(first.split()) <= longest
    return first.rstrip(".") if is_told and not is_order(text) else ""


def is_order(text: str) -> bool:
    """It tells a machine what to write. Then nothing of it is believed."""
    return _ORDER.search(text) is not None


def is_description(gist: str, place: Placement) -> bool:
    """A caption that names what is to be seen without telling of it, and that says more beside: its start is a text."""
    longer = comparable(gist) not in map(comparable, (place.figcaption, place.heading, place.page_title))
    return longer and len(comparable(gist).split()) > 2 and names_a_sight(gist)


def names_a_sight(gist: str) -> bool:
    """It names what is to be seen, and tells nothing of it."""
    return bool(gist) and (TELLS | _NEWS).isdisjoint(comparable(gist).split()) and not gist.endswith("?")


def touching(place: Placement) -> tuple[str, ...]:
    """The sentence right before the image, and the one right after it, where they are short enough to be about it."""
    known = {place.page_title, place.figcaption}
    names = [name for name in (place.heading, place.page_title, place.figcaption) if " " in name]
    after = next((text for text in _texts(place.after, names, names) if text not in known), "")
    if len(after.split()) > LONGEST_SENTENCE and (name := _OPENING.match(after)):
        after = name[0]
    # A heading that stands right before the image ends the text there, also one of a single word.
    before = _texts(place.before, names, [*names, *filter(None, [place.heading])])[-1]
    return tuple(text for text in (after, before) if text and len(text.split()) <= LONGEST_SENTENCE)


def _texts(text: str, openings: Collection[str], closings: Collection[str]) -> list[str]:
    """Its sentences, and what stands before or behind them without a full stop: a heading, the caption."""
    seam = re.compile(rf"^(?P<opening>{_any_of(openings)})\s+(?=[A-Z])|\s(?P<closing>{_any_of(closings)})$")
    return [part for sentence in _SENTENCE_END.split(text) for part in _parts(sentence, seam)]


def _any_of(names: Collection[str]) -> str:
    """A pattern; of no names, one that matches nothing."""
    return "|".join(map(re.escape, names)) or "(?!)"


def _parts(sentence: str, seam: re.Pattern[str]) -> list[str]:
    found = seam.search(sentence)
    if found is None:
        return [sentence]
    name = found["opening"] or found["closing"]
    return [name, sentence[found.end() :]] if found["opening"] else [sentence[: found.start()], name]
