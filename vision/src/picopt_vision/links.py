"""Where a linked image leads, in words (rule 2)."""

import re
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from picopt_vision.context import Placement

# Last parts of addresses that say nothing.
_EMPTY: Final = frozenset({"index", "default", "home", "page", "p", "attachment", "uploads", "watch", "embed", "view"})
_IMAGE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?)$", re.IGNORECASE)
_DOCUMENT: Final = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|csv|mp3)$", re.IGNORECASE)
# `L:oropouche` is a query to a program, and no name of a page.
_CODE: Final = re.compile(r"[:=~@$*|]")
# What WordPress calls the page of an uploaded file, after a camera's or a scanner's number: `Totem350-2`.
_FILE_NUMBER: Final = re.compile(
    r"[^\W\d_]\d{2,}[-_]\d{1,3}$|^(?:img|dsc|dscn|pxl|mvimg|scan)[-_]?\d+"
    r"|[-_ ](?:img|dsc|dscn|dscf|pxl|mvimg)[-_]?\d{3,}",
    re.IGNORECASE,
)
# Addresses of these sites are numbers and names of accounts; what is there is known all the same.
_HOSTS: Final = {
    "youtube.com": "YouTube", "youtu.be": "the video on YouTube", "vimeo.com": "the video on Vimeo",
    "maps.google.com": "the map", "maps.app.goo.gl": "the map", "openstreetmap.org": "the map",
    "flickr.com": "the image on Flickr", "commons.wikimedia.org": "the file on Wikimedia Commons",
    "instagram.com": "Instagram", "facebook.com": "Facebook", "linkedin.com": "LinkedIn", "x.com": "X",
    "twitter.com": "X", "tiktok.com": "TikTok", "pinterest.com": "Pinterest", "bsky.app": "Bluesky",
    "wa.me": "WhatsApp", "t.me": "Telegram", "open.spotify.com": "Spotify", "podcasts.apple.com": "Apple Podcasts",
    "apps.apple.com": "the App Store", "play.google.com": "Google Play", "forms.gle": "the form",
}  # fmt: skip
# The same for a part of a site; the longest start of an address that fits.
_PATHS: Final = (
    ("youtube.com/watch", "the video on YouTube"), ("youtube.com/embed", "the video on YouTube"),
    ("youtube.com/shorts", "the video on YouTube"), ("youtube.com/live", "the video on YouTube"),
    ("facebook.com/sharer", "sharing on Facebook"), ("facebook.com/share.php", "sharing on Facebook"),
    ("twitter.com/intent", "sharing on X"), ("twitter.com/share", "sharing on X"), ("x.com/intent", "sharing on X"),
    ("linkedin.com/sharing", "sharing on LinkedIn"), ("linkedin.com/shareArticle", "sharing on LinkedIn"),
    ("pinterest.com/pin/create", "sharing on Pinterest"), ("t.me/share", "sharing on Telegram"),
    ("api.whatsapp.com/send", "WhatsApp"), ("google.com/maps", "the map"),
    ("docs.google.com/forms", "the form"), ("docs.google.com", "the document"),
    ("drive.google.com", "the file on Google Drive"),
)  # fmt: skip
# What WordPress and shops call a page by, where it has no address of its own.
_PAGE: Final = re.compile(r"(?:^|&)(?:p|page_id|attachment_id|post_type|cat|tag|s|product|id|preview)=", re.IGNORECASE)


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
    words = " ".join((_known_kind(parts) or _words(parts.path) or _section(parts) or _site(parts)).split())
    return _as_spelled(words, place)


def _as_spelled(words: str, place: Placement) -> str:
    """As the page writes them, where it has the same words: `Variadic Views` of `variadic-views`."""
    pattern = r"\b" + r"[\W_]{1,3}".join(map(re.escape, words.split())) + r"\b"
    page = f"{place.page_title} {place.heading} {place.before} {place.after} {place.figcaption}"
    found = re.search(pattern, page, re.IGNORECASE)
    return found[0] if found and " " in words else words


def site_of(place: Placement) -> str:
    """The host to which the link leads: `example.org`; empty for links within the site, and for what is no address."""
    try:
        return _host(urlsplit(place.link_target.strip()))
    except ValueError:
        return ""


def _is_address(target: str) -> bool:
    """Also where blanks stand in it, as in names of files: `img/Summer 2011.jpg`."""
    return (
        _IMAGE.search(target) is not None
        or bool(re.match(r"^(?:[a-z][a-z0-9+.-]*:(?! )|/|\.|#|\?)", target, re.IGNORECASE))
        or (" " not in target and ("/" in target or "." in target.strip(".")))
    )


def _known_kind(parts: SplitResult) -> str:
    """What is told by the kind of the address alone."""
    host = _host(parts)
    place = next((words for start, words in _PATHS if f"{host}{parts.path}".startswith(start)), "")
    if parts.path.strip("/") and (place or host in _HOSTS):
        return place or _HOSTS[host]
    if _IMAGE.search(parts.path):
        return "the larger image"
    document = _DOCUMENT.search(parts.path)
    if document:
        words = _words(parts.path)
        return f"{words} ({document[1].upper()})" if words else f"a {document[1].upper()} file"
    return ""


def _words(path: str) -> str:
    """The last part of an address where it reads as words, and not as a number or an identifier."""
    parts = re.sub(";[^/]*", "", unquote(path)).strip("/").split("/")
    # `/oropouche/L`: a letter tells something only together with what it is a part of.
    last = " ".join(parts[-2:]) if re.fullmatch(r"[^\W\d_]{1,2}", parts[-1]) else parts[-1]
    if _CODE.search(last) or _FILE_NUMBER.search(last):
        return ""
    stem = re.sub(r"\.[a-z0-9]{2,5}$", "", last, flags=re.IGNORECASE)
    words = re.findall(r"[^\W_]+", stem)
    # A word of two letters is a code or a language in Latin, and a word in Chinese.
    if 2 * sum(map(str.isdigit, words)) > len(words):
        return ""  # a release, a date
    known = any(len(word) > 1 + word.isascii() and not word.isdigit() for word in words) and stem.lower() not in _EMPTY
    return " ".join(words) if known and len(words) <= 10 and not any(map(_is_identifier, words)) else ""


def _is_identifier(word: str) -> bool:
    """`GMt0wH`, `72157657833038461`, `zggCAYAfjXE`, `id123456789`."""
    mixed = re.search(r"[a-z][A-Z].*[A-Z]|\d[A-Za-z]+\d|[A-Za-z]\d+[A-Za-z]", word)
    return bool(mixed) or re.search(r"\d{5}", word) is not None


def _section(parts: SplitResult) -> str:
    """A part of another site's page where its name reads as several words: `#research-report`."""
    reads = re.fullmatch(r"[a-z]{3,}(?:[-_][a-z]+){1,5}", parts.fragment, re.IGNORECASE)
    return _words(parts.fragment) if reads and _host(parts) else ""


def _site(parts: SplitResult) -> str:
    """The site, or its home page; nothing for another page whose address does not name it."""
    host = _host(parts)
    if parts.path.strip("/") or (host and _PAGE.search(parts.query)):
        return host
    if host:
        return f"the home page of {host}"
    return "the home page" if parts.path and not parts.query and not parts.fragment else ""


def _host(parts: SplitResult) -> str:
    """As people read it: `münchen.example`, and not `xn--mnchen-3ya.example`."""
    host = (parts.hostname or "").removeprefix("www.")
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return host
