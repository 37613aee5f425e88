"""Whether a process serves the world or only this machine, and secrets that anybody can read in our source."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

DEVELOPMENT_SECRET: Final = "development-only-secret-of-at-least-32-bytes"  # noqa: S105 -- refused in production
SHORTEST_SECRET: Final = 32
# Placeholders in examples of ours and of others; none of them is random.
_PLACEHOLDERS: Final = ("development-only", "change-me", "changeme", "change_me", "replace-me", "insecure", "example")


def is_this_machine(url: str) -> bool:
    """Whether an http(s) address leads to this machine: `localhost`, a name below it, or a loopback address."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def what_is_wrong_with(secret: str) -> str:
    """Why a secret must not be used in production, as the end of a sentence; empty when nothing is seen."""
    if len(secret) < SHORTEST_SECRET:
        return f"it has {len(secret)} characters, and at least {SHORTEST_SECRET} random ones are needed"
    if any(word in secret.lower() for word in _PLACEHOLDERS):
        return "this value is published; make one of your own"
    return ""
