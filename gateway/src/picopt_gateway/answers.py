"""Answers as the server takes them at the least cost."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final
from wsgiref.types import WSGIEnvironment

from flask import Response

_BODILESS: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


class Answer(Response):
    """What is whole is given as a list; an iterator would be fetched piece by piece, between two threads."""

    def get_app_iter(self, environ: WSGIEnvironment) -> Iterable[bytes]:
        """See Werkzeug."""
        is_whole = self.is_sequence and not self._on_close
        if is_whole and environ["REQUEST_METHOD"] != "HEAD" and self.status_code not in _BODILESS:
            return list(self.iter_encoded())
        return super().get_app_iter(environ)
