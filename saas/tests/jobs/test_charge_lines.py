"""Charge lines: held when ordered, captured once when the product leaves, released otherwise, never paid twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from picopt_contract.values import ChargeLine, ChargeState, ItemState
from picopt_saas.accounts.keys import cap_key
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Hold, Spending
from picopt_saas.jobs.delivery import charges
from picopt_saas.jobs.delivery.charges import current_charge, deliver, hold, new_charge, release_items, release_lines
from picopt_saas.jobs.delivery.receipts import refund_charges
from picopt_saas.jobs.models import Charge, Item, PaidWork

pytestmark = pytest.mark.usefixtures("books")
ANALYSIS, EXPORT = ChargeLine.ANALYSIS, ChargeLine.EXPORT


def lines(item):
    return {charge.line: charge.state for charge in Charge.objects.filter(item=item)}


def test_ordering_holds_a_credit_for_each_line(site, order):
    (item,) = order()
    assert lines(item) == {"analysis": "held", "export": "held"}
    assert (site.balance().held, site.balance().available) == (2, 48)


def test_a_line_that_costs_nothing_is_free_and_holds_nothing(site, order):
    (item,) = order(pipeline="export")
    line = new_charge(item, ANALYSIS, "f" * 64, 0)
    hold(site.account, [line], site.key)
    assert (line.state, line.credits) == (ChargeState.FREE, 0)
    assert site.balance().held == 1


def test_a_second_text_is_a_line_of_its_own(order):
    (item,) = order(pipeline="analyze")
    line = new_charge(item, ANALYSIS, "f" * 64, 1, attempt=2)
    assert line.reference == f"{item.pk}:analysis:2"
    assert (line.state, line.account_id) == (ChargeState.HELD, item.account_id)


def test_holding_is_all_or_nothing(site, order):
    (item,) = order(pipeline="export")
    wanted = [new_charge(item, ANALYSIS, "f" * 64, 1), new_charge(item, ANALYSIS, "f" * 64, 49, attempt=2)]
    with pytest.raises(ledger.InsufficientCredits) as refused:
        hold(site.account, wanted, site.key)
    assert (refused.value.needed, refused.value.available) == (50, 49)
    assert site.balance().held == 1
    # The rows go with the caller's transaction, which such a refusal always ends.
    Charge.objects.filter(item=item, line=ANALYSIS).delete()


def test_what_leaves_is_captured_once(site, order):
    (item,) = order(pipeline="export")
    for _ in range(3):
        deliver(item.charges.all())
    assert lines(item) == {"export": "captured"}
    assert (site.balance().used, site.balance().held) == (1, 0)
    assert PaidWork.objects.get(account=site.account).charge.item_id == item.pk
    assert item.charges.get().settled_at


def test_only_the_line_that_leaves_is_captured(site, order):
    (item,) = order()
    deliver(item.charges.filter(line=EXPORT))
    assert lines(item) == {"analysis": "held", "export": "captured"}
    assert (site.balance().used, site.balance().held) == (1, 1)


def test_a_text_that_was_paid_for_is_remembered_with_its_words(order, write):
    (item,) = order(pipeline="analyze")
    deliver(write(item).charges.all())
    paid = PaidWork.objects.get()
    assert (paid.line, paid.analysis["alt"], paid.analysis_engine) == ("analysis", "A red barn", "embedded-3")
    assert not paid.free_text_used
    assert paid.expires_at > timezone.now() + timedelta(days=29)


def test_files_that_were_paid_for_are_remembered_without_words(order, make_files):
    (item,) = order()
    deliver(make_files(item).charges.filter(line=EXPORT))
    assert (PaidWork.objects.get().analysis, PaidWork.objects.get().analysis_engine) == (None, "")


def test_the_same_picture_in_two_jobs_is_paid_once(site, picture):
    site.upload(picture)
    jobs = [site.order(site.item(picture, reference=f"1:{n}"), pipeline="export").json() for n in (1, 2)]
    first, second = (Item.objects.get(job=job["id"]) for job in jobs)
    assert site.balance().held == 2
    deliver(first.charges.all())
    deliver(second.charges.all())
    assert (lines(first), lines(second)) == ({"export": "captured"}, {"export": "free"})
    assert (site.balance().used, site.balance().held, site.balance().available) == (1, 0, 49)


def test_one_delivery_of_both_pays_once_too(site, picture):
    site.upload(picture)
    job = site.order(*(site.item(picture, reference=f"1:{n}") for n in (1, 2)), pipeline="export").json()
    deliver(Charge.objects.filter(item__job=job["id"]))
    assert sorted(Charge.objects.values_list("state", flat=True)) == ["captured", "free"]
    assert site.balance().used == 1


def test_work_whose_payment_is_refunded_just_now_is_paid_by_the_next(site, picture, monkeypatch):
    site.upload(picture)
    jobs = [site.order(site.item(picture, reference=f"1:{n}"), pipeline="export").json() for n in (1, 2)]
    first, second = (Item.objects.get(job=job["id"]) for job in jobs)
    deliver(first.charges.all())
    tell = charges._tell

    def refund_meanwhile(given, settled):
        monkeypatch.setattr(charges, "_tell", tell)
        assert refund_charges(list(first.charges.all())) == 1
        tell(given, settled)

    monkeypatch.setattr(charges, "_tell", refund_meanwhile)
    deliver(second.charges.all())
    assert (lines(first), lines(second)) == ({"export": "refunded"}, {"export": "captured"})
    assert (site.balance().used, site.balance().held, site.balance().available) == (1, 0, 49)


def test_work_that_is_asked_for_anew_is_paid_anew(site, picture):
    site.upload(picture)
    for number in (1, 2):
        job = site.order(
            site.item(picture, reference=f"1:{number}"), pipeline="export", settings={"reprocess": True}
        ).json()
        deliver(Charge.objects.filter(item__job=job["id"]))
    assert site.balance().used == 2
    assert PaidWork.objects.get().charge.item.job_id == job["id"]


def test_payment_that_has_run_out_is_no_payment(site, picture):
    site.upload(picture)
    jobs = [site.order(site.item(picture, reference=f"1:{n}"), pipeline="export").json() for n in (1, 2)]
    deliver(Charge.objects.filter(item__job=jobs[0]["id"]))
    PaidWork.objects.update(expires_at=timezone.now())
    deliver(Charge.objects.filter(item__job=jobs[1]["id"]))
    assert site.balance().used == 2


def test_a_line_whose_hold_has_ended_must_not_leave(site, order):
    (item,) = order(pipeline="export")
    ledger.release(item.charges.get().reference)
    deliver(item.charges.all())
    assert lines(item) == {"export": "released"}
    assert not PaidWork.objects.exists()
    assert (site.balance().used, site.balance().available) == (0, 50)


def test_releasing_gives_back_what_is_held_and_nothing_else(site, order):
    first, second = order(2)
    deliver(first.charges.filter(line=ANALYSIS))
    release_items([first, second])
    assert lines(first) == {"analysis": "captured", "export": "released"}
    assert lines(second) == {"analysis": "released", "export": "released"}
    assert (site.balance().used, site.balance().available) == (1, 49)


def test_one_line_can_be_released_alone_and_as_free(site, order):
    (item,) = order()
    release_lines(item, EXPORT)
    assert lines(item) == {"analysis": "held", "export": "released"}
    release_lines(item, ANALYSIS, to=ChargeState.FREE)
    assert lines(item) == {"analysis": "free", "export": "released"}
    release_lines(item)
    assert site.balance().held == 0


def test_the_newest_line_is_the_one_that_counts(order):
    (item,) = order(pipeline="analyze")
    old = item.charges.get()
    new = new_charge(item, ANALYSIS, "f" * 64, 0, attempt=2)
    new.save()
    assert current_charge(item, ANALYSIS) == new != old
    assert current_charge(item, EXPORT) is None


def test_use_is_counted_by_key_and_day(site, order, make_site):
    items = order(3, pipeline="export")
    for item in items:
        deliver(item.charges.all())
    _order_earlier(items[0], days=29)
    _order_earlier(items[1], days=30)
    assert (ledger.spent_today(site.key), ledger.spent_in_days(site.key, 30)) == (1, 2)
    other = make_site("Bob", url="https://example.org")
    assert (ledger.spent_today(other.key), ledger.spent_in_days(other.key, 30)) == (0, 0)


def _order_earlier(*items, days=1):
    for item in items:
        then = timezone.now() - timedelta(days=days)
        Hold.objects.filter(reference__startswith=f"{item.pk}:").update(created_at=then)
    Spending.objects.all().delete()
    ledger.recount(now=timezone.now() + timedelta(days=1))


def test_what_counts_today_is_what_the_daily_cap_counts(site, order):
    before_midnight, today = order(2, pipeline="export")
    _order_earlier(before_midnight)
    deliver(before_midnight.charges.all())  # after midnight
    assert ledger.spent_today(site.key) == 1, "what is held counts, what was ordered yesterday does not"
    cap_key(site.key, daily_spend_cap=2)
    site.key.refresh_from_db()
    order(1, pipeline="export")
    assert ledger.spent_today(site.key) == 2
    release_lines(today)
    assert ledger.spent_today(site.key) == 1


def test_what_was_given_back_was_not_used(site, order):
    (item,) = order(pipeline="export")
    deliver(item.charges.all())
    ledger.refund(item.charges.get().reference)
    item.charges.update(state=ChargeState.REFUNDED)
    assert (ledger.spent_today(site.key), ledger.spent_in_days(site.key, 30)) == (0, 0)


@pytest.mark.parametrize("state", [ItemState.QUEUED, ItemState.FAILED])
def test_nothing_is_delivered_where_nothing_is_held(order, state):
    (item,) = order(pipeline="export")
    release_lines(item)
    Item.objects.filter(pk=item.pk).update(state=state)
    deliver(item.charges.all())
    assert lines(item) == {"export": "released"}
