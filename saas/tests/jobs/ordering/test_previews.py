"""Previews at the functions themselves: what is counted, what is refused, and who gets which answer."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_contract.limits import LIMITS
from picopt_contract.previews import PreviewRequest
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models import PreviewOrder
from picopt_saas.jobs.ordering import previews
from picopt_saas.jobs.ordering.previews import order_preview, wait_for_preview
from picopt_saas.refusal import Refusal


@pytest.fixture
def wanted(site, picture):
    return PreviewRequest(sha256=site.upload(picture))


def refusal(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def made(site):
    return Account.objects.get(pk=site.account.pk).previews_made


def test_a_preview_is_queued_and_counted(site, wanted):
    first, second = (order_preview(site.account, site.key, wanted) for _ in range(2))
    assert (first.sha256, first.settings["format"], first.result, first.failure) == (wanted.sha256, "webp", None, None)
    assert made(site) == 2
    queued = ProcrastinateJob.objects.filter(task_name="make_preview").order_by("id")
    assert [entry.args["preview_id"] for entry in queued] == [first.pk, second.pk]
    assert [entry.priority for entry in queued] == [2_000, 1_999], "who asks often comes a little later each time"


def test_an_image_that_is_not_here_is_refused_and_not_counted(site):
    assert refusal(lambda: order_preview(site.account, site.key, PreviewRequest(sha256="a" * 64))) == (
        "image_not_uploaded"
    )
    assert (made(site), PreviewOrder.objects.count()) == (0, 0)


def test_twenty_an_hour_are_free_for_each_account(site, wanted, make_site):
    rows = [
        PreviewOrder(account=site.account, api_key=site.key, sha256=wanted.sha256, settings={})
        for _ in range(LIMITS.previews_per_hour)
    ]
    PreviewOrder.objects.bulk_create(rows)
    assert refusal(lambda: order_preview(site.account, site.key, wanted)) == "rate_limited"
    other = make_site("Bob", url="https://example.org")
    assert refusal(lambda: order_preview(other.account, other.key, wanted)) == "image_not_uploaded"
    PreviewOrder.objects.filter(pk=rows[0].pk).update(created_at=timezone.now() - timedelta(minutes=61))
    order_preview(site.account, site.key, wanted)
    assert made(site) == 1


@pytest.mark.parametrize("outcome", [{"result": {"score": 71.5}}, {"failure": {"code": "unreadable_image"}}])
def test_whoever_waits_gets_what_came_of_it(site, wanted, outcome):
    order = order_preview(site.account, site.key, wanted)
    PreviewOrder.objects.filter(pk=order.pk).update(**outcome)
    answered = wait_for_preview(order, 0)
    assert answered.pk == order.pk
    ((name, value),) = outcome.items()
    assert getattr(answered, name) == value


@pytest.mark.parametrize("seconds_until_it_is_made", [1, 25])
def test_whoever_waits_is_answered_as_soon_as_it_is_made_even_in_the_last_moment(
    site, wanted, monkeypatch, seconds_until_it_is_made
):
    order = order_preview(site.account, site.key, wanted)
    now = 0.0

    def sleep(_seconds):
        nonlocal now
        now += 1
        if now == seconds_until_it_is_made:
            PreviewOrder.objects.filter(pk=order.pk).update(result={"score": 71.5})

    monkeypatch.setattr(previews, "time", SimpleNamespace(monotonic=lambda: now, sleep=sleep))
    assert wait_for_preview(order, 25).result == {"score": 71.5}
    assert now == seconds_until_it_is_made


def test_whoever_waits_in_vain_is_told_so(site, wanted):
    order = order_preview(site.account, site.key, wanted)
    assert refusal(lambda: wait_for_preview(order, 0)) == "busy"
