"""What workers lack and go on without: kept where web processes can tell it, which load no native code themselves."""

import platform
import time
from collections.abc import Mapping
from typing import Final

from django.core.cache import cache

_KEY: Final = "degradations"
_KEPT_SECONDS: Final = 3600  # workers tell it anew every ten minutes


def tell(degradations: Mapping[str, str]) -> None:
    """Keep what this machine's workers lack: name → what it means."""
    known = {host: told for host, told in cache.get(_KEY, {}).items() if told[0] > time.time() - _KEPT_SECONDS}
    cache.set(_KEY, known | {platform.node(): (time.time(), dict(degradations))}, _KEPT_SECONDS)


def degradations() -> dict[str, str]:
    """What any machine's workers lack: name → what it means, and where."""
    found: dict[str, str] = {}
    for host, (_, told) in sorted(cache.get(_KEY, {}).items()):
        for name, says in told.items():
            found[name] = f"{found.get(name, says)} ({host})"
    return found
