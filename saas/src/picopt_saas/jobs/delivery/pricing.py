"""What a charge line of a picture costs this account now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import CREDITS_PER_LINE, LINES, ChargeLine, Pipeline
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.delivery.fingerprints import fingerprint
from picopt_saas.jobs.models import PaidWork
from picopt_saas.vision_config import vision_config


@dataclass(frozen=True, kw_only=True)
class Price:
    """The price of one line of one picture, in credits."""

    line: ChargeLine
    fingerprint: str
    credits: int
    paid_before: bool


def analysis_credits() -> int:
    """Credits for a new text: nobody pays for the embedded model's draft unless the operator says so."""
    free = vision_config().is_draft and not django_settings.PICOPT.bill_embedded
    return 0 if free else CREDITS_PER_LINE


def price_pictures(
    account: Account, pipeline: Pipeline, settings: JobSettings, pictures: Iterable[PictureItem]
) -> list[list[Price]]:
    """For each picture the prices of the pipeline's lines at this moment, with one look-up for all of them.

    Inside a transaction what is found paid stays paid until it ends: a refund that comes meanwhile waits.
    """
    prints = [[(line, fingerprint(line, settings, picture)) for line in LINES[pipeline]] for picture in pictures]
    paid = set() if settings.reprocess else _paid(account, {one for lines in prints for _, one in lines})
    return [[_price(line, one, paid=one in paid) for line, one in lines] for lines in prints]


def _price(line: ChargeLine, one: str, *, paid: bool) -> Price:
    new = analysis_credits() if line is ChargeLine.ANALYSIS else CREDITS_PER_LINE
    return Price(line=line, fingerprint=one, credits=0 if paid else new, paid_before=paid)


def _paid(account: Account, fingerprints: set[str]) -> set[str]:
    known = PaidWork.objects.filter(account=account, fingerprint__in=fingerprints, expires_at__gt=timezone.now())
    if connection.in_atomic_block:
        known = known.select_for_update().order_by("line", "fingerprint")
    return set(known.values_list("fingerprint", flat=True))
