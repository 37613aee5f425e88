"""A site that connects: its key, and the free credits of a first one."""

from typing import Final

import structlog
from django.db import transaction

from picopt_saas.accounts.connect import Confirmed, ExpiredError, collect
from picopt_saas.accounts.keys import create_key, delete_key
from picopt_saas.accounts.models import ApiKey
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing.allowance import ClosedAccountError, check_new_key
from picopt_saas.billing.free_credits import give_free_credits

KEY_NAME: Final = "Connected by the plugin"
log = structlog.get_logger(__name__)


def collect_key(device_code: str, verifier: str, site_url: str) -> tuple[ApiKey, str]:
    """The new key of a site whose wish was confirmed, and the key itself.

    Raises `NotConnectedError`, and `PlanLimitError` when other sites have taken the plan's room since.
    """
    confirmed = collect(device_code, verifier, site_url)  # commits by itself: a failure must not give the code back
    try:
        key, secret = _make_key(confirmed)
    except ClosedAccountError:
        raise ExpiredError from None
    log.info("site connected", account=key.account_id, site=key.site_id)
    return key, secret


@transaction.atomic
def _make_key(confirmed: Confirmed) -> tuple[ApiKey, str]:
    site = add_site(confirmed.account, confirmed.site_url, user=confirmed.user)
    # A site that connects again has lost its key, or is about to forget it.
    for old in ApiKey.objects.filter(site=site, name=KEY_NAME, deleted_at=None):
        delete_key(old, user=confirmed.user)
    check_new_key(confirmed.account, site.url)
    made = create_key(site, name=KEY_NAME, user=confirmed.user)
    give_free_credits(confirmed.account, site)
    return made
