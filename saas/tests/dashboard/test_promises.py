"""What connecting a site brings is said before it is done, and is what it brings."""

import html
import re

import pytest
from django.test import Client

from picopt_saas.accounts import connect
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.connecting import collect_key
from picopt_saas.billing.free_credits import give_free_credits

pytestmark = pytest.mark.acceptance("U1")
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, appendix B
LATER = "It has no domain of its own; a site that has one adds 40 more."


def text_of(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", answer.content.decode())))


def promised(text):
    """The number of credits that a page speaks of; 0 where it speaks of none."""
    found = re.search(r"adds (\d+) free credits?", text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    ("site", "before", "credits"),
    [
        ("https://example.com", None, 50),
        ("http://localhost:8881", None, 10),
        ("http://192.168.1.5", None, 10),
        ("https://example.com", "http://localhost", 40),
        ("http://localhost", "https://example.com", 0),
        ("https://example.org", "https://example.com", 0),
        ("https://shop.example.com", "https://example.com", 0),
    ],
)
def test_the_page_that_confirms_says_what_the_site_then_gets(ann, account, site, before, credits):
    if before:
        give_free_credits(account, add_site(account, before))
    had = ledger.balance(account).granted
    wish, device_code = connect.begin(site, CHALLENGE)
    page = text_of(ann.get("/connect", {"code": wish.user_code}))
    assert promised(page) == credits
    assert (LATER in page) is (credits == 10)
    assert promised(text_of(ann.post("/connect", {"code": wish.user_code, "confirm": "1"}))) == credits
    collect_key(device_code, VERIFIER, site)
    assert ledger.balance(account).granted - had == credits


def test_a_domain_that_has_brought_them_to_somebody_else_promises_nothing(ann):
    other = account_of(create_verified_user("bob@example.com", "a-long-password-2"))
    give_free_credits(other, add_site(other, "https://example.com"))
    wish, _ = connect.begin("https://example.com", CHALLENGE)
    assert promised(text_of(ann.get("/connect", {"code": wish.user_code}))) == 0


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("http://127.0.0.1:8881", f"You get 10 free credits when you connect http://127.0.0.1:8881. {LATER}"),
        ("https://example.com", "You get 50 free credits when you connect https://example.com, if its domain has not"),
        (None, "Your first site on a domain of its own brings 50 free credits (10 on localhost or an IP address)."),
    ],
)
@pytest.mark.django_db
def test_who_signs_up_reads_what_the_site_that_they_came_for_brings(site, words):
    visitor = Client()
    if site:
        visitor.get("/connect", {"code": connect.begin(site, CHALLENGE)[0].user_code})
    assert words in text_of(visitor.get("/account/signup/"))


@pytest.mark.django_db
def test_the_front_door_promises_localhost_no_more_than_it_gets():
    assert "brings 50 free credits (10 on localhost or an IP address)" in text_of(Client().get("/"))


@pytest.mark.django_db
def test_where_nothing_is_free_nothing_is_promised(settings):
    settings.PICOPT = settings.PICOPT.model_copy(update={"free_credits": 0})
    visitor = Client()
    visitor.get("/connect", {"code": connect.begin("https://example.com", CHALLENGE)[0].user_code})
    for page in ("/", "/account/signup/"):
        assert "free credit" not in text_of(visitor.get(page))
