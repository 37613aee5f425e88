"""A site that connects: its key, and the free credits of a first one."""

from typing import Final

import structlog
from django.db import transaction

from picopt_saas.accounts.connect import redeem_code
from picopt_saas.accounts.keys import create_key, delete_key
from picopt_saas.accounts.models import ApiKey
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing.allowance import check_new_key
from picopt_saas.billing.free_credits import give_free_credits

KEY_NAME: Final = "Connected by the plugin"
log = structlog.get_logger(__name__)


def exchange_code(code: str, verifier: str, site_url: str) -> tuple[ApiKey, str] | None:
    """The new key of the site, and the key itself, for a one-time code; None when the code is not good.

    Raises `PlanLimitError` when other sites have taken the plan's room since the code was confirmed.
    """
    redeemed = redeem_code(code, verifier, site_url)  # commits by itself: a failure must not give the code back
    if redeemed is None:
        return None
    with transaction.atomic():
        site = add_site(redeemed.account, redeemed.site_url, user=redeemed.user)
        # A site that connects again has lost its key, or is about to forget it.
        for old in ApiKey.objects.filter(site=site, name=KEY_NAME, deleted_at=None):
            delete_key(old, user=redeemed.user)
        check_new_key(redeemed.account, site.url)
        key, secret = create_key(site, name=KEY_NAME, user=redeemed.user)
        give_free_credits(redeemed.account, site)
    log.info("site connected", account=redeemed.account.pk, site=site.pk)
    return key, secret
