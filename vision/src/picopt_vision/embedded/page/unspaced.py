"""Names in Chinese and Japanese, which have no spaces: `懒人蛋挞.png` below `懒人蛋挞的做法`."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from picopt_vision.embedded.page.topic import Channel, Topic

_UNSPACED: Final = re.compile("[々\u3040-\u30ff\u3400-\u9fff]{2,}")
# What says in a file's name that this is an image, or that the dish is done.
_OF_FILES: Final = re.compile("(?:成品|完成|图片|圖片|配图|图|照片|写真|画像|封面|截图)+$")
# What a name ends before, and begins behind: a particle, how it is made, or no letter. `东京塔` is no `东京`.
_PARTICLES: Final = "的之のをがはとでにもや"
_BEFORE: Final = rf"(?:^|(?<=[{_PARTICLES}])|(?<=\W))"
_BEHIND: Final = rf"(?=$|[{_PARTICLES}]|\W|做法|怎么|怎麼|制作|製作|食谱|食譜|レシピ|作り方)"


def is_unspaced(text: str) -> bool:
    """It is written in such a script, and in nothing else."""
    return _UNSPACED.fullmatch(text) is not None


def unspaced_name(wanted: Sequence[str], near: Mapping[str, Channel]) -> Topic | None:
    """The file's only word, where the texts `near` the image have it as a whole; else None."""
    name = _OF_FILES.sub("", wanted[0]) if len(wanted) == 1 else ""
    if not is_unspaced(name):
        return None
    whole = re.compile(_BEFORE + re.escape(name) + _BEHIND)
    said_by = frozenset(channel for text, channel in near.items() if whole.search(text))
    return Topic(phrase=name, is_name=False, said_by=said_by) if said_by else None
