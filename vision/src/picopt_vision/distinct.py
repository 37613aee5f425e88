"""Every field in its own right: what only repeats another field is left out, for an empty field tells as much."""

import re
from dataclasses import replace
from typing import Final

from picopt_vision.result import Text
from picopt_vision.rules.checks import comparable

# Words that add nothing to a sentence that has all others already: the articles and links of the languages we check.
_LINKS: Final = frozenset(
    """a an the and or of in on at to with is are there it its this that shows showing seen visible image photo picture
    der die das ein eine einer einem einen und oder mit von im am auf zu ist sind es zeigt bild foto
    le la les un une des du de et ou avec dans sur est sont il elle image el los las una y o con en es son del al
    lo gli il i di da e per su het een en of met van op te is zijn de o os as um uma e com em no na w z na i oraz
    jest""".split()  # noqa: SIM905 -- a list of words is read more easily as prose
)


def without_repeats(text: Text) -> Text:
    """The text without a title that is the alt text again, and without a caption or description that adds nothing."""
    title = "" if _counting(text.title) == _counting(text.alt) else text.title
    caption = text.caption if _adds(text.caption, (text.alt, title)) else ""
    description = text.description if _adds(text.description, (text.alt, title, caption)) else ""
    return replace(text, title=title, caption=caption, description=description)


def _counting(field: str) -> list[str]:
    """Its words without articles and the like: `A barn` and `Barn` are one text."""
    return [_stem(word) for word in comparable(field).split() if word not in _LINKS]


def _adds(field: str, others: tuple[str, ...]) -> bool:
    """It has a word that counts and stands in none of the others; for scripts without blanks, it is no part of them."""
    said = {_stem(word) for other in others for word in comparable(other).split()}
    new = [word for word in comparable(field).split() if word not in _LINKS and _stem(word) not in said]
    joined = [re.sub(r"\s", "", comparable(other)) for other in others]
    return any(not any(word in other for other in joined if not word.isascii()) for word in new)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
