"""Result files, whole or a range (RFC 9110, section 14), with digests (RFC 9530)."""

import base64
import re
from typing import Final, NamedTuple, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import parse_etags

from picopt_contract.errors import ErrorCode
from picopt_saas.accounts.models import Account
from picopt_saas.api.endpoint import caller_of, endpoint, with_balance, without_balance
from picopt_saas.billing import ledger
from picopt_saas.jobs.delivery.downloads import Ticket, read_ticket
from picopt_saas.jobs.delivery.files import charge_and_open_file, is_paid, look_up_file, open_file, require_kept
from picopt_saas.jobs.models import ResultFile
from picopt_saas.refusal import Refusal
from picopt_saas.storage.port import Chunks

R = TypeVar("R", bound=HttpResponseBase)
_RANGE: Final = re.compile(r"^bytes=(\d{0,12})-(\d{0,12})$")


class Span(NamedTuple):
    """Bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many."""
        return self.last - self.first + 1


@endpoint("file_get")
def charge_and_send_file(request: HttpRequest, file_id: str, ticket: str = "") -> HttpResponseBase:
    """The file's bytes. The first request for any file of an item pays for its export; a ticket says it is paid."""
    caller = caller_of(request)
    known = read_ticket(caller.claims, file_id, ticket) if ticket else None
    if known and _has_it(request, known):
        return without_balance(_unchanged(known))
    if known:
        span = wanted_span(request, known)
        return _send(known, open_file(known.account_id, known.file_id, *_bytes(span, known)), span)
    file = look_up_file(caller.claims, file_id)
    if file is None:
        caller.look_up()  # because of the key, perhaps: then it is refused
    file = require_kept(file)
    if _has_it(request, file):
        return with_balance(_unchanged(file), ledger.balance_of(file))
    span = wanted_span(request, file)
    response = _send(file, charge_and_open_file(file, *_bytes(span, file)), span)
    credits = ledger.balance_of(file) if is_paid(file) else ledger.balance(Account(pk=file.account_id))
    return with_balance(response, credits)


def _bytes(span: Span | None, file: ResultFile | Ticket) -> tuple[int, int]:
    """Offset and length."""
    return (span.first, span.length) if span else (0, file.bytes)


def _send(file: ResultFile | Ticket, chunks: Chunks, span: Span | None) -> HttpResponseBase:
    response = StreamingHttpResponse(chunks, status=206 if span else 200, content_type=file.media_type)
    digest = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    _name(response, file)
    response["Accept-Ranges"] = "bytes"
    response["Repr-Digest"] = digest
    if span:
        response["Content-Range"] = f"bytes {span.first}-{span.last}/{file.bytes}"
        response["Content-Length"] = str(span.length)
    else:
        response["Content-Digest"] = digest
        response["Content-Length"] = str(file.bytes)
    return without_balance(response)


def _unchanged(file: ResultFile | Ticket) -> HttpResponse:
    """No bytes leave, so nothing is charged."""
    response = HttpResponse(status=304)
    del response["Content-Type"]
    return _name(response, file)


def _name(response: R, file: ResultFile | Ticket) -> R:
    response["ETag"] = f'"{file.sha256}"'
    response["Cache-Control"] = "private, no-transform"
    return response


def _has_it(request: HttpRequest, file: ResultFile | Ticket) -> bool:
    """Whether the client names the file as one that it has already (RFC 9110, 13.1.2)."""
    named = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    return "*" in named or f'"{file.sha256}"' in named


def wanted_span(request: HttpRequest, file: ResultFile | Ticket) -> Span | None:
    """The one range that is asked for; None for the whole file (several ranges, or a file that has changed).

    Raises `Refusal` (range_not_satisfiable).
    """
    found = _RANGE.match(request.headers.get("Range", ""))
    if found is None or found.groups() == ("", "") or not _same_file(request, file):
        return None
    first, last = found.groups()
    if first:
        span = Span(int(first), min(int(last), file.bytes - 1) if last else file.bytes - 1)
    else:
        span = Span(max(0, file.bytes - int(last)), file.bytes - 1)
    if last and first and int(last) < int(first):
        return None  # not a range at all: the specification says to ignore it
    if span.first >= file.bytes or span.length <= 0:
        raise Refusal(ErrorCode.RANGE_NOT_SATISFIABLE, f"The file has {file.bytes} bytes.")
    return span


def _same_file(request: HttpRequest, file: ResultFile | Ticket) -> bool:
    return request.headers.get("If-Range") in (None, f'"{file.sha256}"')
