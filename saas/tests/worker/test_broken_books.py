"""One account whose books do not agree: it is left out and named, and everybody else's housekeeping goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from structlog.testing import capture_logs

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.apart import Apart
from picopt_saas.billing.models import Grant, Hold, Wallet
from picopt_saas.checkup import check_up
from picopt_saas.dashboard.closing import close_account
from picopt_saas.findings import Verdict
from picopt_saas.jobs.models import Charge, Item
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
from picopt_saas.jobs.upkeep.privacy import forget_closed
from picopt_saas.worker.housekeeping import compare_books, expire_grants

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_cache")]
PLACES = pytest.mark.parametrize("place", range(3))


def an_instant_ago():
    return timezone.now() - timedelta(seconds=1)


@pytest.fixture
def three(make_site):
    """Three accounts, in the order in which housekeeping meets them."""
    sites = [make_site(name, url=f"https://{name.lower()}.example") for name in ("Ann", "Bob", "Eve")]
    return sorted(sites, key=lambda site: site.account.pk)


def break_books(site):
    """Somebody has written around the ledger: what is there or held is called used."""
    wallet = Wallet.objects.get(pk=site.account.pk)
    Wallet.objects.filter(pk=wallet.pk).update(available=0, held=0, used=wallet.used + wallet.available + wallet.held)


def names_only(site, logs):
    named = [entry["account"] for entry in logs if entry["event"] == "account_left_out"]
    return named == [site.account.pk] and "picopt_accounts_left_out 1.0" in site.client.get("/metrics").content.decode()


@PLACES
def test_grants_of_the_others_expire(three, place):
    Grant.objects.update(expires_at=an_instant_ago())
    break_books(three[place])
    with capture_logs() as logs:
        assert expire_grants() == 100
    assert sorted(site.balance().expired for site in three) == [50, 50, 50], "ended grants count as expired anyhow"
    assert sorted(Wallet.objects.values_list("expired", flat=True)) == [0, 50, 50]
    assert names_only(three[place], logs)
    assert compare_books() > 0, "the books' own alarm says what is wrong with it"


@PLACES
def test_forgotten_holds_of_the_others_end_also_behind_many_of_the_broken_one(three, place):
    for site in three:
        requests = [
            ledger.HoldRequest(reference=f"{site.account.pk}:export:{n}", line="export", credits=1) for n in range(3)
        ]
        ledger.reserve(site.account, requests)
    Hold.objects.update(expires_at=an_instant_ago())
    Hold.objects.filter(account=three[place].account).update(expires_at=timezone.now() - timedelta(days=1))
    break_books(three[place])
    with capture_logs() as logs:
        ended = ledger.expire_holds(at_most=3)
    assert len(ended) == 3, "as many as were asked for, of the others"
    assert len(ended + ledger.expire_holds(at_most=10)) == 6
    assert Hold.objects.filter(state="held").count() == 3
    assert names_only(three[place], logs)


def order_all(sites, make_pictures):
    for site, picture in zip(sites, make_pictures(len(sites)), strict=True):
        site.order_pictures(picture, pipeline="export")


@PLACES
def test_results_of_the_others_go_at_their_time(three, place, make_pictures):
    order_all(three, make_pictures)
    Item.objects.update(expires_at=an_instant_ago())
    break_books(three[place])
    with capture_logs() as logs:
        assert expire_results() == 2
    left = Item.objects.exclude(state="expired")
    assert list(left.values_list("account", flat=True)) == [three[place].account.pk]
    assert names_only(three[place], logs)
    (told,) = [entry for entry in logs if entry["event"] == "batch_taken_apart"]
    assert told["exc_info"], "with the traceback: what passes when tried again is told by nothing else"


@PLACES
def test_items_of_the_others_end_with_their_holds(three, place, make_pictures):
    order_all(three, make_pictures)
    Hold.objects.update(expires_at=an_instant_ago())
    break_books(three[place])
    with capture_logs() as logs:
        assert expire_holds() == 2
    assert Item.objects.filter(state="expired").count() == 2
    assert Charge.objects.filter(state="held").count() == 1
    assert names_only(three[place], logs)


@PLACES
def test_closed_accounts_of_the_others_are_forgotten(three, place, make_pictures):
    order_all(three, make_pictures)
    for site in three:
        close_account(site.account)
    break_books(three[place])
    with capture_logs() as logs:
        assert forget_closed() == 2
    assert [site.kept() for site in three] == [[], [], []], "only the money of the broken one stays"
    assert set(Item.objects.values_list("reference", "state")) == {("-", "expired")}
    assert Charge.objects.get(state="held").account_id == three[place].account.pk
    assert names_only(three[place], logs)
    with capture_logs() as logs:
        assert forget_closed() == 0
    assert names_only(three[place], logs), "until its books are mended"


def test_the_doctor_names_an_account_whether_its_balance_or_its_housekeeping_tells(three):
    assert [verdict for verdict, _ in told_by_doctor()] == [Verdict.OK]
    break_books(three[0])
    Apart().leave_out(three[1].account.pk, "told by housekeeping")
    found = told_by_doctor()
    assert [verdict for verdict, _ in found] == [Verdict.WARNING] * 2
    assert [says.partition(" ")[0] for _, says in found] == [site.account.pk for site in three[:2]]


def told_by_doctor():
    return [(one.verdict, one.says) for one in check_up(migrated=True) if one.what == "books"]


def test_where_all_is_well_nobody_is_left_out(three):
    Grant.objects.update(expires_at=an_instant_ago())
    with capture_logs() as logs:
        assert expire_grants() == 150
    assert not logs
    assert "picopt_accounts_left_out 0.0" in three[0].client.get("/metrics").content.decode()
    assert Account.objects.count() == 3
