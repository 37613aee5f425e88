"""What the imaging library notes about a result, for people: its sentences are English, with values in them."""

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy

from picopt_saas.billing.money import whole

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_FORMATS: Final = {"webp": "WebP", "avif": "AVIF", "jpeg": "JPEG", "png": "PNG", "gif": "GIF"}
_TEXTS: Final = {
    "title": gettext_lazy("Title"),
    "headline": gettext_lazy("Headline"),
    "alt text": gettext_lazy("Alt text"),
    "caption": gettext_lazy("Caption"),
    "description": gettext_lazy("Description"),
    "copyright": gettext_lazy("Copyright notice"),
    "creator": gettext_lazy("Creator"),
    "credit": gettext_lazy("Credit line"),
    "source": gettext_lazy("Source"),
    "licensor": gettext_lazy("Licensor"),
    "usage terms": gettext_lazy("Usage terms"),
    "licence": gettext_lazy("License"),
    "source type": gettext_lazy("Digital source type"),
}
# What is said by what was noted; the plugin's Media/Notes.php says the same. A test has an example of each.
_KNOWN: "Final[tuple[tuple[str, StrOrPromise], ...]]" = (
    (
        r"The file holds (?P<number>\d+) images; the main one was used\.",
        gettext_lazy("The file holds %(number)s images; the main one was used."),
    ),
    (
        r"The animation of (?P<number>\d+) frames was left untouched: only WebP output can hold it\.",
        gettext_lazy("The animation of %(number)s frames was left untouched: only WebP output can hold it."),
    ),
    (
        r"Content credentials \(C2PA\) do not survive a change to the image, so they were removed\.",
        gettext_lazy("Content credentials (C2PA) do not survive a change to the image, so they were removed."),
    ),
    (
        r"(?P<before>\d+) bits a sample became (?P<number>\d+)\.",
        gettext_lazy("%(before)s bits per sample became %(number)s."),
    ),
    (
        r"The HDR gain map was kept in files of (?P<number>\d+) pixels and more\.",
        gettext_lazy("The HDR gain map was kept in files of %(number)s pixels and more."),
    ),
    (
        r"The HDR gain map was removed: the result looks as it does on standard screens\.",
        gettext_lazy("The HDR gain map was removed: the result looks as it does on standard screens."),
    ),
    (
        r"Print colors \(CMYK, a common offset print, as the file does not say which\) were converted to sRGB\.",
        gettext_lazy(
            "Print colors (CMYK) were converted to sRGB. The file doesn’t say which print process they are for, so a "
            "common offset process was assumed."
        ),
    ),
    (
        r"Print colors \(CMYK, (?P<profile>.+)\) were converted to sRGB\.",
        gettext_lazy("Print colors (CMYK, %(profile)s) were converted to sRGB."),
    ),
    (
        (
            r"The HDR image \((?P<profile>.+)\) was brought to what ordinary screens show: 203 nits became white, and "
            r"brighter light was pressed together below it\."
        ),
        gettext_lazy(
            "The HDR image (%(profile)s) was converted for standard screens: 203 nits became white, and brighter light "
            "was compressed below it."
        ),
    ),
    (
        r"The color profile is damaged and was ignored: the colors were taken as sRGB, as in browsers\.",
        gettext_lazy("The color profile is damaged and was ignored: the colors were taken as sRGB, as in browsers."),
    ),
    (
        r"Colors were converted from “(?P<profile>.+)” to sRGB\.",
        gettext_lazy("Colors were converted from “%(profile)s” to sRGB."),
    ),
    (
        r"JPEG does not support transparency, so the image was placed on white\.",
        gettext_lazy("JPEG does not support transparency, so the image was placed on white."),
    ),
    (
        r"(?P<format>\w+) would have (?P<bytes>\d+) bytes, the original has (?P<before>\d+)\.",
        gettext_lazy("%(format)s would take %(bytes)s bytes; the original takes %(before)s."),
    ),
    (
        r"“(?P<size>.+)” would have (?P<bytes>\d+) bytes, the file in use has (?P<before>\d+): it was kept\.",
        gettext_lazy("“%(size)s” would take %(bytes)s bytes; the current file takes %(before)s, so it was kept."),
    ),
    (
        (
            r"“(?P<size>.+)” has fewer bytes than (?P<others>“.+”), although it is larger: nothing better can be made "
            r"of it\."
        ),
        gettext_lazy(
            "“%(size)s” takes fewer bytes than %(others)s, although its dimensions are larger. No better version was "
            "found."
        ),
    ),
    (
        (
            r"“(?P<size>.+)” was left out: it would have (?P<bytes>\d+) bytes, while “(?P<other>.+)”, which is larger "
            r"and no worse, has (?P<other_bytes>\d+)\."
        ),
        gettext_lazy(
            "“%(size)s” was skipped: it would take %(bytes)s bytes, while “%(other)s” is larger, looks at least as "
            "good, and takes only %(other_bytes)s."
        ),
    ),
    (
        (
            r"The target of (?P<target>[\d.]+) was not reached: “(?P<size>.+)” scores (?P<score>-?[\d.]+) at the "
            r"highest quality of (?P<format>\w+)\."
        ),
        gettext_lazy(
            "The target of %(target)s was not reached: “%(size)s” scores %(score)s at the highest quality of "
            "%(format)s."
        ),
    ),
    (
        (
            r"The target of (?P<target>[\d.]+) was not reached: “(?P<size>.+)” scores (?P<score>-?[\d.]+) at the "
            r"highest quality of (?P<format>\w+); without loss it would have too many bytes\."
        ),
        gettext_lazy(
            "The target of %(target)s was not reached: “%(size)s” scores %(score)s at the highest quality of "
            "%(format)s; a lossless file would be too large."
        ),
    ),
    (
        r"(?P<number>\d+) of (?P<total>\d+) keywords were left out: a file holds no more\.",
        gettext_lazy("%(number)s of %(total)s keywords were left out, because a file can’t hold more."),
    ),
    (
        r"(?P<number>\d+) of (?P<total>\d+) keywords were cut: a file holds no more\.",
        gettext_lazy("%(number)s of %(total)s keywords were cut, because a file can’t hold more."),
    ),
    (
        r"The (?P<field>[a-z ]+) was cut to (?P<kept>\d+) of (?P<total>\d+) characters: a file holds no more\.",
        gettext_lazy("%(field)s: cut to %(kept)s of %(total)s characters, because a file can’t hold more."),
    ),
)


def say(note: str) -> tuple[str, bool]:
    """The note for people, and whether it is known here; one that is not stays the English sentence that it was."""
    for pattern, sentence in _KNOWN:
        if found := re.fullmatch(pattern, note):
            return str(sentence) % {name: _said(name, value) for name, value in found.groupdict().items()}, True
    return note, False


def _said(name: str, value: str) -> str:
    match name:
        case "field":
            return str(_TEXTS.get(value, value))
        case "format":
            return _FORMATS.get(value, value)
        case "profile" | "size" | "other" | "others" | "target" | "score":
            return value
        case _:
            return whole(int(value))
