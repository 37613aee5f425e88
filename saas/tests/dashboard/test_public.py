"""Pages that need no account."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, override_settings
from django.urls import path

from picopt_saas.billing.payments.sales import UNTIL_RENEWED
from picopt_saas.billing.plans import PACKS, PLANS
from picopt_saas.dashboard.views import public
from picopt_saas.dashboard.views.guide import PAGES
from picopt_saas.storage.port import StorageUnavailable

pytestmark = pytest.mark.django_db


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_front_door_shows_results_prices_and_the_free_credits(client):
    page = text_of(client.get("/"))
    for plan in PLANS.values():
        assert f'<th scope="row">{plan.name}</th>' in page
    assert "€0.0180" in page
    assert "€9.00" in page
    assert "€90.00" not in page
    for pack in PACKS.values():
        assert f'<th scope="row">{pack.name}</th>' in page
    assert "Start with 50 free credits" in page
    assert len(re.findall(r"→ [\d.]+ KB \(−\d+%\), score \d+", page)) == 3


def test_on_a_phone_each_price_says_what_it_is(client):
    tables = re.findall(r"<table.*?</table>", text_of(client.get("/")))
    assert len(tables) == 2
    for table in tables:
        assert table.startswith('<table class="stack">')  # rows become cards where columns have no room
        assert re.findall(r"<td(?![^>]* data-label=)[^>]*>", table) == []


def test_the_price_table_has_a_switch_to_the_year(client):
    month, year = text_of(client.get("/?billing=monthly")), text_of(client.get("/?billing=yearly"))
    for page, current in ((month, "Monthly"), (year, "Yearly: 12 months for the price of 10")):
        assert re.findall(r'aria-current="true">([^<]+)<', page) == [current]
    for said in ("€90.00", "€7.50 a month", "12,000", "€0.0150", "All credits for the year are available right away"):
        assert said in year
        assert said not in month
    assert 'aria-current="true">Monthly<' in text_of(client.get("/?billing=odd"))


def test_who_is_signed_in_sees_their_account_there(ann):
    assert "<h1>Overview</h1>" in text_of(ann.get("/"))


@pytest.mark.parametrize(
    "name", ["privacy", "terms", "security", "status", "help", *(f"help/{page}" for page in PAGES)]
)
def test_every_page_has_one_heading_and_a_way_on(client, name):
    page = text_of(client.get(f"/{name}"))
    assert page.count("<h1>") == 1
    assert "Create account" in page


def test_the_status_says_that_nobody_works(client):
    assert "Paused: jobs are kept" in text_of(client.get("/status"))


def test_the_status_says_that_the_database_takes_nothing_in(client):
    nothing = "nothing can be ordered or changed right now"
    assert nothing not in text_of(client.get("/status"))
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert nothing in text_of(client.get("/status"))


def test_an_unknown_page_shows_ways_on(client):
    for address in ("/no-such-page", "/help/no-such-topic"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Go to the home page" in text_of(answer)


def _fail(_request):
    raise RuntimeError("a secret of ours")


def _wait(_request):
    raise OperationalError("canceling statement due to lock timeout")


def _store(_request):
    raise StorageUnavailable("EIO")


urlpatterns = [path("fails", _fail), path("waits", _wait), path("stores", _store)]
handler500 = "picopt_saas.dashboard.views.public.broken"


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_of_ours_says_what_to_name_and_nothing_of_itself():
    answer = Client(raise_request_exception=False).get("/fails")
    page = text_of(answer)
    assert (answer.status_code, answer.headers["X-Request-Id"] in page) == (500, True)
    assert "secret" not in page


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("address", ["/waits", "/stores"])
def test_a_database_or_store_that_is_busy_or_away_is_to_be_asked_again(address):
    answer = Client(raise_request_exception=False).get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "lock" not in text_of(answer)
    assert "EIO" not in text_of(answer)


@pytest.mark.parametrize("error", [InterfaceError("the connection is closed"), OperationalError("no route to host")])
def test_who_is_refused_while_the_database_is_away_is_told_neither_too_often_nor_read_only(rf, monkeypatch, error):
    def away():
        raise error

    monkeypatch.setattr(public, "takes_writes", away)
    answer = public.too_often(rf.post("/account/login/"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "<h1>The service is busy right now</h1>" in answer.content.decode()


def test_what_is_refused_before_any_page_sees_it_is_told_on_a_page_of_ours(client):
    answer = client.get("/help?page=%00")
    assert answer.status_code == 400
    assert "Nothing was changed. Go back, reload the page, and try again." in text_of(answer)
    assert "Go to the home page" in text_of(answer)
    assert "Content-Security-Policy" in answer.headers


def test_pictures_of_the_guide_are_small_described_and_there(client):
    folder = Path(finders.find("dashboard/guide/wizard.webp")).parent
    shown = set()
    for name in PAGES:
        html = client.get(f"/help/{name}").content.decode()
        for picture, alt in re.findall(r'<img src="/static/dashboard/guide/([a-z-]+\.webp)" alt="([^"]+)"', html):
            assert len(alt) > 20, picture
            shown.add(picture)
        assert html.count("<img") == html.count("/static/dashboard/guide/")
    assert shown == {path.name for path in folder.glob("*.webp")}
    assert max(path.stat().st_size for path in folder.glob("*.webp")) < 80_000


def test_the_terms_say_how_long_the_credits_of_a_plan_last(client):
    assert timedelta(days=1) == UNTIL_RENEWED
    assert "expire one day after the month or year you paid for ends" in client.get("/terms").content.decode()


def test_a_form_of_before_the_log_in_says_what_to_do(user, ann):
    careful = Client(enforce_csrf_checks=True, cookies=ann.cookies)
    answer = careful.post("/plan/buy", {"product": "pack-500"})
    assert answer.status_code == 403
    assert "This page is out of date" in text_of(answer)
    assert "nothing was charged" in text_of(answer)
    assert "CSRF" not in text_of(answer)


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://{here}/plan?paid=1", "/plan"),
        ("https://evil.example/plan", "/"),
        ("http://{here}//evil.example", "/"),
        ("", "/"),
    ],
)
def test_whoever_was_logged_out_comes_back_to_the_page_of_the_form(client, user, referer, back):
    here = client.get("/").wsgi_request.get_host()
    answer = client.post("/plan/buy", {"product": "pack-500"}, headers={"referer": referer.format(here=here)})
    assert answer["Location"] == f"/account/login/?next={back}"
    signed_in = client.post(answer["Location"], {"login": user.email, "password": "a-long-password-1"}, follow=True)
    assert signed_in.status_code == 200
    assert signed_in.request["PATH_INFO"] == back
