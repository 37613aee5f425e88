"""What requests say of their bodies: short, and in UTF-8 where it is text.

Django decodes queries, forms and headers with whatever codec a request names. Python has one (punycode) that takes the
square of the length: a form of 320 kB cost a stranger nothing and us three seconds. Where one is named at all, it reads
the query before anything catches what is wrong with it.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_LONGEST: Final = 255
# Names with a star (RFC 2231) bring a codec of their own, or come in pieces. Browsers write none of them here.
_OTHER: Final = re.compile(r'\*|charset\s*=(?!\s*"?utf-?8"?\s*(?:;|$))', re.IGNORECASE)
_UTF8: Final = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)
_REFUSED: Final = b"Send text in UTF-8.\n"


def in_utf8(application: "WSGIApplication") -> "WSGIApplication":
    """The application, which takes text for UTF-8; what is said to be in another code is refused (415)."""

    def handle(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        stated = environ.get("CONTENT_TYPE", "")
        if len(stated) <= _LONGEST and not _OTHER.search(stated):
            environ["CONTENT_TYPE"] = _UTF8.sub("", stated)
            return application(environ, start_response)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(_REFUSED)))]
        start_response("415 Unsupported Media Type", [*headers, ("Cache-Control", "no-store")])
        return [_REFUSED]

    return handle
