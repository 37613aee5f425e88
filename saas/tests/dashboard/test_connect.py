import base64
import hashlib
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from picopt_saas.accounts.models import ConnectCode
from picopt_saas.billing.connecting import exchange_code

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "site_url": "https://example.com/blog",
    "return_url": "https://example.com/wp-admin/admin.php?page=picture-optimizer",
    "challenge": CHALLENGE,
    "state": "abc123",
}


@pytest.fixture
def code(ann):
    answer = ann.post("/connect", ASKED)
    back = urlsplit(answer.headers["Location"])
    query = parse_qs(back.query)
    assert back.netloc == "example.com"
    assert (query["page"], query["state"]) == (["picture-optimizer"], ["abc123"])
    return query["code"][0]


def test_the_challenge_is_the_one_of_the_rfc():
    assert CHALLENGE == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, appendix B


def test_the_page_asks_and_lets_the_browser_go_back_to_the_site(ann):
    answer = ann.get("/connect", ASKED)
    assert "https://example.com/blog" in answer.content.decode()
    assert "form-action 'self' https://example.com;" in answer.headers["Content-Security-Policy"]
    assert not ConnectCode.objects.exists(), "looking confirms nothing"


def test_a_code_is_exchanged_for_a_key_of_that_site(code, account):
    key, secret = exchange_code(code, VERIFIER, "https://EXAMPLE.com/blog/")
    assert secret.startswith("po_live_")
    assert (key.account, key.site.url) == (account, "https://example.com/blog")


def test_a_code_works_once(code):
    exchange_code(code, VERIFIER, ASKED["site_url"])
    assert exchange_code(code, VERIFIER, ASKED["site_url"]) is None


@pytest.mark.parametrize(("verifier", "site"), [("x" * 43, ASKED["site_url"]), (VERIFIER, "https://evil.example")])
def test_a_wrong_verifier_or_site_costs_the_code(code, verifier, site):
    for attempt in [(verifier, site), (VERIFIER, ASKED["site_url"])]:
        assert exchange_code(code, *attempt) is None


def test_a_code_ends_after_five_minutes(code):
    ConnectCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert exchange_code(code, VERIFIER, ASKED["site_url"]) is None


def test_the_code_is_kept_only_as_a_hash(code):
    assert code not in str(ConnectCode.objects.values().get())


@pytest.mark.parametrize(
    "wrong",
    [
        {"return_url": "https://evil.example/"},
        {"return_url": "javascript:alert(1)"},
        {"return_url": "https://example.com.evil.example/"},
        {"challenge": "short"},
        {"site_url": "ftp://example.com"},
    ],
)
def test_a_request_that_does_not_fit_is_refused(ann, wrong):
    for method in (ann.get, ann.post):
        assert method("/connect", {**ASKED, **wrong}).status_code == 400
    assert not ConnectCode.objects.exists()
