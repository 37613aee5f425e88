"""What strangers and customers try on the pages: forged forms, foreign frames, hostile values, stolen sessions."""

import itertools
import re
import unicodedata
from urllib.parse import quote, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from picopt_saas.accounts.members import create_verified_user
from picopt_saas.accounts.models import Account, User
from picopt_saas.accounts.sites import add_site
from picopt_saas.dashboard.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("G6")]
PASSWORD = "a-long-password-1"
HOSTILE = (
    "\x00",
    "a\x00b",
    "../../etc/passwd",
    "9" * 40,
    "1e400",
    "٣",
    "{{7*7}}<script>alert(1)</script>",
    "x" * 3_000,
    "9999-12-31",
    "0001-01-01",
)
# What other servers and mail programs send, without a browser's cookie.
BY_MACHINES = ("webhook", "mail_off")


def addresses(value="x"):
    """Every page's address; `value` stands wherever one takes text."""
    for pattern in urlpatterns:
        names = pattern.pattern.converters
        if any(converter.__class__.__name__ != "StringConverter" for converter in names.values()):
            continue
        yield (
            pattern.name or str(pattern.pattern),
            "/" + re.sub(r"<str:\w+>", quote(value, safe=""), str(pattern.pattern)),
        )


def allauth_addresses():
    for pattern in get_resolver().reverse_dict:
        if isinstance(pattern, str) and pattern.startswith(("account_", "mfa_")):
            try:
                yield pattern, reverse(pattern)
            except NoReverseMatch:
                continue


@pytest.fixture
def careful(user):
    """Ann's browser, with a server that looks at the form's token as in earnest."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


@pytest.fixture
def tolerant(ann):
    """Ann's browser; an error inside becomes an answer, as for everybody."""
    ann.raise_request_exception = False
    return ann


def test_no_form_of_another_site_is_taken(careful):
    for name, address in [*addresses(), *allauth_addresses()]:
        if name not in BY_MACHINES:
            assert careful.post(address, {"action": "delete"}).status_code in (403, 404, 405), name


def test_what_machines_send_needs_a_signature(careful):
    assert careful.post(reverse("webhook", args=["sandbox"]), b"{}", content_type="application/json").status_code == 400
    assert careful.post(reverse("webhook", args=["sandbox"]), {"a": "form"}).status_code == 400
    assert careful.post(reverse("webhook", args=["sandbox"]), {"a": "\0"}).status_code == 400
    assert careful.post(reverse("webhook", args=["nobody"]), b"{}", content_type="application/json").status_code == 404
    assert careful.post(reverse("mail_off"), {}).status_code in (400, 403, 404)


def test_private_pages_are_in_no_cache_and_in_no_frame(tolerant, account):
    for name, address in [*addresses(), *allauth_addresses()]:
        answer = tolerant.get(address)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], name
        assert answer.headers["X-Frame-Options"] == "DENY", name
        page = answer.content if not answer.streaming else b""
        if answer.status_code == 200 and b"ann@example.com" in page:
            cached = answer.headers.get("Cache-Control", "")
            assert "no-store" in cached or "private" in cached, f"{name}: {cached!r}"


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:12].encode("unicode_escape").decode())
def test_no_value_breaks_a_page(tolerant, account, value):
    """In the path, in the query and in a form's every field."""
    names = (
        "page",
        "q",
        "show",
        "start",
        "end",
        "lang",
        "token",
        "next",
        "code",
        "state",
        "user_code",
        "paid",
        "cursor",
    )
    query = urlencode(dict.fromkeys(names, value))
    for name, address in addresses(value):
        answer = tolerant.get(f"{address}?{query}")
        assert answer.status_code < 500, name
        if not answer.streaming:
            assert b"<script>alert(1)</script>" not in answer.content, name
    fields = ("site_url", "scopes", "daily_spend_cap", "email", "role", "user", "account", "product", "once", "name")
    fields += (
        "member",
        "language",
        "next",
        "topic",
        "session",
        "item",
        "key",
        "credits",
        "outcome",
        "invitation",
        "decision",
    )
    for (name, address), action in itertools.product(addresses(), ("cap", "send")):
        form = dict.fromkeys(fields, value) | {"action": action}
        assert tolerant.post(address, form).status_code < 500, name


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "django_language"])
def test_a_cookie_that_no_database_can_hold_is_refused(account, cookie):
    """Between quotation marks cookies have octal escapes, which pass every server as plain ASCII."""
    stranger = Client(raise_request_exception=False)
    for page in (reverse("overview"), reverse("keys"), reverse("account_login")):
        answer = stranger.get(page, headers={"Cookie": f'{cookie}="\\000{"a" * 31}"'})
        assert answer.status_code == 400, page


