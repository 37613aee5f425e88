"""Where a linked image leads, in words (rule 2)."""

import re
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from picopt_vision.context import Placement
from picopt_vision.slugs import page_name

# Last parts of addresses that say nothing, templates' names of their pages among them.
_EMPTY: Final = frozenset(
    """index default home page p attachment uploads watch embed view post single article detail details item blog-post
    blog-single single-blog blog-details single-post post-details product-details portfolio-details
    single-product""".split()  # noqa: SIM905 -- a list of words is read more easily as prose
)
# A program shows what its query tells, and its own name is that of none of its pages.
_PROGRAM: Final = re.compile(r"\.(?:php\d?|aspx?|cfm|cgi|jsp|pl)$", re.IGNORECASE)
# What a server sends for a folder: `/index.html` is the page of `/`.
_OF_FOLDER: Final = re.compile(r"/(?:index|default)\.(?:[sx]?html?|php\d?|aspx?|cfm|jsp)$", re.IGNORECASE)
_TRACKING: Final = re.compile(r"(?:(?:utm_\w+|ref|from|source|lang|fbclid|gclid)=[^&]*&?)*", re.IGNORECASE)
_IMAGE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?)$", re.IGNORECASE)
_DOCUMENT: Final = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|csv|mp3)$", re.IGNORECASE)
# What is put on a computer is fetched, and nobody reads it.
_INSTALLER: Final = re.compile(r"\.(?:dmg|exe|msi|pkg|deb|rpm|apk|iso|appimage|jar|t?gz|xz|7z)$", re.IGNORECASE)
# Where a site keeps its files: `acme.s3.example.org`, `cdn2.example.org`.
_STORAGE: Final = re.compile(
    r"(?:^|[.-])(?:s3|cdn|static|downloads?|dl|assets|img|images|media|files|storage|uploads)\d*\.(?=.*\.)"
    r"|(?:^|\.)(?:cloudfront|amazonaws|googleapis|githubusercontent|googleusercontent)\.\w+$"
)
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
    "youtube.com": "YouTube", "youtu.be": "the video on YouTube", "vimeo.com": "Vimeo",
    "maps.google.com": "the map", "maps.app.goo.gl": "the map", "openstreetmap.org": "the map",
    "flickr.com": "Flickr", "commons.wikimedia.org": "Wikimedia Commons",
    "instagram.com": "Instagram", "facebook.com": "Facebook", "linkedin.com": "LinkedIn", "x.com": "X",
    "twitter.com": "X", "tiktok.com": "TikTok", "pinterest.com": "Pinterest", "bsky.app": "Bluesky",
    "threads.net": "Threads", "threads.com": "Threads", "twitch.tv": "Twitch", "patreon.com": "Patreon",
    "ko-fi.com": "Ko-fi", "discord.gg": "Discord", "snapchat.com": "Snapchat",
    "wa.me": "WhatsApp", "t.me": "Telegram", "open.spotify.com": "Spotify", "podcasts.apple.com": "Apple Podcasts",
    "apps.apple.com": "the App Store", "play.google.com": "Google Play", "forms.gle": "the form",
}  # fmt: skip
# The same for a part of a site: how an address there begins. The first that fits counts.
_PATHS: Final = (
    (r"youtube\.com/(?:watch|embed|shorts|live)", "the video on YouTube"),
    (r"vimeo\.com/(?:[^/]+/)*\d+", "the video on Vimeo"),
    (r"flickr\.com/photos/[^/]+/\d+", "the image on Flickr"),
    (r"flickr\.com/photos/[^/]+/(?:albums|sets)/\d+", "the album on Flickr"),
    (r"flickr\.com/photos/[^/]+/?$", "the photos on Flickr"),
    (r"commons\.wikimedia\.org/wiki/File:", "the file on Wikimedia Commons"),
    (r"facebook\.com/(?:sharer|share\.php)", "sharing on Facebook"),
    (r"(?:twitter|x)\.com/(?:intent|share)", "sharing on X"),
    (r"linkedin\.com/(?:sharing|shareArticle)", "sharing on LinkedIn"),
    (r"pinterest\.com/pin/create", "sharing on Pinterest"), (r"t\.me/share", "sharing on Telegram"),
    (r"(?:twitter|x)\.com/[^/]+/status(?:es)?/\d", "the post on X"),
    (r"bsky\.app/profile/[^/]+/post/[^/]", "the post on Bluesky"),
    (r"instagram\.com/(?:[^/]+/)?p/[^/]", "the post on Instagram"),
    (r"instagram\.com/(?:[^/]+/)?reel/[^/]", "the reel on Instagram"),
    (r"linkedin\.com/(?:posts|feed/update)/[^/]", "the post on LinkedIn"),
    (r"facebook\.com/[^/]+/posts/[^/]", "the post on Facebook"),
    (r"facebook\.com/events/(?:s/[^/]+/)?\d", "the event on Facebook"),
    (r"tiktok\.com/@[^/]+/video/\d", "the video on TikTok"),
    (r"reddit\.com/r/[^/]+/comments/[^/]", "the post on Reddit"),
    (r"discord\.com/invite/", "Discord"), (r"api\.whatsapp\.com/send", "WhatsApp"), (r"google\.com/maps", "the map"),
    (r"docs\.google\.com/forms", "the form"), (r"docs\.google\.com", "the document"),
    (r"drive\.google\.com/drive/", "the folder on Google Drive"),
    (r"drive\.google\.com", "the file on Google Drive"),
)  # fmt: skip
# `m.facebook.com`, `ja-jp.facebook.com`, `br.linkedin.com`: the same site for phones, or in a language.
_EDITION: Final = re.compile(
    r"^(?:m|mobile|[a-z]{2}(?:-[a-z]{2})?)\.(?=(?:facebook|twitter|x|linkedin|pinterest)\.com$)"
)
_ROUTE: Final = re.compile(r"^(?!:~:).*[/=!]")
"""In a fragment: a page that a script shows, `#/pricing`, `#feat=flexbox`, and not a part of the one that is loaded, as
`#:~:text=prices` is."""
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
        parts = _of_folder(urlsplit(target))
    except ValueError:  # `https://[`: whatever that is, it is no address
        return ""
    if parts.scheme not in {"", "http", "https"}:
        return ""
    page = f"{place.page_title} {place.heading} {place.before} {place.after} {place.figcaption}"
    words = _known_kind(parts, page) or _name(parts, page) or _section(parts, page) or _site(parts)
    return " ".join(words.split())


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


