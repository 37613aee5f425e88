"""An account that somebody holds, or whose owner nobody can write to, keeps no other waiting."""

import pytest
from django.core import mail
from django.db import OperationalError
from structlog.testing import capture_logs
from stuck_kit import AT_ONCE, ago, told

from picopt_saas.accounts.members import create_verified_user
from picopt_saas.accounts.models import Membership, Site, User
from picopt_saas.billing import ledger, telling
from picopt_saas.billing.models import Grant, Hold, Wallet
from picopt_saas.budget import Budget, in_batches
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
from picopt_saas.worker.housekeeping import expire_grants

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_cache")]


@pytest.fixture
def locked(hold):
    """Somebody holds the wallets of accounts."""
    statement = "SELECT FROM billing_wallet WHERE account_id = ANY (%s) FOR UPDATE"
    return lambda *sites: hold(statement, [[site.account.pk for site in sites]])


@pytest.mark.parametrize(
    ("run", "of_another"), [(expire_holds, "released"), (expire_results, "released"), (expire_grants, "held")]
)
def test_an_account_that_somebody_holds_keeps_no_other_waiting(sites, make_pictures, locked, run, of_another):
    for site, picture in zip(sites, make_pictures(4), strict=True):
        site.order_pictures(picture, pipeline="export")
    for rows in (Hold, Grant, Item):
        rows.objects.update(expires_at=ago(hours=1))
    locked(sites[0])
    with capture_logs() as logs:
        run()
    states = [Hold.objects.get(account=site.account).state for site in sites]
    assert states == ["held", of_another, of_another, of_another]
    assert [entry["account"] for entry in told(logs, "account_locked")] == [sites[0].account.pk]
    assert not told(logs, "account_left_out")
    if run is expire_grants:
        assert [site.balance().expired for site in sites] == [49] * 4  # by their time; as moved:
        assert sorted(Wallet.objects.values_list("expired", flat=True)) == [0, 49, 49, 49]


def test_where_more_than_one_is_held_it_is_what_all_need(sites, locked):
    Grant.objects.update(expires_at=ago(hours=1))
    locked(*sites)
    with pytest.raises(OperationalError):
        expire_grants()


@pytest.mark.parametrize("look", [telling.low_balances, telling.budgets])
def test_owners_are_told_behind_some_whom_no_mail_can_be_written_to(sites, look):
    for number, site in enumerate(sites):
        owner = create_verified_user(f"owner-{number}@example.com", "a-long-password-1")
        if number < AT_ONCE:
            User.objects.filter(pk=owner.pk).update(email=f"no\naddress-{number}@example.com")
        Membership.objects.create(account=site.account, user=owner, role=Membership.Role.OWNER)
        ledger.reserve(
            site.account,
            [ledger.HoldRequest(reference=f"itm_{number}:export:1", line="export", credits=50)],
            api_key=site.key,
        )
    Site.objects.update(monthly_budget=50)
    ledger.capture_all([f"itm_{number}:export:1" for number in range(4)])
    assert look() + look() == 2, "a round looks at so many accounts, and the next one goes on"
    assert sorted(letter.to[0] for letter in mail.outbox) == ["owner-2@example.com", "owner-3@example.com"]


def test_an_arrear_of_one_kind_leaves_the_next_kinds_their_turn():
    batches = iter([AT_ONCE] * 9)
    assert in_batches(lambda: next(batches), Budget(0)) == AT_ONCE