def test_a_form_that_nobody_typed_is_not_kept(client, user, account):
    """It would wait in the session for the password, and sessions are rows of the database."""
    assert account
    client.force_login(user)
    for address in ("/members/invite", reverse("account_email"), "/members/switch", reverse("account_login")):
        assert client.post(address, {"email": "x" * 70_000}).status_code == 413
    assert len(Session.objects.get().session_data) < 1_000
    assert client.post("/webhooks/sandbox", b"x" * 70_000, content_type="application/json").status_code == 400
    assert client.post("/members/invite", {"email": "x" * 60_000}).status_code == 302


def test_a_budgets_form_takes_no_hostile_value_and_no_stranger(tolerant, account):
    site = add_site(account, "https://example.com")
    strange = add_site(Account.objects.create(name="Mallory"), "https://other.example")
    for value in (*HOSTILE, "-1", "1.5", str(10**12)):
        assert tolerant.post(reverse("site_budget", args=[site.pk]), {"monthly_budget": value}).status_code < 500, value
        site.refresh_from_db()
        assert site.monthly_budget in {None, 3}, value  # "٣" is a three
    assert tolerant.get(reverse("site_budget", args=[strange.pk])).status_code == 404
    assert tolerant.post(reverse("site_budget", args=[strange.pk]), {"monthly_budget": "1"}).status_code == 404


def test_a_keys_own_forms_take_no_hostile_value(tolerant, account):
    tolerant.post("/keys", {"site_url": "https://example.com", "scopes": ["read"]})
    key = account.api_keys.get()
    for value in HOSTILE:
        answer = tolerant.post(reverse("change_key", args=[key.pk]), {"action": "cap", "daily_spend_cap": value})
        assert answer.status_code < 500, value
    for value in HOSTILE:
        form = {"site_url": "https://other.example", "scopes": ["read"], "daily_spend_cap": value}
        assert tolerant.post("/keys", form).status_code < 500, value


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
        "https://testserver@evil.example/",
        "//evil.example\\@testserver/",
    ],
)
def test_nobody_is_led_away(client, user, account, away):
    """After signing in, choosing a language, switching the account and signing out."""
    form = {"login": user.email, "password": PASSWORD, "next": away}
    answers = [
        client.post(f"{reverse('account_login')}?{urlencode({'next': away})}", form),
        client.post(reverse("language"), {"language": "de", "next": away}),
        client.post(reverse("switch_account"), {"account": account.pk, "next": away}),
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": away}),
        client.post(reverse("account_logout"), {"next": away}),
    ]
    for answer in answers:
        goal = urlsplit(answer.headers.get("Location", "/"))
        assert (goal.scheme, goal.netloc) == ("", ""), answer.headers["Location"]
        assert not goal.path.startswith(("//", "/\\", "\\")), answer.headers["Location"]


@pytest.mark.parametrize("referer", ["http://[", "http://testserver:x/keys", "é", "//evil.example/keys"])
def test_a_page_that_nobody_can_come_from_leads_to_the_first_one(db, referer):
    answer = Client().post("/plan/portal", headers={"Referer": referer})
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/"


def test_a_session_from_before_signing_in_is_worth_nothing(client, user):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.session.session_key != planted
    other = Client()
    other.cookies["sessionid"] = planted
    assert other.get("/keys").status_code == 302