def _of_folder(parts: SplitResult) -> SplitResult:
    """Without the name of a folder's own page, unless it is a program that is asked for one of many."""
    is_asked = parts.query and not _TRACKING.fullmatch(parts.query)
    return parts if is_asked else parts._replace(path=_OF_FOLDER.sub("/", parts.path))


def _known_kind(parts: SplitResult, page: str) -> str:
    """What is told by the kind of the address alone."""
    host = _EDITION.sub("", _host(parts))
    place = next((words for start, words in _PATHS if re.match(start, f"{host}{parts.path}")), "")
    if parts.path.strip("/") and (place or host in _HOSTS):
        return place or _HOSTS[host]
    if _IMAGE.search(parts.path):
        return "the larger image"
    if _INSTALLER.search(parts.path):
        return "the download"
    document = _DOCUMENT.search(parts.path)
    if document:
        name = page_name(_words(parts.path), page, is_file=True)
        return f"{name} ({document[1].upper()})" if name else f"a {document[1].upper()} file"
    return ""


def _name(parts: SplitResult, page: str) -> str:
    """The name of a page, and not of the program that shows it."""
    is_one_of_many = _PROGRAM.search(parts.path) and not _TRACKING.fullmatch(parts.query)
    return "" if is_one_of_many else page_name(_words(parts.path), page)


def _words(path: str) -> list[str]:
    """The last part of an address where it is made of words, and not of numbers or identifiers."""
    parts = re.sub(";[^/]*", "", unquote(path)).strip("/").split("/")
    # `/oropouche/L`: a letter tells something only together with what it is a part of.
    last = " ".join(parts[-2:]) if re.fullmatch(r"[^\W\d_]{1,2}", parts[-1]) else parts[-1]
    if _CODE.search(last) or _FILE_NUMBER.search(last):
        return []
    stem = re.sub(r"\.[a-z0-9]{2,5}$", "", last, flags=re.IGNORECASE)
    words = re.findall(r"[^\W_]+", stem)
    if 2 * sum(map(str.isdigit, words)) > len(words):
        return []  # a release, a date
    # A word of two letters is a code or a language in Latin, and a word in Chinese.
    known = any(len(word) > 1 + word.isascii() and not word.isdigit() for word in words)
    is_name = known and stem.lower().replace("_", "-") not in _EMPTY
    return words if is_name and len(words) <= 10 and not any(map(_is_identifier, words)) else []


def _is_identifier(word: str) -> bool:
    """`GMt0wH`, `72157657833038461`, `zggCAYAfjXE`, `id123456789`."""
    mixed = re.search(r"[a-z][A-Z].*[A-Z]|\d[A-Za-z]+\d|[A-Za-z]\d+[A-Za-z]", word)
    return bool(mixed) or re.search(r"\d{5}", word) is not None


def _section(parts: SplitResult, page: str) -> str:
    """A part of another site's page where its name reads as several words: `#research-report`."""
    reads = re.fullmatch(r"[a-z]{3,}(?:[-_][a-z]+){1,5}", parts.fragment, re.IGNORECASE)
    return page_name(_words(parts.fragment), page) if reads and _host(parts) else ""


def _site(parts: SplitResult) -> str:
    """The site, or its home page; nothing for another page whose address names neither it nor a site."""
    host = _host(parts)
    if parts.path.strip("/") or (host and (_PAGE.search(parts.query) or _ROUTE.search(parts.fragment))):
        return f"a page on {host}" if host and not _STORAGE.search(host) else ""
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
