"""Answers as the server takes them at the least cost."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final
from wsgiref.types import WSGIEnvironment

from flask import Response
from werkzeug.datastructures import Headers

_BODILESS: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


class Answer(Response):
    """What is whole is given as a list; an iterator would be fetched piece by piece, between two threads."""

    def get_app_iter(self, environ: WSGIEnvironment) -> Iterable[bytes]:
        """See Werkzeug."""
        if self._is_whole(environ):
            return list(self.iter_encoded())
        return super().get_app_iter(environ)

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """See Werkzeug, which would look through a copy for what may have to be changed."""
        if self._is_whole(environ) and "Content-Length" in self.headers and "Location" not in self.headers:
            return self.headers
        return super().get_wsgi_headers(environ)

    def _is_whole(self, environ: WSGIEnvironment) -> bool:
        is_whole = self.is_sequence and not self._on_close
        return is_whole and environ["REQUEST_METHOD"] != "HEAD" and self.status_code not in _BODILESS
