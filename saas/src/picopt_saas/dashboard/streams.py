"""Files that are sent as they are made. Who reads slowly holds a thread all the while, so only so many do at once."""

import threading
from collections.abc import Iterator
from typing import Final, Self

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from picopt_saas.accounts.models import Account

_MOST: Final = 3  # of a process, and one of an account
_RETRY_AFTER: Final = 30  # seconds

_lock = threading.Lock()
_taken: set[str] = set()


def send(account: Account, pieces: Iterator[str], *, content_type: str, name: str) -> HttpResponseBase:
    """The file as a download; 429 while the account gets another one, or too many others get theirs."""
    with _lock:
        if account.pk in _taken or len(_taken) >= _MOST:
            said = _("Another file is being downloaded right now. Try again when it is complete.")
            return HttpResponse(
                said, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": str(_RETRY_AFTER)}
            )
        _taken.add(account.pk)
    answer = StreamingHttpResponse(_Seated(account.pk, pieces), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class _Seated:
    """The pieces; the place is free again when the response is closed, also one that nobody has begun to read."""

    def __init__(self, place: str, pieces: Iterator[str]) -> None:
        self._place, self._pieces = place, pieces

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        return next(self._pieces)

    def close(self) -> None:
        with _lock:
            _taken.discard(self._place)