def test_a_changed_password_ends_all_other_sessions(client, user):
    thief = Client()
    for browser in (client, thief):
        browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert thief.get("/keys").status_code == 200
    changed = {"oldpassword": PASSWORD, "password1": "another-long-one-2", "password2": "another-long-one-2"}
    client.post(reverse("account_change_password"), changed)
    user.refresh_from_db()
    assert user.check_password("another-long-one-2")
    assert client.get("/keys").status_code == 200
    assert thief.get("/keys").status_code == 302


def test_a_new_password_by_mail_does_not_pass_the_second_factor(client, user, mailoutbox):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert Authenticator.objects.filter(user=user).exists()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://\S+/account/password/reset/key/\S+", mailoutbox[-1].body)[0]
    page = client.get(urlsplit(link).path, follow=True)
    new = {"password1": "another-long-one-2", "password2": "another-long-one-2"}
    client.post(page.request["PATH_INFO"], new, follow=True)
    user.refresh_from_db()
    assert user.check_password("another-long-one-2")
    assert client.get("/keys").status_code == 302
    answer = client.post(reverse("account_login"), {"login": user.email, "password": "another-long-one-2"})
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/keys").status_code == 302


def test_the_staff_pages_have_no_door_of_their_own(client, user):
    """Django's own would know neither second factors nor limits for guessing."""
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    staff = reverse("admin:index")
    form = {"username": user.email, "password": PASSWORD, "login": user.email, "next": staff}
    answer = client.post(reverse("admin:login"), form)
    assert client.get(staff).status_code == 302
    assert urlsplit(answer.headers["Location"]).path == reverse("account_login")
    answer = client.post(reverse("account_login"), form)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(staff).status_code == 302
    for number in range(7):
        answer = client.post(reverse("admin:login"), form | {"password": f"wrong-{number}"})
        assert urlsplit(answer.headers["Location"]).path == reverse("account_login"), "nothing to guess at"


def test_a_customer_is_not_let_in_by_the_staffs_door(ann):
    assert ann.get(reverse("admin:index"), follow=True).status_code == 403


def test_an_unknown_address_costs_as_much_work_as_a_wrong_password(client, user, monkeypatch):
    """Hashing is what takes time; who is unknown is hashed for as well, so that the clock tells nothing."""
    work = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda self, *given: work.append(1) or encode(self, *given))
    client.post(reverse("account_login"), {"login": user.email, "password": "wrong-password-1"})
    known = len(work)
    work.clear()
    client.post(reverse("account_login"), {"login": "nobody@example.com", "password": "wrong-password-1"})
    assert len(work) == known == 1


@pytest.mark.parametrize(
    "written", ["ANN@example.com", "Ann@EXAMPLE.com", " ann@example.com ", "ann@example.com.", "\uff41nn@example.com"]
)
def test_one_mailbox_has_one_person_however_it_is_written(client, user, written):
    client.post(reverse("account_signup"), {"email": written, "password1": "another-long-one-2"})
    same = [one.email for one in User.objects.all()]
    assert [unicodedata.normalize("NFKC", one).strip(". ").lower() for one in same] == ["ann@example.com"]


@pytest.mark.parametrize("letter", ["\u017f", "\u212a", "\u0130"])  # long s, Kelvin sign, dotted capital I
def test_a_letter_that_only_looks_like_the_victims_resets_nothing(client, db, mailoutbox, letter):
    victim = create_verified_user("skin@example.com", PASSWORD)
    imitation = "skin".replace({"\u017f": "s", "\u212a": "k", "\u0130": "i"}[letter], letter) + "@example.com"
    client.post(reverse("account_reset_password"), {"email": imitation})
    assert {address for mail in mailoutbox for address in mail.to} <= {victim.email}
    client.post(reverse("account_signup"), {"email": imitation, "password1": "another-long-one-2"})
    assert all(address.email.isascii() for address in EmailAddress.objects.all())
    assert {address for mail in mailoutbox for address in mail.to} <= {victim.email}
