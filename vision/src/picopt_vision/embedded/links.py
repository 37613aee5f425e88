"""Where a linked picture leads, in words (rule 2)."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from picopt_vision.settings import Context

# Last parts of addresses that say nothing.
_EMPTY: Final = frozenset({"index", "default", "home", "page", "p", "attachment", "uploads"})


def destination(context: Context) -> str:
    """`Contact us`, `the home page of example.org`; empty when the picture is no link or the target is unknown."""
    target = " ".join(context.link_target.split())
    if not target:
        return ""
    if not _is_address(target):
        return target
    parts = urlsplit(target)
    if parts.scheme not in {"", "http", "https"}:
        return ""
    words = _words(parts.path)
    if words:
        return words
    return f"the home page of {parts.hostname.removeprefix('www.')}" if parts.hostname else "the home page"


def _is_address(target: str) -> bool:
    return bool(re.match(r"^(?:[a-z][a-z0-9+.-]*:|/|\.|#|\?)", target, re.IGNORECASE)) or (
        " " not in target and ("/" in target or "." in target.strip("."))
    )


def _words(path: str) -> str:
    last = unquote(path).rstrip("/").rsplit("/", 1)[-1]
    stem = re.sub(r"\.[a-z0-9]{2,5}$", "", last, flags=re.IGNORECASE)
    words = re.findall(r"[^\W_]+", stem)
    known = any(not word.isdigit() for word in words) and stem.lower() not in _EMPTY
    return " ".join(words) if known and len(words) <= 10 else ""
