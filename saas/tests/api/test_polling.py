"""Long polls: how often they look, when they end, and what the answer says of the account."""

import time
from types import SimpleNamespace

import pytest
from django.utils import timezone

from picopt_saas.api import polling
from picopt_saas.api.seats import Seats
from picopt_saas.jobs.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def pauses(monkeypatch):
    """The seconds that a poll would have waited; `meanwhile` is what happens then."""
    seen = SimpleNamespace(seconds=[], meanwhile=lambda: None, now=time.monotonic())

    def sleep(seconds):
        seen.seconds.append(round(seconds, 2))
        seen.now += seconds
        seen.meanwhile()

    monkeypatch.setattr(polling, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: seen.now))
    return seen


def poll(site, job, wait=5):
    answer = site.ask("GET", f"/v1/jobs/{job['id']}?wait={wait}")
    assert answer.status_code == 200
    balance = site.balance()
    assert (int(answer["X-Credits-Available"]), int(answer["X-Credits-Held"])) == (balance.available, balance.held)
    return answer.json()


def test_one_image_is_looked_at_soon_and_then_more_rarely(site, picture, pauses):
    poll(site, site.order_pictures(picture, pipeline="export"))
    assert pauses.seconds == [0.25, 0.5, 1.0, 2.0, 1.25]


def test_many_are_looked_at_once_more(site, make_pictures, pauses):
    poll(site, site.order_pictures(*make_pictures(3), pipeline="export"))
    assert pauses.seconds == [5.0]


def test_a_poll_ends_with_the_first_change(site, picture, pauses):
    job = site.order_pictures(picture, pipeline="export")
    pauses.meanwhile = lambda: Item.objects.update(state="exporting", updated_at=timezone.now())
    assert poll(site, job)["items"][0]["state"] == "exporting"
    assert pauses.seconds == [0.25]


def test_what_cannot_change_is_answered_at_once(site, picture, pauses):
    job = site.order_pictures(picture, pipeline="export")
    site.ask("POST", f"/v1/jobs/{job['id']}/cancel")
    assert poll(site, job)["state"] == "cancelled"
    poll(site, site.order_pictures(picture, pipeline="export"), wait=0)
    assert not pauses.seconds


def test_only_so_many_wait(site, picture, pauses, monkeypatch):
    monkeypatch.setattr(polling, "_seats", Seats(1))
    job = site.order_pictures(picture, pipeline="export")
    inner = []
    pauses.meanwhile = lambda: inner.append(len(pauses.seconds)) or site.ask("GET", f"/v1/jobs/{job['id']}?wait=5")
    poll(site, job)
    assert inner == [1, 2, 3, 4, 5], "the polls that came meanwhile did not wait"
