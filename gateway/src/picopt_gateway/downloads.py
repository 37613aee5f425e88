"""All downloads under way: each holds a thread for as long as its client reads, so there are only so many."""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

import structlog

from picopt_gateway.pace import Pace
from picopt_gateway.places import Places
from picopt_gateway.settings import Settings

log = structlog.get_logger(__name__)
_REFUSAL: Final = "Too many downloads at once. Try again in a moment."


class Downloads:
    """At most half of the threads answer with files; half of those for one address, and half of that for one account.

    So nobody who reads nothing keeps his neighbors behind one address from their files, many accounts of one address
    keep nobody else from theirs, and of the last quarter each account and each address gets one that has none.
    """

    def __init__(self, settings: Settings) -> None:
        self._addresses = Places(settings.threads // 2, _REFUSAL)
        self._accounts = Places(settings.threads // 2, _REFUSAL, share=4)
        self._pace = Pace.slowest(settings)

    @property
    def taken(self) -> int:
        """Downloads under way."""
        return self._addresses.taken

    def begin(self, account: str, address: str) -> Callable[[], None]:
        """Take a place, or raise `ApiError` (busy). What it returns gives the place back."""
        self._accounts.enter(account)
        try:
            self._addresses.enter(address)
        except BaseException:
            self._accounts.leave(account)
            raise
        return partial(self._end, account, address)

    def paced(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The same blocks, until the client reads them more slowly than allowed: then it gets no more of them.

        Its answer is short of its Content-Length, and it may go on from there. Only time that the client takes counts.
        One that takes nothing at all is ended by the system (`picopt_runtime.connections`).
        """
        sent, waited = 0, 0.0
        for block in blocks:
            given = time.monotonic()
            yield block
            sent, waited = sent + len(block), waited + time.monotonic() - given
            windows = waited / self._pace.seconds
            if windows < 1:
                continue
            if sent < windows * self._pace.bytes:
                log.info("download ended, its client is too slow", bytes=sent, seconds=round(waited))
                return
            sent, waited = 0, 0.0

    def _end(self, account: str, address: str) -> None:
        self._addresses.leave(address)
        self._accounts.leave(account)
