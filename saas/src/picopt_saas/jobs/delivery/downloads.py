"""Where an item's result files are: straight in the bucket, or here by a ticket. Saying it is delivery."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.utils import timezone

from picopt_contract.direct import Downloads, FileDownload
from picopt_contract.errors import ErrorCode
from picopt_contract.internal import Claims
from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.delivery.files import DELIVERABLE, gone, pay_for_files
from picopt_saas.jobs.models import Item, ResultFile
from picopt_saas.refusal import Refusal
from picopt_saas.storage.build import presigner
from picopt_saas.storage.keys import result_key

_SALT: Final = "picopt.result-file"
_HOLDS: Final = timedelta(seconds=LIMITS.direct_url_seconds)


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What is needed to give a file's bytes, signed by us: whoever shows it needs no second look at the database."""

    account_id: str
    file_id: str
    bytes: int
    sha256: str
    media_type: str

    def sign(self) -> str:
        """As it travels; holds for `LIMITS.direct_url_seconds`."""
        return signing.dumps(list(asdict(self).values()), salt=_SALT, compress=True)


def read_ticket(claims: Claims, file_id: str, signed: str) -> Ticket | None:
    """The ticket, if it is ours, for this file and account, and not too old."""
    try:
        account_id, ticket_for, length, sha256, media_type = signing.loads(signed, salt=_SALT, max_age=_HOLDS)
    except signing.BadSignature:
        return None
    ticket = Ticket(account_id=account_id, file_id=ticket_for, bytes=length, sha256=sha256, media_type=media_type)
    return ticket if (ticket.account_id, ticket.file_id) == (claims.account_id, file_id) else None


def charge_and_locate_files(account: Account, item_id: str) -> Downloads:
    """Capture the item's export, once, and say where its files are for the next minutes.

    Raises `Refusal`: not_found, or gone when the result is no longer kept.
    """
    kept = ResultFile.objects.filter(account=account, item=item_id, withdrawn_at=None)
    files = list(kept.filter(item__state__in=DELIVERABLE).order_by("position"))
    if not files and not Item.objects.filter(account=account, pk=item_id).exists():
        raise Refusal(ErrorCode.NOT_FOUND, "There is no such item.")
    if not files:
        raise gone()
    pay_for_files(item_id)
    ends = timezone.now() + _HOLDS
    return Downloads(files=[_locate(file, ends) for file in files])


def _locate(file: ResultFile, ends: datetime) -> FileDownload:
    if signs := presigner():
        url = signs.get(result_key(file.account_id, file.pk), file.media_type)
    else:
        url = f"/v1/files/{file.pk}?ticket={_ticket(file).sign()}"
    return FileDownload(id=file.pk, url=url, expires_at=ends)


def _ticket(file: ResultFile) -> Ticket:
    return Ticket(
        account_id=file.account_id,
        file_id=file.pk,
        bytes=file.bytes,
        sha256=file.sha256,
        media_type=file.media_type,
    )
