"""Guesses at codes that come at the same moment are counted one by one, whatever process takes them (G6)."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from together import at_once

from picopt_saas.accounts import connect, signing_in
from picopt_saas.accounts.guesses import give_back, take_guess
from picopt_saas.accounts.models import GuessCount

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("G6")]
AT_ONCE = 14
CODE_PAGE = "/confirm/code?next=%2Fkeys"


def many(act):
    """What it gives to each of many that begin together, sorted."""
    return sorted(at_once(*[act] * AT_ONCE))


def again(browser):
    """The same session in another tab."""
    tab = Client()
    tab.cookies.load({name: cookie.value for name, cookie in browser.cookies.items()})
    return tab


def test_each_try_has_a_number_of_its_own():
    assert many(lambda: take_guess("x", at_most=10, seconds=60)) == [0] * (AT_ONCE - 10) + list(range(1, 11))
    give_back("x")
    assert many(lambda: take_guess("x", at_most=10, seconds=60)) == [0] * (AT_ONCE - 1) + [10]


def test_tries_come_back_when_nobody_guesses_for_a_while():
    assert [take_guess("x", at_most=2, seconds=60) for _ in range(3)] == [1, 2, 0]
    GuessCount.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert [take_guess("x", at_most=2, seconds=60) for _ in range(3)] == [1, 2, 0]


def test_passwords_that_are_guessed_together_slow_the_next_one_down(user, settings, monkeypatch):
    settings.CACHES = {"default": settings.CACHES["shared"]}  # as several processes have it
    waits = []
    monkeypatch.setattr(signing_in, "time", SimpleNamespace(sleep=waits.append))
    for _ in range(2):
        many(lambda: signing_in.Adapter(HttpRequest()).authentication_failed(HttpRequest(), email=user.email) or 0)
    signing_in.wait_for(user.email)
    assert waits == [0.25], "28 so far"


def test_ten_connect_codes_are_looked_at_however_many_are_guessed_together(ann):
    wish, _ = connect.begin("https://example.com/blog", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    answers = many(lambda: again(ann).get("/connect", {"code": "BBBB-BBBB"}).status_code)
    assert answers == [404] * 10 + [429] * (AT_ONCE - 10)
    assert ann.post("/connect", {"code": wish.user_code, "confirm": "1"}).status_code == 429


def test_a_right_connect_code_costs_no_try(ann):
    wish, _ = connect.begin("https://example.com/blog", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    assert many(lambda: again(ann).get("/connect", {"code": wish.user_code}).status_code).count(200) >= 10
    assert [ann.get("/connect", {"code": wish.user_code}).status_code for _ in range(12)] == [200] * 12


def test_a_mailed_code_is_gone_after_guesses_that_came_together(client, user, mailoutbox):
    client.force_login(user)
    client.post(CODE_PAGE, {"action": "send"})
    code = re.search(r"[B-Z]{4}-[B-Z]{4}", mailoutbox[-1].subject)[0]
    many(lambda: again(client).post(CODE_PAGE, {"code": "BBBB-BBBB"}).status_code)
    cache.clear()  # what allauth counts: attempts in a minute
    assert "wrong or no longer valid" in again(client).post(CODE_PAGE, {"code": code}).content.decode()
