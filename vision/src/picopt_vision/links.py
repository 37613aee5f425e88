"""Where a linked image leads, in words (rule 2)."""

import re
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from picopt_vision.context import Placement

# Last parts of addresses that say nothing.
_EMPTY: Final = frozenset({"index", "default", "home", "page", "p", "attachment", "uploads", "watch", "embed", "view"})
_IMAGE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?)$", re.IGNORECASE)
_DOCUMENT: Final = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|csv|mp3)$", re.IGNORECASE)
# Addresses of these sites are numbers; what is there is known all the same.
_HOSTS: Final = {
    "youtube.com": "the video on YouTube", "youtu.be": "the video on YouTube", "vimeo.com": "the video on Vimeo",
    "maps.google.com": "the map", "maps.app.goo.gl": "the map", "openstreetmap.org": "the map",
    "flickr.com": "the image on Flickr", "commons.wikimedia.org": "the file on Wikimedia Commons",
    "instagram.com": "Instagram", "facebook.com": "Facebook", "linkedin.com": "LinkedIn", "x.com": "X",
}  # fmt: skip


def destination(place: Placement) -> str:
    """`Contact us`, `the home page of example.org`; empty when the image is no link or the target is unknown."""
    title = " ".join(place.link_title.split())
    target = " ".join(place.link_target.split())
    if "{" in target:  # a template that nobody filled
        return title
    if title or not target or not _is_address(target):
        return title or target
    try:
        parts = urlsplit(target)
    except ValueError:  # `https://[`: whatever that is, it is no address
        return ""
    if parts.scheme not in {"", "http", "https"}:
        return ""
    return " ".join((_known_kind(parts) or _words(parts.path) or _site(parts)).split())


def site_of(place: Placement) -> str:
    """The host to which the link leads: `example.org`; empty for links within the site, and for what is no address."""
    try:
        return _host(urlsplit(place.link_target.strip()))
    except ValueError:
        return ""


def _is_address(target: str) -> bool:
    return bool(re.match(r"^(?:[a-z][a-z0-9+.-]*:(?! )|/|\.|#|\?)", target, re.IGNORECASE)) or (
        " " not in target and ("/" in target or "." in target.strip("."))
    )


def _known_kind(parts: SplitResult) -> str:
    """What is told by the kind of the address alone."""
    host = _host(parts)
    if host in _HOSTS and parts.path.strip("/"):
        return _HOSTS[host]
    if _IMAGE.search(parts.path):
        return "the larger image"
    document = _DOCUMENT.search(parts.path)
    if document:
        words = _words(parts.path)
        return f"{words} ({document[1].upper()})" if words else f"a {document[1].upper()} file"
    return ""


def _words(path: str) -> str:
    """The last part of an address where it reads as words, and not as a number or an identifier."""
    parts = unquote(path).strip("/").split("/")
    # `/oropouche/L`: a letter tells something only together with what it is a part of.
    last = " ".join(parts[-2:]) if re.fullmatch(r"[^\W\d_]{1,2}", parts[-1]) else parts[-1]
    stem = re.sub(r"\.[a-z0-9]{2,5}$", "", last, flags=re.IGNORECASE)
    words = re.findall(r"[^\W_]+", stem)
    known = any(len(word) > 2 and not word.isdigit() for word in words) and stem.lower() not in _EMPTY
    return " ".join(words) if known and len(words) <= 10 and not any(map(_is_identifier, words)) else ""


def _is_identifier(word: str) -> bool:
    """`GMt0wH`, `72157657833038461`, `zggCAYAfjXE`."""
    mixed = re.search(r"[a-z][A-Z].*[A-Z]|\d[A-Za-z]+\d|[A-Za-z]\d+[A-Za-z]", word)
    return bool(mixed) or (word.isdigit() and len(word) > 4)


def _site(parts: SplitResult) -> str:
    """The site, or its home page; nothing for another page whose address does not name it."""
    host = _host(parts)
    if parts.path.strip("/"):
        return host
    if host:
        return f"the home page of {host}"
    return "the home page" if parts.path and not parts.query and not parts.fragment else ""


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")
