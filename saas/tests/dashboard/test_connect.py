"""The device flow (RFC 8628): the site asks, a person confirms its code, the site collects its key once."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from picopt_saas.accounts import connect
from picopt_saas.accounts.connect import DeclinedError, ExpiredError, PendingError, TooSoonError
from picopt_saas.accounts.keys import create_key, find_key, hash_key
from picopt_saas.accounts.models import ApiKey, ConnectWish, Membership
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing.connecting import collect_key

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, appendix B
SITE = "https://example.com/blog"
PASSWORD = "a-good-long-one-7"


@pytest.fixture
def asked(db):
    """A site that asks: its wish and the code that only it has."""
    return connect.begin(SITE, CHALLENGE)


def confirm(browser, wish):
    return browser.post("/connect", {"code": wish.user_code, "confirm": "1"})


@pytest.mark.acceptance("U1")
def test_a_confirmed_code_becomes_a_key_of_that_site(ann, asked, account):
    wish, device_code = asked
    page = ann.get("/connect", {"code": wish.user_code}).content.decode()
    assert f'<p class="address">{SITE}</p>' in page
    assert not ConnectWish.objects.exclude(decided_at=None).exists(), "looking confirms nothing"
    assert "Site connected" in confirm(ann, wish).content.decode()
    key, secret = collect_key(device_code, VERIFIER, "https://EXAMPLE.com/blog/")
    assert secret.startswith("po_live_")
    assert (key.account, key.site.url) == (account, SITE)


def test_the_key_is_collected_once(ann, asked):
    wish, device_code = asked
    confirm(ann, wish)
    collect_key(device_code, VERIFIER, SITE)
    with pytest.raises(ExpiredError):
        collect_key(device_code, VERIFIER, SITE)
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(("verifier", "site"), [("x" * 43, SITE), (VERIFIER, "https://evil.example")])
def test_a_stolen_code_gives_nobody_a_key(ann, asked, verifier, site):
    wish, device_code = asked
    confirm(ann, wish)
    for attempt in [(verifier, site), (VERIFIER, SITE)]:
        with pytest.raises(ExpiredError):
            collect_key(device_code, *attempt)
    assert not ApiKey.objects.exists()


def test_before_anybody_decides_the_site_waits_and_is_slowed_down(asked):
    _, device_code = asked
    with pytest.raises(PendingError):
        collect_key(device_code, VERIFIER, SITE)
    with pytest.raises(TooSoonError):
        collect_key(device_code, VERIFIER, SITE)
    ConnectWish.objects.update(asked_at=timezone.now() - timedelta(seconds=connect.INTERVAL))
    with pytest.raises(PendingError):
        collect_key(device_code, VERIFIER, SITE)


def test_after_half_an_hour_nothing_can_be_confirmed_or_collected(ann, asked):
    wish, device_code = asked
    late = timezone.now() - timedelta(seconds=1)
    assert timedelta(0) < wish.expires_at - timezone.now() <= timedelta(minutes=30)
    ConnectWish.objects.update(expires_at=late)
    assert confirm(ann, wish).status_code == 404
    ConnectWish.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    confirm(ann, wish)
    ConnectWish.objects.update(expires_at=late)
    with pytest.raises(ExpiredError):
        collect_key(device_code, VERIFIER, SITE)


def test_who_was_taken_out_meanwhile_brings_no_key(ann, asked, account, user):
    wish, device_code = asked
    confirm(ann, wish)
    Membership.objects.filter(account=account, user=user).delete()
    with pytest.raises(ExpiredError):
        collect_key(device_code, VERIFIER, SITE)
    assert not ApiKey.objects.exists()


def test_declining_ends_it(ann, asked):
    wish, device_code = asked
    ann.post("/connect", {"code": wish.user_code, "decline": "1"})
    with pytest.raises(DeclinedError):
        collect_key(device_code, VERIFIER, SITE)
    assert confirm(ann, wish).status_code == 404, "no second thoughts"


def test_only_hashes_are_kept(asked):
    wish, device_code = asked
    assert device_code not in str(ConnectWish.objects.values().get())
    assert re.fullmatch("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", wish.user_code)


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_is_known_however_it_is_typed(ann, asked, typed):
    wish, _ = asked
    assert SITE in ann.get("/connect", {"code": typed(wish.user_code)}).content.decode()


def test_guessing_codes_ends_soon(ann, asked):
    wish, _ = asked
    answers = [ann.get("/connect", {"code": "BBBB-BBBB"}).status_code for _ in range(11)]
    assert answers == [404] * 10 + [429]
    assert confirm(ann, wish).status_code == 429


def test_a_form_of_another_site_confirms_nothing(ann, asked, user):
    wish, _ = asked
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert confirm(strict, wish).status_code == 403
    assert not ConnectWish.objects.exclude(decided_at=None).exists()


def test_a_browser_that_was_left_open_is_asked_for_the_password(client, user, asked):
    wish, _ = asked
    client.force_login(user)
    assert confirm(client, wish).headers["Location"].startswith(reverse("account_reauthenticate"))


def test_a_plan_without_room_says_so_and_keeps_the_code(ann, account, asked):
    wish, _ = asked
    create_key(add_site(account, "https://other.example"))
    answer = ann.get("/connect", {"code": wish.user_code})
    assert answer.status_code == 403
    assert "is for 1 site" in answer.content.decode()
    assert connect.find(wish.user_code)


def test_connecting_again_replaces_the_sites_key(ann, asked):
    secrets = []
    for _ in range(3):
        wish, device_code = connect.begin(SITE, CHALLENGE)
        confirm(ann, wish)
        secrets.append(collect_key(device_code, VERIFIER, SITE)[1])
    assert [bool(find_key(hash_key(secret))) for secret in secrets] == [False, False, True]


def test_a_site_that_asks_the_dashboard_is_told_where_the_service_is(client):
    assert client.get("/v1/service").json() == {
        "product": "picture-optimizer-dashboard",
        "api_url": "http://localhost:8080",
    }


def test_the_service_says_what_it_is(make_site):
    here = make_site().ask("GET", "/v1/service").json()
    assert (here["product"], here["dashboard_url"]) == ("picture-optimizer", "http://localhost:8000")
    assert abs(datetime.fromisoformat(here["time"]) - timezone.now()) < timedelta(minutes=1)


def sign_up(browser, address):
    """A stranger follows the link from WordPress and fills in the one form."""
    form = browser.get(address, follow=True)
    assert form.request["PATH_INFO"] == reverse("account_signup")
    return browser.post(
        reverse("account_signup"), {"email": "new@example.com", "password1": PASSWORD, "next": address}, follow=True
    )


def code_in(mail):
    return re.search(r"^\s*([A-Z]{4}-[A-Z]{4})\s*$", mail.body, re.MULTILINE)[1]


@pytest.mark.acceptance("U1")
def test_the_wish_survives_signing_up(client, asked, mailoutbox):
    wish, device_code = asked
    sign_up(client, f"/connect?code={wish.user_code}")
    page = client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[0])}, follow=True)
    assert SITE in page.content.decode(), "straight on to what they came for"
    assert "Site connected" in confirm(client, wish).content.decode(), "no password again"
    assert collect_key(device_code, VERIFIER, SITE)[0].account.wallet.available == 50
    code, *others = (letter.subject for letter in mailoutbox)
    assert "is your Picture Optimizer code" in code
    assert others == ["Welcome to Picture Optimizer"], "signing up needs one mail; the other greets"


def test_looking_around_makes_no_row(asked):
    """Robots and previews of links follow every address; who has no account yet has no session either."""
    wish, _ = asked
    for path in (
        f"/connect?code={wish.user_code}",
        "/connect?code=BBBB-BBBB",
        "/connect",
        "/",
        reverse("account_login"),
    ):
        Client().get(path, follow=True)
    assert not Session.objects.exists()


def test_only_a_code_that_somebody_can_decide_on_is_remembered_and_only_until_then(ann, asked):
    wish, _ = asked
    visitor = Client()
    visitor.get("/connect", {"code": "BBBB-BBBB"})
    assert not visitor.cookies
    visitor.get("/connect", {"code": wish.user_code})
    [cookie] = visitor.cookies.values()
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (wish.user_code, True, "Lax")
    assert 0 < cookie["max-age"] <= 1800
    ann.cookies.load({cookie.key: cookie.value})
    confirm(ann, wish)
    assert ann.cookies[cookie.key]["max-age"] == 0, "decided, and forgotten"


@pytest.mark.acceptance("U1")
def test_the_wish_survives_a_closed_tab_and_another_browser(client, asked, mailoutbox):
    wish, _ = asked
    sign_up(client, f"/connect?code={wish.user_code}")
    other = Client()
    other.post(reverse("account_login"), {"login": "new@example.com", "password": PASSWORD})
    overview = other.post(
        reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1])}, follow=True
    ).content.decode()
    assert f"<strong>{SITE}</strong> is waiting to be connected" in overview
    assert f"/connect?code={wish.user_code}" in overview
    confirm(other, wish)
    assert "is waiting" not in other.get("/").content.decode()
